from dataclasses import replace

import pytest
from django.test.utils import CaptureQueriesContext

from surveys.bank import BANK
from surveys.models import FreeText, Wave
from surveys.questions import Better
from surveys.results import (
    corporation_result,
    default_strip_keys,
    group_result,
    overview,
    strip,
    unit_result,
)
from surveys.results.types import Measure, Shown, Tone, Verdict
from surveys.statistics.change import Estimate, detectable_share, mean_change, share_change
from surveys.statistics.families import benjamini_hochberg, holm
from surveys.statistics.levels import sample, wilson
from tests.factories import ComplexFactory, ReportingGroupFactory
from tests.surveys.results.scene import answer, close, closed, marks, mixed, unsafe, wave_of

pytestmark = pytest.mark.django_db


def two_waves(before, after, **options):
    complex_ = ComplexFactory()
    options.setdefault("dwellings", 200)
    closed(2020, before, complex_=complex_, **options)
    return unit_result(closed(2022, after, complex_=complex_, **options), complex_)


def test_share_that_fell_demonstrably_has_newcombes_interval_and_p():
    found = two_waves(unsafe(18, 12), unsafe(9, 21), codes="V4").indicator("V4:share")
    expected = share_change(0.6, 30, 0.3, 30)
    change = found.change
    assert (change.verdict, change.tone) == (Verdict.LOWER, Tone.BETTER)
    assert change.difference == pytest.approx(-0.3)
    assert (change.low, change.high) == pytest.approx((expected.low, expected.high))
    assert (change.p, change.p_adjusted) == pytest.approx((0.01863707, 0.01863707), abs=5e-9)
    assert change.earlier.value == 0.6
    assert change.against.code == "2020"
    assert change.detectable == pytest.approx(detectable_share(0.45, 30))


def test_change_is_tested_without_the_correction_that_levels_have():
    everybody = two_waves(unsafe(18, 12), unsafe(9, 21), codes="V4", dwellings=30)
    found = everybody.indicator("V4:share")
    assert (found.level.low, found.level.high) == (found.level.value, found.level.value)
    assert found.change.p == pytest.approx(0.01863707, abs=5e-9)


def test_mean_of_marks_is_compared_as_welch_does():
    before, after = [5.0, 6, 4, 7, 5, 6] * 5, [7.0, 7, 8, 6, 7, 9] * 6
    change = two_waves(marks(*before), marks(*after), codes="R1").indicator("R1").change
    expected = mean_change(Estimate.of(sample(before)), Estimate.of(sample(after)))
    assert (change.verdict, change.tone) == (Verdict.HIGHER, Tone.BETTER)
    assert (change.difference, change.low, change.high, change.p) == pytest.approx(
        tuple(map(float, (expected.difference, expected.low, expected.high, expected.p)))
    )


def test_key_indicators_get_holm_and_the_others_benjamini_hochberg():
    before = [
        {"R1": 5 + p % 4, "V4": 1 + p % 4, "V1": 1 + p % 5, "V2": 1 + p % 4} for p in range(60)
    ]
    after = [
        {"R1": 6 + p % 4, "V4": 1 + p % 3, "V1": 1 + p % 4, "V2": 1 + p % 3} for p in range(60)
    ]
    result = two_waves(before, after, codes="V1 V2 V4 R1", keys=("R1", "V4"))
    tested = {one.indicator.key: one.change for one in result.indicators if one.indicator.tested}
    assert set(tested) == {"R1", "V4:share", "V1", "V2"}
    keys, others = ["R1", "V4:share"], ["V1", "V2"]
    for family, adjust in ((keys, holm), (others, benjamini_hochberg)):
        expected = adjust([tested[key].p for key in family])
        assert [tested[key].p_adjusted for key in family] == pytest.approx(list(expected))


def test_one_figure_per_variable_is_tested_and_the_other_stands_beside_it():
    result = two_waves(mixed(50), mixed(60))
    untested = [one for one in result.indicators if not one.indicator.tested]
    assert {one.indicator.key for one in untested} == {"V1:share", "V4"}
    assert all(one.change is None and one.changes == () and one.rest is None for one in untested)
    assert all(one.level.visible and len(one.trend) == 2 for one in untested)
    assert [one.indicator.key for one in result.key_indicators] == ["R1", "V4:share"]


