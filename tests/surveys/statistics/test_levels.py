"""The worked numbers of docs/methods.md to 8 decimals; statsmodels as a second opinion."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from surveys.statistics.levels import (
    MoreAnswersThanDwellings,
    effective_size,
    kish,
    mean_interval,
    mean_variance,
    sample,
    scale_scores,
    student,
    wilson,
)

EXACT = {"rtol": 0, "atol": 5e-9}
ANSWERS = [1, 1, 0, 0, 1, 0, 0, 0, 1, 0]
WEIGHTS = [2, 1, 1, 1, 2, 1, 1, 1, 0.5, 0.5]
NAN = float("nan")


def share_limits(yes, n, dwellings=NAN):
    found = wilson(yes / n, effective_size(n, n, dwellings))
    return [float(found.low), float(found.high)]


@pytest.mark.parametrize(
    ("yes", "n", "dwellings", "limits"),
    [
        (12, 30, 60, [0.28483467, 0.52739120]),
        (12, 30, NAN, [0.24590628, 0.57679640]),
        (0, 20, 80, [0, 0.12730689]),
        (1, 1, 40, [0.20654931, 1]),
        (20, 40, 40, [0.5, 0.5]),
    ],
)
def test_share_limits_of_the_worked_numbers_are_reproduced(yes, n, dwellings, limits):
    assert_allclose(share_limits(yes, n, dwellings), limits, **EXACT)


def test_weighted_share_of_the_worked_numbers_is_reproduced():
    found = sample(ANSWERS, WEIGHTS)
    size = effective_size(found.effective, found.n, 40)
    limits = wilson(found.mean, size)
    assert_allclose(
        [found.mean, found.effective, size, limits.low, limits.high],
        [0.5, 8.34482759, 10.84827586, 0.24431154, 0.75568846],
        **EXACT,
    )


def test_share_limits_without_dwellings_agree_with_statsmodels_for_every_count_to_forty():
    for n in (1, 2, 9, 10, 20, 40):
        yes = np.arange(n + 1)
        low, high = proportion_confint(yes, n, method="wilson")
        found = wilson(yes / n, n)
        assert_allclose(found.low, low, atol=1e-12)
        assert_allclose(found.high, high, atol=1e-12)


def test_share_limits_broadcast_as_they_come_one_by_one():
    yes, n, dwellings = np.array([12, 0, 20]), np.array([30, 20, 40]), np.array([60, 80, 40])
    found = wilson(yes / n, effective_size(n, n, dwellings))
    one_by_one = [share_limits(*row) for row in zip(yes, n, dwellings, strict=True)]
    assert_allclose(np.column_stack([found.low, found.high]), one_by_one, rtol=0, atol=0)


def test_share_of_all_and_of_none_stays_within_nought_and_one_without_being_certain():
    found = wilson([0.0, 1.0], effective_size([15, 15], [15, 15], [60, 60]))
    assert found.low[0] == 0
    assert found.high[1] == 1
    assert 0.1 < found.high[0] < 0.3
    assert_allclose(found.low[1], 1 - found.high[0], atol=1e-12)


def test_more_answers_than_dwellings_is_refused_with_both_numbers():
    with pytest.raises(MoreAnswersThanDwellings) as caught:
        effective_size([10, 41], [10, 41], 40)
    assert str(caught.value) == "41 answers from 40 dwellings: one dwelling gives one response"
    with pytest.raises(MoreAnswersThanDwellings):
        mean_variance(sample([1, 2, 3]), 2)


def test_kish_of_equal_weights_is_n_and_of_no_answers_is_nought():
    assert_allclose(kish([7.0, 3.5, 0.0], [7.0, 1.75, 0.0]), [7, 7, 0])


def test_mean_without_dwellings_agrees_with_statsmodels():
    marks = np.array([7, 6.5, 8, 5, 7, 9, 4, 7.5, 6, 8])
    low, high = DescrStatsW(marks).tconfint_mean()
    found = mean_interval(sample(marks), lowest=1, highest=10)
    assert_allclose([found.value, found.low, found.high], [6.8, low, high], rtol=1e-12)


def test_mean_with_dwellings_is_narrower_by_the_square_root_of_the_part_that_did_not_answer():
    marks = [7, 6.5, 8, 5, 7, 9, 4, 7.5, 6, 8]
    wide = mean_interval(sample(marks), lowest=1, highest=10)
    narrow = mean_interval(sample(marks), 40, lowest=1, highest=10)
    assert_allclose(
        (narrow.high - narrow.value) / (wide.high - wide.value), np.sqrt(1 - 10 / 40), rtol=1e-12
    )


def test_weighted_mean_variance_agrees_with_the_formula_by_hand():
    # Σ[w(y−μ)]² = 3·(2·.5)²…: 4 ones weigh 2, 1, 2, .5 and 6 noughts 1, 1, 1, 1, 1, .5; μ = .5
    squares = 0.25 * (4 + 1 + 4 + 0.25 + 5 * 1 + 0.25)
    assert_allclose(mean_variance(sample(ANSWERS, WEIGHTS)), 10 / 9 * squares / 11**2, rtol=1e-12)


def test_mean_of_one_answer_or_of_equal_answers_has_no_limits_and_of_everybody_has_no_margin():
    alone = mean_interval(sample([7.0]), 40, lowest=1, highest=10)
    equal = mean_interval(sample([7.0] * 12), 40, lowest=1, highest=10)
    everybody = mean_interval(sample([7.0, 8.0, 9.0]), 3, lowest=1, highest=10)
    only_one = mean_interval(sample([7.0]), 1, lowest=1, highest=10)
    for found in (alone, equal):
        assert found.value == 7
        assert np.isnan([found.low, found.high]).all()
    assert [everybody.low, everybody.value, everybody.high] == [8, 8, 8]
    assert [only_one.low, only_one.value, only_one.high] == [7, 7, 7]


def test_mean_limits_stay_on_the_scale():
    found = mean_interval(sample([10, 10, 10, 9, 1, 10]), lowest=0, highest=10)
    assert found.high == 10
    assert 0 < found.low < 10


def test_sample_leaves_out_what_was_not_answered():
    found = sample([7.0, NAN, 9.0], [1.0, 5.0, 1.0])
    assert (found.n, found.weight, found.mean) == (2, 2, 8)


def test_student_repeats_published_quantiles_and_knows_none_below_one_degree():
    # Published table: t(.975) at 1, 9, 29, 120 degrees of freedom.
    assert_allclose(student([1, 9, 29, 120]), [12.706, 2.262, 2.045, 1.980], atol=5e-4)
    assert np.isnan(student([0, NAN])).all()


def test_scale_score_needs_two_thirds_of_its_items():
    six = [[10, 5, 0, 10, NAN, NAN], [10, 5, 0, NAN, NAN, NAN], [NAN] * 6]
    three = [[10, 7.5, NAN], [10, NAN, NAN]]
    assert_allclose(scale_scores(six), [6.25, NAN, NAN])
    assert_allclose(scale_scores(three), [8.75, NAN])
