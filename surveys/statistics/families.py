"""Many questions at once: p-values adjusted within one family. `nan` is a comparison that cannot be made."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.statistics.levels import Array

LEVEL = 0.05
Procedure = Callable[[Array], Array]
Formula = Callable[[Array, Array, float], Array]


def holm(p: ArrayLike) -> Array:
    """Holm (1979), along the last axis: the chance of even one false alarm stays below .05.

    Worked: .04, .001, .03, .03, .2 → .12, .005, .12, .12, .2.
    """
    ordered, order, rank, size = _sorted(p)
    adjusted = np.maximum.accumulate(ordered * (size - rank + 1), axis=-1)
    return _restored(adjusted, order, rank <= size)


def benjamini_hochberg(p: ArrayLike) -> Array:
    """Benjamini & Hochberg (1995), along the last axis: of what is called changed, at most 5 % is not.

    Worked: .04, .001, .03, .03, .2 → .05, .005, .05, .05, .2.
    """
    ordered, order, rank, size = _sorted(p)
    scaled = np.where(rank <= size, ordered * size / rank, np.inf)
    adjusted = np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    return _restored(adjusted, order, rank <= size)


def adjust(p: ArrayLike, key: ArrayLike) -> Array:
    """Holm over the key indicators, Benjamini–Hochberg over all others; `key` is true for the first."""
    values, is_key = np.asarray(p, dtype=float), np.asarray(key, dtype=bool)
    keys = holm(np.where(is_key, values, np.nan))
    others = benjamini_hochberg(np.where(is_key, np.nan, values))
    return np.where(is_key, keys, others)


def levels(p: ArrayLike, key: ArrayLike, level: float = LEVEL) -> Array:
    """Per comparison the level at which its family stopped; families as in `adjust`, nan stays nan.

    An interval at this level excludes 0 exactly when the adjusted p is at most `level`.
    *Benjamini–Hochberg*, r of m rejected: max(r, 1)·level/m. Of the intervals of what is called changed, on
    average at most 5 % miss their true value (Benjamini & Yekutieli 2005: false coverage-statement rate).
    *Holm*: level/(m−r), and `level` itself when r = m. It stops at the first p₍ᵣ₊₁₎ > level/(m−r), so every p
    not rejected lies above that; every rejected p₍ᵢ₎, i ≤ r, is ≤ level/(m−i+1) < level/(m−r), so below it.
    Each such interval holds the plain 95 % one, and the chance that any of a family wrongly excludes 0 is
    at most 5 %.

    A p that equals the level up to rounding goes where the adjusted p went: the level moves by that digit.
    Worked: .04, .001, .03, .03, .2 → .0125 as keys (m 5, r 1), .04 as others (m 5, r 4).
    """
    values = np.asarray(p, dtype=float)
    is_key = np.broadcast_to(np.asarray(key, dtype=bool), values.shape)
    keys = _stop(np.where(is_key, values, np.nan), holm, _holm_level, level)
    others = _stop(np.where(is_key, np.nan, values), benjamini_hochberg, _hochberg_level, level)
    return np.where(np.isnan(values), np.nan, np.where(is_key, keys, others))


def first_level(size: ArrayLike, level: float = LEVEL) -> Array:
    """Holm's first step in a family of this size: the level that a change alone in it has to reach."""
    return level / np.maximum(np.asarray(size, dtype=float), 1.0)


def _holm_level(size: Array, rejected: Array, level: float) -> Array:
    return level / np.maximum(size - rejected, 1.0)


def _hochberg_level(size: Array, rejected: Array, level: float) -> Array:
    return np.maximum(rejected, 1.0) * level / np.maximum(size, 1.0)


def _stop(p: Array, method: Procedure, formula: Formula, level: float) -> Array:
    """One level per family, kept on the right side of every p of it."""
    there, found = ~np.isnan(p), rejects(method(p), level)
    size, rejected = (x.sum(-1, keepdims=True).astype(float) for x in (there, found))
    largest = np.where(found, p, -np.inf).max(-1, keepdims=True, initial=-np.inf)
    smallest = np.where(there & ~found, p, np.inf).min(-1, keepdims=True, initial=np.inf)
    return np.clip(formula(size, rejected, level), largest, np.nextafter(smallest, -np.inf))


def rejects(adjusted: ArrayLike, level: float = LEVEL) -> NDArray[np.bool_]:
    """Whether an adjusted p demonstrates something; one of exactly the level survives its rounding."""
    return np.asarray(adjusted, dtype=float) <= level + 1e-12


def _sorted(p: ArrayLike) -> tuple[Array, NDArray[np.intp], Array, Array]:
    """p in ascending order with the impossible last, that order, ranks from 1, and the family's size."""
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, axis=-1)  # nan sorts last
    ordered = np.nan_to_num(np.take_along_axis(values, order, axis=-1), nan=0.0)
    size = (~np.isnan(values)).sum(-1, keepdims=True).astype(float)
    rank = np.broadcast_to(np.arange(1.0, values.shape[-1] + 1), values.shape)
    return ordered, order, rank, size


def _restored(adjusted: Array, order: NDArray[np.intp], possible: NDArray[np.bool_]) -> Array:
    capped = np.where(possible, np.minimum(adjusted, 1.0), np.nan)
    restored = np.empty_like(capped)
    np.put_along_axis(restored, order, capped, axis=-1)
    return restored
