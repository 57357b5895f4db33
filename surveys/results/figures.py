"""From counts to levels, before disclosure: one matrix product for all units and indicators at once."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.results.counts import Counts
from surveys.results.indicators import Plan, Spec
from surveys.statistics.change import Estimate
from surveys.statistics.levels import (
    Array,
    Sample,
    effective_size,
    kish,
    mean_interval,
    mean_variance,
    wilson,
)


@dataclass(frozen=True)
class Figures:
    """Arrays [units, indicators], nothing hidden yet; nan where nobody answered."""

    n: Array
    value: Array
    low: Array
    high: Array
    size: Array  # k: a share is tested with it
    variance: Array  # of a mean, without finite-population correction
    df: Array  # its degrees of freedom
    distinct: Array  # how many different answers were given
    unweighted: Array  # nan unless the unit is weighted

    def estimates(self, columns: NDArray[np.bool_]) -> Estimate:
        """As means are tested: variance without correction and its degrees of freedom."""
        return Estimate(self.value[:, columns], self.variance[:, columns], self.df[:, columns])

    def at(self, places: NDArray[np.intp]) -> "Figures":
        """The same figures in another order of indicators; −1 gives nan and n = 0."""
        zero = {"n", "size", "distinct"}
        return Figures(
            **{
                part.name: reordered(
                    getattr(self, part.name), places, 0.0 if part.name in zero else np.nan
                )
                for part in fields(self)
            }
        )

    def units(self, rows: NDArray[np.intp]) -> "Figures":
        """The figures of some units; −1 gives nobody's."""
        zero = {"n", "size", "distinct"}
        return Figures(
            **{
                part.name: reordered(
                    getattr(self, part.name).T, rows, 0.0 if part.name in zero else np.nan
                ).T
                for part in fields(self)
            }
        )


def reordered(values: NDArray[Any], places: NDArray[np.intp], nothing: float) -> NDArray[Any]:
    """The last axis in the order of `places`; `nothing` where a place is −1."""
    if not values.shape[-1]:
        return np.full((*values.shape[:-1], len(places)), nothing)
    return np.where(places >= 0, values[..., places], nothing)


def figures(counts: Counts, plan: Plan) -> Figures:
    """Levels with their margins. Raises MoreAnswersThanDwellings where n > N."""
    # Sums around the middle of a scale lose no digits; a share stays exactly yes/n.
    middle = np.where(plan.is_share, 0.0, (plan.lowest + plan.highest) / 2)
    sums = np.zeros((8, len(counts.respondents), len(plan.specs)))
    for place, spec in enumerate(plan.specs):
        _add_up(sums[:, :, place], counts, spec, middle[place])
    n, weight, square, distinct, plain, total, squared, curved = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = total / weight
        unweighted = plain / n + middle
    spread = np.maximum(curved - 2 * centred * squared + centred**2 * square, 0.0)
    found = Sample(n, weight, square, centred + middle, np.where(distinct > 1, spread, 0.0))
    low, high = _limits(found, plan, counts.dwellings[:, None])
    return Figures(
        n,
        found.mean,
        low,
        high,
        kish(weight, square),
        mean_variance(found),
        n - 1,
        distinct,
        np.where(counts.weighted[:, None], unweighted, np.nan),
    )


def _add_up(sums: Array, counts: Counts, spec: Spec, middle: float) -> None:
    """Of one indicator per unit: n, Σw, Σw², different answers, Σy, Σwy, Σw²y, Σw²y²; y from the middle.

    Indicator by indicator: one product with all columns would multiply mostly noughts.
    """
    options = counts.by_variable.get(spec.indicator.variable, ())
    values = [(place, spec.value_of(option)) for option, place in options]
    valid = [(place, value - middle) for place, value in values if value is not None]
    if not valid:
        return
    places, y = [place for place, _ in valid], np.array([value for _, value in valid])
    n, weight, square = counts.cells[:, :, places]
    sums[:3] = n.sum(-1), weight.sum(-1), square.sum(-1)
    sums[3] = (n > 0).sum(-1)
    sums[4:] = n @ y, weight @ y, square @ y, square @ y**2


def _limits(found: Sample, plan: Plan, dwellings: Array) -> tuple[Array, Array]:
    shares, means = plan.is_share, ~plan.is_share
    low, high = np.full_like(found.mean, np.nan), np.full_like(found.mean, np.nan)
    of_share = _part(found, shares)
    p = np.clip(of_share.mean, 0.0, 1.0)
    score = wilson(p, effective_size(of_share.effective, of_share.n, dwellings))
    low[:, shares], high[:, shares] = score.low, score.high
    interval = mean_interval(
        _part(found, means), dwellings, lowest=plan.lowest[means], highest=plan.highest[means]
    )
    low[:, means], high[:, means] = interval.low, interval.high
    return low, high


def _part(found: Sample, columns: NDArray[np.bool_]) -> Sample:
    return Sample(
        found.n[:, columns],
        found.weight[:, columns],
        found.weight_square[:, columns],
        found.mean[:, columns],
        found.spread[:, columns],
    )
