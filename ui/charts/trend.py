"""All waves of one figure on true time, with what happened meanwhile. After is not because."""

from datetime import date, timedelta

from ui.charts.data import Event, Interval, Picture, Table, TimePoint, TrendChart
from ui.charts.palette import GRID, INK, PALE, SOFT, TONES, WHITE
from ui.charts.surface import Paper, Scale, Surface
from ui.charts.words import margin, said, said_interval, said_step

LEFT, RIGHT, BOTTOM = 24, 12, 15
LETTER = 10  # a letter above the plot, and the height of a row of them
EDGE = timedelta(days=120)  # room on both sides of the first and last wave
BAND = "#f3ece4"


def trend(chart: TrendChart, paper: Paper = Surface) -> Picture:
    """Dots with upright margins, a straight line between comparable neighbours, a gap at a break."""
    surface = paper(chart.width, chart.height)
    when = _Time(chart)
    rows = _letter_rows(chart, when)
    top = 6 + LETTER * (max(rows.values(), default=-1) + 1)
    level = Scale(chart.axis, chart.height - BOTTOM, top)
    _events(surface, chart, when, rows, bottom=level.start)
    _grid(surface, chart, level)
    _line(surface, chart, when, level)
    _points(surface, chart, when, level)
    return Picture(surface.svg(), _alt(chart), chart.width, chart.height, _table(chart))


class _Time:
    """Days to places: from some time before the first wave to some time after the last."""

    def __init__(self, chart: TrendChart) -> None:
        dates = [point.when for point in chart.points]
        self.start = min([chart.starts_on, *dates] if chart.starts_on else dates) - EDGE
        self.end = max([chart.ends_on, *dates] if chart.ends_on else dates) + EDGE
        self.width = chart.width

    def __call__(self, day: date) -> float:
        inside = min(max(day, self.start), self.end)
        share = (inside - self.start) / (self.end - self.start)
        return LEFT + share * (self.width - RIGHT - LEFT)

    def holds(self, event: Event) -> bool:
        return self.start <= (event.ends_on or event.starts_on) and event.starts_on <= self.end

    def middle(self, event: Event) -> float:
        return (self(event.starts_on) + self(event.ends_on or event.starts_on)) / 2


def _letter_rows(chart: TrendChart, when: _Time) -> dict[str, int]:
    """Letter → row above the plot, so that letters close in time do not lie on each other."""
    ends: list[float] = []
    rows: dict[str, int] = {}
    for event in sorted(filter(when.holds, chart.events), key=when.middle):
        x = when.middle(event)
        row = next((k for k, end in enumerate(ends) if x - end >= LETTER), len(ends))
        ends[row : row + 1] = [x]
        rows[event.letter] = row
    return rows


def _events(
    surface: Surface, chart: TrendChart, when: _Time, rows: dict[str, int], *, bottom: float
) -> None:
    shown = [event for event in chart.events if event.letter in rows]
    for event in shown:
        start, end = when(event.starts_on), when(event.ends_on or event.starts_on)
        if end - start > 3:
            top = LETTER * (rows[event.letter] + 1) + 1
            surface.box(start, top, (end - start, bottom - top), BAND)
    for event in shown:
        x, y = when.middle(event), LETTER * rows[event.letter] + 5.5
        dashes = () if event.kind == "measure" else (2.5, 2)
        surface.line((x, y + 5), (x, bottom), PALE, width=0.9, dashes=dashes)
        surface.dot(x, y, radius=4.4, fill=WHITE, edge=SOFT)
        surface.text(x, y + 2.4, event.letter, INK, anchor="middle", size=6.8, bold=True)


def _grid(surface: Surface, chart: TrendChart, level: Scale) -> None:
    named = level.named_steps()
    ends = (LEFT - 2, chart.width - RIGHT + 6)
    surface.lines([((ends[0], level(s)), (ends[1], level(s))) for s in named], GRID, width=0.7)
    for step in named:
        words = said_step(chart.axis, step)
        surface.text(LEFT - 5, level(step) + 2.6, words, SOFT, anchor="end", size=7.2)


def _line(surface: Surface, chart: TrendChart, when: _Time, level: Scale) -> None:
    for before, after in zip(chart.points, chart.points[1:], strict=False):
        if before.level and after.level and not after.breaks:
            surface.line(
                (when(before.when), level(before.level.value)),
                (when(after.when), level(after.level.value)),
                PALE,
                width=1.2,
            )
        elif after.breaks:
            x, y = (when(before.when) + when(after.when)) / 2, level.start
            for shift in (-2, 2):
                surface.line((x + shift - 2, y + 4), (x + shift + 2, y - 4), SOFT, width=1)


def _points(surface: Surface, chart: TrendChart, when: _Time, level: Scale) -> None:
    last = len(chart.points) - 1
    for place, point in enumerate(chart.points):
        x = when(point.when)
        bold = place == last
        surface.text(
            x, chart.height - 3, point.name, INK if bold else SOFT,
            anchor="middle", size=7.8, bold=bold,
        )  # fmt: skip
        if point.level:
            color = TONES[chart.tone] if bold else PALE
            _point(surface, (x, level), point.level, color=color, bold=bold)
            _value(surface, (x, level), point.level, color=color if bold else SOFT, bold=bold)


def _value(
    surface: Surface, at: tuple[float, Scale], interval: Interval, *, color: str, bold: bool
) -> None:
    x, level = at
    y = level(interval.high if interval.high is not None else interval.value) - 6
    words = said(level.axis, interval.value)
    width = 4.6 * len(words)
    surface.box(x - width / 2, y - 6.5, (width, 8.5), WHITE)  # keeps lines off the digits
    surface.text(x, y, words, color, anchor="middle", size=8.4, bold=bold)


def _point(
    surface: Surface, at: tuple[float, Scale], interval: Interval, *, color: str, bold: bool
) -> None:
    x, level = at
    if interval.low is not None and interval.high is not None:
        surface.line((x, level(interval.low)), (x, level(interval.high)), color, width=1.8)
    surface.dot(x, level(interval.value), radius=3.4, fill=color if bold else WHITE, edge=color)


def _alt(chart: TrendChart) -> str:
    said_points = [
        f"{point.name} {said_interval(chart.axis, point.level)}" for point in chart.points
    ]
    breaks = [point.name for point in chart.points if point.breaks]
    words = f"{chart.label}: {'; '.join(said_points)}."
    if breaks:
        words += f" Breuk: {', '.join(breaks)} is niet te vergelijken met de meting ervoor."
    if chart.events:
        told = [f"{event.letter} {event.title}" for event in chart.events]
        words += f" Op de tijdlijn: {', '.join(told)}."
    return words


def _table(chart: TrendChart) -> Table:
    return Table(
        ("meting", chart.label, "marge", "breuk"), tuple(_row(chart, p) for p in chart.points)
    )


def _row(chart: TrendChart, point: TimePoint) -> tuple[str, ...]:
    value = said(chart.axis, point.level.value) if point.level else "–"
    return (point.name, value, margin(chart.axis, point.level), "breuk" if point.breaks else "")
