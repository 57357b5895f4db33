"""What stays hidden: each test first shows that the hidden number exists in the counts."""

import re

import pytest

from surveys.models import CountTable, FreeText, Wave
from surveys.results import (
    NotInWave,
    WaveNotClosed,
    corporation_result,
    group_result,
    overview,
    strip,
    unit_result,
)
from surveys.results.types import Shown
from tests.factories import ComplexFactory, ReportingGroupFactory
from tests.surveys.results.scene import answer, close, closed, marks, mixed, unsafe, wave_of

pytestmark = pytest.mark.django_db


def only(wave):
    return wave.wave_complexes.get().complex


def of(people, **options):
    """The result of one complex, with dwellings enough."""
    options.setdefault("dwellings", 200)
    wave = closed(2022, people, **options)
    return unit_result(wave, only(wave))


def level(result, key):
    found = result.indicator(key)
    assert found is not None
    return found.level


def counted(wave, variable, option, **unit):
    stored = CountTable.objects.get(wave=wave, level="complex", subgroup="", **unit)
    return stored.counts[variable][option][0]


@pytest.mark.parametrize("state", [Wave.State.DRAFT, Wave.State.OPEN, Wave.State.CLOSING])
def test_wave_that_is_not_closed_has_no_results_of_any_kind(state):
    wave = wave_of(2022)
    complex_, group = ComplexFactory(), ReportingGroupFactory()
    answer(wave, complex_, mixed(40), group=group)
    wave.state = state
    for ask in (
        lambda: unit_result(wave, complex_),
        lambda: group_result(wave, group),
        lambda: corporation_result(wave),
        lambda: strip(wave, "R1"),
        lambda: overview(wave),
    ):
        with pytest.raises(WaveNotClosed):
            ask()


def test_complex_that_was_not_asked_has_no_result():
    wave = closed(2022, mixed(20))
    with pytest.raises(NotInWave):
        unit_result(wave, ComplexFactory())


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, Shown.TOO_FEW),
        (9, Shown.TOO_FEW),
        (10, Shown.INDICATIVE),
        (29, Shown.INDICATIVE),
        (30, Shown.FULL),
    ],
)
def test_complex_is_shown_from_ten_answers_and_indicative_below_thirty(n, shown):
    result = of(mixed(n))
    assert result.response.shown is shown
    assert result.visible is (shown is not Shown.TOO_FEW)
    if result.visible:
        assert level(result, "R1").shown is shown


@pytest.mark.parametrize(("dwellings", "visible"), [(19, False), (20, True)])
def test_complex_is_shown_from_twenty_dwellings(dwellings, visible):
    assert of(mixed(15), dwellings=dwellings).visible is visible


def test_hidden_and_empty_complexes_look_the_same():
    wave = wave_of(2022)
    silent, small = ComplexFactory(name="Leeg"), ComplexFactory(name="Klein")
    answer(wave, silent, [])
    answer(wave, small, marks(6.123, 7, 8), dwellings=12)
    close(wave)
    assert counted(wave, "R1", "6.123", complex=small) == 1
    results = [unit_result(wave, found) for found in (silent, small)]
    assert results[0].response == results[1].response
    assert all(found.indicators == () and found.distributions == {} for found in results)
    points = {point.unit.name: point for point in overview(wave, "R1")}
    assert points["Leeg"].level == points["Klein"].level
    assert points["Leeg"].response == points["Klein"].response
    assert "6.123" not in repr((results, points))


@pytest.mark.parametrize(("n", "shown"), [(9, Shown.TOO_FEW), (10, Shown.INDICATIVE)])
def test_question_is_hidden_below_ten_valid_answers_however_many_took_part(n, shown):
    people = [{"R1": 5.77 if place % 2 else 8, "V4": 2 - place % 2} for place in range(n)]
    people += [{"R1": 0, "V4": 1 + place % 3} for place in range(20)]
    wave = closed(2022, people, dwellings=200)
    assert counted(wave, "R1", "5.77") >= 4
    result = unit_result(wave, only(wave))
    assert level(result, "R1").shown is shown
    assert level(result, "R1").n == (None if shown is Shown.TOO_FEW else n)
    if shown is Shown.TOO_FEW:
        assert result.distributions["R1"][0].bands == ()
        assert "5.77" not in repr(result)
    assert level(result, "V4:share").shown is not Shown.TOO_FEW


