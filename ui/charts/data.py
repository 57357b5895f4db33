"""What can be drawn. Plain values that may be shown: suppression happened long before.

Every text is Dutch and ready to print. `tone` ("better", "worse", "neutral") comes from the verdict and is
the only source of colour.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Tone = Literal["better", "worse", "neutral"]


@dataclass(frozen=True)
class Interval:
    """A value with its 95 % margin; without margin `low` and `high` are None."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high` with a line every `step`; "share" prints 0–1 as percentages."""

    kind: Literal["score", "mark", "share", "points", "count"]
    low: float
    high: float
    step: float


SCORE = Axis("score", 0, 10, 2.5)
MARK = Axis("mark", 1, 10, 1)
SHARE = Axis("share", 0, 1, 0.25)


@dataclass(frozen=True)
class AxisChart:
    """Only the numbers of an axis: the head above a column of pictures of the same width."""

    axis: Axis
    width: float = 200


@dataclass(frozen=True)
class ChangeChart:
    """Two waves of one figure: earlier hollow, later filled, bars for the margins, dotted between."""

    label: str
    axis: Axis
    earlier: Interval | None
    later: Interval
    earlier_name: str
    later_name: str
    tone: Tone = "neutral"
    width: float = 200
    height: float = 22


@dataclass(frozen=True)
class DifferenceChart:
    """Later minus earlier with its margin, against a line at zero. `axis` runs from -span to span."""

    label: str
    axis: Axis
    difference: Interval
    tone: Tone = "neutral"
    width: float = 90
    height: float = 22


@dataclass(frozen=True)
class Segment:
    """A part of a bar. `tone` from -2 (unsafe) to 2 (safe) picks the colour; None: a category."""

    label: str
    share: float
    tone: int | None = None


@dataclass(frozen=True)
class Bar:
    name: str
    segments: tuple[Segment, ...]
    beside: str = ""  # "weet niet 8%": said in the table, never stacked


@dataclass(frozen=True)
class DistributionChart:
    """Stacked bars to 100 %, one per wave, with the percentage inside wherever it fits.

    Without `names` the words beside it say which bar is which, and all but the first are thin.
    """

    label: str
    bars: tuple[Bar, ...]
    width: float = 300
    names: bool = True


@dataclass(frozen=True)
class ShareChart:
    """One share of a question with several answers: a bar from 0 to `most` (the longest of its list)."""

    label: str
    share: float
    most: float = 1.0
    width: float = 180


@dataclass(frozen=True)
class TimePoint:
    """`level` None: nothing may be shown of this wave. `breaks`: not comparable with the one before."""

    when: date
    name: str
    level: Interval | None
    breaks: bool = False


@dataclass(frozen=True)
class Event:
    """A measure (solid line) or an incident (dashed; a band when it lasted), by its letter."""

    kind: Literal["measure", "incident"]
    letter: str
    title: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class TrendChart:
    """One figure over all waves on true time. No smoothing; a gap at a break."""

    label: str
    axis: Axis
    points: tuple[TimePoint, ...]
    events: tuple[Event, ...] = ()
    tone: Tone = "neutral"  # of the latest change; colours the last point only
    starts_on: date | None = None  # so that pictures side by side share their time axis
    ends_on: date | None = None
    width: float = 232
    height: float = 94


@dataclass(frozen=True)
class LevelChart:
    """One level on its scale: a dot and its margin, never a bar from zero."""

    label: str
    axis: Axis
    level: Interval
    reference: float | None = None  # the rest of the corporation: a small upright line
    tone: Tone = "neutral"
    width: float = 132


@dataclass(frozen=True)
class StripDot:
    name: str
    value: float


@dataclass(frozen=True)
class StripChart:
    """One complex among all: its dot and margin on the strip of the others, the whole as a line."""

    label: str
    axis: Axis
    own_name: str
    own: Interval
    others: tuple[StripDot, ...]
    corporation: float | None = None
    tone: Tone = "neutral"  # against the rest of the corporation
    width: float = 300


@dataclass(frozen=True)
class FunnelDot:
    name: str
    n: int
    value: float
    outside: Literal["within", "unusual", "different"]  # of the limits of 95 % and 99.8 %
    tone: Tone = "neutral"


@dataclass(frozen=True)
class FunnelChart:
    """All complexes by number of answers; `limits` are (n, low, high, lowest, highest) from left to right."""

    label: str
    axis: Axis
    sizes: Axis
    centre: float
    limits: tuple[tuple[float, ...], ...]
    dots: tuple[FunnelDot, ...]
    width: float = 330
    height: float = 215


@dataclass(frozen=True)
class SparkChart:
    """One figure over the last waves, for a cell of a table: all cells share axis and period."""

    axis: Axis
    points: tuple[TimePoint, ...]
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class GaugeChart:
    """The cover: the mark of every wave on an upright gauge from 1 to 10."""

    label: str
    points: tuple[TimePoint, ...]
    accent: str = "#0a4f8f"
    width: float = 200
    height: float = 300


Chart = (
    AxisChart
    | ChangeChart
    | DifferenceChart
    | DistributionChart
    | ShareChart
    | TrendChart
    | LevelChart
    | StripChart
    | FunnelChart
    | GaugeChart
)


@dataclass(frozen=True)
class Part:
    """A chart with its top left corner at x, y of its sheet."""

    x: float
    y: float
    chart: Chart


@dataclass(frozen=True)
class Sheet:
    """Charts that stand beside the rows of words they belong to; `rules` are lines between the rows."""

    width: float
    height: float
    parts: tuple[Part, ...]
    rules: tuple[float, ...] = ()
    head: float | None = None  # the line under the heads of the columns


Drawable = Chart | Sheet


@dataclass(frozen=True)
class Table:
    """The figures of a picture, as words: what a reader of the picture could read off."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawn chart. `width` and `height` are its natural size in points (CSS pixels on a page).

    A sheet, which is for paper only, has no SVG but the `operators` that paint it in a PDF, packed.
    """

    svg: str
    alt: str
    width: float
    height: float
    table: Table = field(default_factory=lambda: Table((), ()))
    operators: bytes = b""
