"""Reminders of promises to who keeps them: a week before, on the day and three days after, each once.

A reminder tells of a day. The notice and its mails are written in one transaction, and the database takes one
notice per promise, kind and day: a run that was cut off half-way, two runs at once or a day that moves away
and back remind nobody twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complexes.context import current_corporation
from mail import services as mail
from meetings.models import Promise, PromiseNotice
from partners.letters import sign_in_address
from partners.models import Contact
from ui import numbers

Kind = PromiseNotice.Kind
BEFORE, AFTER = timedelta(days=7), timedelta(days=3)
LOOK_BACK = timedelta(days=30)  # after that it is on lists and home pages, and mail helps no more


@dataclass(frozen=True)
class Recipient:
    name: str
    email: str
    address: str  # where they say how it stands


def remind(now: datetime) -> int:
    """Send what is due; each promise in a transaction of its own. Returns how many reminders that are."""
    today = timezone.localdate(now)
    return sum(_remind_once(pk, now) for pk in _near(today).values_list("pk", flat=True))


def due_kind(promise: Promise, today: date) -> str | None:
    """Which reminder this promise needs today, if any. A missed run is made up for as long as it makes sense.

    Nobody is reminded beforehand of what was promised within the week.
    """
    due = promise.due_on
    if not promise.is_standing:
        return None
    if due - BEFORE <= today < due:
        return Kind.BEFORE if promise.made_on < due - BEFORE else None
    if due <= today < due + AFTER:
        return Kind.ON
    return Kind.AFTER if due + AFTER <= today <= due + LOOK_BACK else None


def _near(today: date) -> QuerySet[Promise]:
    """Promises whose day is near, oldest day first."""
    near = (today - LOOK_BACK, today + BEFORE)
    return Promise.objects.standing().filter(due_on__range=near).order_by("due_on", "pk")


@transaction.atomic
def _remind_once(pk: int, now: datetime) -> bool:
    """Look again while nobody else can, then tell who keeps it."""
    promise = Promise.objects.select_for_update().get(pk=pk)
    kind, recipients = due_kind(promise, timezone.localdate(now)), list(recipients_of(promise))
    if kind is None or not recipients:
        return False
    _notice, is_new = PromiseNotice.objects.get_or_create(
        promise=promise, kind=kind, due_on=promise.due_on, defaults={"at": now}
    )
    if is_new:
        for recipient in recipients:
            _tell(promise, kind, recipient, now)
    return is_new


def recipients_of(promise: Promise) -> Iterator[Recipient]:
    """The person who keeps it; who came after them; else everybody present at the organisation.

    For the corporation's own: the colleague, else who wrote it down. Nobody without an address or an account.
    """
    if promise.partner_id:
        for contact in _contacts(promise):
            yield Recipient(contact.name, contact.email, _own_address(promise, contact))
        return
    for user in (promise.colleague, promise.created_by):
        if user and user.is_active and not user.is_partner:
            yield Recipient(user.name, user.email, _address(promise))
            return


def _contacts(promise: Promise) -> list[Contact]:
    present = Contact.objects.present().exclude(email="").select_related("user")
    contact = promise.contact
    seen: set[int] = set()
    while contact and contact.pk not in seen:
        if found := present.filter(pk=contact.pk).first():
            return [found]
        seen.add(contact.pk)
        contact = contact.successor
    return list(present.filter(partner=promise.partner_id).order_by("pk"))


def _address(promise: Promise) -> str:
    return f"{settings.PUBLIC_URL}{promise.get_absolute_url()}"


def _own_address(promise: Promise, contact: Contact) -> str:
    """The page of the promise behind the door; nothing for who cannot sign in."""
    if not contact.may_sign_in:
        return ""
    return sign_in_address(reverse("meetings:own_promise", args=[promise.pk]))


def _tell(promise: Promise, kind: str, recipient: Recipient, now: datetime) -> None:
    corporation = current_corporation()
    how = (
        _("Zeg hier hoe het ermee staat:\n%(address)s") % {"address": recipient.address}
        if recipient.address
        else _("Laat %(corporation)s weten hoe het ermee staat.")
        % {"corporation": corporation.name}
    )
    day = {"day": numbers.day(promise.due_on)}
    said = {
        "name": recipient.name,
        "opening": _opening(kind) % day,
        "what": _what(promise),
        "how": how,
        "corporation": corporation.name,
    }
    mail.send(
        key=f"promise:{promise.pk}:{kind}:{promise.due_on}:{recipient.email}"[:150],
        to=recipient.email,
        subject=_subject(kind) % day,
        text=_(
            "Dag %(name)s,\n\n"
            "%(opening)s\n\n"
            "  %(what)s\n\n"
            "%(how)s\n\n"
            "Lukt het niet? Zeg dan waarom, of kies een andere dag.\n\n"
            "%(corporation)s\n"
        )
        % said,
        expires_at=now + BEFORE,
        now=now,
    )


def _what(promise: Promise) -> str:
    """The promise itself where anybody may read it: mail is read over shoulders."""
    if not promise.is_public:
        return _("een afspraak waarover u na het inloggen meer leest")
    return f"{promise.what} ({promise.complex.name})"


def _subject(kind: str) -> str:
    return {
        Kind.BEFORE: _("Uw afspraak: klaar op %(day)s"),
        Kind.ON: _("Uw afspraak van %(day)s"),
        Kind.AFTER: _("Uw afspraak van %(day)s is nog niet klaar"),
    }[Kind(kind)]


def _opening(kind: str) -> str:
    return {
        Kind.BEFORE: _("Op %(day)s is deze afspraak aan de beurt:"),
        Kind.ON: _("Op %(day)s zou dit klaar zijn:"),
        Kind.AFTER: _("Op %(day)s zou dit klaar zijn. Het staat nog open:"),
    }[Kind(kind)]
