"""What must be done next for a meeting, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting
from meetings.summaries.attendance import Attendance
from meetings.summaries.preparing import Line
from ui import numbers

ANNOUNCE_BEFORE = timedelta(weeks=3)
LATE_AT_MOST = 3


@dataclass(frozen=True)
class Step:
    """What, a second line, and the name of the page of this meeting where it is done ("" for this one)."""

    title: str
    words: str = ""
    page: str = ""
    late: bool = False


def next_steps(meeting: Meeting, lines: list[Line], who: Attendance, now: datetime) -> list[Step]:
    """Empty when there is nothing to do now."""
    steps = [*_by_state(meeting, who, now), *_late(lines)]
    if not any(line.standing in ("late", "passed") for line in lines):
        steps += _soon(lines)
    return steps


def _by_state(meeting: Meeting, who: Attendance, now: datetime) -> Iterator[Step]:
    if not meeting.is_coming:
        return
    if meeting.ends_at <= now:
        yield Step(
            _("De bijeenkomst is geweest"),
            _("Rond haar af; daarna komen verslag en afspraken."),
            "meetings:meeting_held",
            late=True,
        )
        return
    if not who.chosen and not who.invited:
        yield Step(
            _("Kies wie u uitnodigt"),
            _("Er is nog geen partner gekozen."),
            "meetings:participations",
        )
    elif who.chosen:
        words = ngettext(
            "%(n)d contactpersoon is gekozen en nog niet uitgenodigd.",
            "%(n)d contactpersonen zijn gekozen en nog niet uitgenodigd.",
            who.chosen,
        )
        yield Step(_("Nodig de partners uit"), words % {"n": who.chosen}, "meetings:participations")
    if meeting.state == Meeting.State.PLANNED:
        announce_on = meeting.day - ANNOUNCE_BEFORE
        late = announce_on < timezone.localdate(now)
        yield Step(
            _("Kondig de bijeenkomst aan"),
            _("Bewoners kunnen er dan over lezen. Liefst vóór %(day)s.")
            % {"day": numbers.day(announce_on)}
            if not late
            else _(
                "Bewoners kunnen er dan over lezen. Drie weken vooraf is al voorbij; doe het gerust nu."
            ),
            "meetings:meeting_announce",
        )


def _late(lines: list[Line]) -> Iterator[Step]:
    late = [line for line in lines if line.standing in ("late", "passed")]
    for line in late[:LATE_AT_MOST]:
        yield Step(line.preparation.title, _was_due(line), late=line.standing == "late")
    more = len(late) - LATE_AT_MOST
    if more > 0:
        words = ngettext(
            "En nog %(n)d die al klaar had moeten zijn",
            "En nog %(n)d die al klaar hadden moeten zijn",
            more,
        )
        yield Step(words % {"n": more}, late=any(line.standing == "late" for line in late))


def _was_due(line: Line) -> str:
    day = numbers.day(line.due_on)
    if line.standing == "passed":
        words = _("die dag, %(day)s, was al voorbij toen u plande") % {"day": day}
    else:
        words = _("had klaar moeten zijn op %(day)s") % {"day": day}
    return f"{words} · {line.preparation.owner or _('nog niemand doet dit')}"


def _soon(lines: list[Line]) -> Iterator[Step]:
    """The first that is still to be done."""
    waiting = [line for line in lines if line.standing in ("soon", "calm")]
    for line in waiting[:1]:
        owner = line.preparation.owner or _("nog niemand doet dit")
        words = _("klaar op %(day)s") % {"day": numbers.day(line.due_on)}
        yield Step(line.preparation.title, f"{words} · {owner}")
