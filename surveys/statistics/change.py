"""Change between two waves, or a unit against the rest: a difference, its margin and its p-value.

The finite-population correction stays out: the question is whether something changed for the people who
live there, not whether exactly these dwellings answered differently (docs/methods.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtrinc, ndtr, ndtri, stdtr, stdtrit

from surveys.statistics.levels import Array, Sample, mean_variance, wilson
from surveys.statistics.reach import settled, touching_z

POWER = 0.8  # the chance with which a detectable change is found
LUCK = float(ndtri(POWER))
HALVINGS = 16
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


def detectable_share(
    share: ArrayLike, size: ArrayLike, other: ArrayLike | None = None, level: ArrayLike = 0.05
) -> Array:
    """The change of a share found with a chance of .8, for arrays: the larger of rise and fall, approximately.

    Within half a point of the exact one (detectable.detectable_change) from 60 answers on. `size` and `other`
    are those of the earlier and the later wave, weighted ones too. In shares, not points.
    """
    p, n, m, at = np.broadcast_arrays(share, size, size if other is None else other, level)
    both = [change_visible(p, n, m, at, way) for way in (1, -1)]
    return np.fmax(*both)[()]


def change_visible(
    share: ArrayLike, size: ArrayLike, other: ArrayLike, level: ArrayLike, way: int
) -> Array:
    """The smallest rise (way 1) or fall (−1) at which Newcombe's limit is 0 when luck is as bad as one in five.

    That outcome lies Φ⁻¹(.8) standard errors of the difference nearer to nought, each share giving way in
    proportion to its variance.
    """
    p, n, m, at = (np.asarray(x, dtype=float) for x in (share, size, other, level))
    p = p if way > 0 else 1 - p  # a fall is a rise of the opposite
    usable = (n > 0) & (m > 0)
    z = -ndtri(at / 2)
    low, high = np.zeros(p.shape), np.where(usable, 1 - p, np.nan)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = _misses(p, n, p + middle, m, z) > 0
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(_misses(p, n, np.ones_like(p), m, z) > 0, high, np.nan)


def _misses(p: Array, n: Array, q: Array, m: Array, z: Array) -> Array:
    """By how much the limit at the unlucky outcome lies beyond nought."""
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = p * (1 - p) / n, q * (1 - q) / m
        unlucky = LUCK / np.sqrt(first + second)
        before, after = np.clip(p + unlucky * first, 0, 1), np.clip(q - unlucky * second, 0, 1)
        one, two = wilson(before, n, z), wilson(after, m, z)
        return after - before - np.hypot(after - two.low, one.high - before)


def detectable_mean(earlier: Estimate, later: Estimate, level: ArrayLike = 0.05) -> Array:
    """The same for a mean, exactly, at the spread found in both waves: δ·√V.

    δ is the noncentrality at which a noncentral t with Welch's df exceeds t(1−level/2) with a chance of .8.
    """
    variance = np.asarray(earlier.variance + later.variance, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = earlier.variance**2 / earlier.df + later.variance**2 / later.df
        df = np.where(variance > 0, variance**2 / parts, np.nan)
        limit = -stdtrit(df, np.asarray(level, dtype=float) / 2)
        return nctdtrinc(df, 1 - POWER, limit) * np.sqrt(variance)