def test_comparison_that_cannot_be_made_makes_the_family_no_larger():
    before = [*unsafe(18, 12), *({"V4": 5} for _ in range(9))]
    for person in before[:9]:
        person["R1"] = 6  # nine marks: too few to compare
    after = [{**person, "R1": 5 + place % 5} for place, person in enumerate(unsafe(9, 21))]
    result = two_waves(before, after, codes="V4 R1", keys=("R1", "V4"))
    assert result.indicator("R1").change.verdict is Verdict.TOO_FEW
    change = result.indicator("V4:share").change
    assert change.p_adjusted == change.p


def test_change_is_shown_only_when_both_waves_pass():
    result = two_waves(unsafe(7, 2), unsafe(9, 21), codes="V4")
    change = result.indicator("V4:share").change
    assert change.verdict is Verdict.TOO_FEW
    assert change.earlier.shown is Shown.TOO_FEW
    assert (change.difference, change.low, change.high, change.p) == (None,) * 4
    assert result.indicator("V4:share").trend[0].level.value is None
    assert result.response.earlier_n is None
    assert result.distributions["V4"][0].n == 30
    assert f"{7 / 9}"[:6] not in repr(result)


def test_change_to_a_band_has_a_verdict_and_no_numbers():
    change = two_waves(unsafe(30, 10), unsafe(1, 18), codes="V4").indicator("V4:share").change
    assert change.verdict is Verdict.LOWER
    assert (change.difference, change.low, change.high, change.p, change.p_adjusted) == (None,) * 5


def test_about_equal_needs_the_whole_interval_within_ten_points_or_half_a_mark():
    many = two_waves(unsafe(300, 500), unsafe(310, 490), codes="V4", dwellings=2000)
    few = two_waves(unsafe(12, 18), unsafe(9, 21), codes="V4")
    assert many.indicator("V4:share").change.verdict is Verdict.ABOUT_EQUAL
    assert few.indicator("V4:share").change.verdict is Verdict.NO_CHANGE
    assert many.indicator("V4:share").change.tone is Tone.NEUTRAL


def reworded():
    return replace(BANK["V1"], version=2, text={"nl": "Anders gevraagd?", "en": "Otherwise?"})


def test_new_wording_is_a_break_and_never_a_change():
    complex_ = ComplexFactory()
    closed(2018, mixed(40), complex_=complex_)
    closed(2020, mixed(40), complex_=complex_, codes=[reworded(), BANK["R1"]])
    wave = closed(2022, mixed(40), complex_=complex_, codes=[reworded(), BANK["R1"]])
    result = unit_result(wave, complex_)
    first = result.indicator("V1")
    assert [change.verdict for change in first.changes] == [
        Verdict.ABOUT_EQUAL if first.changes[0].high <= 0.5 else Verdict.NO_CHANGE,
        Verdict.NOT_COMPARABLE,
    ]
    assert first.changes[1].difference is None
    assert [point.breaks for point in first.trend] == [False, True, False]
    assert [found.wave.code for found in result.distributions["V1"]] == ["2020", "2022"]
    assert [point.breaks for point in result.indicator("R1").trend] == [False] * 3


def test_question_left_out_of_a_wave_is_compared_with_the_wave_before_that():
    complex_ = ComplexFactory()
    closed(2018, unsafe(18, 12), complex_=complex_, codes="V4 R1")
    closed(2020, mixed(40), complex_=complex_, codes="R1")
    wave = closed(2022, unsafe(9, 21), complex_=complex_, codes="V4 R1")
    found = unit_result(wave, complex_).indicator("V4:share")
    assert found.change is None
    assert [change.against.code for change in found.changes] == ["2018"]
    assert [point.wave.code for point in found.trend] == ["2018", "2022"]


def test_changes_run_against_every_earlier_wave_newest_first():
    complex_ = ComplexFactory()
    for year in (2016, 2018, 2020):
        closed(year, mixed(30), complex_=complex_)
    later = closed(2024, mixed(30), complex_=complex_)
    wave = closed(2022, mixed(40), complex_=complex_)
    result = unit_result(wave, complex_)
    assert [change.against.code for change in result.indicator("R1").changes] == [
        "2020",
        "2018",
        "2016",
    ]
    assert [found.code for found in result.earlier] == ["2016", "2018", "2020"]
    assert result.indicator("R1").change.against.code == "2020"
    assert len(unit_result(later, complex_).earlier) == 4


