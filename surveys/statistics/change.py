"""Change between two waves, or a unit against the rest: a difference, its margin and its p-value.

The finite-population correction stays out: the question is whether something changed for the people who
live there, not whether exactly these dwellings answered differently (docs/methods.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from surveys.statistics.levels import Array, Sample, mean_variance, wilson

POWER = float(ndtri(0.975) + ndtri(0.8))  # 1.96 + .8416: found with 80 % chance
FARTHEST = 38.0  # the p-value of a larger z is 0 to a computer
STEPS = 60  # some ten are needed


@dataclass(frozen=True)
class Difference:
    """Later minus earlier with 95 % limits and a two-sided p; nan where it cannot be had."""

    difference: Array
    low: Array
    high: Array
    p: Array


@dataclass(frozen=True)
class Estimate:
    """A mean with the variance and degrees of freedom it is tested with."""

    value: Array
    variance: Array
    df: Array

    @classmethod
    def of(cls, found: Sample) -> "Estimate":
        """Of a sample, without finite-population correction."""
        return cls(found.mean, mean_variance(found), found.n - 1)


def share_change(
    earlier: ArrayLike, earlier_size: ArrayLike, later: ArrayLike, later_size: ArrayLike
) -> Difference:
    """Newcombe's (1998) hybrid score interval of p₂−p₁ at effective sizes k₁ and k₂, and its p-value.

    Worked: 18/30 → 9/30: −.3 [−.50378363, −.04858134], p .01863707.
    """
    p1, k1, p2, k2 = (np.asarray(x, float) for x in (earlier, earlier_size, later, later_size))
    before, after = wilson(p1, k1), wilson(p2, k2)
    difference = p2 - p1
    below = np.sqrt((p2 - after.low) ** 2 + (before.high - p1) ** 2)
    above = np.sqrt((after.high - p2) ** 2 + (p1 - before.low) ** 2)
    p = 2 * ndtr(-_touching_z(p1, k1, p2, k2))
    return Difference(difference, difference - below, difference + above, p)


def _touching_z(p1: Array, k1: Array, p2: Array, k2: Array) -> Array:
    """The z at which the interval of p₂−p₁ just touches 0; nan without answers.

    The distance from the difference to its nearer limit grows with z, so there is one root. Newton's
    method finds it; a step that leaves the bracket is replaced by halving it.
    """
    p1, k1, p2, k2 = np.broadcast_arrays(p1, k1, p2, k2)
    up = p2 >= p1
    upper, upper_size = np.where(up, p2, p1), np.where(up, k2, k1)
    lower, lower_size = np.where(up, p1, p2), np.where(up, k1, k2)
    distance = upper - lower
    known = (distance > 0) & (k1 > 0) & (k2 > 0)
    upper, lower = np.where(known, upper, 0.75), np.where(known, lower, 0.25)
    upper_size, lower_size = np.where(known, upper_size, 1.0), np.where(known, lower_size, 1.0)
    root = _root(1 - upper, upper_size, lower, lower_size)
    unknown = np.isnan(distance) | ~((k1 > 0) & (k2 > 0))
    return np.where(unknown, np.nan, np.where(distance > 0, root, 0.0))


def _root(one: Array, one_size: Array, other: Array, other_size: Array) -> Array:
    """Solves reach(1−upper)² + reach(lower)² = d² for z; both shares are seen from their own 0."""
    distance = 1 - one - other
    low, high = np.zeros_like(distance), np.full_like(distance, FARTHEST)
    spread = one * (1 - one) / one_size + other * (1 - other) / other_size
    z = np.clip(distance / np.sqrt(spread + 1e-3 / np.minimum(one_size, other_size)), 0.1, 30.0)
    for _ in range(STEPS):
        a, slope_a = _reach(one, one_size, z)
        b, slope_b = _reach(other, other_size, z)
        length = np.hypot(a, b)
        miss = length - distance
        low, high = np.where(miss < 0, z, low), np.where(miss < 0, high, z)
        step = z - miss * length / (a * slope_a + b * slope_b)
        inside = (step >= low) & (step <= high)
        following = np.where(inside, step, (low + high) / 2)
        done = np.abs(following - z) <= 1e-12 * np.maximum(z, 1.0)
        z = following
        if done.all():
            break
    return z


def _reach(p: Array, size: Array, z: Array) -> tuple[Array, Array]:
    """How far Wilson's upper limit lies above p at z, and the slope of that in z."""
    c = z**2 / size
    root = np.sqrt(c * p * (1 - p) + c**2 / 4)
    top = c * (0.5 - p) + root
    top_slope = 0.5 - p + (p * (1 - p) + c / 2) / (2 * root)
    slope = (top_slope * (1 + c) - top) / (1 + c) ** 2
    return top / (1 + c), slope * 2 * z / size


def mean_change(earlier: Estimate, later: Estimate) -> Difference:
    """Welch's (1947) interval and test of μ₂−μ₁: df = (V₁+V₂)²/Σ Vₜ²/dfₜ.

    Without any spread in both there is nothing to test with: limits and p are nan.
    """
    difference = np.asarray(later.value - earlier.value, dtype=float)
    variance = np.asarray(earlier.variance + later.variance, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = earlier.variance**2 / earlier.df + later.variance**2 / later.df
        df = np.where(variance > 0, variance**2 / parts, np.nan)
        t = difference / np.sqrt(variance)
        half = np.where(variance > 0, stdtrit(df, 0.975) * np.sqrt(variance), np.nan)
    testable = variance > 0
    p = 2 * stdtr(np.where(testable, df, 1.0), np.where(testable, -np.abs(t), 0.0))
    p = np.where(testable, p, np.nan)
    return Difference(difference, difference - half, difference + half, p)


def detectable_share(share: ArrayLike, size: ArrayLike, other: ArrayLike | None = None) -> Array:
    """The change of a share that 80 of 100 surveys of this size would show: 2.80·√(2p(1−p)/n).

    With `other`, the sizes of the two waves differ. In shares, not points.
    """
    p, n = np.asarray(share, dtype=float), np.asarray(size, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return POWER * np.sqrt(
            p * (1 - p) * (1 / n + 1 / np.asarray(size if other is None else other))
        )


def detectable_mean(earlier: Estimate, later: Estimate) -> Array:
    """The same for a mean, at the spread found in both waves."""
    return POWER * np.sqrt(earlier.variance + later.variance)
