"""Which partners come to a meeting: chosen, told, told again, taken off, there."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from meetings.models import Meeting, Participation
from meetings.services.locking import locked
from meetings.services.partner_errors import (
    MeetingIsOver,
    NoAddress,
    NotBegunYet,
    NotInvited,
    SeenIsOld,
)
from meetings.services.partner_mail import (
    IN_CALENDARS,
    Kind,
    Letter,
    Recipient,
    counts_on_it,
    drafts,
    due_kind,
    post,
    raise_sequence,
    recipients,
    still_to_tell,
)
from partners.models import Contact
from proof.audit import record
from proof.models import Verb


@transaction.atomic
def choose(
    meeting: Meeting, contacts: Iterable[Contact], *, expected: str = "", now: datetime
) -> int:
    """Put these contacts on the list, without telling them yet; who was taken off starts afresh."""
    meeting = locked(meeting.pk)
    refuse_over(meeting, now)
    known = {one.contact_id: one for one in meeting.participations.all()}
    number = 0
    for contact in contacts:
        one = known.get(contact.pk) or Participation(meeting=meeting, contact=contact)
        if one.pk and not one.taken_off_at:
            continue
        _start_afresh(one, expected)
        number += 1
    return number


@transaction.atomic
def send_waiting(meeting: Meeting, *, seen: str, by: User, now: datetime) -> int:
    """Send what `seen` is the mark of: invitations, changes and cancellations, together or not at all.

    Raises SeenIsOld when anything would differ from what was looked at.
    """
    meeting = locked(meeting.pk)
    waiting = still_to_tell(meeting, now)
    if mark(drafts(waiting)) != seen:
        raise SeenIsOld
    if any(kind != Kind.INVITATION for _recipient, kind in waiting):
        raise_sequence(meeting)
    for recipient, kind in waiting:
        _tell(recipient, kind, now)
    record(by, Verb.INVITED, meeting, now=now, mails=len(waiting))
    return len(waiting)


@transaction.atomic
def send_again(participation: Participation, *, seen_round: int, now: datetime) -> bool:
    """The invitation once more, with a new link; the old one is worthless. False: that was done already."""
    one = locked_participation(participation)
    refuse_over(one.meeting, now)
    if one.invited_at is None or one.taken_off_at:
        raise NotInvited
    if not one.contact.email:
        raise NoAddress
    if one.link_round != seen_round:
        return False
    one.link_round += 1
    one.save(update_fields=["link_round"])
    if due_kind(Recipient(one), now) == Kind.UPDATE:
        raise_sequence(one.meeting)
    post(Recipient(one), Kind.INVITATION, now=now)
    return True


def again(participation: Participation) -> Letter:
    """The mail that sending again would send."""
    return drafts([(Recipient(participation), Kind.INVITATION)])[0]


def ask(participation: Participation, expected: str) -> None:
    """What this contact is asked to bring or do; nobody is told by this."""
    Participation.objects.filter(pk=participation.pk).update(expected=expected)


@transaction.atomic
def take_off(participation: Participation, *, now: datetime) -> int:
    """Off the list; who was told gets a cancellation. Returns how many mails that are."""
    one = locked_participation(participation)
    if one.taken_off_at:
        return 0
    told = _counting_on(one, now)
    if told:
        raise_sequence(one.meeting)
    for recipient in told:
        post(recipient, Kind.CANCELLATION, now=now)
    one.taken_off_at = now
    one.link_round += 1
    one.save(update_fields=["taken_off_at", "link_round"])
    return len(told)


def farewells(participation: Participation, now: datetime) -> list[Letter]:
    """The mails that taking this contact off would send."""
    return drafts((one, Kind.CANCELLATION) for one in _counting_on(participation, now))


def _counting_on(participation: Participation, now: datetime) -> list[Recipient]:
    """Who must hear when this contact is taken off."""
    meeting = participation.meeting
    if meeting.ends_at <= now or not meeting.is_coming:
        return []
    return [one for one in recipients(participation) if counts_on_it(one)]


@transaction.atomic
def note_presence(meeting: Meeting, *, shown: set[int], there: set[int], now: datetime) -> None:
    """Of the rows that were shown: who was there, and so who was not."""
    meeting = locked(meeting.pk)
    if meeting.starts_at > now:
        raise NotBegunYet
    rows = meeting.participations.standing().filter(pk__in=shown)
    rows.filter(pk__in=there).update(was_there=True)
    rows.exclude(pk__in=there).update(was_there=False)


def mark(letters: Iterable[Letter]) -> str:
    """The same for the same mails; what was previewed is what is sent."""
    words = [(one.recipient.email, one.kind, one.subject, one.text) for one in letters]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]


def locked_participation(participation: Participation) -> Participation:
    """Read anew while nobody else can change it or its meeting."""
    meeting = locked(participation.meeting_id)
    found: Participation = Participation.objects.select_related("contact__partner").get(
        pk=participation.pk
    )
    found.meeting = meeting
    return found


def refuse_over(meeting: Meeting, now: datetime) -> None:
    if not meeting.is_coming or meeting.ends_at <= now:
        raise MeetingIsOver


def _start_afresh(one: Participation, expected: str) -> None:
    if one.pk:
        one.link_round += 1
    one.expected, one.remark, one.answer = expected, "", Participation.Answer.NONE
    one.stand_in_name = one.stand_in_email = ""
    one.invited_at = one.answered_at = one.taken_off_at = one.was_there = None
    one.save()


def _tell(recipient: Recipient, kind: str, now: datetime) -> None:
    one = recipient.participation
    if kind in IN_CALENDARS and one.invited_at is None:
        one.invited_at = now
        one.save(update_fields=["invited_at"])
    post(recipient, kind, now=now)
