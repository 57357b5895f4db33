"""The verdict: the one rule that turns numbers into "something changed" or not."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.statistics.families import rejects

EQUAL_SHARE = 0.10  # ±10 points
EQUAL_MEAN = 0.5  # ±0.5 mark or score


class Verdict(StrEnum):
    """The only source of words about change."""

    HIGHER = "demonstrably higher"
    LOWER = "demonstrably lower"
    ABOUT_EQUAL = "about equal"
    NO_CHANGE = "no demonstrable change"
    TOO_FEW = "too few answers"
    NOT_COMPARABLE = "not comparable"


ORDER = tuple(Verdict)  # codes in arrays are places in this tuple


def verdict_codes(
    difference: ArrayLike, low: ArrayLike, high: ArrayLike, p_adjusted: ArrayLike, near: ArrayLike
) -> NDArray[np.int8]:
    """Places in ORDER: demonstrable when the adjusted p is at most .05; else about equal when the whole
    interval lies within ±`near`; else no demonstrable change. nan never demonstrates anything."""
    d, shown = np.asarray(difference, dtype=float), rejects(p_adjusted)
    equal = (np.asarray(low) >= -np.asarray(near)) & (np.asarray(high) <= np.asarray(near))
    found = np.select([shown & (d > 0), shown & (d < 0), equal], [0, 1, 2], default=3)
    return found.astype(np.int8)


def verdict(
    difference: float, interval: tuple[float, float], p_adjusted: float, near: float
) -> Verdict:
    """The verdict of one comparison."""
    return ORDER[int(verdict_codes(difference, *interval, p_adjusted, near))]


class TrendVerdict(StrEnum):
    """The only source of words about a trend over three or more waves."""

    RISING = "demonstrably rising"
    FALLING = "demonstrably falling"
    NOT_STRAIGHT = "not in a straight line"
    NO_TREND = "no demonstrable trend"
    TOO_FEW_WAVES = "too few waves"


TRENDS = tuple(TrendVerdict)  # codes in arrays are places in this tuple
BENT = 0.01  # below this p of a straight line, no slope is told


def trend_codes(slope: ArrayLike, p_adjusted: ArrayLike, misfit: ArrayLike) -> NDArray[np.int8]:
    """Places in TRENDS. Where a straight line does not fit, a slope would say what did not happen.

    The adjusted p is of the family of trends alone: families.holm over the key figures of a unit.
    """
    b, shown = np.asarray(slope, dtype=float), rejects(p_adjusted)
    bent = np.asarray(misfit, dtype=float) < BENT
    found = np.select(
        [np.isnan(b), bent, shown & (b > 0), shown & (b < 0)], [4, 2, 0, 1], default=3
    )
    return found.astype(np.int8)
