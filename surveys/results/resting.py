"""The rest of the corporation as figures: the complexes reported alone, each weighed by its dwellings."""

import numpy as np
from numpy.typing import NDArray

from surveys.results.counts import Counts
from surveys.results.figures import Figures
from surveys.results.indicators import Plan
from surveys.results.policy import Disclosed
from surveys.statistics.change import Estimate
from surveys.statistics.levels import Array, student, wilson
from surveys.statistics.rest import Strata, rest_mean, rest_share, strata


def contributions(counts: Counts, found: Figures, disclosed: Disclosed, plan: Plan) -> Strata:
    """What each complex adds, arrays [complexes, indicators]; 0 where a figure is not reported.

    Where N is unknown, the responses stand in for it.
    """
    dwellings = np.where(np.isnan(counts.dwellings), counts.respondents, counts.dwellings)[:, None]
    value = np.where(disclosed.passes, found.value, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_share = value * (1 - value) / found.size
    variance = np.where(plan.is_share, of_share, found.variance)
    return strata(Estimate(value, variance, found.df), found.size, dwellings)


def rest_figures(sums: Strata, answers: Array, plan: Plan) -> Figures:
    """The rest as if it were a unit; `answers` are its respondents per indicator.

    Margins without finite-population correction: the rest is only there to compare with.
    """
    share, size = rest_share(sums)
    mean = rest_mean(sums)
    score = wilson(np.where(np.isnan(share), np.nan, share), size)
    with np.errstate(invalid="ignore"):
        half = student(mean.df) * np.sqrt(mean.variance)
    value = np.where(plan.is_share, share, mean.value)
    low = np.where(plan.is_share, score.low, np.maximum(mean.value - half, plan.lowest))
    high = np.where(plan.is_share, score.high, np.minimum(mean.value + half, plan.highest))
    nothing = np.full_like(value, np.nan)
    many = np.full_like(value, 2.0)  # a mean over complexes is never one person's answer
    return Figures(answers, value, low, high, size, mean.variance, mean.df, many, nothing)


def leave_one_out(parts: Strata, found: Figures, disclosed: Disclosed, plan: Plan) -> Figures:
    """For every complex at once the rest without it."""
    answers = np.where(disclosed.passes, found.n, 0.0)
    return rest_figures(parts.sum().without(parts), answers.sum(axis=0) - answers, plan)


def without(
    parts: Strata, found: Figures, disclosed: Disclosed, plan: Plan, own: NDArray[np.bool_]
) -> Figures:
    """The rest without the complexes of `own`, as one unit."""
    answers = np.where(disclosed.passes, found.n, 0.0)[~own].sum(axis=0, keepdims=True)
    kept = Strata(*(part[~own].sum(axis=0, keepdims=True) for part in parts.parts()))
    return rest_figures(kept, answers, plan)
