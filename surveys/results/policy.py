"""Disclosure control: one policy object, one function that applies it. docs/methods.md has the rules.

Only what `disclose` and `disclose_change` let through becomes a result; the raw figures never leave this
package. "Hidden" and "empty" look the same.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.results.figures import Figures, reordered
from surveys.results.indicators import Plan
from surveys.results.types import Shown
from surveys.statistics.change import Difference
from surveys.statistics.levels import Array

SPLIT_FROM = 30  # respondents before background groups are told apart (rule 4), in every preset
SHOWN = tuple(Shown)  # codes in arrays are places in this tuple
FULL, INDICATIVE, BELOW, ABOVE, TOO_FEW = range(5)


@dataclass(frozen=True)
class Policy:
    """The numbers of the rules; a step of 0 does not round."""

    name: str
    least_responses: int = 10
    least_dwellings: int = 20
    indicative_below: int = 30
    full_distribution_from: int = 50
    extreme: float = 0.10
    extreme_below: int = 20
    split_from: int = SPLIT_FROM
    least_group: int = 10
    share_step: float = 0.0  # from n = 50
    small_share_step: float = 0.0  # below
    mean_step: float = 0.0
    count_step: float = 0.0
    p_step: float = 0.0

    def reportable(self, n: float, dwellings: int | None) -> bool:
        """Rule 2. Where N is unknown, 20 responses prove 20 dwellings: one dwelling, one response."""
        homes = n if dwellings is None else dwellings
        return n >= self.least_responses and homes >= self.least_dwellings

    def share_steps(self, n: ArrayLike) -> Array:
        """The step of a share told by n people: finer from 50."""
        many = np.asarray(n) >= self.full_distribution_from
        return np.where(many, self.share_step, self.small_share_step)

    def rate(self, rate: float) -> float:
        """A response rate, as coarse as a share of many."""
        return float(rounded(rate, self.share_step)) if self.rounds else rate

    def count(self, n: float) -> int:
        """A number of people as it may be told."""
        return int(rounded(n, self.count_step)) if self.rounds else int(n)

    @property
    def rounds(self) -> bool:
        return self.share_step > 0


STANDARD = Policy("standard")
STRICT = Policy(
    "strict",
    share_step=0.05,
    small_share_step=0.10,
    mean_step=0.1,
    count_step=5.0,
    p_step=0.01,
)
PRESETS = {policy.name: policy for policy in (STANDARD, STRICT)}


def policy_named(name: str) -> Policy:
    """The preset of this name; the standard one for any other."""
    return PRESETS.get(name, STANDARD)


def stricter(one: Policy, other: Policy) -> Policy:
    """The policy for a figure made of two waves: a difference may not undo the other wave's rounding."""
    return one if one.rounds else other


@dataclass(frozen=True)
class Disclosed:
    """Figures that may be shown, arrays [units, indicators]; nan is hidden. `shown` are places in SHOWN."""

    shown: NDArray[np.int8]
    value: Array
    low: Array
    high: Array
    n: Array
    unweighted: Array

    @property
    def passes(self) -> NDArray[np.bool_]:
        """Where something may be said at all, if only "minder dan 10%"."""
        return self.shown != TOO_FEW

    @property
    def numeric(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.value)

    def at(self, places: NDArray[np.intp]) -> "Disclosed":
        """The same in another order of indicators; −1 is hidden."""
        return Disclosed(*(reordered(values, places, hidden) for values, hidden in self._parts()))

    def units(self, rows: NDArray[np.intp]) -> "Disclosed":
        """The same for some units; −1 is hidden."""
        return Disclosed(*(reordered(values.T, rows, hidden).T for values, hidden in self._parts()))

    @classmethod
    def hidden(cls, shape: tuple[int, ...]) -> "Disclosed":
        """Nothing at all, to be filled with `put`."""
        shown = np.full(shape, TOO_FEW, dtype=np.int8)
        return cls(shown, *(np.full(shape, np.nan) for _ in range(5)))

    def put(self, rows: NDArray[np.intp], found: "Disclosed") -> None:
        """Fill these units."""
        for (mine, _), (theirs, _) in zip(self._parts(), found._parts(), strict=True):
            mine[rows] = theirs

    def _parts(self) -> tuple[tuple[NDArray[Any], float], ...]:
        return (
            (self.shown, TOO_FEW),
            (self.value, np.nan),
            (self.low, np.nan),
            (self.high, np.nan),
            (self.n, np.nan),
            (self.unweighted, np.nan),
        )


