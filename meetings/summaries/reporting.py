"""What a report tells of meetings and promises: meetings that were held, and promises that residents may read.

A report goes to all partners of a complex, so what is not for residents is not in it, whoever promised it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from complexes.models import Complex
from meetings.models import Meeting, Promise
from meetings.summaries.door import attendance
from meetings.summaries.ledger import Ledger, Outcome, ledger, outcome


@dataclass(frozen=True)
class Held:
    """One meeting. `came` is None when nobody was counted; `topics` are the residents' top three."""

    title: str
    kind: str
    day: date
    came: int | None
    topics: tuple[str, ...]
    complexes: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """One promise, with what became of it on the day of the report. `who` is "" for the corporation."""

    complex_name: str
    what: str
    who: str
    due_on: date
    first_due_on: date
    ended_on: date | None
    reason: str
    state: str
    outcome: Outcome


def held(complexes: Collection[Complex], *, after: date, until: date) -> list[Held]:
    """Meetings for any of these complexes after the one day, up to and including the other; oldest first."""
    found = Meeting.objects.held().filter(
        pk__in=Meeting.objects.filter(complexes__in=complexes).values("pk"),
        starts_at__gt=_end_of(after),
        starts_at__lte=_end_of(until),
    )
    rows = found.prefetch_related("complexes", "topics").order_by("starts_at", "pk")
    return [_held(meeting, complexes) for meeting in rows]


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _held(meeting: Meeting, complexes: Collection[Complex]) -> Held:
    top = sorted((topic.rank, topic.label) for topic in meeting.topics.all() if topic.rank)
    about = {complex_.pk for complex_ in complexes}
    return Held(
        title=meeting.title,
        kind=meeting.get_kind_display(),
        day=meeting.day,
        came=attendance(meeting).total or None,
        topics=tuple(label for _rank, label in top),
        complexes=tuple(one.name for one in meeting.complexes.all() if one.pk in about),
    )


def promises(complexes: Collection[Complex], *, after: date, until: date) -> list[Kept]:
    """Public promises that were made or ended in that time, or still stood; by their day."""
    found = _told(complexes, after, until).select_related("partner", "complex")
    return [_kept(promise, until) for promise in found.order_by("due_on", "pk")]


def totals(complexes: Collection[Complex], *, after: date, until: date) -> Ledger:
    """The same, counted."""
    return ledger(_told(complexes, after, until), until)


def _told(complexes: Collection[Complex], after: date, until: date) -> QuerySet[Promise]:
    of_now = Q(made_on__gt=after) | Q(ended_on__gt=after) | Q(ended_on__isnull=True)
    return Promise.objects.public().filter(of_now, complex__in=complexes, made_on__lte=until)


def _kept(promise: Promise, today: date) -> Kept:
    return Kept(
        complex_name=promise.complex.name,
        what=promise.what,
        who=promise.partner.name if promise.partner else "",
        due_on=promise.due_on,
        first_due_on=promise.first_due_on,
        ended_on=promise.ended_on,
        reason=promise.reason,
        state=promise.state,
        outcome=outcome(promise, today),
    )
