"""The overview of the corporation: every complex beside the others, for one figure of one wave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complexes.models import Complex
from reports.overview import Pill, UnitRow
from surveys import results
from surveys.models import Wave
from surveys.plotting import spark_chart
from surveys.results import words
from surveys.results.types import (
    Funnel,
    FunnelPoint,
    Indicator,
    Level,
    Measure,
    Outside,
    ResponseSummary,
    Shown,
    StripPoint,
    UnitKind,
    UnitRef,
)
from ui import numbers
from ui.charts.spark import spark, spark_words
from ui.lists import Column, Listing

COLUMNS = (
    Column("naam", gettext_lazy("Complex"), ("name",)),
    Column("cijfer", gettext_lazy("Cijfer"), ("value",)),
    Column("verandering", gettext_lazy("Sinds een vergelijkbare meting"), ("difference",)),
    Column("verloop", gettext_lazy("Verloop")),
    Column("toeval", gettext_lazy("Naast de corporatie"), ("distance", "name")),
    Column("antwoorden", gettext_lazy("Antwoorden"), ("n",), numeric=True),
)
NAMED = 8  # complexes named beside the funnel; the others are in its table
EXPECTED = {Outside.UNUSUAL: 0.05, Outside.DIFFERENT: 0.002}


@dataclass(frozen=True)
class PlaceRow(UnitRow):
    """One complex, also when it did not take part. `outside`: where it lies in the funnel."""

    pk: int
    outside: FunnelPoint | None
    took_part: bool
    trend: SafeString | str = ""
    trend_words: str = ""

    @property
    def url(self) -> str:
        return reverse("complexes:complex_detail", args=[self.code])

    @property
    def level(self) -> str:
        return super().level if self.took_part else _("niet in deze meting")

    @property
    def distance(self) -> int | None:
        """To sort on: furthest below first, furthest above last; None where nothing may be said."""
        if self.outside is None:
            return None
        far = {Outside.WITHIN: 0, Outside.UNUSUAL: 1, Outside.DIFFERENT: 2}[self.outside.outside]
        return far if self.outside.above else -far

    @property
    def place(self) -> Pill | None:
        return place_pill(self.outside) if self.outside else None


def place_pill(point: FunnelPoint) -> Pill:
    """Where a complex lies in the funnel, in words. Never "aantoonbaar": that is for verdicts."""
    if point.outside is Outside.WITHIN:
        return Pill(_("past bij toeval"))
    higher = _("hoger dan bij toeval past") if point.above else _("lager dan bij toeval past")
    if point.outside is Outside.UNUSUAL:
        return Pill(_("opvallend hoger") if point.above else _("opvallend lager"))
    return Pill(higher, point.tone.value, "up" if point.above else "down")


def place_rows(
    wave: Wave,
    indicator: Indicator,
    complexes: Sequence[tuple[int, str, str]],
    found: Funnel | None,
) -> list[PlaceRow]:
    """A row for each of these complexes (number, code, name)."""
    points = dict(results.numbered_points(wave, indicator.key))
    outside = {point.unit: point for point in found.points} if found else {}
    rows = []
    for pk, code, name in complexes:
        point = points.get(pk) or _absent(code, name)
        row = PlaceRow(
            wave, indicator.measure, point, {}, pk, outside.get(point.unit), pk in points
        )
        rows.append(row)
    return rows


def with_trends(listing: Listing, wave: Wave, indicator: Indicator) -> Listing:
    """The same page of the list with the small picture of each of its rows."""
    shown: list[PlaceRow] = list(listing.page)
    found = results.trends(wave, indicator.key, [row.pk for row in shown])
    rows = []
    for row in shown:
        points = found.points[row.pk]
        if any(point.level.visible for point in points):
            chart = spark_chart(points, found, indicator.measure)
            picture = SafeString(spark(chart))  # numbers of ours only: nothing to escape
            row = replace(row, trend=picture, trend_words=spark_words(chart))
        rows.append(row)
    listing.page.object_list = rows
    return listing


def visible_complexes(user: object) -> list[tuple[int, str, str]]:
    """Number, code and name of every complex this user may see, by name."""
    complexes = Complex.objects.visible_to(user)  # type: ignore[arg-type]
    return list(complexes.order_by("name", "code").values_list("pk", "code", "name"))


@dataclass(frozen=True)
class Named:
    """A complex outside the outer lines, as the list beside the funnel names it."""

    name: str
    url: str
    level: str
    pill: Pill


@dataclass(frozen=True)
class Reading:
    """What the funnel says, in words."""

    summary: str
    chance: str
    named: tuple[Named, ...]
    more: int


def reading(found: Funnel) -> Reading:
    """How many complexes lie outside, how many would by chance alone, and which lie outside the outer lines."""
    different = found.beyond(Outside.DIFFERENT)
    unusual, number = found.beyond(Outside.UNUSUAL), len(found.points)
    summary = ngettext(
        "Van het %(number)s complex met een cijfer ligt er %(different)s buiten de buitenste lijnen "
        "en %(unusual)s daar net binnen.",
        "Van de %(number)s complexen met een cijfer liggen er %(different)s buiten de buitenste lijnen "
        "en %(unusual)s tussen de binnenste en de buitenste.",
        number,
    )
    chance = _(
        "Door toeval alleen zou dat er gemiddeld %(far)s en %(near)s zijn: één opvallend complex zegt "
        "dus nog weinig."
    )
    far = EXPECTED[Outside.DIFFERENT]
    near = EXPECTED[Outside.UNUSUAL] - far
    return Reading(
        summary % {"number": number, "different": len(different), "unusual": len(unusual)},
        chance % {"far": _some(far * number), "near": _some(near * number)},
        tuple(_named(point, found.indicator.measure) for point in different[:NAMED]),
        max(len(different) - NAMED, 0),
    )


def _some(expected: float) -> str:
    return numbers.decimal(expected) if expected >= 0.1 else _("minder dan 0,1")


def _named(point: FunnelPoint, measure: Measure) -> Named:
    url = reverse("complexes:complex_detail", args=[point.unit.code])
    return Named(point.unit.name, url, words.level_text(point.level, measure), place_pill(point))


def _absent(code: str, name: str) -> StripPoint:
    """A complex that did not take part in the wave."""
    unit = UnitRef(UnitKind.COMPLEX, code, name)
    return StripPoint(unit, Level(Shown.TOO_FEW), ResponseSummary(Shown.TOO_FEW))
