"""Signing up, changing and withdrawing; seats are counted here and nowhere else.

A free seat goes to who has waited longest and fits in with everybody they bring. Who does not fit keeps their
place in the line and goes first as soon as enough seats are free. See docs/decisions/0022.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting, Needs, Notice, Registration
from meetings.services.errors import MeetingError
from meetings.services.locking import locked
from meetings.services.resident_mail import tell
from proof.audit import record
from proof.models import Verb

if TYPE_CHECKING:
    from accounts.models import User

State, Channel = Registration.State, Registration.Channel


class SignUpClosedError(MeetingError):
    """Residents cannot sign up for this meeting, or not any more."""


class NotEnoughSeatsError(MeetingError):
    """Somebody with a seat wants to bring more people than there are seats."""


@dataclass(frozen=True)
class Wishes:
    """What somebody needs to take part."""

    interpreter: str = ""
    wheelchair: bool = False
    ring_loop: bool = False
    children: int = 0

    def __bool__(self) -> bool:
        return bool(self.interpreter or self.wheelchair or self.ring_loop or self.children)


@dataclass(frozen=True)
class Household:
    """What somebody says about who comes."""

    name: str
    email: str = ""
    phone: str = ""
    people: int = 1
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True)
class Entry:
    """How it came in: by whom, in which language, with the key of which form."""

    channel: str = Channel.WEB
    language: str = "nl"
    by: "User | None" = None
    key: UUID = field(default_factory=uuid4)  # of one form: what is sent twice counts once
    again: UUID | None = None  # of one household on one device, also from a new form

    @property
    def keys(self) -> list[UUID]:
        return [key for key in (self.again, self.key) if key]


@transaction.atomic
def register(
    meeting: Meeting, household: Household, *, entry: Entry | None = None, now: datetime
) -> Registration:
    """Seat a household, or put it at the end of the waiting list, and tell it so.

    The same form sent again gives the registration that is there, as it is; so does the same household from the
    same device, unless it withdrew. Raises SignUpClosedError.
    """
    entry = entry or Entry()
    meeting = locked(meeting.pk)
    known = _known(entry)
    for one in known.values():
        if one.meeting_id == meeting.pk and (one.is_standing or one.pk == entry.key):
            return one
    if not _takes(meeting, entry, now):
        raise SignUpClosedError(_("Aanmelden voor deze bijeenkomst kan niet meer."))
    seated = _take(meeting, household.people)
    registration = Registration.objects.create(
        key=next((key for key in entry.keys if key not in known), None) or uuid4(),
        meeting=meeting,
        name=household.name,
        email=household.email,
        phone=household.phone,
        people=household.people,
        channel=entry.channel,
        state=State.SEATED if seated else State.WAITING,
        language=entry.language,
        entered_by=entry.by,
        created_at=now,
    )
    _keep_wishes(registration, household.wishes)
    tell(registration, Notice.Kind.SEATED if seated else Notice.Kind.WAITING, now=now)
    return registration


@transaction.atomic
def change(registration: Registration, household: Household, *, now: datetime) -> Registration:
    """Keep what somebody changed about themselves. Raises NotEnoughSeatsError and SignUpClosedError.

    Who waits keeps their place in the line, whatever they change.
    """
    meeting, registration = _both(registration)
    if registration.state == State.WITHDRAWN or not _is_to_come(meeting, now):
        raise SignUpClosedError(_("Deze aanmelding kan niet meer worden veranderd."))
    more = household.people - registration.people
    if registration.state == State.SEATED and more:
        _reseat(meeting, more)
    has_new_address = household.email not in ("", registration.email)
    registration.name, registration.people = household.name, household.people
    registration.email, registration.phone = household.email, household.phone
    registration.save(update_fields=["name", "people", "email", "phone"])
    _keep_wishes(registration, household.wishes)
    if has_new_address:
        kind = Notice.Kind(registration.state)
        about = f"address {registration.notices.filter(kind=kind).count()}"
        tell(registration, kind, about=about, now=now)
    promote(meeting, now=now)
    registration.refresh_from_db()
    return registration


@transaction.atomic
def withdraw(registration: Registration, *, now: datetime, by: "User | None" = None) -> None:
    """Give up a place or a place in the line; needs are forgotten at once. Withdrawing twice is once."""
    meeting, registration = _both(registration)
    if registration.state == State.WITHDRAWN:
        return
    had_a_seat = registration.state == State.SEATED
    registration.state, registration.withdrawn_at = State.WITHDRAWN, now
    registration.save(update_fields=["state", "withdrawn_at"])
    Needs.objects.filter(registration=registration).delete()
    tell(registration, Notice.Kind.WITHDRAWN, now=now)
    if by:
        record(by, Verb.WITHDREW, words=_("een aanmelding voor %(meeting)s") % {"meeting": meeting})
    if had_a_seat:
        _give_back(meeting, registration.people)
        promote(meeting, now=now)


@transaction.atomic
def promote(meeting: Meeting, *, now: datetime) -> list[Registration]:
    """Seat who waits, in the order of the line, as far as seats go; each is told once.

    Call it whenever seats may have become free: after withdrawing, and after the capacity was raised.
    """
    meeting = locked(meeting.pk)
    if not _is_to_come(meeting, now) or now >= meeting.starts_at:
        return []
    promoted = []
    for registration in meeting.registrations.waiting().select_for_update():
        if not _take(meeting, registration.people):
            continue
        registration.state, registration.promoted_at = State.SEATED, now
        registration.save(update_fields=["state", "promoted_at"])
        tell(registration, Notice.Kind.PROMOTED, now=now)
        promoted.append(registration)
    return promoted


@transaction.atomic
def tell_registrations(meeting: Meeting, kind: Notice.Kind, *, now: datetime) -> int:
    """Tell everybody who comes or waits that the meeting was moved (UPDATE) or is off (CANCELLATION).

    Once per change, as counted by `meeting.sequence`. Who gave no address is put on the list to ring. Returns
    how many households that were.
    """
    told = 0
    for registration in meeting.registrations.standing().select_related("meeting__venue"):
        told += tell(registration, kind, about=str(meeting.sequence), now=now)
    return told


def place_in_line(registration: Registration) -> int:
    """How manieth somebody is on the waiting list; 0 for who is not on it."""
    if registration.state != State.WAITING:
        return 0
    before = Q(created_at__lt=registration.created_at) | Q(
        created_at=registration.created_at, key__lt=registration.key
    )
    return registration.meeting.registrations.waiting().filter(before).count() + 1


def mark_rung(registration: Registration, notices: Iterable[int], *, now: datetime) -> None:
    """Somebody rang about these notices and no others; marking twice keeps the first moment."""
    registration.notices.filter(pk__in=notices, rung_at__isnull=True).update(rung_at=now)


def _both(registration: Registration) -> tuple[Meeting, Registration]:
    meeting = locked(registration.meeting_id)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    registration.meeting = meeting
    return meeting, registration


def _known(entry: Entry) -> dict[UUID, Registration]:
    """What there is already under the keys of this entry."""
    return {one.pk: one for one in Registration.objects.filter(pk__in=entry.keys)}


def _takes(meeting: Meeting, entry: Entry, now: datetime) -> bool:
    """Colleagues may enter who rang or wrote after the last day for residents themselves."""
    if entry.channel == Channel.WEB:
        return meeting.takes_sign_ups(now)
    return meeting.takes_registrations and _is_to_come(meeting, now)


def _is_to_come(meeting: Meeting, now: datetime) -> bool:
    return meeting.is_coming and now < meeting.ends_at


def _take(meeting: Meeting, people: int) -> bool:
    """Take seats if there are that many: one statement that looks and takes."""
    room = Q(capacity__isnull=True) | Q(capacity__gte=F("seats_taken") + people)
    taken = Meeting.objects.filter(room, pk=meeting.pk).update(
        seats_taken=F("seats_taken") + people
    )
    return taken == 1


def _give_back(meeting: Meeting, people: int) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=F("seats_taken") - people)


def _reseat(meeting: Meeting, more: int) -> None:
    """Take or give back seats of somebody who comes with more or fewer people."""
    if more < 0:
        _give_back(meeting, -more)
    elif not _take(meeting, more):
        free = (meeting.capacity or 0) - meeting.seats_taken
        raise NotEnoughSeatsError(
            ngettext(
                "Er is nog maar %(count)s plek vrij. Uw aanmelding is niet veranderd.",
                "Er zijn nog maar %(count)s plekken vrij. Uw aanmelding is niet veranderd.",
                free,
            )
            % {"count": free}
            if free > 0
            else _("Alle plekken zijn bezet. Uw aanmelding is niet veranderd.")
        )


def _keep_wishes(registration: Registration, wishes: Wishes) -> None:
    """A row only for who needs something."""
    if not wishes:
        Needs.objects.filter(registration=registration).delete()
        return
    Needs.objects.update_or_create(
        registration=registration,
        defaults={
            "interpreter": wishes.interpreter,
            "wheelchair": wishes.wheelchair,
            "ring_loop": wishes.ring_loop,
            "children": wishes.children,
        },
    )
