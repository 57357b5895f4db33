"""The change that is said to be found with a chance of 8 in 10 is found so often, by the test itself."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from surveys.statistics.change import (
    Estimate,
    change_visible,
    detectable_mean,
    detectable_share,
    share_change,
)
from surveys.statistics.detectable import Detectable, detectable_change, share_power
from surveys.statistics.levels import sample
from tests.bench.power import PROMISED, share_of_means_found, share_of_shares_found

NAN = float("nan")


def enumerated(n1, n2, p1, p2, level, untold=-1):
    """A second method: every pair of counts, each tested by share_change itself."""
    one, two = np.arange(n1 + 1)[:, None], np.arange(n2 + 1)
    found = share_change(one / n1, n1, two / n2, n2)
    right = (found.p <= level) & (np.sign(found.difference) == np.sign(p2 - p1))
    told = (one > untold) & (one < n1 - untold) & (two > untold) & (two < n2 - untold)
    chance = stats.binom.pmf(one, n1, p1) * stats.binom.pmf(two, n2, p2)
    return float((chance * right * told).sum())


@pytest.mark.parametrize("untold", [0, 3])
@pytest.mark.parametrize(("n1", "n2"), [(30, 30), (27, 229), (60, 44), (150, 150)])
@pytest.mark.parametrize("level", [0.05, 0.01])
def test_smallest_change_has_exactly_the_power_it_promises(n1, n2, level, untold):
    hidden = untold or -1
    found = detectable_change(n1, n2, level, untold=untold)
    assert_allclose(enumerated(n1, n2, 0.3, 0.3 + found.rise, level, hidden), 0.8, atol=0.001)
    if not np.isnan(found.fall):
        assert_allclose(enumerated(n1, n2, 0.3, 0.3 - found.fall, level, hidden), 0.8, atol=0.001)


def test_chance_of_finding_a_change_agrees_with_every_pair_of_counts():
    for shares in ((0.3, 0.55), (0.3, 0.12), (0.8, 0.5)):
        for untold in (0, 3):
            assert_allclose(
                share_power(shares, (33, 48), 0.0125, untold),
                enumerated(33, 48, *shares, 0.0125, untold or -1),
                rtol=1e-9,
            )


def test_no_smaller_change_is_found_often_enough():
    found = detectable_change(40, 40, 0.01)
    for smaller in np.arange(0.01, found.rise - 0.0005, 0.005):
        assert share_power((0.3, 0.3 + smaller), (40, 40), 0.01) < 0.8


@pytest.mark.parametrize(
    ("n1", "n2", "rise", "fall"),
    [  # docs/methods.md, at .01 and with hidden counts of 0–3
        (20, 20, NAN, NAN),
        (30, 30, 42.8, NAN),
        (40, 40, 37.4, NAN),
        (60, 60, 30.5, NAN),
        (100, 100, 23.5, 19.3),
        (200, 200, 16.5, 14.3),
        (27, 229, 34.0, 22.8),
        (1000, 1000, 7.2, 6.7),
    ],
)
def test_detectable_change_of_the_worked_numbers_is_reproduced(n1, n2, rise, fall):
    found = detectable_change(n1, n2, 0.01, untold=3)
    assert_allclose([100 * found.rise, 100 * found.fall], [rise, fall], atol=0.051)


def test_what_was_promised_before_was_found_in_half_of_all_surveys():
    def formula(n, m):
        return 2.8015852 * np.sqrt(0.3 * 0.7 * (1 / n + 1 / m))

    for level, expected in ((0.0125, 0.56), (0.01, 0.54)):  # four and five key figures
        change = formula(100, 100)
        assert_allclose(share_power((0.3, 0.3 + change), (100, 100), level), expected, atol=0.005)
    assert_allclose([formula(229, 229), formula(27, 229)], [0.120, 0.261], atol=5e-4)
    assert share_power((0.3, 0.3 + formula(229, 229)), (27, 229), 0.05) < 0.25
    assert_allclose(detectable_change(27, 229, 0.05).rise, 0.277, atol=5e-4)
    assert_allclose(detectable_change(27, 229, 0.01).rise, 0.334, atol=5e-4)


def test_either_way_is_the_larger_and_a_way_without_any_does_not_count():
    assert Detectable(0.3, 0.2).either == 0.3
    assert Detectable(0.3, NAN).either == 0.3
    assert np.isnan(Detectable(NAN, NAN).either)


def test_rise_and_fall_are_each_others_mirror():
    up, down = detectable_change(50, 80, 0.01, 0.3), detectable_change(50, 80, 0.01, 0.7)
    assert_allclose([up.rise, up.fall], [down.fall, down.rise])


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_approximation_is_within_half_a_point_from_sixty_answers_on(share):
    errors = [
        change_visible(share, n1, n2, level, way) - exact
        for n1 in (60, 80, 150, 400)
        for n2 in (60, 100, 229, 500)
        for level in (0.05, 0.0125, 0.01)
        for way, exact in zip((1, -1), _both(n1, n2, level, share), strict=True)
    ]
    there = [100 * abs(float(error)) for error in errors if not np.isnan(error)]
    assert len(there) > 40
    assert max(there) <= 0.5


def _both(n1, n2, level, share):
    found = detectable_change(n1, n2, level, share)
    return found.rise, found.fall


def test_very_many_answers_are_approximated_as_well_as_they_are_counted():
    counted, approximated = detectable_change(1000, 1000, 0.01), detectable_change(1001, 1000, 0.01)
    assert_allclose(counted.rise, approximated.rise, atol=1e-4)
    assert_allclose(counted.fall, approximated.fall, atol=1e-4)


def test_approximation_of_many_at_once_is_that_of_each():
    shares, sizes = np.array([[0.3, 0.5], [0.1, 0.3]]), np.array([[60.5, 90.0], [80.0, 0.0]])
    found = detectable_share(shares, sizes, 100.0, 0.01)
    one = detectable_share(0.5, 90.0, 100.0, 0.01)
    assert_allclose(found[0, 1], one)
    assert np.isnan(found[1, 1])
    assert_allclose(detectable_share(0.3, 60), detectable_change(60, 60, 0.05).rise, atol=0.005)


def test_detectable_change_of_a_mean_agrees_with_statsmodels_noncentral_t():
    marks = (
        Estimate.of(sample([5, 6, 7, 8, 7, 6, 5, 9, 4, 7])),
        Estimate.of(sample([5, 6, 7, 8, 7, 6, 5, 9, 4, 7])),
    )
    spread = np.std([5, 6, 7, 8, 7, 6, 5, 9, 4, 7], ddof=1)
    for level in (0.05, 0.01):
        effect = TTestIndPower().solve_power(nobs1=10, alpha=level, power=0.8)
        assert_allclose(detectable_mean(*marks, level), effect * spread, rtol=1e-4)


def test_detectable_change_of_a_mean_without_spread_or_answers_is_unknown():
    still = Estimate.of(sample([7.0] * 12))
    assert np.isnan(detectable_mean(still, still))
    nobody = Estimate(np.array([NAN, 7.0]), np.array([NAN, 0.04]), np.array([NAN, 30.0]))
    assert np.isnan(detectable_mean(nobody, nobody)).tolist() == [True, False]


@pytest.mark.parametrize("promised", PROMISED, ids=str)
def test_power_in_simulated_surveys_is_the_power_that_is_promised(promised):
    waves = 20_000
    for found in (share_of_shares_found, share_of_means_found):
        power = found(promised, waves)
        assert abs(power - 0.8) <= 4 * np.sqrt(0.8 * 0.2 / waves)
