import numpy as np
import pytest
from numpy.testing import assert_allclose

from surveys.statistics.change import Estimate
from surveys.statistics.raking import Margin, RakingRefused, merged, rake
from surveys.statistics.rest import rest_mean, rest_share, strata

NAN = float("nan")


def margin(counts, dwellings, unknown=0):
    cells = np.repeat(np.arange(len(counts)), counts)
    return Margin(np.append(cells, [-1] * unknown).astype(int), np.array(dwellings, dtype=float))


def test_one_margin_gives_every_cell_its_dwellings():
    weights = rake([margin([30, 20], [50, 50])], 100)
    assert_allclose(weights, [50 / 30] * 30 + [50 / 20] * 20, rtol=1e-12)


def test_two_margins_hold_at_once_and_the_weights_sum_to_the_dwellings():
    rng = np.random.default_rng(5)
    age, stay = rng.integers(0, 3, 120), rng.integers(0, 2, 120)
    targets = [np.array([90.0, 110, 100]), np.array([140.0, 160])]
    weights = rake([Margin(age, targets[0]), Margin(stay, targets[1])], 300)
    assert_allclose(np.bincount(age, weights), targets[0], rtol=1e-10)
    assert_allclose(np.bincount(stay, weights), targets[1], rtol=1e-10)
    assert_allclose(weights.sum(), 300, rtol=1e-12)


def test_raking_agrees_with_iterative_fitting_of_the_crossed_table():
    # Independent: proportional fitting of the 2×2 table itself instead of respondents.
    counts = np.array([[12, 8], [10, 20]], dtype=float)
    age = np.repeat([0, 0, 1, 1], counts.ravel().astype(int))
    stay = np.repeat([0, 1, 0, 1], counts.ravel().astype(int))
    table = counts * 2
    for _ in range(500):
        table = table * (np.array([45.0, 55.0]) / table.sum(1))[:, None]
        table = table * np.array([50.0, 50.0]) / table.sum(0)
    weights = rake([Margin(age, np.array([45.0, 55.0])), Margin(stay, np.array([50.0, 50.0]))], 100)
    assert_allclose(np.bincount(2 * age + stay, weights), table.ravel(), rtol=1e-9)


def test_who_did_not_say_keeps_a_weight_and_the_proportions_hold_among_the_others():
    weights = rake([margin([30, 16], [50, 50], unknown=4)], 100)
    assert_allclose(weights[:30].sum(), weights[30:46].sum(), rtol=1e-12)
    assert_allclose(weights.sum(), 100, rtol=1e-12)
    assert_allclose(weights[46:], 2, rtol=1e-12)


def test_weights_are_trimmed_and_raked_once_more():
    # Fitting the 2×2 table itself gives the rare cell 3.45 × the mean; trimmed to 3 × and fitted again: 3.28.
    counts = np.array([[200.0, 15], [15, 6]])
    targets = np.array([190.0, 46.0])
    fitted = fit(fit(counts, targets).clip(max=3 * counts), targets) / counts
    age = np.repeat([0, 0, 1, 1], counts.ravel().astype(int))
    stay = np.repeat([0, 1, 0, 1], counts.ravel().astype(int))
    weights = rake([Margin(age, targets), Margin(stay, targets)], 236)
    assert_allclose(weights[-1], fitted[1, 1], rtol=1e-9)
    assert_allclose(weights[-1], 3.27608323, rtol=1e-8)
    assert_allclose(np.bincount(age, weights), targets, rtol=1e-10)


def fit(table, targets):
    for _ in range(2000):
        table = table * (targets / table.sum(1))[:, None]
        table = table * (targets / table.sum(0))
    return table


@pytest.mark.parametrize(
    ("margins", "reason"),
    [
        ([], "fewer than 40 respondents, or no margins"),
        ([margin([20, 19], [50, 50])], "fewer than 40 respondents, or no margins"),
        ([margin([36, 4], [50, 50])], "no margin has two cells of 5 respondents"),
        ([margin([40, 0], [50, 50])], "no margin has two cells of 5 respondents"),
        ([margin([20, 20], [100, 0])], "a margin has a cell without dwellings"),
        ([margin([55, 5], [20, 80])], "the weights differ too much: n/k is over 1.5"),
    ],
)
def test_raking_is_refused_with_its_reason(margins, reason):
    with pytest.raises(RakingRefused, match=reason):
        rake(margins, 100)


def test_raking_of_forty_with_five_in_the_smallest_cell_goes_through():
    assert_allclose(rake([margin([35, 5], [80, 20])], 100).sum(), 100)


