"""All complexes of a closed wave in one table, for one figure at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complexes.models import ReportingGroup
from complexes.timeline import Tone
from reports.charts.data import StripChart
from reports.content.document import StripRow, Strips, Verdict
from reports.content.levels import figure_label
from reports.content.material import verdict
from reports.plotting import strip_chart
from reports.screen import key_place
from surveys import results
from surveys.figures import sign
from surveys.models import Wave
from surveys.results import words
from surveys.results.types import (
    Change,
    IndicatorResult,
    Shown,
    Strip,
    StripPoint,
    UnitKind,
    UnitResult,
)
from ui import numbers
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
    """One complex or group. The numbers are there to sort on; the words are what is shown."""

    name: str
    code: str
    url: str
    kind: str  # "" for a complex
    value: float | None
    level: str
    margin: str
    difference: float | None
    change: Pill | None
    rest_difference: float | None
    rest: Pill | None
    n: int | None
    response: str
    note: str

    def __str__(self) -> str:
        """What the search looks through."""
        return f"{self.name} {self.code} {self.kind} {self.note}"


def key_strips(wave: Wave, corporation: UnitResult) -> list[Strip]:
    """The wave's key figures in the order chosen, each among all complexes; without any, its first figure."""
    keys = results.default_strip_keys(wave)
    others = tuple(found.indicator.key for found in corporation.indicators[:1])
    found = [results.strip(wave, key) for key in keys or others]
    return sorted(found, key=lambda strip: key_place(strip.indicator, wave))


def unit_rows(wave: Wave, strip: Strip) -> list[UnitRow]:
    """Every complex of the wave, too small ones with where they are counted, then the groups."""
    groups = [point for point in strip.points if point.unit.kind is UnitKind.GROUP]
    urls = _group_urls(wave) if groups else {}
    points = [*results.overview(wave, strip.indicator.key), *groups]
    return [_row(strip, point, _url(wave, point, urls)) for point in points]


def strips_of(strips: list[Strip], corporation: UnitResult) -> Strips:
    """Per key figure all complexes as dots, with the whole corporation among them."""
    rows = [_strip_row(strip, corporation) for strip in strips]
    return Strips(tuple(row for row in rows if row))


def _row(strip: Strip, point: StripPoint, url: str) -> UnitRow:
    measure = strip.indicator.measure
    level, response = point.level, point.response
    return UnitRow(
        name=point.unit.name,
        code=point.unit.code if point.unit.kind is UnitKind.COMPLEX else "",
        url=url,
        kind=_("groep") if point.unit.kind is UnitKind.GROUP else "",
        value=level.value,
        level=words.level_text(level, measure),
        margin=words.margin_text(level, measure),
        difference=point.change.difference if point.change else None,
        change=_pill(point.change, words.pill_text(point.change, measure))
        if point.change
        else None,
        rest_difference=point.rest.difference if point.rest else None,
        rest=_pill(point.rest, words.verdict_text(point.rest)) if point.rest else None,
        n=response.n,
        response=_response(point),
        note=_note(point),
    )


def _url(wave: Wave, point: StripPoint, groups: dict[str, str]) -> str:
    if point.unit.kind is UnitKind.GROUP:
        return groups[point.unit.name]
    return reverse("reports:unit_results", args=[wave.code, point.unit.code])


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
