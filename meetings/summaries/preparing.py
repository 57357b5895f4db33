"""The preparations of a meeting as a line in time, and what must be done next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting, Preparation

WEEK = 7
SOON = timedelta(days=7)
# What every meeting asks for, in weeks from its day.
STANDARD: dict[Preparation.Kind, int] = {
    Preparation.Kind.PARTNERS: -6,
    Preparation.Kind.LETTERS: -3,
    Preparation.Kind.POSTER: -1,
    Preparation.Kind.COMMITMENTS: 1,
    Preparation.Kind.FEEDBACK: 4,
    Preparation.Kind.CHECK: 12,
}

Standing = Literal["over", "late", "passed", "soon", "calm"]


@dataclass(frozen=True)
class Line:
    """One preparation, `offset` in words.

    `standing`: done or skipped is over; passed is what was due before the meeting was planned.
    """

    preparation: Preparation
    offset: str
    standing: Standing

    @property
    def due_on(self) -> date:
        return self.preparation.due_on


def standard(starts_at: datetime) -> list[Preparation]:
    """The preparations of a meeting at that moment; not stored, and of no meeting yet."""
    rows = [
        Preparation(kind=kind, title=capfirst(str(kind.label)), offset_days=weeks * WEEK)
        for kind, weeks in STANDARD.items()
    ]
    return _due(rows, starts_at)


def lines(
    preparations: Iterable[Preparation], today: date, planned_on: date | None = None
) -> list[Line]:
    """In the order of their days; `planned_on`: what was due before that day nobody let lie."""
    found = [
        Line(one, offset_words(one.offset_days), _standing(one, today, planned_on or today))
        for one in preparations
    ]
    return sorted(found, key=lambda line: (line.due_on, line.preparation.pk or 0))


def foreseen(starts_at: datetime, today: date) -> list[Line]:
    """What a meeting at that moment would ask for, before it is planned."""
    return lines(standard(starts_at), today)


def foreseen_again(meeting: Meeting, starts_at: datetime, today: date) -> list[Line]:
    """The preparations of this meeting when it is at that moment: those still to be done are due anew."""
    still_open = meeting.preparations.filter(state=Preparation.State.OPEN)
    return lines(_due(still_open, starts_at), today)


def _due(preparations: Iterable[Preparation], starts_at: datetime) -> list[Preparation]:
    """With the days on which they are due for a meeting at that moment; not stored."""
    day, rows = timezone.localdate(starts_at), list(preparations)
    for one in rows:
        one.due_on = one.falls_on(day)
    return rows


def offset_words(days: int) -> str:
    """ "6 weken ervoor", "op de dag zelf", "10 dagen erna"."""
    if not days:
        return _("op de dag zelf")
    number = abs(days)
    if number % WEEK:
        before = ngettext("%(n)d dag ervoor", "%(n)d dagen ervoor", number)
        after = ngettext("%(n)d dag erna", "%(n)d dagen erna", number)
    else:
        number //= WEEK
        before = ngettext("%(n)d week ervoor", "%(n)d weken ervoor", number)
        after = ngettext("%(n)d week erna", "%(n)d weken erna", number)
    return (before if days < 0 else after) % {"n": number}


def _standing(preparation: Preparation, today: date, planned_on: date) -> Standing:
    if preparation.state != Preparation.State.OPEN:
        return "over"
    if preparation.due_on < today:
        return "passed" if preparation.due_on < planned_on else "late"
    return "soon" if preparation.due_on <= today + SOON else "calm"


@dataclass(frozen=True)
class Point:
    """On the line of a meeting: a preparation, today, or the meeting itself."""

    day: date
    line: Line | None = None
    mark: Literal["", "today", "meeting"] = ""


def points(meeting: Meeting, found: list[Line], today: date) -> list[Point]:
    """The preparations with the meeting and today between them, in order of day."""
    order = {"today": 0, "meeting": 1, "": 2}
    marks = [Point(meeting.day, mark="meeting"), Point(today, mark="today")]
    rows = [*marks, *(Point(line.due_on, line) for line in found)]
    return sorted(rows, key=lambda point: (point.day, order[point.mark]))
