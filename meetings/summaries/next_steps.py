"""What must be done next for a meeting, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting
from meetings.summaries.expected import Expected
from meetings.summaries.preparing import Line
from ui import numbers

ANNOUNCE_BEFORE = timedelta(weeks=3)
LATE_AT_MOST = 3
MAILS = "meetings:partner_mails"


@dataclass(frozen=True)
class Step:
    """What, a second line, and the name of the page of this meeting where it is done ("" for this one)."""

    title: str
    words: str = ""
    page: str = ""
    late: bool = False


@dataclass(frozen=True)
class Untold:
    """How many people have still to hear something: of partners, and households that no mail reaches."""

    invitations: int = 0
    changes: int = 0  # another time, place or title, or that it is off
    to_ring: int = 0


def next_steps(
    meeting: Meeting, lines: list[Line], who: Expected, untold: Untold, now: datetime
) -> list[Step]:
    """Empty when there is nothing to do now."""
    if meeting.state == Meeting.State.CANCELLED:
        return list(_changes(untold))
    steps = [*_changes(untold), *_by_state(meeting, who, untold, now), *_late(lines)]
    if not any(line.standing in ("late", "passed") for line in lines):
        steps += _soon(lines)
    return steps


def _changes(untold: Untold) -> Iterator[Step]:
    if untold.changes:
        words = ngettext(
            "%(n)d persoon weet nog niet wat er is veranderd.",
            "%(n)d personen weten nog niet wat er is veranderd.",
            untold.changes,
        )
        yield Step(_("Laat het de partners weten"), words % {"n": untold.changes}, MAILS)
    if untold.to_ring:
        words = ngettext(
            "%(n)d huishouden moet iets weten en is niet per mail te bereiken.",
            "%(n)d huishoudens moeten iets weten en zijn niet per mail te bereiken.",
            untold.to_ring,
        )
        yield Step(_("Bel bewoners"), words % {"n": untold.to_ring}, "meetings:registrations")


def _by_state(meeting: Meeting, who: Expected, untold: Untold, now: datetime) -> Iterator[Step]:
    if not meeting.is_coming:
        return
    if meeting.ends_at <= now:
        words = _("Rond haar af; daarna komen verslag en afspraken.")
        yield Step(_("De bijeenkomst is geweest"), words, "meetings:meeting_held", late=True)
        return
    if not who.chosen and not who.invited:
        words = _("Er is nog geen partner gekozen.")
        yield Step(_("Kies wie u uitnodigt"), words, "meetings:participations")
    if untold.invitations:
        words = ngettext(
            "%(n)d uitnodiging is nog niet verstuurd.",
            "%(n)d uitnodigingen zijn nog niet verstuurd.",
            untold.invitations,
        )
        yield Step(_("Nodig de partners uit"), words % {"n": untold.invitations}, MAILS)
    if meeting.state == Meeting.State.PLANNED:
        yield _announce(meeting, now)


def _announce(meeting: Meeting, now: datetime) -> Step:
    by = meeting.day - ANNOUNCE_BEFORE
    if by >= timezone.localdate(now):
        words = _("Bewoners kunnen er dan over lezen. Liefst vóór %(day)s.")
    else:
        words = _("Bewoners kunnen er dan over lezen. Liefst drie weken vooraf, dus doe het nu.")
    title = _("Kondig de bijeenkomst aan")
    return Step(title, words % {"day": numbers.day(by)}, "meetings:meeting_announce")


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
