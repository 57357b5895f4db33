from datetime import date

import pytest

from surveys.questions import Better
from surveys.results import unit_result, words
from surveys.results.types import (
    Change,
    Indicator,
    IndicatorResult,
    Level,
    Measure,
    Shown,
    Tone,
    Verdict,
    WaveRef,
)
from tests.factories import ComplexFactory
from tests.surveys.results.scene import closed, mixed

BEFORE = WaveRef("2020", "Meting 2020", date(2020, 9, 1), date(2020, 9, 30))


def share(value, n=30, shown=Shown.FULL):
    return Level(shown, value, None if value is None else value - 0.1, value and value + 0.1, n)


def told(verdict, earlier, later, *, against=BEFORE, measure=Measure.SHARE):
    indicator = Indicator(
        "V4:share", "V4", "V4", "veiligheid", measure, "Onveilig", "voelt zich wel eens onveilig",
        "Voelt u zich wel eens onveilig?", Better.LOWER,
    )  # fmt: skip
    change = Change(verdict, Tone.NEUTRAL, against, earlier)
    return words.change_sentences(IndicatorResult(indicator, later, change), change)


@pytest.mark.parametrize(
    ("level", "measure", "text", "margin"),
    [
        (Level(Shown.FULL, 7.25, 6.65, 7.85, 44), Measure.MARK, "7,3", "6,7 – 7,9"),
        (Level(Shown.FULL, 0.361, 0.264, 0.478, 44), Measure.SHARE, "36%", "26 – 48%"),
        (Level(Shown.BELOW_TEN_PERCENT, n=15), Measure.SHARE, "minder dan 10%", ""),
        (Level(Shown.ABOVE_NINETY_PERCENT, n=15), Measure.SHARE, "meer dan 90%", ""),
        (Level(Shown.TOO_FEW), Measure.SCORE, "te weinig antwoorden", ""),
    ],
)
def test_level_and_margin_are_written_as_dutch_readers_do(level, measure, text, margin):
    assert words.level_text(level, measure) == text
    assert words.margin_text(level, measure) == margin


def test_sentences_are_those_of_the_methods():
    assert told(Verdict.LOWER, share(0.6), share(0.3)) == "Aantoonbaar gedaald: van 60% naar 30%."
    assert told(Verdict.HIGHER, share(0.3), share(0.6)) == "Aantoonbaar gestegen: van 30% naar 60%."
    assert told(Verdict.NO_CHANGE, share(0.4), share(0.3)) == (
        "Geen aantoonbare verandering: 40% → 30%. Met 30 deelnemers per meting past dit verschil bij "
        "toeval. Dat is geen bewijs dat er niets veranderde."
    )
    assert told(Verdict.NO_CHANGE, share(0.4, 30), share(0.3, 44)) == (
        "Geen aantoonbare verandering: 40% → 30%. Met 30 en 44 deelnemers past dit verschil bij "
        "toeval. Dat is geen bewijs dat er niets veranderde."
    )
    assert told(Verdict.TOO_FEW, share(None), share(0.3)) == (
        "Te weinig antwoorden om te laten zien."
    )
    assert told(Verdict.ABOUT_EQUAL, share(0.4), share(0.41)) == (
        "Ongeveer gelijk: 40% → 41%. Het verschil is vrijwel zeker niet groter dan 10 punten."
    )
    assert told(Verdict.NOT_COMPARABLE, share(0.4), share(0.4)) == (
        "Niet te vergelijken met 2020: de vraag, de antwoorden of de groep waren toen anders."
    )
    assert told(Verdict.LOWER, share(0.4), share(None, 15, Shown.BELOW_TEN_PERCENT)) == (
        "Aantoonbaar gedaald: van 40% naar minder dan 10%."
    )


def test_sentence_about_no_difference_at_all_speaks_of_no_difference():
    assert told(Verdict.NO_CHANGE, share(0.4), share(0.4)) == (
        "Geen aantoonbare verandering: 40% → 40%. Met 30 deelnemers per meting is een kleine "
        "verandering niet te zien. Dat is geen bewijs dat er niets veranderde."
    )


