"""Change between two waves, or a unit against the rest: a difference, its margin and its p-value.

The finite-population correction stays out: the question is whether something changed for the people who
live there, not whether exactly these dwellings answered differently (docs/methods.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from surveys.statistics.levels import Array, Sample, mean_variance, wilson
from surveys.statistics.reach import settled, touching_z

POWER = float(ndtri(0.975) + ndtri(0.8))  # 1.96 + .8416: found with 80 % chance
LEVEL = 0.05  # of an interval and a test that stand alone


@dataclass(frozen=True)
class Difference:
    """Later minus earlier with limits and a two-sided p; nan where it cannot be had.

    The limits exclude 0 exactly when p ≤ the level they were asked at.
    """

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


def rounding_variance(step: ArrayLike) -> Array:
    """step²/12: what telling a figure in steps adds to its variance (Sheppard 1898); 0 of a step of 0."""
    return np.asarray(step, dtype=float) ** 2 / 12


def told_size(share: ArrayLike, size: ArrayLike, step: ArrayLike) -> Array:
    """The effective size of a share that is told in steps: 1/k' = 1/k + step²/12 / (q(1−q)).

    q = (kp + 2)/(k + 4) instead of p, so that a told 0 or 1 does not lose all its answers (Agresti &
    Coull 1998). Worked: .3 of 60 in steps of .05 → 56.70103093.
    """
    p, k = np.asarray(share, dtype=float), np.asarray(size, dtype=float)
    q = (k * p + 2) / (k + 4)
    added = rounding_variance(step) / (q * (1 - q))
    return k / (1 + k * added)


def share_change(
    earlier: ArrayLike,
    earlier_size: ArrayLike,
    later: ArrayLike,
    later_size: ArrayLike,
    level: ArrayLike = LEVEL,
) -> Difference:
    """Newcombe's (1998) hybrid score interval of p₂−p₁ at effective sizes k₁ and k₂, and its p-value.

    `level` is that of the limits, one or per comparison (families.levels); nan gives no limits. Rounding
    of what is told is reckoned in the sizes (told_size).
    Worked: 18/30 → 9/30: −.3 [−.50378363, −.04858134], p .01863707; at .01 [−.55065763, .02669344].
    """
    p1, k1, p2, k2 = (np.asarray(x, float) for x in (earlier, earlier_size, later, later_size))
    p = 2 * ndtr(-_newcombe_z(p1, k1, p2, k2))
    at = np.asarray(level, dtype=float)
    z = -ndtri(at / 2)
    before, after = wilson(p1, k1, z), wilson(p2, k2, z)
    difference = p2 - p1
    below = np.sqrt((p2 - after.low) ** 2 + (before.high - p1) ** 2)
    above = np.sqrt((after.high - p2) ** 2 + (p1 - before.low) ** 2)
    limits = settled(difference, difference - below, difference + above, p <= at)
    return Difference(difference, *limits, p)


def _newcombe_z(p1: Array, k1: Array, p2: Array, k2: Array) -> Array:
    p1, k1, p2, k2 = np.broadcast_arrays(p1, k1, p2, k2)
    shares, sizes = np.stack([p1, p2], axis=-1), np.stack([k1, k2], axis=-1)
    return touching_z(shares, sizes, np.array([-1.0, 1.0]))


def mean_change(
    earlier: Estimate, later: Estimate, level: ArrayLike = LEVEL, rounding: ArrayLike = 0.0
) -> Difference:
    """Welch's (1947) interval and test of μ₂−μ₁: df = (V₁+V₂)²/Σ Vₜ²/dfₜ.

    `level` as in share_change. `rounding` is the variance that telling both means in steps adds, the sum of
    both rounding_variance: it widens the interval and leaves df alone, being known and not estimated.
    Without any spread in both there is nothing to test with: limits and p are nan.
    """
    difference = np.asarray(later.value - earlier.value, dtype=float)
    variance = np.asarray(earlier.variance + later.variance, dtype=float)
    testable = variance > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = earlier.variance**2 / earlier.df + later.variance**2 / later.df
        df = np.where(testable, variance**2 / parts, 1.0)
        error = np.sqrt(np.where(testable, variance + rounding, np.nan))
        t = np.where(testable, -np.abs(difference / error), 0.0)
    p = np.where(testable, 2 * stdtr(df, t), np.nan)
    at = np.asarray(level, dtype=float)
    half = -stdtrit(df, at / 2) * error
    limits = settled(difference, difference - half, difference + half, p <= at)
    return Difference(difference, *limits, p)


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
