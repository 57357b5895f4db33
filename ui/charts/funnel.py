"""A funnel: every complex by its number of answers, between the limits that chance explains."""

from collections.abc import Callable, Sequence

from ui.charts.data import FunnelChart, FunnelDot, Picture, Table
from ui.charts.palette import GRID, INK, PALE, SOFT, TONES, WHITE
from ui.charts.surface import Paper, Scale, Surface
from ui.charts.words import said, said_step

LEFT, RIGHT, TOP, BOTTOM = 30, 8, 8, 26
MANY = 80  # so many complexes within the limits are drawn as one shape of points
PLACES = {"within": "binnen de lijnen", "unusual": "buiten 95%", "different": "buiten 99,8%"}


def funnel(chart: FunnelChart, paper: Paper = Surface) -> Picture:
    """The outer limits dashed, the inner ones drawn through; who lies outside has a large dot."""
    surface = paper(chart.width, chart.height)
    up = Scale(chart.axis, chart.height - BOTTOM, TOP)
    right = Scale(chart.sizes, LEFT, chart.width - RIGHT)
    _grid(surface, chart, right, up)
    surface.line((LEFT, up(chart.centre)), (chart.width - RIGHT, up(chart.centre)), INK, width=1)
    for pick, dashes in (((1, 2), ()), ((3, 4), (3.0, 2.4))):
        for place in pick:
            inside = (
                row for row in chart.limits if chart.axis.low <= row[place] <= chart.axis.high
            )
            curve = [(right(row[0]), up(row[place])) for row in inside]
            if len(curve) > 1:
                surface.path(curve, SOFT, width=0.9, dashes=dashes)
    _dots(surface, chart.dots, lambda dot: (right(dot.n), up(dot.value)))
    return Picture(surface.svg(), _alt(chart), chart.width, chart.height, _table(chart))


def _grid(surface: Surface, chart: FunnelChart, right: Scale, up: Scale) -> None:
    edge = chart.width - RIGHT
    surface.lines([((LEFT, up(s)), (edge, up(s))) for s in up.steps()], GRID, width=0.7)
    for step in up.steps():
        words = said_step(chart.axis, step)
        surface.text(LEFT - 5, up(step) + 2.6, words, SOFT, anchor="end", size=7.2)
    for step in right.steps():
        words = f"{step:.0f}"
        surface.text(right(step), chart.height - 15, words, SOFT, anchor="middle", size=7.2)
    surface.text(edge, chart.height - 4, "antwoorden", SOFT, anchor="end", size=7.2)


def _dots(
    surface: Surface,
    dots: Sequence[FunnelDot],
    at: Callable[[FunnelDot], tuple[float, float]],
) -> None:
    within = [dot for dot in dots if dot.outside == "within"]
    if len(within) > MANY:
        places = {(round(x, 1), round(y, 1)) for x, y in map(at, within)}
        marks = [((x - 1.1, y), (x + 1.1, y)) for x, y in sorted(places)]
        surface.lines(marks, PALE, width=2.2)
    else:
        for dot in within:
            surface.dot(*at(dot), radius=2.6, fill="#dcdfe4", edge=PALE)
    for dot in dots:
        if dot.outside != "within":
            color = TONES[dot.tone]
            far = dot.outside == "different"
            surface.dot(
                *at(dot), radius=4 if far else 3.2, fill=color if far else WHITE, edge=color
            )


def _alt(chart: FunnelChart) -> str:
    words = (
        f"{chart.label} van {len(chart.dots)} complexen tegen hun aantal antwoorden, rond "
        f"{said(chart.axis, chart.centre)} van de corporatie."
    )
    for outside in ("different", "unusual"):
        names = [
            f"{dot.name} {said(chart.axis, dot.value)}"
            for dot in chart.dots
            if dot.outside == outside
        ]
        if names:
            more = f" en nog {len(names) - 12}" if len(names) > 12 else ""
            words += f" Op {PLACES[outside]}: {', '.join(names[:12])}{more}."
    return words


def _table(chart: FunnelChart) -> Table:
    rows = sorted(chart.dots, key=lambda dot: dot.value)
    return Table(
        ("complex", chart.label, "antwoorden", "ligt"),
        tuple(
            (dot.name, said(chart.axis, dot.value), str(dot.n), PLACES[dot.outside]) for dot in rows
        ),
    )
