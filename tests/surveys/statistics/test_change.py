import numpy as np
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from surveys.statistics.change import (
    Estimate,
    mean_change,
    share_change,
)
from surveys.statistics.families import adjust, benjamini_hochberg, holm
from surveys.statistics.levels import sample, wilson
from surveys.statistics.verdicts import EQUAL_MEAN, EQUAL_SHARE, Verdict, verdict

EXACT = {"rtol": 0, "atol": 5e-9}
NAN = float("nan")


def test_change_of_share_of_the_worked_numbers_is_reproduced():
    found = share_change(18 / 30, 30, 9 / 30, 30)
    assert_allclose(
        [found.difference, found.low, found.high, found.p],
        [-0.3, -0.50378363, -0.04858134, 0.01863707],
        **EXACT,
    )
    assert_allclose(share_change(12 / 30, 30, 9 / 30, 30).p, 0.41664771, **EXACT)


@pytest.mark.parametrize(
    ("count1", "n1", "count2", "n2", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17:873, table II, method 10
        (48, 80, 56, 70, -0.3339, -0.0524),
        (3, 10, 9, 10, -0.8090, -0.1705),
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
    ],
)
def test_change_of_share_repeats_newcombes_published_table(count1, n1, count2, n2, low, high):
    found = share_change(count2 / n2, n2, count1 / n1, n1)
    assert_allclose([found.low, found.high], [low, high], atol=5e-5)


def test_change_of_share_agrees_with_statsmodels_over_a_grid():
    for n1, n2 in ((10, 10), (20, 35), (60, 44)):
        for yes1 in range(0, n1 + 1, 5):
            for yes2 in range(0, n2 + 1, 5):
                low, high = confint_proportions_2indep(
                    yes2, n2, yes1, n1, method="newcomb", compare="diff"
                )
                found = share_change(yes1 / n1, n1, yes2 / n2, n2)
                assert_allclose([found.low, found.high], [low, high], atol=1e-9)


def test_p_of_a_changed_share_is_where_the_interval_touches_nought():
    from scipy.special import ndtri

    rng = np.random.default_rng(7)
    before, after = rng.random(500), rng.random(500)
    sizes = rng.integers(10, 400, (2, 500)).astype(float)
    found = share_change(before, sizes[0], after, sizes[1])
    z = -ndtri(found.p / 2)
    earlier, later = wilson(before, sizes[0], z), wilson(after, sizes[1], z)
    up = found.difference > 0
    reach = np.where(
        up,
        np.hypot(after - later.low, earlier.high - before),
        np.hypot(later.high - after, before - earlier.low),
    )
    visible = found.p > 1e-300
    assert visible.sum() > 400
    assert_allclose(reach[visible], np.abs(found.difference)[visible], atol=1e-9)


def test_p_and_interval_of_a_changed_share_always_tell_the_same_story():
    yes = np.arange(31)
    found = share_change(yes[:, None] / 30, 30, yes / 30, 30)
    excluded = (found.low > 0) | (found.high < 0)
    assert (excluded == (found.p < 0.05)).all()
    assert (np.diag(found.p) == 1).all()
    assert_allclose(found.p, found.p.T, atol=1e-12)


def test_change_from_none_to_all_is_certain_and_without_answers_unknown():
    assert share_change(0, 50, 1, 50).p < 1e-12
    assert np.isnan(share_change(NAN, 0, 0.4, 30).p)


def test_change_of_mean_agrees_with_statsmodels_welch():
    before = [5, 6, 4, 7, 5, 6, 5, 3, 8, 6]
    after = [7, 7, 8, 6, 7, 9, 7, 6, 8, 5, 7, 7]
    compared = CompareMeans(DescrStatsW(after), DescrStatsW(before))
    low, high = compared.tconfint_diff(usevar="unequal")
    _, p, _ = compared.ttest_ind(usevar="unequal")
    found = mean_change(Estimate.of(sample(before)), Estimate.of(sample(after)))
    assert_allclose([found.difference, found.low, found.high, found.p], [1.5, low, high, p])


def test_change_of_mean_without_any_spread_cannot_be_tested():
    found = mean_change(Estimate.of(sample([7.0] * 12)), Estimate.of(sample([8.0] * 12)))
    assert found.difference == 1
    assert np.isnan([found.low, found.high, found.p]).all()


def test_change_of_mean_with_spread_in_one_wave_is_tested_at_its_degrees_of_freedom():
    after = [7, 7, 8, 6, 7, 9, 7, 6, 8, 5, 7, 7]
    found = mean_change(Estimate.of(sample([5.0] * 12)), Estimate.of(sample(after)))
    assert_allclose(found.p, DescrStatsW(after).ttest_mean(5)[1])


def test_adjusted_p_of_the_worked_numbers_is_reproduced():
    p = [0.04, 0.001, 0.03, 0.03, 0.2]
    assert_allclose(holm(p), [0.12, 0.005, 0.12, 0.12, 0.2], **EXACT)
    assert_allclose(benjamini_hochberg(p), [0.05, 0.005, 0.05, 0.05, 0.2], **EXACT)


def test_adjusted_p_agrees_with_statsmodels_row_by_row():
    p = np.random.default_rng(3).random((20, 12)) ** 3
    for ours, theirs in ((holm, "holm"), (benjamini_hochberg, "fdr_bh")):
        assert_allclose(ours(p), [multipletests(row, method=theirs)[1] for row in p], rtol=1e-12)


def test_comparison_that_cannot_be_made_is_not_in_the_family():
    assert_allclose(holm([0.01, NAN, 0.04]), [0.02, NAN, 0.04])
    assert_allclose(benjamini_hochberg([NAN, 0.01, 0.04, NAN]), [NAN, 0.02, 0.04, NAN])
    assert np.isnan(holm([NAN, NAN])).all()


def test_key_indicators_and_the_others_are_two_families():
    p = np.array([0.02, 0.03, 0.02, 0.03, NAN])
    key = np.array([True, True, False, False, False])
    assert_allclose(adjust(p, key), [0.04, 0.04, 0.03, 0.03, NAN])


@pytest.mark.parametrize(
    ("difference", "interval", "p", "expected"),
    [
        (0.3, (0.1, 0.5), 0.05, Verdict.HIGHER),
        (-0.3, (-0.5, -0.1), 0.0500001, Verdict.NO_CHANGE),
        (-0.3, (-0.5, -0.1), 0.01, Verdict.LOWER),
        (0.02, (-0.10, 0.10), 0.6, Verdict.ABOUT_EQUAL),
        (0.02, (-0.08, 0.1001), 0.6, Verdict.NO_CHANGE),
        (0.05, (0.01, 0.09), 0.02, Verdict.HIGHER),  # demonstrated, though small
        (0.3, (NAN, NAN), NAN, Verdict.NO_CHANGE),
    ],
)
def test_verdict_follows_the_adjusted_p_and_then_the_whole_interval(
    difference, interval, p, expected
):
    assert verdict(difference, interval, p, EQUAL_SHARE) is expected


def test_verdict_of_a_mean_is_about_equal_within_half_a_mark():
    assert verdict(0.1, (-0.3, 0.5), 0.6, EQUAL_MEAN) is Verdict.ABOUT_EQUAL
    assert verdict(0.1, (-0.4, 0.6), 0.6, EQUAL_MEAN) is Verdict.NO_CHANGE