@pytest.mark.parametrize(
    ("yes", "no", "shown"),
    [
        (0, 19, Shown.BELOW_TEN_PERCENT),
        (1, 18, Shown.BELOW_TEN_PERCENT),
        (2, 17, Shown.INDICATIVE),
        (1, 9, Shown.INDICATIVE),  # exactly 10 %
        (9, 1, Shown.INDICATIVE),
        (18, 1, Shown.ABOVE_NINETY_PERCENT),
        (19, 0, Shown.ABOVE_NINETY_PERCENT),
        (0, 20, Shown.INDICATIVE),
        (20, 0, Shown.INDICATIVE),
    ],
)
def test_extreme_share_below_twenty_answers_is_told_as_a_band_only(yes, no, shown):
    wave = closed(2022, unsafe(yes, no), dwellings=200)
    result = unit_result(wave, only(wave))
    found = level(result, "V4:share")
    assert found.shown is shown
    if shown is Shown.INDICATIVE:
        assert found.value == yes / (yes + no)
    else:
        assert (found.value, found.low, found.high) == (None, None, None)
        # Neither the mean of the same answers nor their distribution may tell it after all.
        assert level(result, "V4").shown is Shown.TOO_FEW
        assert all(band.share is None for band in result.distributions["V4"][0].bands)
        assert f"{yes / (yes + no)}"[:6] not in re.sub(r"rate=\S+", "", repr(result))


def test_same_mark_from_everybody_is_hidden_below_twenty_and_shown_without_margin_from_twenty():
    small, large = of(marks(*[6.321] * 19)), of(marks(*[6.321] * 20))
    assert level(small, "R1").shown is Shown.TOO_FEW
    assert "6.321" not in repr(small)
    found = level(large, "R1")
    assert (found.value, found.low, found.high) == (6.321, None, None)
    assert found.no_margin == "all equal"


def test_five_answers_are_three_bands_below_fifty_and_five_from_fifty():
    bands = {n: of(mixed(n)).distributions["V1"][0].bands for n in (49, 50)}
    assert [band.label for band in bands[49]] == [
        "heel veilig of veilig",
        "niet veilig, niet onveilig",
        "onveilig of heel onveilig",
    ]
    assert [band.tone for band in bands[49]] == [2, 0, -2]
    assert [band.codes for band in bands[50]] == [(1,), (2,), (3,), (4,), (5,)]
    assert [band.tone for band in bands[50]] == [2, 1, 0, -1, -2]
    for found in bands.values():
        assert sum(band.share for band in found) == pytest.approx(1)


def test_four_answers_are_three_bands_below_fifty_cut_where_the_share_is():
    bands = of(mixed(40)).distributions["V4"][0].bands
    assert [band.label for band in bands] == [
        "nee",
        "ja, zelden of hoe vaak niet gezegd",
        "ja, soms of vaak",
    ]
    assert [band.share for band in bands] == [0.25, 0.25, 0.5]


def saying(no: int, rarely: int, sometimes: int, often: int, yes: int, unknown: int = 0):
    """V4 as so many people answered it; `yes` without how often."""
    said = {1: no, 2: rarely, 3: sometimes, 4: often, 6: yes, 5: unknown}
    return [{"V4": code} for code, times in said.items() for _ in range(times)]


def test_yes_without_how_often_counts_in_the_share_and_joins_the_middle_band():
    result = of(saying(20, 8, 6, 4, 2, unknown=5), codes="V4")
    assert level(result, "V4:share").value == 0.5
    assert level(result, "V4:share").n == 40
    (found,) = result.distributions["V4"]
    assert [(band.codes, band.share, band.tone) for band in found.bands] == [
        ((1,), 0.5, 2),
        ((2, 6), 0.25, 1),
        ((3, 4), 0.25, -1),
    ]
    assert [(band.label, band.share) for band in found.not_scored] == [("weet ik niet", 5 / 45)]


def test_yes_without_how_often_is_an_answer_of_its_own_where_answers_are_shown_in_full():
    result = of(saying(25, 10, 5, 5, 5), codes="V4")
    (found,) = result.distributions["V4"]
    assert [(band.label, band.share, band.tone) for band in found.bands] == [
        ("nee", 0.5, 2),
        ("ja, zelden", 0.2, 1),
        ("ja, soms", 0.1, -1),
        ("ja, vaak", 0.1, -2),
        ("ja, hoe vaak niet gezegd", 0.1, 0),
    ]