def rounded(values: ArrayLike, step: ArrayLike) -> Array:
    """To the nearest multiple of `step`, halves up; unchanged where the step is 0."""
    exact, steps = np.asarray(values, dtype=float), np.asarray(step, dtype=float)
    safe = np.where(steps > 0, steps, 1.0)
    return np.where(steps > 0, np.round(np.floor(exact / safe + 0.5 + 1e-9) * safe, 10), exact)


def disclose(policy: Policy, found: Figures, plan: Plan, visible: ArrayLike = True) -> Disclosed:
    """Apply rules 2, 3 and rounding; `visible` says per unit (first axis) whether it is reported."""
    reported = np.asarray(visible, dtype=bool).reshape(-1, 1)
    few = ~reported | ~(found.n >= policy.least_responses)
    # Fewer people than in the share: their number would tell an answer that the bands keep together.
    few |= plan.partly_scored & (found.n < policy.full_distribution_from)
    shown = np.where(found.n < policy.indicative_below, INDICATIVE, FULL)
    small = plan.is_share & (found.n < policy.extreme_below)
    shown = np.where(small & (found.value < policy.extreme), BELOW, shown)
    shown = np.where(small & (found.value > 1 - policy.extreme), ABOVE, shown)
    shown = np.where(few | _tells_a_masked_share(policy, found, plan, shown), TOO_FEW, shown)
    hidden = shown > INDICATIVE
    step = np.where(plan.is_share, policy.share_steps(found.n), policy.mean_step)

    def open_only(values: Array) -> Array:
        return rounded(np.where(hidden, np.nan, values), step)

    return Disclosed(
        shown.astype(np.int8),
        open_only(found.value),
        open_only(found.low),
        open_only(found.high),
        rounded(np.where(shown == TOO_FEW, np.nan, found.n), policy.count_step),
        # Below 20 an extreme share is a band; the share beside it, without weights, would tell it.
        open_only(np.where(found.n < policy.extreme_below, np.nan, found.unweighted)),
    )


def _tells_a_masked_share(
    policy: Policy, found: Figures, plan: Plan, shown: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Below n = 20 a mean of equal answers, or of a variable whose share is masked, tells it after all."""
    masked = ((shown == BELOW) | (shown == ABOVE))[:, plan.share_of]
    small_mean = ~plan.is_share & (found.n < policy.extreme_below)
    return small_mean & (masked | (found.distinct <= 1))


def disclose_change(
    policy: Policy, raw: Difference, earlier: Disclosed, later: Disclosed, plan: Plan
) -> Difference:
    """A difference only where both levels are shown as numbers (rule 6); rounded as coarsely as they are."""
    both = earlier.numeric & later.numeric
    fewest = np.fmin(earlier.n, later.n)
    step = np.where(plan.is_share, policy.share_steps(fewest), policy.mean_step)
    exact = later.value - earlier.value if policy.rounds else raw.difference
    return Difference(
        np.where(both, np.round(exact, 10) if policy.rounds else exact, np.nan),
        rounded(np.where(both, raw.low, np.nan), step),
        rounded(np.where(both, raw.high, np.nan), step),
        rounded(np.where(both, raw.p, np.nan), policy.p_step),
    )


def signal_band(count: int) -> str:
    """Rule 7: reports of something suspicious per complex and half year, never their exact number."""
    return "0–4" if count < 5 else "5–9" if count < 10 else "10 of meer"
