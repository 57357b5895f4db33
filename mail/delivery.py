"""The worker's side of the outbox.

One mail at a time: it is claimed in a transaction of its own, handed to the mail server, and marked as sent. A
worker that dies in between leaves a claim that runs out after LEASE; the mail is then tried again. So a mail is
sent **at least once**, and twice only when the worker died between the server's "250" and our commit; both then
carry the same Message-ID, by which many mail programs drop the second. At most once would lose invitations.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import default_task_backend, task

from mail.models import OutgoingMail

LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)  # as mail servers do
CALENDAR_FILE = "uitnodiging.ics"

State, Trouble = OutgoingMail.State, OutgoingMail.Trouble
logger = logging.getLogger(__name__)


@task(queue_name="mail")
def deliver_due() -> None:
    """Send everything whose turn it is; ends early when the mail server is away, and comes back later."""
    while mail := claim(timezone.now()):
        if not _deliver(mail):
            break


def ask_worker(*, at: datetime | None = None) -> None:
    """Have a worker look at the outbox, now or later. A backend without "later" looks when next asked."""
    if at is None:
        deliver_due.enqueue()
    elif default_task_backend.supports_defer:
        deliver_due.using(run_after=at).enqueue()


@transaction.atomic
def claim(now: datetime) -> OutgoingMail | None:
    """The next mail, marked as being sent until LEASE is over; mail that came too late is dropped first."""
    OutgoingMail.objects.due(now).filter(expires_at__lte=now).update(
        state=State.LATE, text="", calendar="", ended_at=now
    )
    skips = connection.features.has_select_for_update_skip_locked
    due = OutgoingMail.objects.due(now).order_by("next_try_at", "pk")
    mail = due.select_for_update(skip_locked=skips).first()
    if mail is None:
        return None
    mail.state, mail.tries, mail.next_try_at = State.SENDING, mail.tries + 1, now + LEASE
    mail.save(update_fields=["state", "tries", "next_try_at"])
    ask_worker(at=mail.next_try_at)  # should this worker die, another comes looking
    return mail


def _deliver(mail: OutgoingMail) -> bool:
    """Whether it makes sense to go on with the next one."""
    try:
        message(mail).send()
    except SMTPRecipientsRefused as error:
        final = all(code >= 500 for code, _ in error.recipients.values())
        _failed(mail, Trouble.ADDRESS if final else Trouble.POSTPONED, final=final)
        return True
    except ValueError:  # an address or subject that cannot be written into a mail
        _failed(mail, Trouble.ADDRESS, final=True)
        return True
    except (
        OSError,
        SMTPException,
    ) as error:  # SMTPException is an OSError; both are named for the reader
        final = isinstance(error, SMTPDataError) and error.smtp_code >= 500
        spoke = isinstance(error, SMTPException) and hasattr(error, "smtp_code")
        _failed(mail, Trouble.POSTPONED if spoke else Trouble.UNREACHABLE, final=final)
        return final
    _end(mail, state=State.SENT, trouble="")
    return True


def message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it travels; its Message-ID is the same at every try.

    A calendar goes twice, under one UID: as an alternative to the text, where most programs look, and as a
    file for those that look nowhere else (docs/decisions/0018).
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    own = salted_hmac("mail.message-id", mail.key).hexdigest()[:32]
    headers = {"Message-ID": f"<{own}@{domain}>", "Auto-Submitted": "auto-generated"}
    travelling = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    if mail.calendar:
        asks = f"text/calendar; method={mail.calendar_method}"
        travelling.attach_alternative(mail.calendar, asks)
        travelling.attach(CALENDAR_FILE, mail.calendar.encode(), "application/ics")
    return travelling


def _failed(mail: OutgoingMail, trouble: str, *, final: bool) -> None:
    now = timezone.now()
    logger.warning("mail %s: try %s failed (%s)", mail.pk, mail.tries, trouble)
    if final or now - mail.created_at > GIVE_UP_AFTER:
        _end(mail, state=State.REFUSED, trouble=trouble if final else Trouble.GAVE_UP)
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(mail.tries - 1, 10))
    own = OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, tries=mail.tries)
    own.update(state=State.WAITING, trouble=trouble, next_try_at=now + wait)
    ask_worker(at=now + wait)


def _end(mail: OutgoingMail, *, state: str, trouble: str) -> None:
    """Done with; `tries` tells our claim from a later one."""
    own = OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, tries=mail.tries)
    own.update(state=state, trouble=trouble, text="", calendar="", ended_at=timezone.now())
