"""Which complexes differ from the corporation by more than chance: docs/methods.md, "Funnel"."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from surveys.models import Wave
from surveys.questions import Better
from surveys.results.policy import rounded
from surveys.results.reading import all_complexes, also_forget, closed_wave, wave_in_memory
from surveys.results.slices import Unit, slices
from surveys.results.strips import numbered_points
from surveys.results.types import (
    Funnel,
    FunnelLimits,
    FunnelPoint,
    Indicator,
    Measure,
    Outside,
    StripPoint,
    Tone,
)
from surveys.results.units import corporation_result
from surveys.statistics.funnel import (
    ALARM,
    WARNING,
    Limits,
    beyond,
    mean_limits,
    pooled_spread,
    share_limits,
)
from surveys.statistics.levels import Array

FUNNELS_IN_MEMORY = 20
SIZES = 48  # at which the limits are drawn


def funnel(wave: Wave, key: str) -> Funnel | None:
    """The funnel of one figure, or None where the corporation's own level may not be shown.

    Raises WaveNotClosed; KeyError when the wave has no such figure.
    """
    found = closed_wave(wave)
    indicator = found.plan.specs[found.plan.place[key]].indicator
    whole = corporation_result(wave).indicator(key)
    centre = whole.level.value if whole else None
    judged = _judged(found.pk, key)
    if centre is None or judged is None:
        return None
    points = tuple(
        _point(point, judged.places[pk], indicator)
        for pk, point in numbered_points(wave, key)
        if point.level.value is not None and point.level.n
    )
    if not points:
        return None
    spread = float(rounded(judged.spread, found.policy.mean_step))
    most = max(point.n for point in points)
    limits = _limits(indicator, centre, spread, least=found.policy.least_responses, most=most)
    return Funnel(indicator, centre, points, limits, found.policy.rounds)


@dataclass(frozen=True)
class _Judged:
    """Before rounding: per complex −2…2 (below 99.8 %, below 95 %, within, above), and σ of one answer."""

    places: dict[int, int]
    spread: float


@lru_cache(FUNNELS_IN_MEMORY)
def _judged(pk: int, key: str) -> _Judged | None:
    """What is closed never changes; None without a figure of the corporation to compare with."""
    found = wave_in_memory(pk)
    (whole,) = slices([Wave.objects.get(pk=pk)], Unit.of_corporation(""))
    place, mine = found.plan.place[key], all_complexes(found)
    values, sizes = mine.figures.value[:, place], mine.figures.size[:, place]
    passes = mine.disclosed.numeric[:, place]
    centre = float(whole.figures.value[0, whole.plan.place[key]])
    if np.isnan(centre):
        return None
    spread = pooled_spread(
        np.where(passes, mine.figures.variance[:, place], np.nan), sizes, mine.figures.df[:, place]
    )
    indicator = found.plan.specs[place].indicator
    sides = sum(
        beyond(values, _around(indicator, centre, spread, np.where(sizes > 0, sizes, 1.0), tail))
        for tail in (WARNING, ALARM)
    )
    places: NDArray[np.int8] = np.where(passes, sides, 0).astype(np.int8)
    return _Judged(dict(zip(mine.ids, places.tolist(), strict=True)), spread)


also_forget.append(_judged.cache_clear)


def _around(
    indicator: Indicator, centre: float, spread: float, sizes: Array, tail: float
) -> Limits:
    if indicator.measure is Measure.SHARE:
        return share_limits(min(max(centre, 0.0), 1.0), sizes, tail)
    return mean_limits(centre, spread, sizes, tail)


def _limits(
    indicator: Indicator, centre: float, spread: float, *, least: int, most: int
) -> tuple[FunnelLimits, ...]:
    """From the smallest size that is shown to the largest there is, closer together where they bend."""
    sizes = np.unique(np.geomspace(least, max(most, least + 1), SIZES).round())
    near = _around(indicator, centre, spread, sizes, WARNING)
    far = _around(indicator, centre, spread, sizes, ALARM)
    parts = (sizes, near.low, near.high, far.low, far.high)
    rows = zip(*(part.tolist() for part in parts), strict=True)
    return tuple(FunnelLimits(int(n), *limits) for n, *limits in rows)


def _point(point: StripPoint, place: int, indicator: Indicator) -> FunnelPoint:
    outside = (Outside.WITHIN, Outside.UNUSUAL, Outside.DIFFERENT)[abs(place)]
    return FunnelPoint(
        unit=point.unit,
        level=point.level,
        n=point.level.n or 0,
        outside=outside,
        above=place > 0,
        tone=_tone(place, indicator.better),
    )


def _tone(place: int, better: Better) -> Tone:
    if not place or better is Better.NEITHER:
        return Tone.NEUTRAL
    return Tone.BETTER if (place > 0) == (better is Better.HIGHER) else Tone.WORSE