def test_first_wave_has_no_change():
    complex_ = ComplexFactory()
    result = unit_result(closed(2022, mixed(30), complex_=complex_), complex_)
    assert result.earlier == ()
    assert all(one.change is None and one.changes == () for one in result.indicators)
    assert (result.response.earlier_n, result.response.earlier_rate) == (None, None)


def test_group_of_other_complexes_is_not_compared():
    group, first, second = ReportingGroupFactory(), ComplexFactory(), ComplexFactory()
    before = wave_of(2020)
    answer(before, first, mixed(15), dwellings=25, group=group)
    close(before)
    after = wave_of(2022)
    answer(after, first, mixed(15), dwellings=25, group=group)
    answer(after, second, mixed(15), dwellings=25, group=group)
    close(after)
    found = group_result(after, group).indicator("R1")
    assert found.change.verdict is Verdict.NOT_COMPARABLE
    assert [point.breaks for point in found.trend] == [False, True]
    assert corporation_result(after).indicator("R1").change.verdict is not Verdict.NOT_COMPARABLE


def test_scales_are_followed_over_time_and_break_when_an_item_changes():
    def people(n):
        return [{"S1": 1 + p % 5, "S2": 1 + p % 4, "S3": 1 + p % 5} for p in range(n)]

    complex_ = ComplexFactory()
    other = replace(BANK["S2"], version=2)
    closed(2018, people(30), complex_=complex_, codes=[BANK["S1"], other, BANK["S3"]])
    closed(2020, people(30), complex_=complex_, codes="S1 S2 S3")
    found = unit_result(
        closed(2022, people(40), complex_=complex_, codes="S1 S2 S3", keys=("SC",)), complex_
    ).indicator("SC")
    assert found.indicator.label == "Sociale samenhang"
    assert (found.indicator.measure, found.indicator.is_key) == (Measure.SCORE, True)
    assert found.level.n == 40
    assert [change.verdict is Verdict.NOT_COMPARABLE for change in found.changes] == [False, True]


def test_measure_questions_are_figures_of_their_complex_only():
    measures = [{"id": 17, "title": "camera's in de hal"}]
    people = [{"M1": [17], "M2.17": 1 + place % 3} for place in range(12)] + [{"M1": [-1]}] * 8
    complex_ = ComplexFactory()
    wave = closed(2022, people, complex_=complex_, codes="M1 M2", measures=measures)
    result = unit_result(wave, complex_)
    found = result.indicator("M2.17")
    assert (found.indicator.label, found.level.n, found.rest) == ("camera's in de hal", 12, None)
    seen = result.distributions["M1"][0]
    assert seen.several
    assert [(band.label, band.share) for band in seen.bands] == [
        ("camera's in de hal", 0.6),
        ("geen", 0.4),
    ]
    assert corporation_result(wave).indicator("M2.17") is None


def test_yes_or_no_question_is_a_share_and_not_a_mean_as_well():
    people = [{"L1": 1 + place % 2} for place in range(30)]
    complex_ = ComplexFactory()
    result = unit_result(closed(2022, people, complex_=complex_, codes="L1 P4"), complex_)
    assert [one.indicator.key for one in result.indicators] == ["L1:share", "P4:share"]
    assert all(one.indicator.tested for one in result.indicators)
    assert result.indicator("P4:share").indicator.better is Better.NEITHER


def test_national_figures_stand_beside_the_share_they_belong_to():
    complex_ = ComplexFactory()
    result = unit_result(closed(2022, mixed(30), complex_=complex_), complex_)
    lines = result.indicator("V4:share").national
    assert [(line.year, line.value) for line in lines][-1] == (2025, 0.17)
    assert {line.series for line in lines} == {
        "Veiligheidsmonitor",
        "Veiligheidsmonitor vanaf 2021",
    }
    assert result.indicator("R1").national == ()


# All complexes beside each other


