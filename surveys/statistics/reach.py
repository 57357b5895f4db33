"""At which z a score interval just touches nought: Newcombe's test of two shares and of a line through more.

The interval of a sum Σc·p reaches √Σ(c·r)² towards nought, r the distance from a share to its Wilson limit
on that side (Newcombe 1998 for two shares; Zou, Huang & Zhang 2009 for any sum).
"""

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.levels import Array

FARTHEST = 38.0  # the p-value of a larger z is 0 to a computer
STEPS = 60  # some ten are needed
CLOSE = 1e-12


def touching_z(share: Array, size: Array, coefficient: Array) -> Array:
    """The z at which the interval of Σ coefficient·share just touches 0; shares along the last axis.

    0 where the sum is 0; nan where a share that counts (coefficient not 0) is unknown or has no answers.
    """
    p, k, c = np.broadcast_arrays(share, size, coefficient)
    counts = c != 0
    unknown = (counts & (np.isnan(p) | ~(k > 0))).any(-1)
    total = np.where(counts, c * p, 0.0).sum(-1)
    known = ~unknown & (total != 0)
    # Towards nought is down for a term that works with the sum, up for one that works against it.
    down = (c > 0) == (total > 0)[..., None]
    usable = counts & known[..., None]
    own = np.where(usable, np.where(down, 1 - p, p), 0.5)
    sizes = np.where(usable, k, 1.0)
    weight = np.where(usable, np.abs(c), np.where(known[..., None], 0.0, 1.0))
    root = _root(own, sizes, weight, np.where(known, np.abs(total), 0.25))
    return np.where(unknown, np.nan, np.where(known, root, 0.0))


def _root(p: Array, size: Array, weight: Array, distance: Array) -> Array:
    """Solves Σ(weight·reach)² = distance² for z, by Newton; a step that leaves the bracket halves it.

    The reach grows with z, so there is one root. Whoever is there stays there: a root does not depend on which
    others are sought beside it.
    """
    low, high = np.zeros_like(distance), np.full_like(distance, FARTHEST)
    z, there = _start(p, size, weight, distance), np.zeros(distance.shape, dtype=bool)
    for _ in range(STEPS):
        far, slope = _reach(p, size, z[..., None])
        length = np.sqrt(((weight * far) ** 2).sum(-1))
        miss = length - distance
        low, high = np.where(miss < 0, z, low), np.where(miss < 0, high, z)
        step = z - miss * length / (weight**2 * far * slope).sum(-1)
        following = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        arriving = np.abs(following - z) <= CLOSE * np.maximum(z, 1.0)
        z = np.where(there, z, following)
        there |= arriving
        if there.all():
            break
    return z


def _start(p: Array, size: Array, weight: Array, distance: Array) -> Array:
    spread = (weight**2 * (p * (1 - p) + 1e-3) / size).sum(-1)
    return np.clip(distance / np.sqrt(spread), 0.1, 30.0)


def _reach(p: Array, size: Array, z: Array) -> tuple[Array, Array]:
    """How far Wilson's upper limit lies above p at z, and the slope of that in z."""
    c = z**2 / size
    root = np.sqrt(c * p * (1 - p) + c**2 / 4)
    top = c * (0.5 - p) + root
    top_slope = 0.5 - p + (p * (1 - p) + c / 2) / (2 * root)
    slope = (top_slope * (1 + c) - top) / (1 + c) ** 2
    return top / (1 + c), slope * 2 * z / size


def settled(value: Array, low: Array, high: Array, shown: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Limits that exclude nought exactly where `shown`, the one comparison (p ≤ level), says so.

    Algebra says they do; the last digit of a limit and of a p need not. Only such last digits are moved.
    """
    up, down = value > 0, value < 0
    low = np.where(up, np.where(shown, np.maximum(low, CLOSE), np.minimum(low, 0.0)), low)
    high = np.where(down, np.where(shown, np.minimum(high, -CLOSE), np.maximum(high, 0.0)), high)
    return low[()], high[()]  # numbers of numbers
