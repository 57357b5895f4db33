"""How many responded so far: once a day, per complex, and only from ten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    Q,
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
    return totals([wave], today=today)[wave.pk]


def totals(waves: Iterable[Wave], *, today: date) -> dict[int, Total]:
    """The sum of each of these waves, by its number; one query for all of them."""
    rows: dict[int, list[tuple[int, int | None]]] = {wave.pk: [] for wave in waves}
    sent = Sum("day_counts__responses", filter=Q(day_counts__day__lt=today))
    counted = WaveComplex.objects.filter(wave__in=rows).order_by().annotate(
        asked=Coalesce("dwellings", "complex__dwellings"),
        counted=Coalesce(Case(When(wave__state="closed", then="responses"), default=sent), 0),
    )  # fmt: skip
    for wave, n, asked in counted.values_list("wave", "counted", "asked") if rows else ():
        rows[wave].append((n, asked))
    return {wave: _summed(found) for wave, found in rows.items()}


def _summed(rows: list[tuple[int, int | None]]) -> Total:
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