@pytest.mark.parametrize(("no", "visible"), [(39, False), (40, True)])
def test_score_of_who_said_how_often_is_told_from_fifty_only(no, visible):
    result = of(saying(no, 4, 3, 3, 6), codes="V4")
    assert level(result, "V4:share").n == no + 16
    found = level(result, "V4")
    assert found.visible is visible
    assert found.n == (50 if visible else None)
    # Without anybody leaving it out the same holds: what is missing must not tell that somebody did.
    assert level(of(saying(no, 4, 3, 3, 0), codes="V4"), "V4").visible is visible


def test_only_yes_without_how_often_is_a_share_below_twenty_told_as_a_band():
    result = of(saying(18, 0, 0, 0, 1), codes="V4", dwellings=200)
    assert level(result, "V4:share").shown is Shown.BELOW_TEN_PERCENT
    assert [band.share for band in result.distributions["V4"][0].bands] == [None, None, None]


def test_small_distribution_with_one_extreme_band_is_hidden_because_the_others_would_tell_it():
    people = [{"V1": 1}] * 8 + [{"V1": 3}] * 7
    wave = closed(2022, people, dwellings=200)
    assert counted(wave, "V1", "1") == 8
    assert unit_result(wave, only(wave)).distributions["V1"][0].bands == ()
    shown = of([{"V1": 1}] * 8 + [{"V1": 3}] * 6 + [{"V1": 5}] * 2, codes="V1")
    assert [band.share for band in shown.distributions["V1"][0].bands] == [0.5, 0.375, 0.125]


def test_zero_cells_from_twenty_answers_are_shown_as_nought():
    bands = of([{"V1": 1}] * 12 + [{"V1": 3}] * 8, codes="V1").distributions["V1"][0].bands
    assert [band.share for band in bands] == [0.6, 0.4, 0]


def test_not_scored_answers_stand_apart_as_shares_of_everybody_who_answered():
    found = of([{"V1": 1}] * 15 + [{"V1": 4}] * 15 + [{"V1": 6}] * 10, codes="V1").distributions[
        "V1"
    ]
    assert found[0].n == 30
    assert [(band.label, band.share) for band in found[0].not_scored] == [
        ("niet van toepassing", 0.25)
    ]


def by_age(groups, more=0):
    """`groups` people per age class, and `more` who did not say."""
    ages = [age for age, n in enumerate(groups, start=1) for _ in range(n)] + [4] * more
    return [{"A1": age, "R1": 6 + place % 3, "V4": 1 + place % 4} for place, age in enumerate(ages)]


@pytest.mark.parametrize(
    ("groups", "split"),
    [
        ((10, 10, 10), True),
        ((10, 10, 9), False),  # 29 in the complex, and 9 in a group
        ((10, 11, 9), False),  # one group of 9: the whole split is dropped
        ((15, 15, 0), False),
        ((40, 10, 10), True),
    ],
)
def test_background_groups_are_told_apart_whole_or_not_at_all(groups, split):
    result = of(by_age(groups), codes="R1 V4 A1")
    marks_by_age = [found for found in result.splits if found.indicator.key == "R1"]
    assert bool(marks_by_age) is split
    if split:
        labels = [group.label for group in marks_by_age[0].groups]
        assert labels == ["jonger dan 35 jaar", "35 tot en met 54 jaar", "55 jaar of ouder"]
        assert [group.level.n for group in marks_by_age[0].groups] == list(groups)


@pytest.mark.parametrize(("others", "split"), [(9, False), (10, True)])
def test_background_group_needs_a_complement_of_ten(others, split):
    from dataclasses import replace

    from surveys.bank import BANK

    two = replace(BANK["A1"], options=(BANK["A1"].options[0], BANK["A1"].options[3]))
    people = by_age((30,), more=others)
    result = of(people, codes=[BANK["R1"], two])
    assert bool(result.splits) is split


def test_split_is_dropped_for_a_question_too_few_of_a_group_answered():
    people = by_age((12, 12, 12))
    for person in people[:3]:
        del person["R1"]
    result = of(people, codes="R1 V4 A1")
    assert {found.indicator.key for found in result.splits} == {"V4:share"}


