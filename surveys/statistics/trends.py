"""A straight line through three or more comparable waves, on true time: its slope, tested, and whether it fits.

The slope is Σc·y with c = k(t−t̄)/Σk(t−t̄)², t̄ weighted by k: least squares weighted by the number of answers,
not by the variances found. Those are estimated from the same answers; in small groups a wave that happens to
agree with itself would pull the line and look too certain (docs/methods.md shows by how much).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtr, stdtrit

from surveys.statistics.change import LEVEL, Estimate
from surveys.statistics.levels import Array, wilson
from surveys.statistics.reach import settled, touching_z

LEAST_WAVES = 3
REFITS = 3
NEVER_CERTAIN = 0.02  # a fitted share of 0 or 1 would make any other answer impossible


@dataclass(frozen=True)
class Trend:
    """Per year: the slope with its limits and a two-sided p; nan with fewer than three waves with a number.

    The limits exclude 0 exactly when p ≤ the level asked. `misfit` is the p of "it is a straight line".
    """

    slope: Array
    low: Array
    high: Array
    p: Array
    misfit: Array


def share_trend(
    years: ArrayLike, shares: ArrayLike, sizes: ArrayLike, level: ArrayLike = LEVEL
) -> Trend:
    """Of shares along the last axis (nan: no number in that wave) at effective sizes k; `years` are decimal.

    Interval and test as for two waves: Wilson's limits of every wave, joined as Newcombe joins two (Zou,
    Huang & Zhang 2009); of two waves it would be that very test. The slope is that of Cochran (1954) and
    Armitage (1955), whose test takes one variance for all waves, so no interval agrees with it.
    Worked: 30, 24, 15 of 60 in 2019, 2021, 2024: −.05 a year [−.07997611, −.01561017], p .00438147.
    """
    t, p, k = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (years, shares, sizes)))
    there = ~np.isnan(p) & (k > 0)
    p, k = np.where(there, p, 0.5), np.where(there, k, 0.0)
    c, enough = _coefficients(t, k)
    held = np.where(there, k, 1.0)
    slope = np.where(enough, (c * p).sum(-1), np.nan)
    found = np.where(enough, 2 * ndtr(-touching_z(p, held, c)), np.nan)
    at = np.asarray(level, dtype=float)
    limits = wilson(p, held, -ndtri(at / 2)[..., None])
    ends = c * (p - limits.low), c * (p - limits.high)
    below = np.sqrt((np.maximum(*ends) ** 2).sum(-1))
    above = np.sqrt((np.minimum(*ends) ** 2).sum(-1))
    low, high = settled(slope, slope - below, slope + above, found <= at)
    return Trend(slope, low, high, found, _misfit_of_shares(t, p, k, enough))


def mean_trend(
    years: ArrayLike, means: Estimate, level: ArrayLike = LEVEL, rounding: ArrayLike = 0.0
) -> Trend:
    """Of means along the last axis: t with Satterthwaite's df = (Σc²V)²/Σ(c⁴V²/df), as Welch for two.

    k is df + 1, the answers. `rounding` is the variance that telling adds, per wave (rounding_variance); it
    leaves df alone. Without any spread there is no test: limits and p are nan.
    Worked: 5.2, 5.8, 6.6 (V .09, .05, .08; df 29, 39, 34) in 2019, 2021, 2024: .27835052 a year
    [.11608122, .44061982], p .00107040.
    """
    t, y, v, df, extra = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (years, means.value, means.variance, means.df, rounding))
    )
    there = ~np.isnan(y) & ~np.isnan(v) & (df > 0)
    y, v, df = np.where(there, y, 0.0), np.where(there, v, 0.0), np.where(there, df, 1.0)
    c, enough = _coefficients(t, np.where(there, df + 1, 0.0))
    slope = np.where(enough, (c * y).sum(-1), np.nan)
    sampled, told = (c**2 * v).sum(-1), (c**2 * np.where(there, extra, 0.0)).sum(-1)
    testable = enough & (sampled > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.where(testable, sampled**2 / (c**4 * v**2 / df).sum(-1), 1.0)
    error = np.where(testable, np.sqrt(sampled + told), np.nan)
    found = 2 * stdtr(freedom, -np.abs(slope / np.where(testable, error, 1.0)))
    found = np.where(testable, found, np.nan)
    at = np.asarray(level, dtype=float)
    half = -stdtrit(freedom, at / 2) * error
    low, high = settled(slope, slope - half, slope + half, found <= at)
    return Trend(slope, low, high, found, _misfit_of_means(t, y, (v + extra, df), there, enough))


def _coefficients(t: Array, k: Array) -> tuple[Array, NDArray[np.bool_]]:
    """c of every wave, and where there are three waves at different times."""
    with np.errstate(invalid="ignore", divide="ignore"):
        away = t - (k * t).sum(-1, keepdims=True) / k.sum(-1, keepdims=True)
        spread = (k * away**2).sum(-1, keepdims=True)
        c = k * away / spread
    enough = ((k > 0).sum(-1) >= LEAST_WAVES) & (spread[..., 0] > 0)
    return np.where(enough[..., None], c, 0.0), enough


def _misfit_of_shares(t: Array, p: Array, k: Array, enough: NDArray[np.bool_]) -> Array:
    """Chi-square around the line, with the variance the line gives each share (Cochran 1954; T − 2 df)."""
    weight, waves = k, (k > 0).sum(-1)
    for _ in range(REFITS):
        line = _line(t, p, weight)
        fitted = np.clip(line, NEVER_CERTAIN, 1 - NEVER_CERTAIN)
        weight = k / (fitted * (1 - fitted))
    around = (weight * (p - _line(t, p, weight)) ** 2).sum(-1)
    return np.where(enough, chdtrc(np.maximum(waves - 2, 1), np.where(enough, around, 0.0)), np.nan)


def _misfit_of_means(
    t: Array,
    y: Array,
    known: tuple[Array, Array],
    there: NDArray[np.bool_],
    enough: NDArray[np.bool_],
) -> Array:
    """The residual sum of squares by F, corrected for variances that are estimated (Johansen 1980)."""
    v, df = known
    usable = enough & (~there | (v > 0)).all(-1)
    weight = np.where(there & usable[..., None], 1 / np.where(v > 0, v, 1.0), 0.0)
    around = (weight * (y - _line(t, y, weight)) ** 2).sum(-1)
    free = np.maximum(there.sum(-1) - 2.0, 1.0)
    a = (np.where(there, 1 - _leverage(t, weight), 0.0) ** 2 / df).sum(-1)
    c = free + 2 * a - 6 * a / (free + 2)
    nu = free * (free + 2) / (3 * np.maximum(a, 1e-12))
    return np.where(usable, fdtrc(free, nu, np.where(usable, around / c, 0.0)), np.nan)


def _line(t: Array, y: Array, weight: Array) -> Array:
    """The fitted values of the weighted line at every t; without weights nan."""
    away, middle, spread, _ = _centred(t, y, weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = (weight * away * y).sum(-1, keepdims=True) / spread
    return middle + slope * away


def _leverage(t: Array, weight: Array) -> Array:
    away, _, spread, total = _centred(t, t, weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        return weight / total + weight * away**2 / spread


def _centred(t: Array, y: Array, weight: Array) -> tuple[Array, Array, Array, Array]:
    total = weight.sum(-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        away = t - (weight * t).sum(-1, keepdims=True) / total
        middle = (weight * y).sum(-1, keepdims=True) / total
    return away, middle, (weight * away**2).sum(-1, keepdims=True), total
