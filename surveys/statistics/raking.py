"""Raking: weights that make respondents agree with what is known of all dwellings of a complex."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.levels import Array, kish

LEAST_CELL = 5
LEAST_RESPONDENTS = 40
WORST_DESIGN_EFFECT = 1.5  # n/k
CONVERGED = 1e-12
CYCLES = 1000


class RakingRefused(ValueError):  # noqa: N818 - a decision, not an error of the caller
    """Weights would do more harm than good; the message says why."""


@dataclass(frozen=True)
class Margin:
    """One margin: of each respondent the cell (−1: did not say), and per cell the dwellings known."""

    cells: NDArray[np.intp]
    dwellings: Array


def rake(margins: Sequence[Margin], dwellings: float) -> Array:
    """Weights summing to N that agree with every margin; unweighted n is the length of its cells.

    Start at N/n, cycle the margins until no factor differs from 1 by 1e-12, trim to [⅓, 3] times the
    mean, rescale to N and rake once more. Who did not answer a margin's question keeps the weight of
    the moment: the margin's proportions then hold among those who did.
    Raises RakingRefused: n < 40, a cell under 5 respondents, no convergence, or n/k > 1.5.
    Source: Deming & Stephan (1940); trimming as in Battaglia et al. (2009).
    """
    n = len(margins[0].cells) if margins else 0
    _refuse_thin(margins, n)
    weights = _cycle(np.full(n, dwellings / n), margins)
    mean = weights.mean()
    trimmed = np.clip(weights, mean / 3, mean * 3)
    weights = _cycle(trimmed * dwellings / trimmed.sum(), margins)
    if n / float(kish(weights.sum(), (weights**2).sum())) > WORST_DESIGN_EFFECT:
        raise RakingRefused("the weights differ too much: n/k is over 1.5")
    return weights


def _refuse_thin(margins: Sequence[Margin], n: int) -> None:
    if not margins or n < LEAST_RESPONDENTS:
        raise RakingRefused("fewer than 40 respondents, or no margins")
    for margin in margins:
        counts = np.bincount(margin.cells[margin.cells >= 0], minlength=len(margin.dwellings))
        if (counts < LEAST_CELL).any():
            raise RakingRefused("a margin has a cell with fewer than 5 respondents: merge it first")
        if (margin.dwellings <= 0).any():
            raise RakingRefused("a margin has a cell without dwellings")


def _cycle(weights: Array, margins: Sequence[Margin]) -> Array:
    for _ in range(CYCLES):
        worst = 0.0
        for margin in margins:
            known = margin.cells >= 0
            now = np.bincount(margin.cells[known], weights[known], len(margin.dwellings))
            wanted = margin.dwellings / margin.dwellings.sum() * now.sum()
            factors = wanted / now
            weights = np.where(known, weights * factors[margin.cells], weights)
            worst = max(worst, float(np.abs(factors - 1).max()))
        if worst < CONVERGED:
            return weights
    raise RakingRefused("the margins contradict each other: raking does not settle")
