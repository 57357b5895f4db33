"""How a picture says its values: in Dutch for labels, text and table, and as coordinates."""

from ui import numbers
from ui.charts.data import Axis, Interval

UNKNOWN = "niet te laten zien"


def said(axis: Axis, value: float) -> str:
    """A level: "36%" or "6,1"."""
    return numbers.percent(value) if axis.kind == "share" else numbers.decimal(value)


def said_step(axis: Axis, value: float) -> str:
    """A number along the axis: "0", "25%", "−2"."""
    if axis.kind == "share":
        return numbers.percent(value)
    if axis.kind == "points":
        return numbers.points(value)
    return numbers.decimal(value, 0, sign=axis.low < 0)


def said_difference(axis: Axis, value: float) -> str:
    """A difference: "−1,5", or "−15" in percentage points."""
    return numbers.points(value) if axis.kind == "points" else numbers.decimal(value, sign=True)


def said_interval(axis: Axis, interval: Interval | None) -> str:
    """ "6,1 (marge 5,6 tot 6,6)"; without margin only the value."""
    if interval is None:
        return UNKNOWN
    if interval.low is None or interval.high is None:
        return said(axis, interval.value)
    low, high = said(axis, interval.low), said(axis, interval.high)
    return f"{said(axis, interval.value)} (marge {low} tot {high})"


def margin(axis: Axis, interval: Interval | None) -> str:
    """ "5,6 – 6,6", or "" without a margin."""
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return f"{said(axis, interval.low)} – {said(axis, interval.high)}"


def tenths(value: float) -> str:
    """12.30001 → "12.3", 4.0 → "4"."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text