def test_split_is_dropped_when_one_group_may_only_be_told_as_a_band():
    people = [
        {"A1": age, "V4": 1 if age == 1 else 1 + place % 4}
        for age in (1, 2, 3)
        for place in range(15)
    ]
    result = of(people, codes="V4 A1")
    assert level(result, "V4:share").visible
    assert result.splits == ()


def test_profile_shows_who_answered_from_thirty_answers_beside_known_margins():
    margins = {"A1": {"1": 100, "2": 50, "3": 50}}
    profile = of(by_age((10, 10, 20)), codes="R1 A1", margins=margins).profiles[0]
    assert [band.share for band in profile.distribution.bands] == [0.25, 0.25, 0.5]
    assert [band.share for band in profile.known] == [0.5, 0.25, 0.25]
    assert of(by_age((10, 10, 9)), codes="R1 A1").profiles == ()


@pytest.mark.parametrize(("n", "beside"), [(19, None), (20, 6 / 20)])
def test_unweighted_share_is_left_out_below_twenty_answers_where_it_could_tell_a_band(n, beside):
    people = [{"A2": 1, "V4": 3 if place < 6 else 1} for place in range(n)]
    people += [{"A2": 1}] * (30 - n) + [{"A2": 3}] * 20
    margins = {"A2": {"1": 40, "3": 60}}
    found = level(of(people, codes="V4 A2", dwellings=100, margins=margins), "V4:share")
    assert (found.value, found.n) == (pytest.approx(6 / n), n)
    assert found.unweighted == beside


def test_weighted_level_has_the_unweighted_one_beside_it():
    people = [{"R1": 6, "A2": 1}] * 30 + [{"R1": 8, "A2": 3}] * 20
    result = of(people, codes="R1 A2", dwellings=100, margins={"A2": {"1": 50, "3": 50}})
    found = level(result, "R1")
    assert (found.value, found.unweighted) == (pytest.approx(7), pytest.approx(6.8))
    assert result.response.weighted
    assert level(of(people, codes="R1 A2"), "R1").unweighted is None


def test_more_responses_than_dwellings_count_as_n_unknown_and_say_so():
    flagged, unknown = of(mixed(30), dwellings=29), of(mixed(30), dwellings=None)
    assert (flagged.response.too_many, flagged.response.dwellings) == (True, None)
    assert flagged.response.rate is None
    assert level(flagged, "R1") == level(unknown, "R1")


# Totals that would tell by subtraction


def test_group_total_that_would_reveal_its_hidden_member_hides_the_large_member():
    wave, group = wave_of(2022), ReportingGroupFactory(name="Rond het plein")
    small, large = ComplexFactory(), ComplexFactory()
    answer(wave, small, marks(1, 2, 3, 4, 5.432), dwellings=12, group=group)
    answer(wave, large, mixed(40), group=group)
    close(wave)
    assert counted(wave, "R1", "5.432", complex=small) == 1
    together = group_result(wave, group)
    assert together.response.n == 45
    for found in (small, large):
        hidden = unit_result(wave, found)
        assert not hidden.visible
        assert hidden.response.reported_with == "Rond het plein"
    points = strip(wave, "R1").points
    assert [point.unit.name for point in points] == ["Rond het plein"]


def test_corporation_minus_published_complexes_is_no_hidden_complex():
    wave = wave_of(2022)
    hidden, one, other = ComplexFactory(), ComplexFactory(), ComplexFactory()
    answer(wave, hidden, marks(1, 1, 1, 1, 1, 1), dwellings=12)
    answer(wave, one, mixed(40))
    answer(wave, other, mixed(30))
    close(wave)
    everybody = CountTable.objects.get(wave=wave, level="corporation", subgroup="")
    assert (everybody.n, everybody.counts["R1"]["1"][0]) == (76, 6)
    result = corporation_result(wave)
    parts = [unit_result(wave, found) for found in (one, other)]
    assert result.response.n == sum(part.response.n for part in parts) == 70
    assert result.response.dwellings == 120
    total = sum(level(part, "R1").value * level(part, "R1").n for part in parts)
    assert level(result, "R1").value == pytest.approx(total / 70)
    assert strip(wave, "R1").corporation == level(result, "R1")


def test_corporation_keeps_hidden_complexes_that_are_large_enough_together():
    wave = wave_of(2022)
    for _ in range(2):
        answer(wave, ComplexFactory(), mixed(6), dwellings=12)
    answer(wave, ComplexFactory(), mixed(40))
    close(wave)
    assert corporation_result(wave).response.n == 52


