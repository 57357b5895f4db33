"""Change of one figure: the dumbbell, the difference against zero, and the numbers above a column.

Overlapping margins of two waves are not a test; the difference with its own margin is what counts, so the
two are always shown together.
"""

from ui.charts.data import AxisChart, ChangeChart, DifferenceChart, Interval, Picture, Table
from ui.charts.palette import GRID, INK, PALE, SOFT, TONES, WHITE
from ui.charts.surface import Paper, Scale, Surface
from ui.charts.words import margin, said, said_difference, said_interval, said_step

APART = (
    4.0  # how far two waves lie above and below the middle of their row, where it is high enough
)
RADIUS, LOW = 3.6, 3.0  # of a dot, and of one in a low row
SIDE = 7  # room for half a dot or a number at the ends of the axis


def axis_numbers(chart: AxisChart, paper: Paper = Surface) -> Picture:
    """The numbers of an axis; decoration for the eye, since every row says its own numbers."""
    surface = paper(chart.width, 10)
    scale = Scale(chart.axis, SIDE, chart.width - SIDE)
    for step in scale.named_steps():
        surface.text(scale(step), 8, said_step(chart.axis, step), SOFT, anchor="middle", size=7.0)
    low, high = (said_step(chart.axis, end) for end in (chart.axis.low, chart.axis.high))
    return Picture(surface.svg(), f"Schaal van {low} tot {high}.", chart.width, 10)


def change(chart: ChangeChart, paper: Paper = Surface) -> Picture:
    """Earlier hollow above, later filled below, on one scale; grey unless the verdict has a tone."""
    surface = paper(chart.width, chart.height)
    scale = Scale(chart.axis, SIDE, chart.width - SIDE)
    grid = [((scale(step), 0.0), (scale(step), chart.height)) for step in scale.steps()]
    surface.lines(grid, GRID, width=0.7)
    color, middle = TONES[chart.tone], chart.height / 2
    apart = min(APART, middle - LOW - 0.7)
    above, below = middle - apart, middle + apart
    if chart.earlier:
        start, end = (scale(chart.earlier.value), above), (scale(chart.later.value), below)
        surface.line(start, end, color, width=0.9, dashes=(1.2, 1.8))
        _interval(surface, scale, chart.earlier, y=above, color=PALE, filled=False)
    _interval(
        surface,
        scale,
        chart.later,
        y=below if chart.earlier else middle,
        color=color,
        filled=True,
    )
    return Picture(
        surface.svg(), _change_alt(chart), chart.width, chart.height, _change_table(chart)
    )  # fmt: skip


def difference(chart: DifferenceChart, paper: Paper = Surface) -> Picture:
    """Dot and margin against an upright line at zero: what does not touch the line is demonstrable."""
    surface = paper(chart.width, chart.height)
    scale = Scale(chart.axis, SIDE, chart.width - SIDE)
    surface.line((scale(0), 0), (scale(0), chart.height), INK, width=0.8)
    _interval(
        surface, scale, chart.difference, y=chart.height / 2, color=TONES[chart.tone], filled=True
    )
    value = said_difference(chart.axis, chart.difference.value)
    low, high = chart.difference.low, chart.difference.high
    around = ""
    if low is not None and high is not None:
        ends = (said_difference(chart.axis, low), said_difference(chart.axis, high))
        around = f"{ends[0]} tot {ends[1]}"
    alt = f"{chart.label}: verschil {value}" + (f", marge {around}." if around else ".")
    table = Table(("", "verschil", "marge"), ((chart.label, value, around),))
    return Picture(surface.svg(), alt, chart.width, chart.height, table)


def _interval(
    surface: Surface, scale: Scale, interval: Interval, *, y: float, color: str, filled: bool
) -> None:
    if interval.low is not None and interval.high is not None:
        surface.line((scale(interval.low), y), (scale(interval.high), y), color, width=1.8)
    fill = color if filled else WHITE
    surface.dot(
        scale(interval.value),
        y,
        radius=RADIUS if surface.height > 20 else LOW,
        fill=fill,
        edge=color,
    )


def _change_alt(chart: ChangeChart) -> str:
    later = said_interval(chart.axis, chart.later)
    if chart.earlier is None:
        return f"{chart.label}: {chart.later_name} {later}."
    earlier = said_interval(chart.axis, chart.earlier)
    return f"{chart.label}: {chart.earlier_name} {earlier}, {chart.later_name} {later}."


def _change_table(chart: ChangeChart) -> Table:
    rows = [(chart.earlier_name, chart.earlier)] if chart.earlier else []
    rows.append((chart.later_name, chart.later))
    return Table(
        ("meting", chart.label, "marge"),
        tuple((name, said(chart.axis, at.value), margin(chart.axis, at)) for name, at in rows),
    )
