"""A meeting from the plan to the day itself: planned, changed, moved, announced, called off, held, copied.

`sequence` is what calendars read to see that an invitation changed: it rises with every change of time, place
or title after somebody was invited or signed up, and when the meeting is called off. Telling people is done
elsewhere: partners by partners.send_waiting, residents by sign_up.tell_registrations.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from complexes.models import Complex
from meetings.models import Meeting, TeamMember
from meetings.services import preparations
from meetings.services.errors import (
    InThePast,
    NoReason,
    NotBegun,
    NotComing,
    NotPlanned,
    SeatsTaken,
)
from meetings.services.locking import locked
from meetings.services.sign_up import promote
from proof.audit import record
from proof.models import Verb

Team = Sequence[tuple[User, str]]  # who, and their task


@transaction.atomic
def plan_meeting(
    meeting: Meeting,
    *,
    complexes: Iterable[Complex],
    team: Team = (),
    by: User | None,
    now: datetime,
) -> Meeting:
    """Store a new meeting with its complexes and team, and lay out its preparations."""
    if meeting.starts_at <= now:
        raise InThePast
    meeting.created_by = by
    meeting.save()
    meeting.complexes.set(complexes)
    _set_team(meeting, team)
    preparations.lay_out(meeting, owner=by)
    record(by, Verb.PLANNED_MEETING, meeting, now=now, day=meeting.day.isoformat())
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, complexes: Iterable[Complex], team: Team, now: datetime
) -> Meeting:
    """Store what was changed, the date excepted; who waits gets a new place. Raises NotComing, SeatsTaken."""
    stored = _coming(meeting)
    meeting.seats_taken, meeting.sequence = stored.seats_taken, stored.sequence
    if meeting.capacity is not None and meeting.capacity < stored.seats_taken:
        raise SeatsTaken(stored.seats_taken)
    if any(
        getattr(meeting, name) != getattr(stored, name) for name in ("title", "venue_id", "spot")
    ):
        _raise_sequence(meeting)
    meeting.save()
    meeting.complexes.set(complexes)
    _set_team(meeting, team)
    promote(meeting, now=now)  # more places may have come
    return meeting


@transaction.atomic
def move_meeting(
    meeting: Meeting, starts_at: datetime, ends_at: datetime, *, by: User | None, now: datetime
) -> Meeting:
    """Another time. Preparations still to be done and the last day to sign up move along."""
    stored = _coming(meeting)
    if starts_at <= now:
        raise InThePast
    before = stored.day
    if (stored.starts_at, stored.ends_at) == (starts_at, ends_at):
        return stored
    stored.starts_at, stored.ends_at = starts_at, ends_at
    if stored.register_until:
        stored.register_until += stored.day - before
    _raise_sequence(stored)
    stored.save(update_fields=["starts_at", "ends_at", "register_until", "sequence"])
    preparations.follow_date(stored)
    record(
        by,
        Verb.MOVED_MEETING,
        stored,
        now=now,
        before=before.isoformat(),
        after=stored.day.isoformat(),
    )
    return stored


@transaction.atomic
def announce(meeting: Meeting, *, by: User | None, now: datetime) -> Meeting:
    """From now on residents can read about it. Raises NotPlanned, and InThePast for one that is over."""
    stored = locked(meeting.pk)
    if stored.state != Meeting.State.PLANNED:
        raise NotPlanned
    if stored.ends_at <= now:
        raise InThePast
    stored.state, stored.announced_at = Meeting.State.ANNOUNCED, now
    stored.save(update_fields=["state", "announced_at"])
    record(by, Verb.ANNOUNCED_MEETING, stored, now=now)
    return stored


@transaction.atomic
def cancel_meeting(meeting: Meeting, reason: str, *, by: User | None, now: datetime) -> Meeting:
    """Call it off, and say why. Raises NoReason and NotComing."""
    stored = _coming(meeting)
    if not reason.strip():
        raise NoReason
    stored.state, stored.cancelled_at = Meeting.State.CANCELLED, now
    stored.cancel_reason = reason.strip()
    stored.sequence += 1
    stored.save(update_fields=["state", "cancelled_at", "cancel_reason", "sequence"])
    record(by, Verb.CANCELLED_MEETING, stored, now=now, day=stored.day.isoformat())
    return stored


@transaction.atomic
def mark_held(meeting: Meeting, *, by: User | None, now: datetime) -> Meeting:
    """It took place. Raises NotComing, and NotBegun before its hour."""
    stored = _coming(meeting)
    if stored.starts_at > now:
        raise NotBegun
    stored.state, stored.held_at = Meeting.State.HELD, now
    stored.save(update_fields=["state", "held_at"])
    record(by, Verb.HELD_MEETING, stored, now=now)
    return stored


def _coming(meeting: Meeting) -> Meeting:
    stored = locked(meeting.pk)
    if not stored.is_coming:
        raise NotComing
    return stored


def _raise_sequence(meeting: Meeting) -> None:
    """Once somebody has it in a calendar, or was promised a seat."""
    if meeting.participations.invited().exists() or meeting.registrations.standing().exists():
        meeting.sequence += 1


def _set_team(meeting: Meeting, team: Team) -> None:
    """Those who stay keep their row; an empty team is allowed."""
    wanted = {user.pk: task for user, task in team}
    meeting.team.exclude(user_id__in=wanted).delete()
    for user_id, task in wanted.items():
        TeamMember.objects.update_or_create(
            meeting=meeting, user_id=user_id, defaults={"task": task}
        )
