"""One level on its scale, one complex among all, and the gauge of the cover: dots, never bars from zero."""

from ui.charts.data import MARK, GaugeChart, LevelChart, Picture, StripChart, Table, TimePoint
from ui.charts.palette import GRID, INK, PALE, SOFT, TONES, WHITE
from ui.charts.surface import Paper, Scale, Surface
from ui.charts.words import margin, said, said_interval, said_step

SIDE = 7
FEW = 60  # up to so many complexes are dots; more are drawn as thin lines


def level(chart: LevelChart, paper: Paper = Surface) -> Picture:
    """Dot and margin; the small upright line is the rest of the corporation."""
    surface = paper(chart.width, 16)
    scale = Scale(chart.axis, SIDE, chart.width - SIDE)
    ticks = [((scale(step), 5.5), (scale(step), 10.5)) for step in scale.steps()]
    surface.lines([((SIDE, 8), (chart.width - SIDE, 8)), *ticks], GRID, width=0.8)
    if chart.reference is not None:
        surface.line((scale(chart.reference), 2), (scale(chart.reference), 14), INK, width=1.4)
    color = TONES[chart.tone]
    if chart.level.low is not None and chart.level.high is not None:
        surface.line((scale(chart.level.low), 8), (scale(chart.level.high), 8), color, width=2.2)
    surface.dot(scale(chart.level.value), 8, radius=3.8, fill=color, edge=color)
    alt = f"{chart.label}: {said_interval(chart.axis, chart.level)}"
    rest = "" if chart.reference is None else said(chart.axis, chart.reference)
    alt += f"; overige complexen {rest}." if rest else "."
    row = (chart.label, said(chart.axis, chart.level.value), margin(chart.axis, chart.level), rest)
    table = Table(("", "waarde", "marge", "overige complexen"), (row,))
    return Picture(surface.svg(), alt, chart.width, 16, table)


def strip(chart: StripChart, paper: Paper = Surface) -> Picture:
    """The own dot, large, among the others, pale; the corporation as a whole is an upright line."""
    height = 46
    surface = paper(chart.width, height)
    scale = Scale(chart.axis, SIDE + 3, chart.width - SIDE - 3)
    surface.lines([((scale(s), 4), (scale(s), 34)) for s in scale.steps()], GRID, width=0.7)
    for step in scale.named_steps():
        words = said_step(chart.axis, step)
        surface.text(scale(step), height - 3, words, SOFT, anchor="middle", size=7.2)
    _others(surface, chart, scale)
    if chart.corporation is not None:
        x = scale(chart.corporation)
        surface.line((x, 2), (x, 36), INK, width=1.3)
    color = TONES[chart.tone]
    if chart.own.low is not None and chart.own.high is not None:
        surface.line((scale(chart.own.low), 19), (scale(chart.own.high), 19), color, width=2.2)
    surface.dot(scale(chart.own.value), 19, radius=5.2, fill=color, edge=WHITE)
    return Picture(surface.svg(), _strip_alt(chart), chart.width, height, _strip_table(chart))


def gauge(chart: GaugeChart, paper: Paper = Surface) -> Picture:
    """An upright gauge from 1 to 10: earlier waves hollow, this one filled, each at its own place."""
    surface = paper(chart.width, chart.height)
    scale = Scale(MARK, chart.height - 10, 10)
    for mark in range(1, 11):
        y = scale(mark)
        surface.line((22, y), (30 if mark % 5 else 36, y), chart.accent, width=1.2)
        surface.text(15, y + 3, str(mark), SOFT, anchor="end", size=9)
    surface.line((22, scale(10)), (22, scale(1)), chart.accent, width=1.2)
    shown = [point for point in chart.points if point.level]
    room = chart.width - 60
    for place, point in enumerate(shown):
        x = 56 + room * (place + 0.5) / len(shown)
        _gauge_point(surface, scale, x, point, accent=chart.accent, last=point is shown[-1])
    told = [f"{point.name} {said_interval(MARK, point.level)}" for point in shown]
    rows = tuple(
        (point.name, said(MARK, point.level.value), margin(MARK, point.level))
        for point in shown
        if point.level
    )
    table = Table(("meting", chart.label, "marge"), rows)
    alt = f"{chart.label} op een schaal van 1 tot 10: {'; '.join(told)}."
    return Picture(surface.svg(), alt, chart.width, chart.height, table)


def _gauge_point(
    surface: Surface, scale: Scale, x: float, point: TimePoint, *, accent: str, last: bool
) -> None:
    if point.level is None:
        return
    color = accent if last else PALE
    low, high = point.level.low, point.level.high
    if low is not None and high is not None:
        surface.line((x, scale(low)), (x, scale(high)), color, width=3)
    y = scale(point.level.value)
    surface.dot(x, y, radius=6, fill=color if last else WHITE, edge=color)
    top = scale(high if high is not None else point.level.value) - 9
    words = said(MARK, point.level.value)
    surface.text(
        x, top, words, INK if last else SOFT, anchor="middle", size=15 if last else 11, bold=last
    )
    bottom = scale(low if low is not None else point.level.value) + 15
    surface.text(x, bottom, point.name, SOFT, anchor="middle", size=8.5)


def _others(surface: Surface, chart: StripChart, scale: Scale) -> None:
    if len(chart.others) > FEW:
        lines = [((scale(other.value), 12.0), (scale(other.value), 26.0)) for other in chart.others]
        surface.lines(lines, PALE, width=0.5)
        return
    taken: list[tuple[float, float]] = []
    for other in sorted(chart.others, key=lambda dot: dot.value):
        x = scale(other.value)
        places = (19.0, 12.0, 26.0, 6.5, 31.5)
        y = next((y for y in places if all(abs(x - tx) > 6.5 or ty != y for tx, ty in taken)), 19.0)
        taken.append((x, y))
        surface.dot(x, y, radius=3, fill="#dcdfe4", edge=PALE)


def _strip_alt(chart: StripChart) -> str:
    words = f"{chart.label}: {chart.own_name} {said_interval(chart.axis, chart.own)}"
    if chart.others:
        values = [other.value for other in chart.others]
        low, high = said(chart.axis, min(values)), said(chart.axis, max(values))
        words += f"; {len(values)} andere complexen tussen {low} en {high}"
    if chart.corporation is not None:
        words += f"; de corporatie {said(chart.axis, chart.corporation)}"
    return words + "."


def _strip_table(chart: StripChart) -> Table:
    rows = [(chart.own_name, chart.own.value), *((o.name, o.value) for o in chart.others)]
    rows.sort(key=lambda row: row[1])
    said_rows = [(name, said(chart.axis, value)) for name, value in rows]
    if chart.corporation is not None:
        said_rows.append(("corporatie", said(chart.axis, chart.corporation)))
    return Table(("complex", chart.label), tuple(said_rows))
