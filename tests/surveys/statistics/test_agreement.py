"""An interval excludes nought exactly when the verdict, after adjusting for many questions, says so."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from surveys.statistics.change import (
    Estimate,
    mean_change,
    rounding_variance,
    share_change,
    told_size,
)
from surveys.statistics.families import adjust, first_level, levels, rejects
from surveys.statistics.levels import sample

NAN = float("nan")
FIVE = [0.04, 0.001, 0.03, 0.03, 0.2]


def excludes(found):
    return (found.low > 0) | (found.high < 0)


def random_keys(rng, rows, questions):
    """At most five key figures per row, in places that differ."""
    return rng.random((rows, questions)).argsort(-1) < rng.integers(0, 6, (rows, 1))


def test_level_of_the_worked_numbers_is_where_each_procedure_stopped():
    assert_allclose(levels(FIVE, True), 0.05 / 4)
    assert_allclose(levels(FIVE, False), 4 * 0.05 / 5)
    assert_allclose(
        levels(FIVE, [True, True, False, False, True]), [0.025, 0.025, 0.05, 0.05, 0.025]
    )


@pytest.mark.parametrize(
    ("p", "holm", "hochberg"),
    [
        ([0.001, 0.002, 0.003], 0.05, 0.05),  # everything is rejected
        ([0.3, 0.4, 0.5], 0.05 / 3, 0.05 / 3),  # nothing is
        ([0.3, NAN, 0.001], 0.05, 0.025),  # two comparisons can be made, one is found
        ([0.2], 0.05, 0.05),
    ],
)
def test_level_of_all_none_or_some_found_follows_the_formula(p, holm, hochberg):
    there = ~np.isnan(p)
    assert_allclose(levels(p, True), np.where(there, holm, NAN))
    assert_allclose(levels(p, False), np.where(there, hochberg, NAN))


def test_level_of_no_comparisons_at_all_is_unknown():
    assert np.isnan(levels([NAN, NAN], [True, False])).all()


def test_level_lies_between_what_is_found_and_what_is_not_in_random_families():
    rng = np.random.default_rng(1)
    p = rng.random((4000, 12)) ** 4
    p[rng.random(p.shape) < 0.2] = NAN
    key = random_keys(rng, *p.shape)
    found = rejects(adjust(p, key))
    assert 0.2 < found.mean() < 0.8
    assert ((p <= levels(p, key)) == found).all()


def test_level_treats_a_p_on_the_edge_as_its_adjusted_p_was_treated():
    ulps = np.arange(-3, 4) * 1e-17
    for size in range(1, 8):  # .05/size + a last digit, beside others that are far away
        p = np.full((len(ulps), size), 0.9)
        p[:, 0] = 0.05 / size + ulps
        for key in (True, False):
            assert ((p <= levels(p, key)) == rejects(adjust(p, key))).all()
            assert rejects(adjust(p, key))[:, 0].all()


def test_first_level_is_that_of_holms_first_step():
    assert_allclose(first_level([0, 1, 4, 5]), [0.05, 0.05, 0.0125, 0.01])
    assert rejects(adjust([float(first_level(4)), 0.9, 0.9, 0.9], True))[0]


def test_interval_of_ten_thousand_changed_shares_agrees_with_the_adjusted_verdict():
    rng = np.random.default_rng(2)
    sizes = rng.integers(10, 300, (2, 1000, 10)).astype(float)
    true = rng.random((2, 1000, 10))
    true[1] = np.where(rng.random(true[1].shape) < 0.5, true[0], true[1])  # half did not change
    shares = np.round(true * sizes) / sizes
    key = random_keys(rng, 1000, 10)
    p = share_change(shares[0], sizes[0], shares[1], sizes[1]).p
    found = share_change(shares[0], sizes[0], shares[1], sizes[1], levels(p, key))
    verdicts = rejects(adjust(p, key))
    assert 0.2 < verdicts.mean() < 0.8
    assert (excludes(found) == verdicts).all()
    assert (found.p == p).all()


def test_interval_of_ten_thousand_changed_means_agrees_with_the_adjusted_verdict():
    rng = np.random.default_rng(3)
    shape = (1000, 10)
    waves = [
        Estimate(
            rng.integers(0, 21, shape) / 2, rng.uniform(0, 1, shape), rng.integers(9, 200, shape)
        )
        for _ in range(2)
    ]
    key, rounding = random_keys(rng, *shape), 2 * rounding_variance(0.5)
    p = mean_change(*waves, rounding=rounding).p
    found = mean_change(*waves, levels(p, key), rounding)
    verdicts = rejects(adjust(p, key))
    assert 0.2 < verdicts.mean() < 0.9
    assert (excludes(found) == verdicts).all()


def test_interval_at_exactly_its_own_p_touches_nought_and_counts_as_excluding_it():
    rng = np.random.default_rng(4)
    before, after = rng.random((2, 5000))
    sizes = rng.integers(10, 300, (2, 5000)).astype(float)
    p = share_change(before, sizes[0], after, sizes[1]).p
    usual = p > 1e-200
    at = share_change(before, sizes[0], after, sizes[1], p)
    just_below = share_change(before, sizes[0], after, sizes[1], np.nextafter(p, 0))
    assert excludes(at)[usual].all()
    assert not excludes(just_below)[usual].any()
    nearest = np.where(at.difference > 0, at.low, at.high)
    assert_allclose(nearest[usual], 0, atol=1e-9)


def test_interval_at_exactly_its_own_p_of_a_mean_counts_as_excluding_nought():
    rng = np.random.default_rng(5)
    first, second = (
        Estimate(rng.normal(6, 1, 5000), rng.uniform(0.01, 1, 5000), rng.integers(5, 90, 5000))
        for _ in range(2)
    )
    p = mean_change(first, second).p
    assert excludes(mean_change(first, second, p)).all()
    assert not excludes(mean_change(first, second, np.nextafter(p, 0))).any()


def test_p_of_a_share_does_not_depend_on_what_is_tested_beside_it():
    rng = np.random.default_rng(6)
    before, after = rng.random((2, 300))
    together = share_change(before, 40.0, after, 25.0).p
    alone = [float(share_change(x, 40.0, y, 25.0).p) for x, y in zip(before, after, strict=True)]
    assert (together == alone).all()


def test_interval_of_a_share_at_one_percent_of_the_worked_numbers_is_reproduced():
    found = share_change(18 / 30, 30, 9 / 30, 30, 0.01)
    assert_allclose([found.low, found.high], [-0.55065763, 0.02669344], atol=5e-9)
    assert np.isnan(
        [share_change(0.6, 30, 0.3, 30, NAN).low, share_change(0.6, 30, 0.3, 30, NAN).high]
    ).all()


def test_interval_of_a_mean_at_one_percent_agrees_with_statsmodels():
    before, after = [5, 6, 4, 7, 5, 6, 5, 3, 8, 6], [7, 7, 8, 6, 7, 9, 7, 6, 8, 5, 7, 7]
    low, high = CompareMeans(DescrStatsW(after), DescrStatsW(before)).tconfint_diff(
        0.01, usevar="unequal"
    )
    found = mean_change(Estimate.of(sample(before)), Estimate.of(sample(after)), 0.01)
    assert_allclose([found.low, found.high], [low, high])


def test_rounding_widens_a_mean_by_its_variance_and_leaves_what_cannot_be_tested_alone():
    first, second = Estimate.of(sample([5, 6, 7, 8])), Estimate.of(sample([1, 9, 4, 4]))
    plain, told = mean_change(first, second), mean_change(first, second, rounding=2 * 0.5**2 / 12)
    variance = float(first.variance + second.variance)
    width = (told.high - told.low) / (plain.high - plain.low)
    assert_allclose(width, np.sqrt((variance + 0.5**2 / 6) / variance))
    still = Estimate.of(sample([7.0] * 12)), Estimate.of(sample([8.0] * 12))
    assert np.isnan(mean_change(*still, rounding=0.04).p)


def test_rounding_makes_a_share_worth_fewer_answers():
    assert_allclose(told_size(0.3, 60, 0.05), 56.70103093, atol=5e-9)
    assert_allclose(told_size([0.3, 0.0], [60, 12], 0), [60, 12])
    q = 20 / 64
    assert_allclose(q * (1 - q) / told_size(0.3, 60, 0.05), q * (1 - q) / 60 + 0.05**2 / 12)
    assert 0 < told_size(0.0, 12, 0.1) < 12  # a told nought keeps answers to be tested with
    assert told_size(0.5, 0, 0.1) == 0


def test_false_alarms_of_told_shares_rise_only_where_rounding_is_not_reckoned():
    rng = np.random.default_rng(8)
    counts = rng.binomial(1000, rng.uniform(0.2, 0.8, 60_000), (2, 60_000))
    told = np.round(counts / 1000 / 0.02) * 0.02
    size = told_size(told, 1000, 0.02)
    reckoned = (share_change(told[0], size[0], told[1], size[1]).p <= 0.05).mean()
    ignored = (share_change(told[0], 1000, told[1], 1000).p <= 0.05).mean()
    assert reckoned <= 0.05 < 0.054 < ignored
