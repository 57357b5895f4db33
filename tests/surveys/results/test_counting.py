from collections import Counter

import pytest
from django.test.utils import CaptureQueriesContext

from surveys.bank import BANK
from surveys.models import CountTable, Response, WaveComplex
from surveys.services.counting import build_count_tables
from tests.factories import ComplexFactory, ReportingGroupFactory, WaveComplexFactory
from tests.surveys.results.scene import answer, close, closed, marks, mixed, unsafe, wave_of

pytestmark = pytest.mark.django_db


def table(wave, level="complex", subgroup="", **unit):
    return CountTable.objects.get(wave=wave, level=level, subgroup=subgroup, **unit)


def test_answers_are_counted_per_option_and_skipped_ones_are_absent():
    people = [*unsafe(2, 1), {"V1": 2}, {"R1": 7.5}, {"R1": 7}, {"R1": 0}]
    found = table(closed(2022, people))
    assert found.n == 7
    assert found.counts == {
        "V4": {"3": [2, 2.0, 2.0], "1": [1, 1.0, 1.0]},
        "V1": {"2": [1, 1.0, 1.0]},
        "R1": {"7.5": [1, 1.0, 1.0], "7": [1, 1.0, 1.0], "0": [1, 1.0, 1.0]},
    }


def test_several_answers_are_counted_per_option_with_who_answered_as_base():
    people = [{"P2": [1, 3]}, {"P2": [3]}, {"P2": []}, {}]
    found = table(closed(2022, people, codes="P2"))
    assert found.counts == {"P2": {"1": [1, 1, 1], "3": [2, 2, 2], "*": [2, 2, 2]}}
    assert found.n == 4


def test_measures_are_counted_per_complex_and_not_in_totals():
    measures = [{"id": 17, "title": "camera's"}]
    people = [{"M1": [17], "M2.17": 1, "R1": 6}, {"M1": [-1], "R1": 8}]
    wave = closed(2022, people, codes="M1 M2 R1", measures=measures)
    assert table(wave).counts["M2.17"] == {"1": [1, 1, 1]}
    assert set(table(wave).counts) == {"M1", "M2.17", "R1"}
    assert set(table(wave, "corporation").counts) == {"R1"}


def test_groups_and_corporation_are_the_sum_of_their_complexes():
    group = ReportingGroupFactory()
    wave = wave_of(2022)
    for people in (unsafe(3, 4), unsafe(2, 2)):
        answer(wave, ComplexFactory(), people, dwellings=15, group=group)
    answer(wave, ComplexFactory(), unsafe(5, 5), dwellings=30)
    answer(wave, None, unsafe(1, 0))
    close(wave)
    assert table(wave, "group", group=group).counts["V4"] == {"3": [5, 5, 5], "1": [6, 6, 6]}
    assert table(wave, "group", group=group).dwellings == 30
    whole = table(wave, "corporation")
    assert (whole.n, whole.dwellings) == (22, 60)
    assert whole.counts["V4"] == {"3": [11, 11, 11], "1": [11, 11, 11]}


def test_scale_scores_are_counted_when_every_item_was_asked():
    people = [
        {"S1": 1, "S2": 1, "S3": 5},  # (10 + 10 + 0)/3
        {"S1": 2, "S2": 2},  # two of three
        {"S1": 1, "S2": 6},  # "weet ik niet" is no answer: one of three
    ]
    found = table(closed(2022, people, codes="S1 S2 S3")).counts
    assert found["SC"] == {"6.6666666667": [1, 1, 1], "7.5": [1, 1, 1]}
    short = closed(2020, people, codes="S1 S2")
    assert "SC" not in table(short).counts


def test_subgroups_are_counted_from_thirty_respondents_and_never_kept_below():
    def people(n):
        return [{"R1": 7, "A1": 1 + place % 4} for place in range(n)]

    large = closed(2022, people(30), codes="R1 A1", dwellings=100)
    small = closed(2020, people(29), codes="R1 A1", dwellings=100)
    names = CountTable.objects.filter(level="complex").exclude(subgroup="")
    assert sorted(names.filter(wave=large).values_list("subgroup", "n")) == [
        ("A1:1", 8),
        ("A1:2", 8),
        ("A1:3", 7),  # 4 is "zeg ik liever niet": no group
    ]
    assert not names.filter(wave=small).exists()


