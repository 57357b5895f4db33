"""A trend over three or more waves: its slope, its test, and whether a straight line fits."""

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from statsmodels.stats.oneway import anova_oneway

from surveys.statistics.change import (
    Estimate,
    mean_change,
    rounding_variance,
    share_change,
    told_size,
)
from surveys.statistics.families import adjust, levels, rejects
from surveys.statistics.levels import sample
from surveys.statistics.trends import mean_trend, share_trend
from surveys.statistics.verdicts import TRENDS, TrendVerdict, trend_codes
from tests.bench import trends as simulated

NAN = float("nan")
YEARS = [2019.0, 2021.0, 2024.0]


def means_of(*waves):
    found = [Estimate.of(sample(wave)) for wave in waves]
    return Estimate(
        *(np.stack([getattr(e, part) for e in found], -1) for part in ("value", "variance", "df"))
    )


def excludes(found):
    return (found.low > 0) | (found.high < 0)


def test_trend_of_shares_of_the_worked_numbers_is_reproduced():
    found = share_trend(YEARS, [0.5, 0.4, 0.25], 60)
    assert_allclose(
        [found.slope, found.low, found.high, found.p],
        [-0.05, -0.07997611, -0.01561017, 0.00438147],
        atol=5e-9,
    )
    assert_allclose(found.misfit, 1)  # the three lie on a line


def test_trend_of_means_of_the_worked_numbers_is_reproduced():
    three = Estimate(
        np.array([5.2, 5.8, 6.6]), np.array([0.09, 0.05, 0.08]), np.array([29.0, 39, 34])
    )
    found = mean_trend(YEARS, three)
    assert_allclose(
        [found.slope, found.low, found.high, found.p],
        [0.27835052, 0.11608122, 0.44061982, 0.00107040],
        atol=5e-9,
    )


def test_slope_is_that_of_weighted_least_squares():
    rng = np.random.default_rng(1)
    years, shares, sizes = [0.0, 1.5, 4, 5], rng.random(4), np.array([30.0, 60, 45, 80])
    fitted = sm.WLS(shares, sm.add_constant(years), weights=sizes).fit()
    assert_allclose(share_trend(years, shares, sizes).slope, fitted.params[1])
    means = Estimate(shares * 10, rng.random(4), sizes - 1)
    assert_allclose(mean_trend(years, means).slope, fitted.params[1] * 10)


def test_trend_of_shares_agrees_with_cochran_and_armitage_in_large_groups():
    for shares in ([0.30, 0.33, 0.35], [0.52, 0.50, 0.47]):
        counts = np.round(np.array(shares) * 2000)
        table = np.column_stack([2000 - counts, counts])
        expected = sm.stats.Table(table, shift_zeros=False).test_ordinal_association(
            row_scores=np.array(YEARS), col_scores=np.array([0, 1])
        )
        assert_allclose(share_trend(YEARS, shares, 2000).p, expected.pvalue, rtol=0.03)


def test_wave_in_the_middle_that_weighs_nothing_leaves_the_test_of_two_waves():
    line = share_trend([0, 2, 4], [0.6, 0.45, 0.3], [30, 50, 30])
    two = share_change(0.6, 30, 0.3, 30)
    assert_allclose(
        [4 * line.slope, 4 * line.low, 4 * line.high], [two.difference, two.low, two.high]
    )
    assert_allclose(line.p, two.p)
    first, last = [5, 6, 4, 7, 5, 6, 5, 3, 8, 6], [7, 7, 8, 6, 7, 9, 7, 6, 8, 5]
    line = mean_trend([0, 2, 4], means_of(first, [6.0, 7, 5, 6], last))
    two = mean_change(Estimate.of(sample(first)), Estimate.of(sample(last)))
    assert_allclose([4 * line.low, 4 * line.high, line.p], [two.low, two.high, two.p])


def test_misfit_of_means_without_a_slope_to_fit_is_welchs_test_of_equal_means():
    # Two waves share a time: the line through them and the third leaves their difference, Welch's own test.
    first, second, third = [5, 6, 4, 7, 5, 6], [7, 7, 8, 6, 7, 9, 7], [3.0, 4, 8, 6, 5]
    found = mean_trend([0, 0, 3], means_of(first, second, third))
    expected = anova_oneway([np.array(first, float), np.array(second, float)], use_var="unequal")
    assert_allclose(found.misfit, expected.pvalue)


def test_misfit_of_shares_that_rise_and_fall_is_seen_and_of_a_line_is_not():
    bent, straight = share_trend([0, 2, 4], [[0.2, 0.6, 0.2], [0.2, 0.4, 0.6]], 60).misfit
    assert bent < 1e-5
    assert_allclose(straight, 1, atol=1e-6)


