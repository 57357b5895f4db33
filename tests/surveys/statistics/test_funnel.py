"""Limits of a funnel: worked numbers, and a second way to the same answer by adding up probabilities."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from scipy.stats import binom, norm

from surveys.statistics.funnel import (
    ALARM,
    WARNING,
    Z,
    beyond,
    mean_limits,
    pooled_spread,
    share_limits,
)


@pytest.mark.parametrize(
    ("share", "size", "tail", "low", "high"),
    [
        (0.3, 10, WARNING, 0.0, 0.66080214),
        (0.3, 100, WARNING, 0.20690239, 0.39691201),
        (0.3, 10, ALARM, 0.0, 0.84080917),
        (0.3, 100, ALARM, 0.16026075, 0.45156262),
        (0.0, 50, WARNING, 0.0, 0.0195),
        (1.0, 50, ALARM, 0.98002, 1.0),
    ],
)
def test_limits_of_a_share(share, size, tail, low, high):
    found = share_limits(share, size, tail)

    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=1e-8)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.77, 0.95])
@pytest.mark.parametrize("tail", [WARNING, ALARM])
def test_share_lies_outside_exactly_when_its_tail_is_that_improbable(share, tail):
    """Second method: the binomial probabilities themselves, added up exactly."""
    p = Fraction(share)
    for size in (1, 2, 10, 17, 60):
        chances = [comb(size, r) * p**r * (1 - p) ** (size - r) for r in range(size + 1)]
        below = [sum(chances[: r + 1]) for r in range(size + 1)]
        above = [sum(chances[r:]) for r in range(size + 1)]
        wanted = [
            -1 if below[r] <= Fraction(tail) else 1 if above[r] <= Fraction(tail) else 0
            for r in range(size + 1)
        ]

        found = beyond(
            np.arange(size + 1) / size, share_limits(share, np.full(size + 1, size), tail)
        )

        assert found.tolist() == wanted, (size, share)


def test_limits_of_a_large_share_agree_with_scipy_and_the_normal_curve():
    found = share_limits(0.36, [400, 4000], WARNING)

    assert (found.low * [400, 4000] <= binom.ppf(0.025, [400, 4000], 0.36)).all()
    near = 0.36 + norm.ppf(0.975) * np.sqrt(0.36 * 0.64 / np.array([400, 4000]))
    assert np.abs(found.high - near).max() < 0.004


def test_limits_open_up_for_fewer_answers_and_for_weighted_ones_in_between():
    sizes = np.array([10, 20.5, 40, 80.25, 1000])

    for tail in (WARNING, ALARM):
        found = share_limits(0.4, sizes, tail)
        assert (np.diff(found.high - found.low) < 0).all()
    assert (share_limits(0.4, sizes, ALARM).high > share_limits(0.4, sizes, WARNING).high).all()


def test_limits_of_a_mean():
    found = mean_limits(7.0, 1.5, [36, 9], WARNING)

    assert found.low == pytest.approx([6.51000900, 6.02001800], abs=1e-8)
    assert found.high == pytest.approx([7.48999100, 7.97998200], abs=1e-8)
    assert [Z[tail] - norm.isf(tail) for tail in (WARNING, ALARM)] == pytest.approx(
        [0, 0], abs=1e-12
    )


def test_pooled_spread_is_the_standard_deviation_within_units():
    answers = [np.array([6.0, 7, 8, 7]), np.array([3.0, 9, 5]), np.array([5.0])]
    centred = np.concatenate([one - one.mean() for one in answers])
    by_hand = np.sqrt((centred**2).sum() / (len(centred) - len(answers)))
    variance = [one.var(ddof=1) / len(one) if len(one) > 1 else np.nan for one in answers]

    found = pooled_spread(variance, [4, 3, 1], [3, 2, 0])

    assert found == pytest.approx(by_hand, abs=1e-12)
    assert np.isnan(pooled_spread([np.nan], [1], [0]))


def test_nothing_is_outside_without_a_value_or_exactly_on_the_line():
    limits = mean_limits(7.0, 1.5, [36, 36, 36], WARNING)

    assert beyond([np.nan, limits.high[1], limits.high[2] + 1e-6], limits).tolist() == [0, 0, 1]