def several_waves():
    """Three complexes and a small one over two waves; one joins in the second."""
    old, new, small, steady = (ComplexFactory(name=name) for name in "ABCD")
    before, after = wave_of(2020), wave_of(2022)
    answer(before, old, [{**p, "R1": 5 + i % 3} for i, p in enumerate(mixed(40))], dwellings=90)
    answer(before, steady, mixed(25))
    answer(before, small, mixed(5), dwellings=12)
    answer(after, old, [{**p, "R1": 7 + i % 3} for i, p in enumerate(mixed(44))], dwellings=90)
    answer(after, new, mixed(30))
    answer(after, small, mixed(6), dwellings=12)
    answer(after, steady, mixed(28))
    return close(before), close(after)


def test_overview_names_every_complex_and_says_the_same_as_each_result():
    _, wave = several_waves()
    points = overview(wave, "V4:share")
    assert [point.unit.name for point in points] == list("ABCD")
    for point in points:
        from complexes.models import Complex

        result = unit_result(wave, Complex.objects.get(code=point.unit.code))
        found = result.indicator("V4:share")
        if found is None:
            assert point.level.shown is Shown.TOO_FEW
            assert point.change is None
            continue
        assert point.level == found.level
        assert (point.change is None) == (found.change is None)
        if point.change:
            assert point.change.verdict is found.change.verdict
            assert point.change.p_adjusted == pytest.approx(found.change.p_adjusted)
        assert point.rest.verdict is found.rest.verdict
        assert point.rest.difference == pytest.approx(found.rest.difference)
        assert point.rest.p_adjusted == pytest.approx(found.rest.p_adjusted)
        assert point.response.n == result.response.n


def test_overview_without_a_key_is_about_the_first_key_indicator():
    _, wave = several_waves()
    assert default_strip_keys(wave) == ("R1", "V4:share")
    first = {point.unit.name: point for point in overview(wave)}
    assert first["A"].level == overview(wave, "R1")[0].level


def test_strip_holds_reported_complexes_and_refuses_an_unknown_indicator():
    _, wave = several_waves()
    found = strip(wave, "R1")
    assert [point.unit.name for point in found.points] == ["A", "B", "D"]
    assert found.points[0].change.verdict is Verdict.HIGHER
    with pytest.raises(KeyError):
        strip(wave, "Z9")


def test_result_costs_the_same_queries_for_one_wave_and_one_complex_as_for_many():
    from django.db import connection

    def queries(years, others):
        complex_ = ComplexFactory()
        for year in years:
            wave = wave_of(year)
            answer(wave, complex_, mixed(30))
            for _ in range(others):
                answer(wave, ComplexFactory(), mixed(12))
            close(wave)
        unit_result(wave, complex_)  # closed waves are read once per process
        with CaptureQueriesContext(connection) as captured:
            unit_result(wave, complex_)
        return len(captured)

    assert queries([2001], 0) == queries([2002, 2004, 2006], 4) == 3


def test_level_of_a_share_is_wilsons_with_the_dwellings_of_its_wave():
    complex_ = ComplexFactory()
    wave = closed(2022, unsafe(12, 18), complex_=complex_, dwellings=60)
    found = unit_result(wave, complex_).indicator("V4:share").level
    assert (found.low, found.high) == pytest.approx((0.28483467, 0.52739120), abs=5e-9)
    assert wilson(0.4, 59).low == pytest.approx(found.low)  # k(N−1)/(N−n) = 30·59/30


def test_a_remembered_result_still_sees_new_titles_and_texts():
    complex_ = ComplexFactory()
    wave = closed(2022, unsafe(12, 18), complex_=complex_, dwellings=60)
    assert unit_result(wave, complex_).texts == ()
    FreeText.objects.create(
        wave=wave,
        complex=complex_,
        variable="X1",
        text="De lift is stuk",
        state=FreeText.State.RELEASED,
        released_text="De lift is stuk",
    )
    Wave.objects.filter(pk=wave.pk).update(title="Najaar 2022")
    seen = unit_result(Wave.objects.get(pk=wave.pk), complex_)
    assert (seen.texts, seen.wave.title) == (("De lift is stuk",), "Najaar 2022")
