"""How many responded so far: once a day, per complex, and only from ten."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from complexes.models import Complex
from surveys.models import DayCount, Wave, WaveComplex

SHOWN_FROM = 10


@dataclass(frozen=True)
class Total:
    """Responses of a wave. `at_least`: the sum may not say what the complexes below ten gave."""

    responses: int
    dwellings: int
    at_least: bool

    @property
    def rate(self) -> float | None:
        return self.responses / self.dwellings if self.dwellings else None


def complexes_with_responses(
    wave: Wave, complexes: QuerySet[Complex], *, today: date
) -> QuerySet[Any, Any]:
    """The wave's complexes with `n` (responses before today; 0 below ten) and `asked`.

    Below ten everything looks alike, also to sorting. `asked` is N as frozen, or as it is now in a
    draft.
    """
    places = WaveComplex.objects.filter(wave=wave, complex=OuterRef("pk"))
    return complexes.filter(wave_complexes__wave=wave).annotate(
        asked=Coalesce(Subquery(places.values("dwellings")[:1]), F("dwellings")),
        counted=Coalesce(Subquery(_counted(wave, today)), Value(0)),
        n=Case(
            When(counted__gte=SHOWN_FROM, then=F("counted")),
            default=Value(0),
            output_field=IntegerField(),
        ),
    )


def total(wave: Wave, *, today: date) -> Total:
    """The sum over complexes; exact only when it does not give away what a small number was."""
    counted = complexes_with_responses(wave, Complex.objects.all(), today=today)
    rows = list(counted.values_list("counted", "asked"))
    hidden = [n for n, _asked in rows if n < SHOWN_FROM]
    shown = sum(n for n, _asked in rows if n >= SHOWN_FROM)
    exact = not hidden or sum(hidden) >= SHOWN_FROM
    return Total(
        responses=shown + sum(hidden) if exact else shown,
        dwellings=sum(asked or 0 for _n, asked in rows),
        at_least=not exact,
    )


def _counted(wave: Wave, today: date) -> QuerySet[Any, Any]:
    if wave.state == Wave.State.CLOSED:
        closed = WaveComplex.objects.filter(wave=wave, complex=OuterRef("pk"))
        return closed.values("responses")[:1]
    days = DayCount.objects.filter(
        wave_complex__wave=wave, wave_complex__complex=OuterRef("pk"), day__lt=today
    )
    return days.order_by().values("wave_complex").annotate(n=Sum("responses")).values("n")
