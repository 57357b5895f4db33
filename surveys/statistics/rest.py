"""The rest of the corporation: every complex weighs by its dwellings, the complex itself left out.

Sums are additive, so the rest of each of a thousand complexes is one subtraction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.change import Estimate
from surveys.statistics.levels import Array

ROUNDING = 1e-9  # a difference of sums smaller than this part of them is rounding, not variance


@dataclass(frozen=True)
class Strata:
    """Sums over complexes h: ΣN, ΣN·y, ΣN²·V, ΣN⁴·V²/df, ΣN²/k and Σk."""

    dwellings: Array
    value: Array
    variance: Array
    satterthwaite: Array
    kish: Array
    answers: Array

    def sum(self) -> "Strata":
        """Over the first axis: the complexes."""
        return Strata(*(part.sum(axis=0) for part in self.parts()))

    def without(self, own: "Strata") -> "Strata":
        """These sums without `own`; what is left by rounding alone becomes 0."""
        pairs = zip(self.parts(), own.parts(), strict=True)
        return Strata(*(_minus(mine, other) for mine, other in pairs))

    def parts(self) -> tuple[Array, ...]:
        """The six sums, in order."""
        return (
            self.dwellings,
            self.value,
            self.variance,
            self.satterthwaite,
            self.kish,
            self.answers,
        )


def _minus(total: Array, own: Array) -> Array:
    left = total - own
    return np.where(left > ROUNDING * np.abs(total), left, 0.0)


def strata(estimate: Estimate, size: ArrayLike, dwellings: ArrayLike) -> Strata:
    """The contribution of each complex; nan values (not reported) contribute nothing.

    Give a share p with variance p(1−p)/k; `size` is k, `dwellings` is N.
    """
    value, variance, df, k, total = np.broadcast_arrays(
        estimate.value, estimate.variance, estimate.df, np.asarray(size, float), dwellings
    )
    there = ~np.isnan(value) & (k > 0)
    weight = np.where(there, total, 0.0).astype(float)
    v = np.where(there, np.nan_to_num(variance), 0.0)
    safe = np.where(there, k, 1.0)
    freedom = np.where(there & (df > 0), df, 1.0)
    return Strata(
        weight,
        weight * np.where(there, value, 0.0),
        weight**2 * v,
        weight**4 * v**2 / freedom,
        weight**2 / safe,
        np.where(there, k, 0.0),
    )


def rest_mean(sums: Strata) -> Estimate:
    """ΣN·y/ΣN with its stratified variance ΣN²V/(ΣN)² and Satterthwaite's df; nan when nobody is left."""
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(sums.dwellings > 0, sums.value / sums.dwellings, np.nan)
        variance = sums.variance / sums.dwellings**2
        df = np.where(sums.satterthwaite > 0, sums.variance**2 / sums.satterthwaite, 1.0)
    return Estimate(value, variance, df)


def rest_share(sums: Strata) -> tuple[Array, Array]:
    """The rest's share and the effective size that gives it its stratified variance: k = p(1−p)/V.

    Never more than the answers themselves, so that complexes at exactly 0 or 1 cannot pretend to
    certainty; with no variance at all Kish's size (ΣN)²/Σ(N²/k) stands in. nan when nobody is left.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where(sums.dwellings > 0, sums.value / sums.dwellings, np.nan)
        p = np.clip(p, 0.0, 1.0)
        stratified = p * (1 - p) * sums.dwellings**2 / sums.variance
        plain = sums.dwellings**2 / sums.kish
    size = np.where(sums.variance > 0, np.minimum(stratified, sums.answers), plain)
    return p, np.where(np.isnan(p), 0.0, size)
