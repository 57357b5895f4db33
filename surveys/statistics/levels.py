"""Levels: a share or a mean with its 95 % margin, from weighted answers of a finite complex."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

Array = NDArray[np.float64]
Z = float(ndtri(0.975))  # 1.959963985: the 95 % quantile everywhere
UNKNOWN = float("nan")  # N when nobody knows it


class MoreAnswersThanDwellings(ValueError):  # noqa: N818 - the message is the error
    """n > N: one dwelling gives one response, so one of the two numbers is wrong."""


@dataclass(frozen=True)
class Interval:
    """A value and its limits; `nan` limits where there is no interval."""

    value: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Sample:
    """What there is to know of one variable: n, Σw, Σw², the mean and Σ[w(y−μ)]²."""

    n: Array
    weight: Array
    weight_square: Array
    mean: Array
    spread: Array

    @property
    def effective(self) -> Array:
        """k, Kish's number of answers of equal weight."""
        return kish(self.weight, self.weight_square)


def sample(values: ArrayLike, weights: ArrayLike | None = None) -> Sample:
    """The sample of answers along the last axis; `nan` answers are not there."""
    y = np.asarray(values, dtype=float)
    w = np.where(np.isnan(y), 0.0, 1.0 if weights is None else np.asarray(weights, dtype=float))
    y = np.nan_to_num(y)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (w * y).sum(-1) / w.sum(-1)
    spread = ((w * (y - mean[..., None])) ** 2).sum(-1)
    return Sample((w > 0).sum(-1).astype(float), w.sum(-1), (w**2).sum(-1), mean, spread)


def kish(weight_sum: ArrayLike, weight_square_sum: ArrayLike) -> Array:
    """k = (Σw)²/Σw²: the number of answers of equal weight that tells as much (Kish 1965). 0 of none."""
    total = np.asarray(weight_sum, dtype=float)
    squares = np.asarray(weight_square_sum, dtype=float)
    return np.divide(total**2, squares, out=np.zeros(np.shape(total + squares)), where=squares > 0)


def effective_size(k: ArrayLike, n: ArrayLike, dwellings: ArrayLike = UNKNOWN) -> Array:
    """n_e = k(N−1)/(N−n): more certain as more of the N dwellings answered.

    k when N is unknown (nan), infinite when everybody answered. Raises MoreAnswersThanDwellings.
    Worked: y = 1100100010 with k 8.34482759 and N = 40 → 10.84827586.
    """
    k, n, total = (np.asarray(x, dtype=float) for x in (k, n, dwellings))
    _refuse_more_answers(n, total)
    with np.errstate(invalid="ignore", divide="ignore"):
        corrected = k * (total - 1) / (total - n)
    return np.where(np.isnan(total), k, np.where(total == n, np.inf, corrected))


def _refuse_more_answers(n: Array, dwellings: Array) -> None:
    answers, total = np.broadcast_arrays(n, dwellings)
    wrong = answers > total
    if wrong.any():
        raise MoreAnswersThanDwellings(
            f"{answers[wrong][0]:g} answers from {total[wrong][0]:g} dwellings: "
            "one dwelling gives one response"
        )


def wilson(share: ArrayLike, effective: ArrayLike, z: ArrayLike = Z) -> Interval:
    """Wilson's (1927) score interval of a share, never outside [0, 1]; [p, p] at infinite size.

    Worked: 12 of 30, N = 60 → [.28483467, .52739120]; 0 of 20, N = 80 → [0, .12730689].
    Never Wald: at p near 0 or 1 its real coverage falls far below 95 % (Brown, Cai & DasGupta 2001).
    """
    p, size, z = (np.asarray(x, dtype=float) for x in (share, effective, z))
    with np.errstate(invalid="ignore", divide="ignore"):
        c = z**2 / size
        middle = (p + c / 2) / (1 + c)
        half = z / (1 + c) * np.sqrt(p * (1 - p) / size + z**2 / (4 * size**2))
    # Exact by algebra, one rounding off in floating point.
    low = np.where(p == 0, 0.0, np.maximum(middle - half, 0.0))
    return Interval(p, low, np.where(p == 1, 1.0, np.minimum(middle + half, 1.0)))


def mean_variance(found: Sample, dwellings: ArrayLike = UNKNOWN) -> Array:
    """V = (1−n/N)·n/(n−1)·Σ[w(y−μ)/Σw]²; without N the first factor is 1; nan for n < 2 < N.

    Raises MoreAnswersThanDwellings.
    """
    n, total = found.n, np.asarray(dwellings, dtype=float)
    _refuse_more_answers(n, total)
    with np.errstate(invalid="ignore", divide="ignore"):
        correction = np.where(np.isnan(total), 1.0, 1 - n / total)
        variance = correction * n / (n - 1) * found.spread / found.weight**2
    return np.where(n == total, 0.0, np.where(n > 1, variance, np.nan))


def mean_interval(
    found: Sample, dwellings: ArrayLike = UNKNOWN, *, lowest: ArrayLike, highest: ArrayLike
) -> Interval:
    """μ ± t(.975, n−1)·√V within the scale; no limits (nan) for n = 1 or equal answers while n < N."""
    total = np.asarray(dwellings, dtype=float)
    variance = mean_variance(found, total)
    everybody = found.n == total
    silent = ~everybody & ((found.n < 2) | (found.spread <= 0))
    half = np.where(everybody, 0.0, student(found.n - 1) * np.sqrt(variance))
    half = np.where(silent, np.nan, half)
    low = np.maximum(found.mean - half, lowest)
    return Interval(found.mean, low, np.minimum(found.mean + half, highest))


def student(df: ArrayLike) -> Array:
    """t(.975) at `df` degrees of freedom; nan below 1. Each df is computed once: they repeat a lot."""
    wanted = np.asarray(df, dtype=float)
    distinct, places = np.unique(np.where(wanted >= 1, wanted, 1.0), return_inverse=True)
    found = stdtrit(distinct, 0.975)[places].reshape(wanted.shape)
    return np.where(wanted >= 1, found, np.nan)


def scale_scores(items: ArrayLike) -> Array:
    """Per respondent the mean of items scored 0–10 (last axis; nan: no answer), nan under ⅔ answered."""
    points = np.asarray(items, dtype=float)
    answered = (~np.isnan(points)).sum(-1)
    enough = 3 * answered >= 2 * points.shape[-1]
    totals = np.nansum(points, axis=-1)
    return np.where(enough, totals / np.maximum(answered, 1), np.nan)
