"""All complexes of a closed wave in one table, for one figure at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complexes.models import ReportingGroup
from complexes.timeline import Tone
from reports.content.document import StripRow, Strips, Verdict
from reports.content.levels import figure_label
from reports.content.material import verdict
from reports.screen import key_place
from surveys import results
from surveys.figures import sign
from surveys.models import Wave
from surveys.plotting import strip_chart
from surveys.results import words
from surveys.results.types import (
    Change,
    IndicatorResult,
    Measure,
    Shown,
    Strip,
    StripPoint,
    UnitKind,
    UnitResult,
)
from ui import numbers
from ui.charts.data import StripChart
from ui.lists import Column

COLUMNS = (
    Column("naam", gettext_lazy("Complex"), ("name",)),
    Column("cijfer", gettext_lazy("Cijfer"), ("value",)),
    Column("verandering", gettext_lazy("Sinds de vorige meting"), ("difference",)),
    Column("rest", gettext_lazy("Tegenover de rest"), ("rest_difference",)),
    Column("antwoorden", gettext_lazy("Antwoorden"), ("n",), numeric=True),
)


@dataclass(frozen=True)
class Pill:
    words: str
    tone: Tone = "neutral"
    sign: Literal["up", "down", ""] = ""


@dataclass(frozen=True)
class UnitRow:
    """One complex or group. The numbers are there to sort on; the words are made for the rows shown."""

    wave: Wave
    measure: Measure
    point: StripPoint
    group_urls: Mapping[str, str]

    def __str__(self) -> str:
        """What the search looks through."""
        return f"{self.name} {self.code} {self.kind} {self.note}"

    @property
    def name(self) -> str:
        return self.point.unit.name

    @property
    def code(self) -> str:
        return "" if self.kind else self.point.unit.code

    @property
    def kind(self) -> str:
        """Empty for a complex."""
        return _("groep") if self.point.unit.kind is UnitKind.GROUP else ""

    @property
    def url(self) -> str:
        if self.kind:
            return self.group_urls[self.name]
        return reverse("reports:unit_results", args=[self.wave.code, self.code])

    @property
    def value(self) -> float | None:
        return self.point.level.value

    @property
    def level(self) -> str:
        return words.level_text(self.point.level, self.measure)

    @property
    def margin(self) -> str:
        return words.margin_text(self.point.level, self.measure)

    @property
    def difference(self) -> float | None:
        return self.point.change.difference if self.point.change else None

    @property
    def change(self) -> Pill | None:
        change = self.point.change
        return _pill(change, words.pill_text(change, self.measure)) if change else None

    @property
    def rest_difference(self) -> float | None:
        return self.point.rest.difference if self.point.rest else None

    @property
    def rest(self) -> Pill | None:
        rest = self.point.rest
        return _pill(rest, words.verdict_text(rest)) if rest else None

    @property
    def n(self) -> int | None:
        return self.point.response.n

    @property
    def response(self) -> str:
        return _response(self.point)

    @property
    def note(self) -> str:
        return _note(self.point)


def key_strips(wave: Wave, corporation: UnitResult) -> list[Strip]:
    """The wave's key figures in the order chosen, each among all complexes; without any, its first figure."""
    keys = results.default_strip_keys(wave)
    others = tuple(found.indicator.key for found in corporation.indicators[:1])
    found = results.strips(wave, keys or others)
    return sorted(found, key=lambda strip: key_place(strip.indicator, wave))


def unit_rows(wave: Wave, strip: Strip) -> list[UnitRow]:
    """Every complex of the wave, too small ones with where they are counted, then the groups."""
    grouped = any(point.unit.kind is UnitKind.GROUP for point in strip.points)
    urls = _group_urls(wave) if grouped else {}
    points = (*strip.points, *strip.too_few)
    return [UnitRow(wave, strip.indicator.measure, point, urls) for point in points]


def strips_of(strips: list[Strip], corporation: UnitResult) -> Strips:
    """Per key figure all complexes as dots, with the whole corporation among them."""
    rows = [_strip_row(strip, corporation) for strip in strips]
    return Strips(tuple(row for row in rows if row))


def _group_urls(wave: Wave) -> dict[str, str]:
    """Name of a reporting group → its page; the name is unique."""
    return {
        name: reverse("reports:group_results", args=[wave.code, pk])
        for name, pk in ReportingGroup.objects.values_list("name", "pk")
    }


def _pill(change: Change, said: str) -> Pill:
    return Pill(said, change.tone.value, sign(change))


def _response(point: StripPoint) -> str:
    response = point.response
    if response.n is None:
        return ""
    if response.dwellings is None or response.rate is None:
        return numbers.whole(response.n)
    return _("%(n)s van %(dwellings)s · %(rate)s") % {
        "n": numbers.whole(response.n),
        "dwellings": numbers.whole(response.dwellings),
        "rate": numbers.percent(response.rate),
    }


def _note(point: StripPoint) -> str:
    response = point.response
    if response.reported_with:
        return _("meegeteld in %(group)s") % {"group": response.reported_with}
    if response.shown is Shown.INDICATIVE:
        return _("indicatief: minder dan 30 antwoorden")
    return ""


def _strip_row(strip: Strip, corporation: UnitResult) -> StripRow | None:
    found = corporation.indicator(strip.indicator.key)
    if found is None:
        return None
    chart = _corporation_chart(strip, found, corporation)
    if chart is None:
        return None
    measure = strip.indicator.measure
    return StripRow(
        label=figure_label(found),
        value=words.level_text(found.level, measure),
        margin=words.margin_text(found.level, measure),
        verdict=verdict(found.change) if found.change else Verdict(""),
        chart=chart,
    )


def _corporation_chart(
    strip: Strip, found: IndicatorResult, corporation: UnitResult
) -> StripChart | None:
    own = StripPoint(corporation.unit, strip.corporation, corporation.response, found.change)
    chart = strip_chart(strip, own)
    # its own dot is the corporation here: no second line in the same place
    return replace(chart, corporation=None) if chart else None


def indicator_choices(strips: list[Strip]) -> Iterator[tuple[str, str]]:
    """Keys and words of the figures the table can show."""
    for strip in strips:
        label = strip.indicator.share_label or strip.indicator.label
        yield strip.indicator.key, label[:1].upper() + label[1:]
