"""What became of promises: of a complex, of a partner, or of all of them.

Kept in time is what was done on or before the day that was promised *at first*: moving the day makes no promise
punctual. Kept late is what was done after it. Overdue is what still stands after its present day; open is what
stands and is not overdue. Dropped is what cannot be done or lapsed; both say why.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from meetings.models import Promise
from ui import numbers


class Outcome(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Ledger:
    """How many promises came to what."""

    in_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.open + self.overdue + self.dropped

    @property
    def kept(self) -> int:
        return self.in_time + self.late

    @property
    def over(self) -> int:
        """Those of which is known what came of them."""
        return self.kept + self.dropped


def ledger_words(found: Ledger) -> str:
    """ "3 op tijd gedaan, 1 te laat gedaan, 2 open"; what did not happen is not named."""
    return ", ".join(
        f"{numbers.whole(number)} {outcome_words(kind)}"
        for kind in Outcome
        if (number := getattr(found, kind.value))
    )


@dataclass(frozen=True)
class Year:
    """The promises that were made in one year."""

    year: int
    ledger: Ledger


def outcome(promise: Promise, today: date) -> Outcome:
    """What became of one promise, by the same rules as the totals."""
    if promise.state in Promise.DROPPED:
        return Outcome.DROPPED
    if promise.state in Promise.STANDING:
        return Outcome.OVERDUE if promise.is_overdue(today) else Outcome.OPEN
    in_time = promise.ended_on is not None and promise.ended_on <= promise.first_due_on
    return Outcome.IN_TIME if in_time else Outcome.LATE


def outcome_words(found: Outcome) -> str:
    return {
        Outcome.IN_TIME: _("op tijd gedaan"),
        Outcome.LATE: _("te laat gedaan"),
        Outcome.OPEN: _("open"),
        Outcome.OVERDUE: _("te laat"),
        Outcome.DROPPED: _("kan niet of vervallen"),
    }[found]


def ledger(promises: QuerySet[Promise], today: date) -> Ledger:
    """The totals, in one query."""
    return Ledger(**promises.order_by().aggregate(**_counts(today)))


def years(promises: QuerySet[Promise], today: date) -> list[Year]:
    """The same per year in which they were made, newest first; in one query."""
    by_year = promises.order_by().annotate(year=ExtractYear("made_on")).values("year")
    found = by_year.annotate(**_counts(today)).order_by("-year")
    return [Year(year, Ledger(*row)) for year, *row in found.values_list("year", *Outcome)]


def _counts(today: date) -> dict[str, Count]:
    done = Q(state="done")
    kinds = {
        Outcome.IN_TIME: done & Q(ended_on__lte=F("first_due_on")),
        Outcome.LATE: done & Q(ended_on__gt=F("first_due_on")),
        Outcome.OPEN: Q(state__in=Promise.STANDING, due_on__gte=today),
        Outcome.OVERDUE: Q(state__in=Promise.STANDING, due_on__lt=today),
        Outcome.DROPPED: Q(state__in=Promise.DROPPED),
    }
    return {kind.value: Count("pk", filter=rule) for kind, rule in kinds.items()}
