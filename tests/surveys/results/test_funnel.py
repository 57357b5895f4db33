"""Who differs by more than chance, and figures over the last waves: only what may be shown."""

import pytest

from surveys import results
from surveys.results.types import Outside, Tone
from tests.factories import ComplexFactory, ReportingGroupFactory
from tests.factories.closed import closed_wave, people

pytestmark = pytest.mark.django_db
USUAL = [6, 7, 7, 8]


def many(number: int = 6, **marks):
    """Complexes with the usual marks, and one per name given."""
    places = {ComplexFactory(name=f"Gewoon {k}"): people(40, R1=USUAL) for k in range(number)}
    places |= {ComplexFactory(name=name): people(40, R1=own) for name, own in marks.items()}
    return places


def test_complex_outside_the_outer_lines_is_named_with_its_side():
    wave = closed_wave(2022, many(Laag=[4, 5], Hoog=[9, 9, 8]))

    found = results.funnel(wave, "R1")

    different = found.beyond(Outside.DIFFERENT)
    assert [(one.unit.name, one.above, one.tone) for one in different] == [
        ("Laag", False, Tone.WORSE),
        ("Hoog", True, Tone.BETTER),
    ]
    assert {one.outside for one in found.points if one not in different} == {Outside.WITHIN}
    assert found.centre == results.corporation_result(wave).indicator("R1").level.value


def test_high_share_of_feeling_unsafe_is_the_bad_side():
    places = {ComplexFactory(): people(40, V4=[1, 1, 1, 2]) for _ in range(6)}
    wave = closed_wave(2022, places | {ComplexFactory(name="Hoog"): people(40, V4=2)})

    (point,) = results.funnel(wave, "V4:share").beyond(Outside.DIFFERENT)

    assert (point.unit.name, point.above, point.tone) == ("Hoog", True, Tone.WORSE)


def test_complex_that_may_not_be_shown_is_in_no_funnel():
    group = ReportingGroupFactory()
    small = ComplexFactory(name="Klein", dwellings=12, group=group)
    other = ComplexFactory(name="Klein twee", dwellings=12, group=group)
    masked = ComplexFactory(name="Gemaskeerd")
    wave = closed_wave(
        2022,
        many(2)
        | {small: people(9, R1=1), other: people(9, R1=1), masked: people(12, R1=USUAL, V4=1)},
    )
    assert small.pk in dict(results.numbered_points(wave, "R1"))

    found = results.funnel(wave, "R1")

    assert {one.unit.name for one in found.points} == {"Gewoon 0", "Gewoon 1", "Gemaskeerd"}
    assert (
        results.funnel(wave, "V4:share") is None
    )  # only one answered, and that as "minder dan 10%"


def test_strict_funnel_shows_rounded_numbers_only():
    wave = closed_wave(2022, many(Laag=[4, 5, 5]), disclosure="strict")

    found = results.funnel(wave, "R1")

    assert found.rounded
    assert all(one.n % 5 == 0 for one in found.points)
    assert all(round(one.level.value, 1) == one.level.value for one in found.points)
    assert round(found.centre, 1) == found.centre
    assert [one.unit.name for one in found.beyond(Outside.DIFFERENT)] == ["Laag"]


def test_limits_run_from_ten_answers_to_the_largest_complex():
    wave = closed_wave(2022, many())

    limits = results.funnel(wave, "R1").limits

    assert (limits[0].n, limits[-1].n) == (10, 40)
    assert all(row.lowest < row.low < 7 < row.high < row.highest for row in limits)


def test_funnel_of_a_figure_that_was_not_asked_is_refused():
    wave = closed_wave(2022, many())
    with pytest.raises(KeyError):
        results.funnel(wave, "bestaat-niet")


# Over time ---------------------------------------------------------------------------------------


def test_change_is_since_the_latest_wave_with_the_same_question():
    here = ComplexFactory()
    closed_wave(2018, {here: people(40, R1=[8, 9])})
    closed_wave(2020, {here: people(40, V1=[1, 2])}, questionnaire=None)  # R1 was not asked
    last = closed_wave(2022, {here: people(40, R1=[5, 6])})

    ((pk, point),) = results.numbered_points(last, "R1")

    assert pk == here.pk
    assert point.change.against.code == "2018"
    assert point.change.tone is Tone.WORSE


def test_trend_holds_the_last_five_waves_and_nothing_hidden():
    here, small = ComplexFactory(), ComplexFactory(dwellings=12)
    for year in range(2012, 2024, 2):
        last = closed_wave(year, {here: people(30, R1=[6, 7]), small: people(8, R1=1)})

    found = results.trends(last, "R1", [here.pk, small.pk])

    assert [one.wave.code for one in found.points[here.pk]] == [
        "2014",
        "2016",
        "2018",
        "2020",
        "2022",
    ]
    assert {one.level.value for one in found.points[small.pk]} == {None}
    assert (found.low, found.high) == (6.5, 6.5)
