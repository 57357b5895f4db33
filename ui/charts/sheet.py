"""Many charts in one picture: a report pays for every picture, and for every element in it."""

from collections.abc import Callable

from ui.charts.data import Chart, Picture, Sheet
from ui.charts.ink import InkRenderer
from ui.charts.palette import GRID, INK
from ui.charts.surface import Paper, Surface


def sheet(chart: Sheet, draw: Callable[[Chart, Paper], Picture]) -> Picture:
    """All parts as operators of a page; its alternative text says what theirs say, one after the other."""
    surface = Surface(chart.width, chart.height)
    if chart.rules:
        rules = [((0.0, y), (chart.width, y)) for y in chart.rules]
        surface.lines(rules, GRID, width=0.6)
    if chart.head is not None:
        surface.line((0, chart.head), (chart.width, chart.head), INK, width=0.8)
    drawn = [draw(part.chart, surface.part(part.x, part.y)) for part in chart.parts]
    alt = " ".join(dict.fromkeys(one.alt for one in drawn))
    ink = InkRenderer(chart.width, chart.height)
    surface.figure.draw(ink)
    return Picture("", alt, chart.width, chart.height, operators=ink.operators())
