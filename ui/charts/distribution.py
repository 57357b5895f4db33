"""Distributions: stacked bars to 100 %, one per wave, and single shares of several answers."""

from ui import numbers
from ui.charts.data import Bar, DistributionChart, Picture, Segment, ShareChart, Table
from ui.charts.palette import CATEGORIES, DIVERGING, GRID, INK, ON_DIVERGING, SOFT, WHITE
from ui.charts.surface import Paper, Surface

BAR, GAP = 12.5, 3.5
THIN = 4.5  # an earlier wave under a bar without names
NAME, LONG = 36, 54  # room for the name of a wave; for a longer name
DIGIT = 5.2  # width of a digit at the size used inside a bar


def distribution(chart: DistributionChart, paper: Paper = Surface) -> Picture:
    """The newest wave on top; a percentage inside every part that has room for it."""
    if not chart.names:
        return _unnamed(chart, paper)
    height = len(chart.bars) * (BAR + GAP) - GAP
    surface = paper(chart.width, height)
    start = NAME if max(len(bar.name) for bar in chart.bars) < 6 else LONG
    for row, bar in enumerate(chart.bars):
        y = row * (BAR + GAP)
        color = INK if row == 0 else SOFT
        surface.text(0, y + BAR - 3.3, bar.name, color, size=8.5, bold=row == 0)
        _stack(surface, bar, y, (start, chart.width))
    return _picture(surface, chart, height)


def _unnamed(chart: DistributionChart, paper: Paper) -> Picture:
    height = BAR + (len(chart.bars) - 1) * (THIN + 1)
    surface = paper(chart.width, height)
    for row, bar in enumerate(chart.bars):
        y = row and BAR + 1 + (row - 1) * (THIN + 1)
        _stack(surface, bar, y, (0, chart.width), thin=row > 0)
    return _picture(surface, chart, height)


def _picture(surface: Surface, chart: DistributionChart, height: float) -> Picture:
    said = [f"{bar.name}: {_said(bar)}" for bar in chart.bars]
    alt = f"{chart.label}. {'. '.join(said)}."
    return Picture(surface.svg(), alt, chart.width, height, _table(chart))


def share(chart: ShareChart, paper: Paper = Surface) -> Picture:
    """A bar as long as its share; the longest of the list fills the width."""
    surface = paper(chart.width, 10)
    surface.line((0, 5), (chart.width, 5), GRID, width=0.7)
    surface.box(0, 1, (chart.width * chart.share / chart.most, 8), CATEGORIES[0])
    value = numbers.percent(chart.share)
    table = Table(("antwoord", "aandeel"), ((chart.label, value),))
    return Picture(surface.svg(), f"{chart.label}: {value}.", chart.width, 10, table)


def color_of(segment: Segment, place: int) -> tuple[str, str]:
    """Fill and the ink that reads on it: by tone when the answers have an order, else by place."""
    if segment.tone is None:
        return CATEGORIES[place % len(CATEGORIES)], INK
    return DIVERGING[segment.tone], ON_DIVERGING[segment.tone]


def _stack(
    surface: Surface, bar: Bar, y: float, span: tuple[float, float], *, thin: bool = False
) -> None:
    room, x = span[1] - span[0], span[0]
    for place, segment in enumerate(bar.segments):
        length = room * segment.share
        fill, ink = color_of(segment, place)
        if length > 0:
            surface.box(x, y, (length, THIN if thin else BAR), fill, WHITE)
        words = numbers.percent(segment.share)
        if not thin and length >= DIGIT * len(words):
            surface.text(x + length / 2, y + BAR - 3.5, words, ink, anchor="middle")
        x += length


def _said(bar: Bar) -> str:
    parts = [f"{segment.label} {numbers.percent(segment.share)}" for segment in bar.segments]
    return ", ".join(parts) + (f" (apart: {bar.beside})" if bar.beside else "")


def _table(chart: DistributionChart) -> Table:
    labels = list(dict.fromkeys(part.label for bar in chart.bars for part in bar.segments))
    rows = []
    for bar in chart.bars:
        shares = {part.label: numbers.percent(part.share) for part in bar.segments}
        rows.append((bar.name, *(shares.get(label, "–") for label in labels), bar.beside))
    return Table(("meting", *labels, "apart"), tuple(rows))
