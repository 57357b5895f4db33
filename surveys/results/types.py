"""What results are, after disclosure control: everything here may be shown.

A suppressed value is not in these objects at all: `value`, margins and `n` are None and `shown` says
why. Pages, pictures, PDF, exports and alternative texts read only these; nobody downstream can see a
hidden number. Values are floats: shares 0–1, scores 0–10 towards safety, marks 1–10.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from surveys.questions import Better
from surveys.statistics.verdicts import Verdict as Verdict


class Tone(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


class Measure(StrEnum):
    """What kind of number a value is."""

    SHARE = "share"  # 0–1, printed as a whole percentage
    SCORE = "score"  # 0–10 towards safety
    MARK = "mark"  # 1–10


class Shown(StrEnum):
    """How a level may be shown. `TOO_FEW` covers empty and hidden alike: they look the same."""

    FULL = "full"
    INDICATIVE = "indicative"  # n 10–29
    BELOW_TEN_PERCENT = "below ten percent"  # value hidden: "minder dan 10 %"
    ABOVE_NINETY_PERCENT = "above ninety percent"
    TOO_FEW = "too few"


class UnitKind(StrEnum):
    COMPLEX = "complex"
    GROUP = "group"
    CORPORATION = "corporation"


@dataclass(frozen=True)
class WaveRef:
    code: str
    title: str
    opens_on: date
    closes_on: date
    note: str = ""

    @property
    def middle(self) -> date:
        """The middle of the fieldwork: where the wave stands on a time axis."""
        return self.opens_on + (self.closes_on - self.opens_on) / 2


@dataclass(frozen=True)
class UnitRef:
    kind: UnitKind
    code: str  # complex code; "" for the corporation
    name: str


@dataclass(frozen=True)
class Indicator:
    """One figure that is followed over time: the mean of a variable, or a share of it."""

    key: str  # "R1", "V2", "V3a", "V4:share", "OV"; unique within a result
    variable: str
    question: str  # question or scale code
    theme: str
    measure: Measure
    label: str  # short Dutch words: "In en om het gebouw, in het donker"
    share_label: str  # for shares: "voelt zich wel eens onveilig"; else ""
    wording: str  # the full question (and item), Dutch
    better: Better  # HIGHER for scores and marks
    is_key: bool = False  # one of the at most five key indicators
    key_rank: int = 0  # its place among the wave's key indicators, from 1; 0 for all others
    tested: bool = True  # one figure per variable is tested over time; the other is shown beside it


@dataclass(frozen=True)
class Level:
    """One value with its 95 % margin; None where it may not be shown or does not exist."""

    shown: Shown
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None  # valid answers, as disclosed (rounded under the strict preset)
    unweighted: float | None = None  # beside a weighted value; None when unweighted
    no_margin: str = ""  # "single answer" or "all equal" when a value has no interval

    @property
    def visible(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Change:
    """Later minus earlier, or the unit minus the rest. Numbers only when both levels are visible."""

    verdict: Verdict
    tone: Tone
    against: WaveRef | None  # None: against the rest of the corporation, in the same wave
    earlier: Level
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    detectable: float | None = None  # with 80 % power, at these numbers


@dataclass(frozen=True)
class TrendPoint:
    wave: WaveRef
    level: Level
    breaks: bool = False  # not comparable with the point before: draw a gap


@dataclass(frozen=True)
class Band:
    """A part of a distribution. `tone` runs from -2 (unsafe) to 2 (safe); None: no order."""

    label: str
    share: float | None  # None: not to be shown exactly; `shown` says "under 10 %" or "over 90 %"
    tone: int | None = None
    codes: tuple[int, ...] = ()
    shown: Shown = Shown.FULL


@dataclass(frozen=True)
class Distribution:
    """Answers of one variable in one wave; bands sum to 1. Three bands below n = 50."""

    wave: WaveRef
    shown: Shown
    n: int | None
    bands: tuple[Band, ...] = ()
    not_scored: tuple[Band, ...] = ()  # "weet niet" and such, as shares of everybody who answered
    several: bool = False  # several answers possible: shares of respondents, do not sum to 1


@dataclass(frozen=True)
class NationalFigure:
    """A reference line: never tested, never merged."""

    year: int
    value: float  # share 0–1
    series: str
    source: str
    label: str


@dataclass(frozen=True)
class IndicatorResult:
    indicator: Indicator
    level: Level
    change: Change | None  # since the latest earlier wave of this unit; None in a first wave
    changes: tuple[Change, ...] = ()  # against every earlier wave, newest first
    trend: tuple[TrendPoint, ...] = ()  # oldest first, this wave last
    rest: Change | None = None  # against the rest of the corporation; None for the corporation
    national: tuple[NationalFigure, ...] = ()


@dataclass(frozen=True)
class ResponseSummary:
    shown: Shown
    n: int | None = None
    dwellings: int | None = None
    rate: float | None = None  # None when N is unknown
    earlier_n: int | None = None
    earlier_rate: float | None = None
    too_many: bool = False  # more responses than dwellings: N counts as unknown
    weighted: bool = False
    detectable_share: float | None = None  # change of a share that this n can show, 80 % power
    reported_with: str = ""  # name of the group that a small complex is reported in


@dataclass(frozen=True)
class Subgroup:
    label: str
    level: Level


@dataclass(frozen=True)
class Split:
    """One indicator by one background variable; absent as a whole when one group fails."""

    indicator: Indicator
    background: str  # "Leeftijd"
    groups: tuple[Subgroup, ...]


@dataclass(frozen=True)
class Profile:
    """Who answered: a background variable's distribution, for "who is not heard"."""

    background: str
    distribution: Distribution
    known: tuple[Band, ...] = ()  # the same classes among all dwellings, when margins are known


