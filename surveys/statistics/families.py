"""Many questions at once: p-values adjusted within one family. `nan` is a comparison that cannot be made."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.statistics.levels import Array


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
