"""From results to chart data: what pages and reports draw, with the names of waves in plain words."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil, floor

from surveys.results.types import (
    Band,
    Change,
    Distribution,
    Funnel,
    IndicatorResult,
    Level,
    Measure,
    Strip,
    StripPoint,
    TrendPoint,
    Trends,
    WaveRef,
)
from ui import numbers
from ui.charts.data import (
    MARK,
    SCORE,
    SHARE,
    Axis,
    Bar,
    ChangeChart,
    DifferenceChart,
    DistributionChart,
    Event,
    FunnelChart,
    FunnelDot,
    Interval,
    LevelChart,
    Segment,
    ShareChart,
    SparkChart,
    StripChart,
    StripDot,
    TimePoint,
    TrendChart,
)

EXACT = 4  # decimals kept in chart data: finer than any picture, the same on every machine
AXES = {Measure.SCORE: SCORE, Measure.MARK: MARK, Measure.SHARE: SHARE}


def interval(level: Level) -> Interval | None:
    """The level as an interval; None where it may not be shown."""
    if level.value is None:
        return None
    return Interval(_exact(level.value), _exact_or_none(level.low), _exact_or_none(level.high))


def difference(change: Change) -> Interval | None:
    """The difference with its margin; None where there is none to show."""
    if change.difference is None:
        return None
    return Interval(
        _exact(change.difference), _exact_or_none(change.low), _exact_or_none(change.high)
    )


def wave_names(waves: Sequence[WaveRef]) -> dict[str, str]:
    """Wave code → the shortest name that tells these waves apart: "2022", else "sep 2022", else its title."""
    by_year = {wave.code: str(wave.middle.year) for wave in waves}
    by_month = {
        wave.code: f"{numbers.SHORT_MONTHS[wave.middle.month - 1]} {wave.middle.year}"
        for wave in waves
    }
    by_title = {wave.code: wave.title for wave in waves}
    for names in (by_year, by_month, by_title):
        if len(set(names.values())) == len(names):
            return names
    return {wave.code: wave.code for wave in waves}


def change_chart(
    result: IndicatorResult, names: dict[str, str], *, later: str, axis: Axis | None = None
) -> ChangeChart | None:
    """The dumbbell of one figure since its last wave; None when the later level is not shown.

    `names` come from `wave_names`; `later` is the code of the result's own wave.
    """
    level = interval(result.level)
    if level is None:
        return None
    change = result.change
    against = change.against if change else None
    return ChangeChart(
        label=result.indicator.label,
        axis=axis or AXES[result.indicator.measure],
        earlier=interval(change.earlier) if change else None,
        later=level,
        earlier_name=names[against.code] if against else "",
        later_name=names[later],
        tone=change.tone.value if change else "neutral",
    )


def difference_axis(changes: Iterable[Change], *, share: bool) -> Axis:
    """One axis around zero that holds every margin of these changes: whole points or steps of ten percent."""
    unit = 0.1 if share else 1.0
    ends = [
        abs(end)
        for change in changes
        for end in (change.low, change.high, change.difference)
        if end is not None
    ]
    span = max(2, ceil(round(max(ends, default=0.0) / unit, 6))) * unit
    return Axis("points" if share else "score", -_exact(span), _exact(span), _exact(span))


def difference_chart(label: str, change: Change, axis: Axis) -> DifferenceChart | None:
    """The difference against zero; None when there is no difference to show."""
    found = difference(change)
    return DifferenceChart(label, axis, found, change.tone.value) if found else None


def distribution_chart(
    label: str, distributions: Sequence[Distribution], names: dict[str, str]
) -> DistributionChart | None:
    """Bars to 100 %, newest wave on top; None without anything to show, and for several answers."""
    shown = [found for found in distributions if found.bands and _complete(found)]
    if not shown or shown[-1].several:
        return None
    return DistributionChart(
        label,
        tuple(
            Bar(
                name=names[found.wave.code],
                segments=tuple(
                    Segment(band.label, _exact(band.share or 0), band.tone)
                    for band in in_order(found.bands)
                ),
                beside=", ".join(
                    f"{band.label} {numbers.percent(band.share)}"
                    for band in found.not_scored
                    if band.share
                ),
            )
            for found in reversed(shown)
        ),
    )


def in_order(bands: Sequence[Band]) -> list[Band]:
    """Safe on the left, unsafe on the right; answers without an order stay as they were."""
    return sorted(bands, key=lambda band: -(band.tone or 0))


def share_charts(distribution: Distribution) -> tuple[ShareChart, ...]:
    """One bar per answer of a question with several answers, the most chosen first."""
    if not distribution.several or not _complete(distribution):
        return ()
    shares = [(band.label, _exact(band.share or 0)) for band in distribution.bands]
    most = max((share for _, share in shares), default=0) or 1.0
    return tuple(
        ShareChart(label, share, most) for label, share in sorted(shares, key=lambda row: -row[1])
    )


def trend_chart(
    result: IndicatorResult,
    names: dict[str, str],
    events: Sequence[Event] = (),
    *,
    period: tuple[date, date] | None = None,
) -> TrendChart:
    """All waves on true time; `period` makes pictures side by side share their time axis."""
    start, end = period or (None, None)
    return TrendChart(
        label=result.indicator.share_label or result.indicator.label,
        axis=AXES[result.indicator.measure],
        points=tuple(_time_point(point, names) for point in result.trend),
        events=tuple(events),
        tone=result.change.tone.value if result.change else "neutral",
        starts_on=start,
        ends_on=end,
    )


def level_chart(result: IndicatorResult) -> LevelChart | None:
    """Dot and margin on the scale, with the rest of the corporation as a small line."""
    level = interval(result.level)
    if level is None:
        return None
    rest = result.rest
    reference = rest.earlier.value if rest else None
    return LevelChart(
        label=result.indicator.share_label or result.indicator.label,
        axis=AXES[result.indicator.measure],
        level=level,
        reference=_exact_or_none(reference),
        tone=rest.tone.value if rest else "neutral",
    )


def strip_chart(strip: Strip, own: StripPoint) -> StripChart | None:
    """`own` among all points of the strip; None when its level is not shown."""
    level = interval(own.level)
    if level is None:
        return None
    return StripChart(
        label=strip.indicator.share_label or strip.indicator.label,
        axis=AXES[strip.indicator.measure],
        own_name=own.unit.name,
        own=level,
        others=tuple(
            StripDot(point.unit.name, _exact(point.level.value))
            for point in strip.points
            if point.unit != own.unit and point.level.value is not None
        ),
        corporation=_exact_or_none(strip.corporation.value),
        tone=own.rest.tone.value if own.rest else "neutral",
    )


def funnel_chart(found: Funnel) -> FunnelChart:
    """Axes that hold every complex, and of the limits what lies near them."""
    unit = 0.1 if found.indicator.measure is Measure.SHARE else 1.0
    whole = AXES[found.indicator.measure]
    values = [point.level.value or 0.0 for point in found.points]
    inner = [end for row in found.limits for end in (row.low, row.high)]
    low = max(whole.low, floor(round(min(values + inner) / unit, 6)) * unit)
    high = min(whole.high, ceil(round(max(values + inner) / unit, 6)) * unit)
    step = unit if high - low <= 6 * unit else 2 * unit
    high = min(low + ceil(round((high - low) / step, 6)) * step, max(whole.high, low + step))
    return FunnelChart(
        label=found.indicator.share_label or found.indicator.label,
        axis=Axis(whole.kind, _exact(low), _exact(high), step),
        sizes=_sizes(max(point.n for point in found.points)),
        centre=_exact(found.centre),
        limits=tuple(
            (row.n, *map(_exact, (row.low, row.high, row.lowest, row.highest)))
            for row in found.limits
        ),
        dots=tuple(
            FunnelDot(
                point.unit.name,
                point.n,
                _exact(point.level.value or 0.0),
                point.outside.value,
                point.tone.value,
            )
            for point in found.points
        ),
    )


def _sizes(most: int) -> Axis:
    """From nought to a round number above `most`, in at most six steps."""
    step = next(
        base * 10**power
        for power in range(9)
        for base in (5, 10, 20, 25)
        if base * 10**power * 6 >= most
    )
    return Axis("count", 0, ceil(most / step) * step, step)


def spark_chart(points: Sequence[TrendPoint], trends: Trends, measure: Measure) -> SparkChart:
    """One complex over the last waves, on the axis and period of all of them."""
    days = [point.wave.middle for row in trends.points.values() for point in row]
    names = wave_names([point.wave for point in points])
    return SparkChart(
        axis=Axis(AXES[measure].kind, _exact(trends.low), _exact(trends.high), 1.0),
        points=tuple(_time_point(point, names) for point in points),
        starts_on=min(days),
        ends_on=max(days),
    )


def _time_point(point: TrendPoint, names: dict[str, str]) -> TimePoint:
    return TimePoint(point.wave.middle, names[point.wave.code], interval(point.level), point.breaks)


def _complete(found: Distribution) -> bool:
    return all(band.share is not None for band in found.bands)


def _exact(value: float) -> float:
    return round(float(value), EXACT)


def _exact_or_none(value: float | None) -> float | None:
    return None if value is None else _exact(value)