def test_more_responses_than_dwellings_are_flagged_and_n_is_unknown():
    wave = closed(2022, unsafe(12, 13), dwellings=24)
    row = wave.wave_complexes.get()
    assert (row.responses, row.more_responses_than_dwellings, row.known_dwellings) == (
        25,
        True,
        None,
    )
    assert table(wave).dwellings is None
    assert table(wave, "corporation").dwellings is None


def test_as_many_responses_as_dwellings_is_not_too_many():
    row = closed(2022, unsafe(12, 12), dwellings=24).wave_complexes.get()
    assert (row.more_responses_than_dwellings, row.known_dwellings) == (False, 24)


def test_complex_without_responses_has_an_empty_table():
    wave = wave_of(2022)
    answer(wave, ComplexFactory(), [])
    close(wave)
    assert (table(wave).n, table(wave).counts) == (0, {})
    assert wave.wave_complexes.get().responses == 0


def test_counting_twice_gives_the_same_tables_once():
    wave = closed(2022, mixed(35), codes="V1 V4 R1 A1")
    before = list(CountTable.objects.order_by("level", "subgroup").values("level", "n", "counts"))
    build_count_tables(wave)
    after = list(CountTable.objects.order_by("level", "subgroup").values("level", "n", "counts"))
    assert after == before


def test_disclosure_rules_are_frozen_from_the_corporation_at_closing(corporation):
    corporation.disclosure = "strict"
    corporation.save()
    wave = closed(2022, mixed(20), disclosure="")
    assert wave.disclosure == "strict"
    corporation.disclosure = "standard"
    corporation.save()
    build_count_tables(wave)
    wave.refresh_from_db()
    assert wave.disclosure == "strict"


def test_known_margins_weigh_the_responses_to_mean_one():
    people = [{"R1": 6, "A2": 1}] * 30 + [{"R1": 8, "A2": 3}] * 20
    margins = {"A2": {"1": 50, "3": 50}}
    wave = closed(2022, people, codes="R1 A2", dwellings=100, margins=margins)
    assert wave.wave_complexes.get().weighted
    weights = Counter(round(w, 9) for w in Response.objects.values_list("weight", flat=True))
    assert weights == {round(50 / 30 / 2, 9): 30, 1.25: 20}
    n, weight, square = table(wave).counts["R1"]["8"]
    assert (n, round(weight, 9), round(square, 9)) == (20, 25, 31.25)


@pytest.mark.parametrize(
    ("people", "dwellings"),
    [
        ([{"A2": 1}] * 20 + [{"A2": 3}] * 19, 100),  # 39 respondents
        ([{"A2": 1}] * 46 + [{"A2": 3}] * 4, 100),  # 4 in a cell
        ([{"A2": 1}] * 30 + [{"A2": 3}] * 20, None),  # N unknown
        ([{"A2": 1}] * 30 + [{"A2": 3}] * 20, 49),  # N contradicted
    ],
)
def test_margins_that_do_not_allow_raking_leave_the_responses_unweighted(people, dwellings):
    margins = {"A2": {"1": 50, "3": 50}}
    wave = closed(2022, people, codes="A2", dwellings=dwellings, margins=margins)
    assert not wave.wave_complexes.get().weighted
    assert set(Response.objects.values_list("weight", flat=True)) == {1.0}


def test_response_of_a_complex_that_is_not_in_the_wave_is_refused():
    wave = wave_of(2022)
    stranger = ComplexFactory()
    Response.objects.create(wave=wave, complex=stranger, answers={"R1": 7})
    with pytest.raises(ValueError, match=f"complex {stranger.pk}, which is not in wave 2022"):
        build_count_tables(wave)


def test_own_marks_are_counted_as_given():
    from surveys.bank.own import own_question

    own = own_question(code="E1.1", kind="mark", text={"nl": "Cijfer?"}, options=[])
    wave = closed(2022, [{"E1.1": 8}, {"E1.1": 0}], codes=[BANK["R1"], own])
    assert table(wave).counts == {"E1.1": {"8": [1, 1, 1], "0": [1, 1, 1]}}


def test_counting_writes_per_complex_and_never_per_response(django_assert_num_queries):
    from django.db import connection

    def queries(n):
        wave = wave_of(2000 + n)
        answer(wave, ComplexFactory(), marks(*[7.0] * n), dwellings=400)
        with CaptureQueriesContext(connection) as captured:
            build_count_tables(wave)
        return len(captured)

    assert queries(5) == queries(300)
    assert WaveComplex.objects.filter(responses=300).exists()


def test_wave_complex_of_another_wave_is_left_alone():
    other = WaveComplexFactory()
    closed(2022, marks(7, 8))
    other.refresh_from_db()
    assert other.responses is None
