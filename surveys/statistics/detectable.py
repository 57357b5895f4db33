"""Detectable change: the smallest difference that the verdict's own test finds with a chance of 8 in 10.

For a share by adding up the chance of every pair of counts at which the test finds it: no formula and no
simulation. At the level at which a verdict is given: Holm's first step (families.first_level), because a key
figure that changes alone has to reach that one. For means and for many figures at once see change.py.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri

from surveys.statistics.change import POWER, change_visible
from surveys.statistics.levels import Array, wilson

USUAL_SHARE = 0.3  # what a change is reckoned from before anything is known: three in ten
EXACT_PAIRS = (
    1_000_000  # of counts; with more of them, and 60 answers in both, the approximation is as good
)
ACCURATE_FROM = 60
COARSE, HALVINGS = 0.02, 12


@dataclass(frozen=True)
class Detectable:
    """The smallest rise and fall that are found with a chance of .8, as shares; nan where there is none."""

    rise: float
    fall: float

    @property
    def either(self) -> float:
        """What is found whichever way it goes: the larger; a way without any does not count."""
        return float(np.fmax(self.rise, self.fall))


@lru_cache(maxsize=16384)
def detectable_change(
    earlier: int, later: int, level: float, share: float = USUAL_SHARE, untold: int = 0
) -> Detectable:
    """From `share`, with these numbers of answers, by Newcombe's test at `level` (share_change), exactly.

    `untold`: counts of 0 … untold and n−untold … n are told without a number, so no verdict comes of them;
    a fall from three in ten often ends there. With very many answers the approximation stands in.
    Worked: 60 and 60 answers at .01 → a rise of .3046, a fall of .2341; with untold 3 no fall.
    """
    if earlier * later > EXACT_PAIRS and min(earlier, later) >= ACCURATE_FROM:
        rise, fall = (float(change_visible(share, earlier, later, level, way)) for way in (1, -1))
        return Detectable(rise, fall)
    return Detectable(*(_smallest(earlier, later, level, share, untold, way) for way in (1, -1)))


def share_power(
    shares: tuple[float, float], sizes: tuple[int, int], level: float, untold: int = 0
) -> float:
    """The exact chance that a change from one share to the other is found, in its own direction."""
    way = 1 if shares[1] >= shares[0] else -1
    found = _chance_by_count(sizes[0], sizes[1], level, shares[0], untold, way)
    return float(found @ _binomial(sizes[1], np.array([shares[1]]))[:, 0])


def _smallest(earlier: int, later: int, level: float, share: float, untold: int, way: int) -> float:
    """The first change with a power of .8: in steps of two points, then by halving the last step."""
    found = _chance_by_count(earlier, later, level, share, untold, way)
    reach = 1 - share if way > 0 else share
    steps = np.append(np.arange(COARSE, reach, COARSE), reach)
    enough = found @ _binomial(later, share + way * steps) >= POWER
    if not enough.any():
        return float("nan")
    high = float(steps[enough.argmax()])
    low = max(high - COARSE, 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        power = float(found @ _binomial(later, np.array([share + way * middle]))[:, 0])
        low, high = (low, middle) if power >= POWER else (middle, high)
    return high


def _chance_by_count(
    earlier: int, later: int, level: float, share: float, untold: int, way: int
) -> Array:
    """Per count of the later wave the chance that the earlier one makes it a change found."""
    found = _found(earlier, later, level, untold, way)
    chance: Array = _binomial(earlier, np.array([share]))[:, 0] @ found
    return chance


def _found(earlier: int, later: int, level: float, untold: int, way: int) -> NDArray[np.bool_]:
    """[earlier + 1, later + 1]: whether these two counts are called a change in this direction."""
    z = -ndtri(level / 2)
    counts = np.arange(earlier + 1), np.arange(later + 1)
    before, after = wilson(counts[0] / earlier, earlier, z), wilson(counts[1] / later, later, z)
    rise = way * (after.value - before.value[:, None])
    up, down = before.high - before.value, before.value - before.low
    near = (up if way > 0 else down)[:, None]
    far = after.value - after.low if way > 0 else after.high - after.value
    seen = [(c > untold) & (c < n - untold) for c, n in zip(counts, (earlier, later), strict=True)]
    told = seen[0][:, None] & seen[1] if untold else np.array(True)
    return (rise > 0) & (rise**2 > near**2 + far**2) & told


def _binomial(n: int, share: Array) -> Array:
    """[n + 1, shares]: the chance of every count."""
    count = np.arange(n + 1)[:, None]
    p = np.clip(share, 1e-300, 1 - 1e-16)
    ways = gammaln(n + 1) - gammaln(count + 1) - gammaln(n - count + 1)
    return np.exp(ways + count * np.log(p) + (n - count) * np.log1p(-p))