@dataclass(frozen=True)
class UnitResult:
    """Everything that may be shown of one complex, group or the corporation in one closed wave."""

    wave: WaveRef
    unit: UnitRef
    corporation: str
    response: ResponseSummary
    indicators: tuple[IndicatorResult, ...] = ()
    distributions: dict[str, tuple[Distribution, ...]] = field(default_factory=dict)
    # ^ variable → one per wave, oldest first; breaks are left out
    splits: tuple[Split, ...] = ()
    profiles: tuple[Profile, ...] = ()
    texts: tuple[str, ...] = ()  # released free texts
    earlier: tuple[WaveRef, ...] = ()  # earlier waves of this unit, oldest first

    @property
    def visible(self) -> bool:
        return self.response.shown is not Shown.TOO_FEW

    def indicator(self, key: str) -> IndicatorResult | None:
        return next((found for found in self.indicators if found.indicator.key == key), None)

    @property
    def key_indicators(self) -> tuple[IndicatorResult, ...]:
        """In the order in which the wave names them."""
        found = [one for one in self.indicators if one.indicator.is_key]
        return tuple(sorted(found, key=lambda one: one.indicator.key_rank))


@dataclass(frozen=True)
class StripPoint:
    """One complex among the others, for one indicator."""

    unit: UnitRef
    level: Level
    response: ResponseSummary
    change: Change | None = None
    rest: Change | None = None


@dataclass(frozen=True)
class Strip:
    """One indicator for all reportable complexes and groups of a wave, and the corporation's level.

    `too_few`: the complexes that are not shown, without a number in them.
    """

    indicator: Indicator
    points: tuple[StripPoint, ...]
    corporation: Level
    too_few: tuple[StripPoint, ...] = ()


class Outside(StrEnum):
    """Where a complex lies in a funnel: what chance alone explains, and what it does not."""

    WITHIN = "within"  # the limits of 95 %
    UNUSUAL = "unusual"  # outside 95 %, within 99.8 %
    DIFFERENT = "different"  # outside 99.8 %: more than chance


@dataclass(frozen=True)
class FunnelPoint:
    """A complex with its level shown as a number. `tone`: on the good or the bad side, when outside."""

    unit: UnitRef
    level: Level
    n: int
    outside: Outside
    above: bool
    tone: Tone


@dataclass(frozen=True)
class FunnelLimits:
    """At this many answers, what chance explains around the centre."""

    n: int
    low: float  # 95 %
    high: float
    lowest: float  # 99.8 %
    highest: float


@dataclass(frozen=True)
class Funnel:
    """One figure against the number of answers, around the level of the corporation."""

    indicator: Indicator
    centre: float
    points: tuple[FunnelPoint, ...]
    limits: tuple[FunnelLimits, ...]
    rounded: bool  # by the strict preset: where a complex lies was decided before rounding

    def beyond(self, *outside: Outside) -> tuple[FunnelPoint, ...]:
        """The complexes there, furthest from the centre first."""
        found = [point for point in self.points if point.outside in outside]
        return tuple(sorted(found, key=lambda point: -abs((point.level.value or 0) - self.centre)))


@dataclass(frozen=True)
class Trends:
    """A figure of some complexes over the last waves, and the lowest and highest of all complexes in them."""

    low: float
    high: float
    points: dict[int, tuple[TrendPoint, ...]]  # by number of the complex, oldest first
