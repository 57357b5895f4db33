"""Preparations: laid out from the date of a meeting, done, given to somebody, added, moved and deleted."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from meetings.models import Meeting, Preparation
from meetings.services.errors import StandardPreparation
from meetings.summaries.preparing import standard


def lay_out(meeting: Meeting, *, owner: User | None) -> None:
    """Store the standard preparations of a new meeting; whoever plans it owns them until told otherwise."""
    rows = standard(meeting.starts_at)
    for row in rows:
        row.meeting, row.owner = meeting, owner
    Preparation.objects.bulk_create(rows)


def follow_date(meeting: Meeting) -> int:
    """The date moved: what is still to be done is due as many days from the new one. Returns how many."""
    rows = list(meeting.preparations.filter(state=Preparation.State.OPEN))
    for row in rows:
        row.due_on = row.falls_on(meeting.day)
    Preparation.objects.bulk_update(rows, ["due_on"])
    return len(rows)


@transaction.atomic
def mark(preparation: Preparation, state: Preparation.State, *, now: datetime) -> Preparation:
    """Done, not needed, or to be done after all; then it is due as the date of the meeting says now."""
    stored = Preparation.objects.select_for_update(of=("self",)).get(pk=preparation.pk)
    if stored.state == state:
        return stored
    opened = state == Preparation.State.OPEN
    stored.state, stored.ended_at = state, None if opened else now
    if opened:
        stored.due_on = stored.falls_on(stored.meeting.day)
    stored.save(update_fields=["state", "ended_at", "due_on"])
    return stored


@transaction.atomic
def save_preparation(preparation: Preparation) -> Preparation:
    """Store a new or changed one; it is due `offset_days` from the day of its meeting."""
    preparation.due_on = preparation.falls_on(preparation.meeting.day)
    preparation.save()
    return preparation


def delete_preparation(preparation: Preparation) -> None:
    """Only what somebody added. Raises StandardPreparation."""
    if preparation.kind != Preparation.Kind.OWN:
        raise StandardPreparation
    preparation.delete()
