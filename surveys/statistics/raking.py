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
    """One margin: of each respondent the cell (−1: did not say), and per cell the dwellings known.

    Cells stand in the order of the options, as neighbours in it are merged.
    """

    cells: NDArray[np.intp]
    dwellings: Array


def rake(margins: Sequence[Margin], dwellings: float) -> Array:
    """Weights summing to N that agree with every margin; unweighted n is the length of its cells.

    Start at N/n, cycle the margins until no factor differs from 1 by 1e-12, trim to [⅓, 3] times the
    mean, rescale to N and rake once more. Who did not answer a margin's question keeps the weight of
    the moment: the margin's proportions then hold among those who did. Thin cells are merged first.
    Raises RakingRefused: n < 40, no margin with two cells of 5, no convergence, or n/k > 1.5.
    Source: Deming & Stephan (1940); trimming as in Battaglia et al. (2009).
    """
    n = len(margins[0].cells) if margins else 0
    if n < LEAST_RESPONDENTS:
        raise RakingRefused("fewer than 40 respondents, or no margins")
    margins = [thick for margin in margins if len((thick := merged(margin)).dwellings) > 1]
    if not margins:
        raise RakingRefused("no margin has two cells of 5 respondents")
    weights = _cycle(np.full(n, dwellings / n), margins)
    mean = weights.mean()
    trimmed = np.clip(weights, mean / 3, mean * 3)
    weights = _cycle(trimmed * dwellings / trimmed.sum(), margins)
    if n / float(kish(weights.sum(), (weights**2).sum())) > WORST_DESIGN_EFFECT:
        raise RakingRefused("the weights differ too much: n/k is over 1.5")
    return weights


def merged(margin: Margin) -> Margin:
    """The margin without cells under 5 respondents: the thinnest joins the thinner of its neighbours.

    Again and again until none is thin; of equals the first. A fixed rule, so that nobody chooses the cells by
    what comes out. One cell may be left, which then says nothing. Raises RakingRefused for a cell in which
    nobody lives.
    """
    if (margin.dwellings <= 0).any():
        raise RakingRefused("a margin has a cell without dwellings")
    cells, dwellings = margin.cells, margin.dwellings
    while len(dwellings) > 1:
        counts = np.bincount(cells[cells >= 0], minlength=len(dwellings))
        thin = int(counts.argmin())
        if counts[thin] >= LEAST_CELL:
            break
        beside = [place for place in (thin - 1, thin + 1) if 0 <= place < len(dwellings)]
        other = min(beside, key=lambda place: counts[place])
        first, second = sorted((thin, other))
        both = dwellings[first] + dwellings[second]
        cells = np.where(cells >= second, cells - 1, cells)
        dwellings = np.delete(dwellings, second)
        dwellings[first] = both
    return Margin(cells, dwellings)


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
