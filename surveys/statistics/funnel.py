"""Funnel plots: how far a unit of this size may lie from the whole by chance alone.

Source: Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in
Medicine 24:1185–1202. No finite-population correction, as in every comparison (docs/methods.md): the
question is whether who lives there differs, not whether exactly these dwellings do.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from surveys.statistics.levels import Array

WARNING, ALARM = 0.025, 0.001  # one-sided: limits of 95 % and 99.8 %
Z = {WARNING: 1.959963984540054, ALARM: 3.090232306167813}


@dataclass(frozen=True)
class Limits:
    """Per size the lowest and the highest value that chance explains."""

    low: Array
    high: Array


def share_limits(share: float, size: ArrayLike, tail: float) -> Limits:
    """Exact binomial limits of a share around `share` for these sizes (k of weighted answers, any real ≥ 1).

    A share lies outside exactly when a result so extreme, on its side, has probability ≤ `tail`.
    Between whole numbers of answers the limit is interpolated as Spiegelhalter does (appendix A.1.1) for the
    lower one; the upper one is the lower of the opposite share, which his formula makes one answer too
    narrow. Worked: share .3, size 10, tail .025 → [0, .66080214]; size 100 → [.20690239, .39691201].
    """
    sizes = np.asarray(size, dtype=float)
    low, opposite = _lowest(share, sizes, tail), _lowest(1.0 - share, sizes, tail)
    return Limits(low, 1.0 - opposite)


def mean_limits(mean: float, spread: float, size: ArrayLike, tail: float) -> Limits:
    """`mean` ± z·spread/√size; `spread` is the pooled standard deviation of one answer.

    Worked: mean 7, spread 1.5, size 36, tail .025 → [6.51000900, 7.48999100].
    """
    half = Z[tail] * spread / np.sqrt(np.asarray(size, dtype=float))
    return Limits(mean - half, mean + half)


def pooled_spread(variance: ArrayLike, size: ArrayLike, df: ArrayLike) -> float:
    """√(Σ df·k·V/Σ df): the standard deviation of one answer within units; nan when no unit has any.

    `variance` is that of each unit's mean, without finite-population correction; nan units do not count.
    """
    v, k, freedom = (np.asarray(x, dtype=float) for x in (variance, size, df))
    there = ~np.isnan(v) & (k > 0) & (freedom > 0)
    if not there.any():
        return float("nan")
    return float(np.sqrt((freedom * k * v)[there].sum() / freedom[there].sum()))


def beyond(value: ArrayLike, limits: Limits) -> NDArray[np.int8]:
    """−1 below the limits, 1 above them, 0 within; nan lies nowhere, so within."""
    found = np.asarray(value, dtype=float)
    margin = 1e-12  # a share exactly on its limit is within, whatever its last digit
    return (found > limits.high + margin).astype(np.int8) - (found < limits.low - margin)


def _lowest(share: float, sizes: Array, tail: float) -> Array:
    """The lower limit: (r − α)/n with r the first count whose cumulative probability exceeds `tail`."""
    if share <= 0.0:
        return np.zeros_like(sizes)
    r = _first_above(share, sizes, tail)
    here, before = _cumulative(r, sizes, share), _cumulative(r - 1, sizes, share)
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha = np.where(here > before, (here - tail) / (here - before), 1.0)
    return np.clip((r - alpha) / sizes, 0.0, 1.0)


def _first_above(share: float, sizes: Array, tail: float) -> Array:
    """The smallest whole r with P(R ≤ r) > tail, by halving."""
    low, high = np.full_like(sizes, -1.0), np.ceil(sizes)  # P at low ≤ tail < P at high
    for _ in range(int(np.ceil(np.log2(max(float(np.max(sizes, initial=1.0)), 1.0) + 2))) + 1):
        middle = np.floor((low + high) / 2)
        above = _cumulative(middle, sizes, share) > tail
        high = np.where(above & (high - low > 1), middle, high)
        low = np.where(~above & (high - low > 1), middle, low)
    return high


def _cumulative(count: Array, sizes: Array, share: float) -> Array:
    """P(R ≤ count) of a binomial, for real sizes too: the regularised incomplete beta function."""
    inside = (count >= 0) & (count < sizes)
    a, b = np.where(inside, sizes - count, 1.0), np.where(inside, count + 1, 1.0)
    return np.where(inside, betainc(a, b, 1.0 - share), np.where(count < 0, 0.0, 1.0))
