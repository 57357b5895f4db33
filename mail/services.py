"""Sending mail: write it down with the change it tells of, and let a worker send it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mail.calendar_part import CalendarPart
from mail.delivery import ask_worker
from mail.models import OutgoingMail


@transaction.atomic
def send(  # noqa: PLR0913  what a mail is
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    calendar: CalendarPart | None = None,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> OutgoingMail:
    """Write one plain mail; it leaves after the transaction, once, however often `key` is sent.

    Call it inside the transaction of what it tells of, so that neither exists without the other. After
    `expires_at` the mail is dropped. `calendar` travels with it and lands in the calendar of who gets it.
    What was written goes when the mail is sent.
    """
    now = now or timezone.now()
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "calendar": calendar.text if calendar else "",
            "calendar_method": calendar.method if calendar else "",
            "created_at": now,
            "next_try_at": now,
            "expires_at": expires_at,
        },
    )
    if is_new:
        transaction.on_commit(ask_worker)
    return mail


def subject_and_text(words: str) -> tuple[str, str]:
    """The first line of a template is the subject of its mail, and what follows is its text."""
    subject, _line, text = words.strip().partition("\n")
    return " ".join(subject.split()), text.strip() + "\n"


def send_nothing(*, key: str, now: datetime | None = None) -> None:
    """The same work as `send` and no mail: who looks from outside cannot tell an address we do not know."""
    now = now or timezone.now()
    send(key=key, to="", subject="", text="", expires_at=now, now=now)


@transaction.atomic
def try_again(*, now: datetime) -> int:
    """Give everything that waits its turn now; returns how many mails that are."""
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING)
    count = waiting.update(next_try_at=now)
    transaction.on_commit(ask_worker)
    return count


def is_held_up(*, now: datetime | None = None) -> bool:
    """Whether mail is not getting out; pages that promise a mail then say that it comes later."""
    return OutgoingMail.objects.held_up(now or timezone.now()).exists()
