"""A result as a page: the chapters of a report, compared with an earlier wave of the reader's choice."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, get_args

from django.utils.translation import gettext as _

from complexes.context import current_corporation
from complexes.models import Complex
from reports.content import (
    beside,
    changes,
    levels,
    method,
    respondents,
    splits,
    summary,
    themes,
    trends,
)
from reports.content.document import Chapter
from reports.content.material import Material, occurrences_of
from surveys.models import Wave
from surveys.results.types import Indicator, Strip, UnitKind, UnitResult, WaveRef
from ui.charts.data import Chart, DistributionChart, Picture, StripChart
from ui.pictures import pictures

# Narrower than on paper, and then enlarged: the numbers in a bar stay readable on a phone.
WIDTHS: dict[type, float] = {DistributionChart: 240, StripChart: 240}
CHARTS = get_args(Chart)
# By identity: looking a nested chart up by its value would hash all of it, a hundred times a page.
Drawings = dict[int, Picture]


@dataclass(frozen=True)
class ResultPage:
    """What the template shows of one visible unit."""

    material: Material
    since: str  # code of the wave compared with; "" in a first wave

    @property
    def result(self) -> UnitResult:
        return self.material.result

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """From how things are, by what changed and what happened, to how it was done."""
        material = self.material
        found = [
            summary.chapter(material),
            levels.chapter(material),
            changes.chapter(material),
            trends.chapter(material),
            *themes.chapters(material),
            splits.chapter(material),
            _beside(material),
            respondents.chapter(material),
            summary.quotes_chapter(material),
            method.chapter(material),
        ]
        return tuple(chapter for chapter in found if chapter is not None)

    @cached_property
    def pictures(self) -> Drawings:
        """Every chart of the page with its drawing: one look in the cache for all of them."""
        return drawings(self.chapters)

    @property
    def comparable(self) -> tuple[tuple[WaveRef, str], ...]:
        """Earlier waves to compare with and their short names, newest first."""
        return tuple(
            (wave, self.material.names[wave.code]) for wave in reversed(self.result.earlier)
        )


def _beside(material: Material) -> Chapter | None:
    """The national figures; all complexes stand beside each other on the page of the wave."""
    chapter = beside.chapter(material)
    if chapter is None or material.strips:
        return chapter
    return replace(chapter, title=_("Naast Nederland"), blocks=chapter.blocks[1:])


def result_page(
    wave: Wave,
    result: UnitResult,
    *,
    complexes: tuple[Complex, ...] = (),
    strips: tuple[Strip, ...] = (),
    since: str = "",
) -> ResultPage:
    """The page of a unit that may be shown; an unknown `since` means the latest earlier wave."""
    codes = [earlier.code for earlier in result.earlier]
    since = since if since in codes else (codes[-1] if codes else "")
    material = Material(
        wave=wave,
        complexes=complexes,
        corporation=current_corporation(),
        result=key_figures_first(compared_with(result, since), wave),
        strips=strips if result.unit.kind is UnitKind.COMPLEX else (),
        occurrences=occurrences_of(complexes, result),
    )
    return ResultPage(material, since)


def compared_with(result: UnitResult, since: str) -> UnitResult:
    """The same result with every change taken since that earlier wave; nothing is computed anew."""
    if not result.earlier or result.earlier[-1].code == since:
        return result
    indicators = tuple(
        replace(
            found,
            change=next(
                (one for one in found.changes if one.against and one.against.code == since), None
            ),
        )
        for found in result.indicators
    )
    # the earlier response is that of the latest wave, so it does not belong beside another one
    response = replace(result.response, earlier_n=None, earlier_rate=None)
    return replace(result, indicators=indicators, response=response)


def key_figures_first(result: UnitResult, wave: Wave) -> UnitResult:
    """The same result with its key figures in front, in the order chosen for the wave."""
    ordered = sorted(result.indicators, key=lambda found: key_place(found.indicator, wave))
    return replace(result, indicators=tuple(ordered))


def key_place(indicator: Indicator, wave: Wave) -> int:
    """Where a figure stands among the wave's key figures; behind them all when it is none."""
    codes: list[str] = wave.key_indicators
    names = [code for code in (indicator.question, indicator.variable) if code in codes]
    return codes.index(names[0]) if indicator.is_key and names else len(codes)


def drawings(content: Any) -> Drawings:
    """Every chart found anywhere in `content` with its drawing, sized for the screen."""
    charts = list(charts_in(content))
    drawn = pictures([_fitted(chart) for chart in charts])
    return {id(chart): picture for chart, picture in zip(charts, drawn, strict=True)}


def charts_in(content: Any) -> Iterator[Chart]:
    """Every chart in chapters and blocks, however deep, in reading order."""
    if isinstance(content, CHARTS):
        yield content
    elif isinstance(content, tuple | list):
        for part in content:
            yield from charts_in(part)
    elif is_dataclass(content):
        yield from charts_in([getattr(content, field.name) for field in fields(content)])


def _fitted(chart: Chart) -> Chart:
    width = WIDTHS.get(type(chart))
    if isinstance(chart, DistributionChart):
        return replace(chart, width=WIDTHS[DistributionChart], names=True)
    return replace(chart, width=width) if width else chart
