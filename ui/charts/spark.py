"""A figure over a few waves, small enough for a cell of a table: a line and a dot, the words beside it."""

from ui.charts.data import SparkChart
from ui.charts.words import said, tenths

WIDTH, HEIGHT, SIDE = 84.0, 26.0, 4.0


def spark(chart: SparkChart) -> str:
    """Inline SVG without any style of its own: classes say what is a line and what a dot."""
    shown = [point for point in chart.points if point.level]
    lines, dots = [], []
    for before, point in zip([None, *chart.points], chart.points, strict=False):
        if point.level is None:
            continue
        x, y = _place(chart, point.when.toordinal(), point.level.value)
        if before and before.level and not point.breaks:
            start = _place(chart, before.when.toordinal(), before.level.value)
            lines.append(f"M{tenths(start[0])} {tenths(start[1])}L{tenths(x)} {tenths(y)}")
        last = point is shown[-1]
        dots.append(
            f'<circle class="{"last" if last else "dot"}" cx="{tenths(x)}" cy="{tenths(y)}" '
            f'r="{"3.2" if last else "1.6"}"/>'
        )
    size = f'width="{tenths(WIDTH)}" height="{tenths(HEIGHT)}"'
    box = f'viewBox="0 0 {tenths(WIDTH)} {tenths(HEIGHT)}"'
    path = f'<path d="{"".join(lines)}"/>' if lines else ""
    return (
        f'<svg class="spark" {size} {box} aria-hidden="true" focusable="false">'
        f"{path}{''.join(dots)}</svg>"
    )


def spark_words(chart: SparkChart) -> str:
    """What the picture shows: "2018 7,1; 2020 7,0; 2022 6,1"."""
    told = [
        f"{point.name} {said(chart.axis, point.level.value)}"
        + (" (niet te vergelijken met ervoor)" if point.breaks else "")
        for point in chart.points
        if point.level
    ]
    return "; ".join(told)


def _place(chart: SparkChart, day: int, value: float) -> tuple[float, float]:
    first, last = chart.starts_on.toordinal(), chart.ends_on.toordinal()
    across = (day - first) / (last - first) if last > first else 1.0
    span = chart.axis.high - chart.axis.low
    up = (value - chart.axis.low) / span if span else 0.5
    inside = min(max(up, 0.0), 1.0)
    return SIDE + across * (WIDTH - 2 * SIDE), HEIGHT - SIDE - inside * (HEIGHT - 2 * SIDE)