def test_total_leaves_out_a_question_that_too_few_of_its_hidden_people_answered():
    wave, group = wave_of(2022), ReportingGroupFactory()
    large = ComplexFactory()
    answer(wave, large, mixed(40), group=group)
    for _ in range(2):
        people = [{"V4": 1 + place % 4} for place in range(9)]
        people[0]["R1"] = 1.234
        answer(wave, ComplexFactory(), people, dwellings=14, group=group)
    close(wave)
    stored = CountTable.objects.get(wave=wave, level="group", subgroup="")
    assert stored.counts["R1"]["1.234"][0] == 2
    assert level(unit_result(wave, large), "R1").n == 40
    for total in (group_result(wave, group), corporation_result(wave)):
        assert total.response.n == 58
        assert level(total, "R1").shown is Shown.TOO_FEW  # 42 marks minus 40 would be two people's
        assert total.distributions["R1"][0].bands == ()
        assert level(total, "V4:share").n == 58


def test_rest_of_the_corporation_leaves_out_the_complex_and_the_hidden_ones():
    wave = wave_of(2022)
    hidden, one, other = ComplexFactory(), ComplexFactory(), ComplexFactory()
    answer(wave, hidden, marks(1, 1, 1, 1, 1, 1), dwellings=12)
    answer(wave, one, marks(*[5, 6, 7] * 10))
    answer(wave, other, marks(*[7, 8, 9] * 10))
    close(wave)
    rest = unit_result(wave, one).indicator("R1").rest
    assert rest.earlier.value == pytest.approx(8)
    assert rest.earlier.n == 30
    assert rest.difference == pytest.approx(-2)
    assert rest.against is None


# The strict preset


def test_strict_rules_round_shares_numbers_and_margins():
    people = unsafe(17, 33, R1=7)  # 34 % of 50
    found = level(of(people, disclosure="strict"), "V4:share")
    assert (found.value, found.n) == (0.35, 50)
    assert {found.low, found.high} <= {step / 20 for step in range(21)}
    small = level(of(unsafe(17, 32, R1=7), disclosure="strict"), "V4:share")  # 34.7 % of 49
    assert (small.value, small.n) == (0.3, 50)


def test_strict_rules_round_a_change_as_coarsely_as_its_levels():
    complex_ = ComplexFactory()
    closed(2020, unsafe(31, 20), complex_=complex_, disclosure="strict", dwellings=200)
    later = closed(2022, unsafe(13, 40), complex_=complex_, disclosure="standard", dwellings=200)
    result = unit_result(later, complex_)
    change = result.indicator("V4:share").change
    assert change.earlier.value == 0.6
    assert change.difference == pytest.approx(13 / 53 - 0.6)  # the later wave's own rules are finer
    assert {change.low, change.high} <= {step / 20 for step in range(-20, 21)}
    assert change.p in {step / 100 for step in range(101)}
    assert f"{31 / 51}" not in repr(result)


def test_strict_distribution_is_rounded_and_still_sums_to_one():
    people = [{"V1": 1}] * 17 + [{"V1": 2}] * 17 + [{"V1": 3}] * 17 + [{"V1": 4}] * 6
    bands = of(people, codes="V1", disclosure="strict").distributions["V1"][0].bands
    assert sum(band.share for band in bands) == pytest.approx(1)
    assert {round(band.share * 20, 6) % 1 for band in bands} == {0}


def test_strict_response_is_rounded():
    response = of(mixed(43), disclosure="strict", dwellings=97).response
    assert (response.n, response.rate) == (45, 0.45)


# Texts


def test_only_released_texts_of_a_shown_complex_are_in_its_result():
    wave, shown, hidden = wave_of(2022), ComplexFactory(), ComplexFactory()
    answer(wave, shown, mixed(20))
    answer(wave, hidden, mixed(9))
    close(wave)
    for complex_ in (shown, hidden):
        for state, released in (("unread", ""), ("released", "Meer licht."), ("withheld", "")):
            FreeText.objects.create(
                wave=wave,
                complex=complex_,
                variable="X1",
                text="Geheim",
                state=state,
                released_text=released,
            )
    assert unit_result(wave, shown).texts == ("Meer licht.",)
    assert unit_result(wave, hidden).texts == ()
    assert "Geheim" not in repr(corporation_result(wave))