@pytest.mark.parametrize(
    ("counts", "dwellings", "joined", "known"),
    [
        ([5, 35], [20, 80], [5, 35], [20, 80]),  # at the bound: nothing joins
        ([4, 10, 30], [10, 20, 70], [14, 30], [30, 70]),  # the first has one neighbour
        ([10, 30, 4], [20, 70, 10], [10, 34], [20, 80]),  # and so has the last
        ([12, 3, 9, 30], [10, 20, 30, 40], [12, 12, 30], [10, 50, 40]),  # the thinner of two
        ([9, 4, 9, 30], [10, 20, 30, 40], [13, 9, 30], [30, 30, 40]),  # of equals the first
        (
            [2, 1, 1, 40],
            [10, 20, 30, 40],
            [44],
            [100],
        ),  # again and again, until nothing is left to say
        ([4, 0, 36], [10, 20, 70], [40], [100]),
        ([20, 0, 20], [10, 20, 70], [20, 20], [30, 70]),
    ],
)
def test_thin_cells_join_the_thinner_of_their_neighbours(counts, dwellings, joined, known):
    found = merged(margin(counts, dwellings, unknown=3))

    assert np.bincount(found.cells[found.cells >= 0]).tolist() == joined
    assert found.dwellings.tolist() == known
    assert (found.cells == -1).sum() == 3


def test_raking_with_a_thin_cell_is_raking_with_cells_merged_by_hand():
    by_hand = margin([20, 34], [60, 40])
    assert_allclose(
        rake([margin([20, 31, 3], [60, 30, 10])], 100), rake([by_hand], 100), rtol=1e-12
    )
    says_nothing = margin([51, 3], [90, 10])
    assert_allclose(rake([says_nothing, by_hand], 100), rake([by_hand], 100), rtol=1e-12)


def test_margins_that_contradict_each_other_are_refused():
    same = np.repeat([0, 1], 25)
    with pytest.raises(RakingRefused, match="contradict"):
        rake([Margin(same, np.array([20.0, 80.0])), Margin(same, np.array([80.0, 20.0]))], 100)


def shares(p, k, dwellings):
    p, k = np.array(p), np.array(k, dtype=float)
    return strata(Estimate(p, p * (1 - p) / k, k - 1), k, np.array(dwellings, dtype=float))


def test_rest_is_the_mean_over_dwellings_without_the_complex_itself():
    parts = shares([0.2, 0.5, 0.3], [20, 40, 30], [100, 50, 150])
    share, size = rest_share(parts.sum().without(parts))
    assert_allclose(share[0], (50 * 0.5 + 150 * 0.3) / 200)
    variance = (50 / 200) ** 2 * 0.25 / 40 + (150 / 200) ** 2 * 0.21 / 30
    assert_allclose(size[0], share[0] * (1 - share[0]) / variance)


def test_rest_of_one_other_complex_is_that_complex():
    parts = shares([0.2, 0.5], [20, 40], [100, 50])
    share, size = rest_share(parts.sum().without(parts))
    assert_allclose(share, [0.5, 0.2])
    assert_allclose(size, [40, 20])


def test_rest_at_exact_noughts_and_ones_never_claims_more_than_its_answers():
    parts = shares([0.5, 0.0, 1.0, 0.5], [10, 10, 10, 10], [50, 50, 50, 50])
    share, size = rest_share(parts.sum().without(parts))
    assert_allclose(share[0], 0.5)
    assert size[0] == 30  # stratified variance would say 90
    nobody = shares([0.5, 0.0], [10, 10], [50, 50])
    assert_allclose(rest_share(nobody.sum().without(nobody))[1], [10, 10])


def test_rest_without_other_complexes_is_unknown():
    parts = shares([0.4], [20], [100])
    share, size = rest_share(parts.sum().without(parts))
    assert np.isnan(share[0])
    assert size[0] == 0


def test_complex_that_is_not_reported_is_not_in_the_rest():
    parts = shares([0.2, NAN, 0.4], [20, 5, 30], [100, 10, 100])
    assert_allclose(rest_share(parts.sum())[0], 0.3)


def test_rest_of_means_has_the_stratified_variance_and_satterthwaites_freedom():
    parts = strata(
        Estimate(np.array([7.0, 6.0]), np.array([0.04, 0.09]), np.array([19.0, 9.0])),
        np.array([20.0, 10.0]),
        np.array([30.0, 10.0]),
    )
    found = rest_mean(parts.sum())
    v = np.array([0.75**2 * 0.04, 0.25**2 * 0.09])
    assert_allclose(found.value, 6.75)
    assert_allclose(found.variance, v.sum())
    assert_allclose(found.df, v.sum() ** 2 / (v[0] ** 2 / 19 + v[1] ** 2 / 9))