def test_sentences_beside_the_other_complexes_name_both_numbers():
    assert told(Verdict.HIGHER, share(0.2), share(0.4), against=None) == (
        "Aantoonbaar hoger dan in de andere complexen: 40% tegen 20%."
    )
    assert told(Verdict.NO_CHANGE, share(0.3), share(0.4), against=None) == (
        "Geen aantoonbaar verschil met de andere complexen: 40% tegen 30%. "
        "Dat is geen bewijs dat er geen verschil is."
    )


@pytest.mark.parametrize(
    ("verdict", "against", "pill"),
    [
        (Verdict.LOWER, BEFORE, "aantoonbaar lager dan in 2020 (7,0)"),
        (Verdict.HIGHER, BEFORE, "aantoonbaar hoger dan in 2020 (7,0)"),
        (Verdict.NO_CHANGE, BEFORE, "geen aantoonbare verandering (7,0)"),
        (Verdict.ABOUT_EQUAL, BEFORE, "ongeveer gelijk aan 2020 (7,0)"),
        (Verdict.TOO_FEW, BEFORE, "te weinig antwoorden"),
        (Verdict.NOT_COMPARABLE, BEFORE, "niet te vergelijken met 2020"),
        (Verdict.LOWER, None, "aantoonbaar lager dan de andere complexen (7,0)"),
        (Verdict.NO_CHANGE, None, "geen aantoonbaar verschil (7,0)"),
        (Verdict.ABOUT_EQUAL, None, "ongeveer gelijk aan de andere complexen (7,0)"),
    ],
)
def test_pill_says_the_verdict_and_the_earlier_value(verdict, against, pill):
    earlier = Level(Shown.FULL, 7.0, 6.5, 7.5, 32)
    assert words.pill_text(Change(verdict, Tone.NEUTRAL, against, earlier), Measure.MARK) == pill


@pytest.mark.parametrize(
    ("measure", "numbers", "difference", "margin"),
    [
        (Measure.SHARE, (-0.3, -0.504, -0.049), "−30 punten", "−50 tot −5 punten"),
        (Measure.SHARE, (0.012, -0.1, 0.13), "+1 punt", "−10 tot +13 punten"),
        (Measure.MARK, (0.44, -0.2, 1.04), "+0,4", "−0,2 tot +1,0"),
        (Measure.SCORE, (None, None, None), "", ""),
    ],
)
def test_difference_carries_its_sign_and_its_unit(measure, numbers, difference, margin):
    value, low, high = numbers
    change = Change(Verdict.LOWER, Tone.BETTER, BEFORE, share(0.6), value, low, high)
    assert words.difference_text(change, measure) == difference
    assert words.difference_margin_text(change, measure) == margin


@pytest.mark.django_db
def test_no_word_about_results_claims_stability_or_a_cause():
    complex_ = ComplexFactory()
    for year, n in ((2018, 20), (2020, 300), (2022, 310)):
        wave = closed(year, mixed(n), complex_=complex_, dwellings=400)
    result = unit_result(wave, complex_)
    said: list[str] = []
    for found in result.indicators:
        for change in [*found.changes, *([found.rest] if found.rest else [])]:
            said += [words.change_sentences(found, change), words.verdict_text(change)]
            said.append(words.pill_text(change, found.indicator.measure))
    assert len(said) > 12
    assert not [text for text in said if "stabiel" in text.lower() or " door " in text.lower()]


def test_certainty_and_missing_margins_are_said_in_words():
    assert words.certainty_text(share(0.4, 15, Shown.INDICATIVE)) == "indicatief"
    assert words.no_margin_text(Level(Shown.FULL, 7.0, n=20, no_margin="all equal")) == (
        "geen marge: iedereen gaf hetzelfde antwoord"
    )
