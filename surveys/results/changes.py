"""Comparisons after disclosure: over time, or a unit with the rest of the corporation."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from surveys.results.figures import Figures
from surveys.results.indicators import Plan
from surveys.results.policy import Disclosed, Policy, disclose_change, rounded
from surveys.statistics.change import (
    Difference,
    detectable_mean,
    detectable_share,
    mean_change,
    share_change,
)
from surveys.statistics.families import adjust
from surveys.statistics.levels import Array
from surveys.statistics.verdicts import ORDER, Verdict, verdict_codes

TOO_FEW = ORDER.index(Verdict.TOO_FEW)
NOT_COMPARABLE = ORDER.index(Verdict.NOT_COMPARABLE)


@dataclass(frozen=True)
class Side:
    """One side of a comparison: raw figures to test with, and what of them may be shown."""

    figures: Figures
    disclosed: Disclosed


@dataclass(frozen=True)
class Changes:
    """Arrays [units, indicators], disclosed; `verdicts` are places in ORDER, nan is hidden."""

    verdicts: NDArray[np.int8]
    difference: Array
    low: Array
    high: Array
    p: Array
    p_adjusted: Array
    detectable: Array

    @classmethod
    def hidden(cls, shape: tuple[int, ...]) -> "Changes":
        """No comparison at all, to be filled with `put`."""
        verdicts = np.full(shape, TOO_FEW, dtype=np.int8)
        return cls(verdicts, *(np.full(shape, np.nan) for _ in range(6)))

    def put(self, rows: NDArray[np.intp], found: "Changes") -> None:
        """Fill these units."""
        for part in fields(self):
            getattr(self, part.name)[rows] = getattr(found, part.name)


def compare(
    policy: Policy, plan: Plan, earlier: Side, later: Side, comparable: NDArray[np.bool_]
) -> Changes:
    """Every tested indicator of every unit; the family is what one unit can really compare (last axis)."""
    raw, detectable = _test(plan, earlier.figures, later.figures)
    passes = earlier.disclosed.passes & later.disclosed.passes
    possible = passes & comparable & plan.tested
    adjusted = adjust(np.where(possible, raw.p, np.nan), np.broadcast_to(plan.is_key, raw.p.shape))
    verdicts = verdict_codes(raw.difference, raw.low, raw.high, adjusted, plan.near)
    verdicts = np.where(passes, verdicts, TOO_FEW)
    verdicts = np.where(comparable, verdicts, NOT_COMPARABLE).astype(np.int8)
    shown = disclose_change(policy, _where(possible, raw), earlier.disclosed, later.disclosed, plan)
    seen = ~np.isnan(shown.difference)
    return Changes(
        verdicts,
        shown.difference,
        shown.low,
        shown.high,
        shown.p,
        rounded(np.where(seen, adjusted, np.nan), policy.p_step),
        rounded(np.where(seen, detectable, np.nan), policy.p_step),
    )


def _where(possible: NDArray[np.bool_], raw: Difference) -> Difference:
    # An untested or broken comparison has no difference at all, so that none can be read into it.
    return Difference(
        np.where(possible, raw.difference, np.nan),
        np.where(possible, raw.low, np.nan),
        np.where(possible, raw.high, np.nan),
        np.where(possible, raw.p, np.nan),
    )


def _test(plan: Plan, earlier: Figures, later: Figures) -> tuple[Difference, Array]:
    """Newcombe for shares, Welch for means, and what these numbers could have shown."""
    shape = np.broadcast_shapes(earlier.value.shape, later.value.shape)
    parts = [np.full(shape, np.nan) for _ in range(5)]
    # A figure that is only shown beside the tested one is not worth the work.
    shares, means = plan.is_share & plan.tested, ~plan.is_share & plan.tested
    before, after = np.clip(earlier.value[:, shares], 0, 1), np.clip(later.value[:, shares], 0, 1)
    sizes = earlier.size[:, shares], later.size[:, shares]
    of_shares = share_change(before, sizes[0], after, sizes[1])
    pooled = (before + after) / 2
    first, second = earlier.estimates(means), later.estimates(means)
    of_means = mean_change(first, second)
    for place, name in enumerate(("difference", "low", "high", "p")):
        parts[place][:, shares] = getattr(of_shares, name)
        parts[place][:, means] = getattr(of_means, name)
    parts[4][:, shares] = detectable_share(pooled, *sizes)
    parts[4][:, means] = detectable_mean(first, second)
    return Difference(*parts[:4]), parts[4]
