"""Does one order give away another? Judged against chance, with the bound declared beforehand."""

import math
from collections.abc import Sequence
from itertools import pairwise

# Each attack fails by chance once in a hundred thousand runs; there are a few dozen of them.
ALPHA = 1e-5


def rank_correlation_p(order: Sequence[int]) -> float:
    """Two-sided p of Spearman's correlation of `order` (a permutation) with 0, 1, 2, …

    For 40 places ρ·√(n−1) is normal enough under chance, tails a little lighter than said.
    """
    n = len(order)
    distance = sum((place - value) ** 2 for place, value in enumerate(_ranks(order)))
    rho = 1 - 6 * distance / (n * (n * n - 1))
    return math.erfc(abs(rho) * math.sqrt(n - 1) / math.sqrt(2))


def hits_p(order: Sequence[int]) -> float:
    """Chance of at least this many rows standing exactly at their own place: Poisson with mean 1."""
    hits = sum(place == value for place, value in enumerate(_ranks(order)))
    return 1 - sum(math.exp(-1) / math.factorial(k) for k in range(hits))


def neighbours_p(first: Sequence[int], second: Sequence[int]) -> float:
    """Chance that so many neighbours in one order are neighbours in the other: Poisson, mean about 2."""
    beside = {frozenset(pair) for pair in pairwise(first)}
    found = sum(frozenset(pair) in beside for pair in pairwise(second))
    return 1 - sum(math.exp(-2) * 2**k / math.factorial(k) for k in range(found))


def no_better_than_chance(order: Sequence[int]) -> bool:
    """Whether rows in this order say nothing of the order 0, 1, 2, … in which residents sent."""
    kept = neighbours_p(sorted(order), order)
    return min(rank_correlation_p(order), hits_p(order), kept) > ALPHA


def _ranks(order: Sequence[int]) -> list[int]:
    place = {value: rank for rank, value in enumerate(sorted(order))}
    return [place[value] for value in order]
