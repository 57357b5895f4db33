"""When what comes, and whether it fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting, ProgrammeItem
from meetings.summaries.evidence import Evidence, thawed


@dataclass(frozen=True)
class Line:
    """An item with its moments; evidence as it was frozen, if any."""

    item: ProgrammeItem
    starts_at: datetime
    ends_at: datetime
    evidence: Evidence | None


@dataclass(frozen=True)
class Programme:
    lines: tuple[Line, ...]
    needed: int  # minutes
    available: int

    @property
    def over(self) -> int:
        """Minutes too many; nought when it fits."""
        return max(self.needed - self.available, 0)

    @property
    def left(self) -> int:
        return max(self.available - self.needed, 0)

    @property
    def words(self) -> str:
        """Whether it fits, said plainly."""
        said = {"needed": length(self.needed), "available": length(self.available)}
        if self.over:
            return _(
                "Het past niet: samen duren de punten %(needed)s en de bijeenkomst duurt %(available)s. "
                "Dat is %(over)s te veel."
            ) % (said | {"over": length(self.over)})
        if self.left:
            return _(
                "Samen duren de punten %(needed)s; de bijeenkomst duurt %(available)s. "
                "Er is nog %(left)s over."
            ) % (said | {"left": length(self.left)})
        return _("Het past precies: %(needed)s.") % said


def programme(meeting: Meeting) -> Programme:
    """Items in order, each beginning where the one before ends; two queries, of promises one more."""
    items = meeting.programme.select_related("owner", "partner", "promise", "complex", "wave")
    items = items.prefetch_related("promise__steps")
    return Programme(
        tuple(_lines(meeting, items)),
        needed=sum(item.minutes for item in items),
        available=_minutes(meeting),
    )


def _minutes(meeting: Meeting) -> int:
    lasts = meeting.ends_at.astimezone(UTC) - meeting.starts_at.astimezone(UTC)
    return int(lasts.total_seconds() // 60)


def public_lines(meeting: Meeting) -> list[Line]:
    """What residents may read of the programme; moments count what they do not read too. One query."""
    return [line for line in _lines(meeting, meeting.programme.all()) if line.item.is_public]


def _lines(meeting: Meeting, items: Iterable[ProgrammeItem]) -> Iterable[Line]:
    at = meeting.starts_at.astimezone(
        UTC
    )  # adding minutes to local time forgets that clocks change
    for item in items:
        ends = at + timedelta(minutes=item.minutes)
        yield Line(item, at, ends, thawed(item.evidence))
        at = ends


def length(minutes: int) -> str:
    """ "45 minuten", "1 uur", "2 uur en 15 minuten"."""
    hours, rest = divmod(minutes, 60)
    said = ngettext("%(n)d minuut", "%(n)d minuten", rest) % {"n": rest}
    if not hours:
        return said
    whole = _("%(n)d uur") % {"n": hours}
    return _("%(hours)s en %(minutes)s") % {"hours": whole, "minutes": said} if rest else whole
