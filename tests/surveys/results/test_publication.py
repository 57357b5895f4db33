import pytest

from surveys.results.policy import STANDARD, STRICT, signal_band
from surveys.results.publication import Member, publish


def decide(*members, elsewhere=0):
    return publish(STANDARD, [Member(*member) for member in members], elsewhere)


@pytest.mark.parametrize(
    ("n", "dwellings", "reported"),
    [
        (9, 60, False),
        (10, 60, True),
        (15, 19, False),
        (15, 20, True),
        (19, None, False),  # 19 responses prove only 19 dwellings
        (20, None, True),
        (25, 19, False),  # more responses than dwellings: the frozen number decides
    ],
)
def test_complex_is_reported_from_ten_answers_and_twenty_dwellings(n, dwellings, reported):
    for policy in (STANDARD, STRICT):
        assert policy.reportable(n, dwellings) is reported


def test_small_complexes_are_reported_with_their_group():
    found = decide((1, 6, 12, 7), (2, 8, 15, 7), (3, 40, 60, None))
    assert found.complexes == {3}
    assert found.groups == {7}
    assert found.covered == {1, 2, 3}
    assert found.whole


def test_group_that_is_too_small_itself_is_not_reported():
    found = decide((1, 4, 12, 7), (2, 5, 15, 7), (3, 40, 60, None))
    assert (found.groups, found.covered) == (set(), {3})
    assert not found.whole  # 9 people would follow by subtraction


def test_group_whose_total_would_reveal_its_small_member_hides_the_large_one():
    found = decide((1, 6, 12, 7), (2, 40, 60, 7), (3, 50, 90, None))
    assert found.complexes == {3}  # 2 is reported with its group: 46 − 40 would be complex 1
    assert found.groups == {7}


@pytest.mark.parametrize(
    ("small", "dwellings", "alone"), [(9, 30, set()), (10, 30, {2}), (10, 19, set())]
)
def test_nested_groups_differ_by_ten_people_and_twenty_dwellings_or_the_smaller_is_hidden(
    small, dwellings, alone
):
    parts = (small // 2, dwellings // 2), (small - small // 2, dwellings - dwellings // 2)
    members = [(place, n, homes, 7) for place, (n, homes) in enumerate(parts)]
    found = decide(*members, (2, 40, 60, 7))
    assert (found.complexes, found.groups) == (alone, {7})


def test_only_the_smallest_large_members_are_hidden_until_the_rest_tells_enough():
    found = decide((1, 6, 12, 7), (2, 30, 60, 7), (3, 40, 60, 7), (4, 50, 60, 7))
    assert found.complexes == {3, 4}


def test_group_of_large_complexes_is_their_sum_and_hides_none():
    found = decide((1, 30, 60, 7), (2, 40, 60, 7))
    assert (found.complexes, found.groups) == ({1, 2}, {7})


def test_member_without_any_answer_cannot_be_revealed():
    found = decide((1, 0, 12, 7), (2, 40, 60, 7))
    assert (found.complexes, found.groups) == ({2}, {7})


def test_corporation_total_that_would_reveal_a_hidden_complex_leaves_it_out():
    found = decide((1, 6, 12, None), (2, 40, 60, None), (3, 30, 60, None))
    assert (found.complexes, found.covered, found.whole) == ({2, 3}, {2, 3}, False)


@pytest.mark.parametrize(
    ("hidden", "elsewhere", "whole"),
    [
        ([], 0, True),
        ([(1, 5, 12, None), (4, 5, 12, None)], 0, True),  # two together: 10 people, 24 dwellings
        ([(1, 5, 12, None), (4, 4, 12, None)], 0, False),
        ([(1, 12, 18, None)], 0, False),
        ([], 9, False),
        ([], 19, False),
        ([], 20, True),
    ],
)
def test_corporation_total_is_whole_only_when_what_is_reported_nowhere_is_large_enough(
    hidden, elsewhere, whole
):
    assert decide((2, 40, 60, None), *hidden, elsewhere=elsewhere).whole is whole


def test_corporation_without_any_reported_complex_needs_ten_answers_itself():
    assert decide((1, 5, 12, None), (2, 5, 12, None)).corporation
    assert not decide((1, 5, 12, None), (2, 4, 12, None)).corporation
    assert not decide((1, 0, 60, None)).corporation


def test_counts_of_signals_are_told_in_bands():
    assert [signal_band(count) for count in (0, 4, 5, 9, 10, 200)] == [
        "0–4",
        "0–4",
        "5–9",
        "5–9",
        "10 of meer",
        "10 of meer",
    ]