def test_wave_without_a_number_does_not_count_and_three_are_needed():
    four = share_trend([2017, *YEARS], [[NAN, 0.5, 0.4, 0.25], [NAN, 0.5, NAN, 0.25]], 60)
    three = share_trend(YEARS, [0.5, 0.4, 0.25], 60)
    assert_allclose([four.slope[0], four.low[0], four.p[0]], [three.slope, three.low, three.p])
    for part in (four.slope, four.low, four.high, four.p, four.misfit):
        assert np.isnan(part[1])
    gone = Estimate(
        np.array([5.2, NAN, 6.6]), np.array([0.09, NAN, 0.08]), np.array([29.0, NAN, 34])
    )
    assert np.isnan([mean_trend(YEARS, gone).slope, mean_trend(YEARS, gone).misfit]).all()


def test_waves_at_one_time_or_means_without_spread_have_no_trend_to_test():
    assert np.isnan(share_trend([2020, 2020, 2020], [0.5, 0.4, 0.25], 60).slope)
    still = mean_trend(YEARS, means_of([7.0] * 12, [7.0] * 12, [8.0] * 12))
    assert np.isnan([still.low, still.high, still.p, still.misfit]).all()
    assert still.slope > 0


def test_rounding_widens_the_interval_of_a_trend():
    three = Estimate(
        np.array([5.2, 5.8, 6.6]), np.array([0.09, 0.05, 0.08]), np.array([29.0, 39, 34])
    )
    plain, told = (
        mean_trend(YEARS, three),
        mean_trend(YEARS, three, rounding=rounding_variance(0.5)),
    )
    assert told.high - told.low > plain.high - plain.low
    assert told.p > plain.p
    shares = np.array([0.5, 0.4, 0.25])
    rounded = share_trend(YEARS, shares, told_size(shares, 60, 0.1))
    assert rounded.p > share_trend(YEARS, shares, 60).p


def test_interval_of_a_trend_agrees_with_the_verdict_of_its_family():
    rng = np.random.default_rng(4)
    shape, years = (2000, 5, 4), [0.0, 1, 3, 4.5]
    sizes = rng.integers(10, 200, shape).astype(float)
    shares = rng.binomial(sizes.astype(int), rng.random(shape)) / sizes
    means = Estimate(rng.normal(6, 1, shape), rng.uniform(0.01, 0.3, shape), sizes - 1)
    for draw, values in ((share_trend, (shares, sizes)), (mean_trend, (means,))):
        p = draw(years, *values).p
        found = draw(years, *values, levels(p, True))
        verdicts = rejects(adjust(p, True))
        assert 0.1 < verdicts.mean() < 0.9
        assert (excludes(found) == verdicts).all()
        usual = (p > 1e-200) & (p < 1)
        assert excludes(draw(years, *values, p))[usual].all()
        assert not excludes(draw(years, *values, np.nextafter(p, 0)))[usual].any()


@pytest.mark.parametrize(
    ("slope", "p", "misfit", "expected"),
    [
        (0.02, 0.05, 0.5, TrendVerdict.RISING),
        (-0.02, 0.01, 0.01, TrendVerdict.FALLING),
        (-0.02, 0.01, 0.0099, TrendVerdict.NOT_STRAIGHT),
        (0.02, 0.3, 0.001, TrendVerdict.NOT_STRAIGHT),
        (0.02, 0.051, 0.5, TrendVerdict.NO_TREND),
        (0.02, NAN, NAN, TrendVerdict.NO_TREND),
        (NAN, NAN, NAN, TrendVerdict.TOO_FEW_WAVES),
    ],
)
def test_verdict_of_a_trend_tells_no_slope_where_no_line_fits(slope, p, misfit, expected):
    assert TRENDS[int(trend_codes(slope, p, misfit))] is expected


@pytest.mark.parametrize("case", simulated.LEVEL_SHARES, ids=str)
def test_false_alarms_of_a_trend_of_shares_stay_near_their_level(case):
    found = simulated.shares(case, 20_000)
    assert (found.p <= 0.05).mean() <= 0.060
    assert (found.p <= 0.01).mean() <= 0.016
    assert (found.misfit < 0.01).mean() <= 0.014


@pytest.mark.parametrize("case", simulated.LEVEL_MEANS, ids=str)
def test_false_alarms_of_a_trend_of_means_stay_near_their_level(case):
    found = simulated.means(case, 20_000)
    assert 0.044 <= (found.p <= 0.05).mean() <= 0.058
    assert 0.007 <= (found.misfit < 0.01).mean() <= 0.014


def test_trend_over_five_waves_finds_more_than_one_over_three():
    found = {
        case[:2]: (simulated.shares(case, 20_000).p <= 0.01).mean()
        for case in simulated.RISING_SHARES
    }
    expected = {  # docs/methods.md
        (3, 30): 0.30, (3, 60): 0.60, (3, 100): 0.85,
        (4, 30): 0.29, (4, 60): 0.62, (4, 100): 0.87,
        (5, 30): 0.38, (5, 60): 0.73, (5, 100): 0.94,
    }  # fmt: skip
    assert found == pytest.approx(expected, abs=0.015)
