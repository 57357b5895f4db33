"""Reading answers: every kind of question, and what is said when answers contradict each other."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from surveys.bank import BANK, measure_question
from surveys.bank.own import own_question
from surveys.questions import Option
from surveys.respondent.blocks import blocks_of
from surveys.respondent.forms import StepForm
from surveys.respondent.sheet import Step


def form_of(query: str, *codes: str, questions=()) -> StepForm:
    asked = tuple(BANK[code] for code in codes) + tuple(questions)
    form = StepForm(QueryDict(query), step=Step("stap", "veiligheid", asked))
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("query", "codes", "answers"),
    [
        ("V1=2", ["V1"], {"V1": 2}),
        ("V1=", ["V1"], {}),
        ("", ["V1", "V3", "V4", "P2", "R1", "X1"], {}),
        ("V3a=1&V3f=6&V3b=", ["V3"], {"V3a": 1, "V3f": 6}),
        ("P2=6&P2=1&P2=6", ["P2"], {"P2": [1, 6]}),
        ("P2=7", ["P2"], {"P2": [7]}),
        ("M3=1&M3=2&M3=9", ["M3"], {"M3": [1, 2, 9]}),
        ("R1=10", ["R1"], {"R1": 10.0}),
        ("R1=0", ["R1"], {"R1": 0.0}),
        ("V4=1", ["V4"], {"V4": 1}),
        ("V4=5", ["V4"], {"V4": 5}),
        ("V4=ja&V4.vaak=4", ["V4"], {"V4": 4}),
        ("V4=1&V4.vaak=4", ["V4"], {"V4": 1}),
        ("V4.vaak=2", ["V4"], {"V4": 2}),
        ("V4=ja&V4.gevraagd=1", ["V4"], {"V4": 6}),
        ("V4=1&V4.gevraagd=1", ["V4"], {"V4": 1}),
        ("V4=6", ["V4"], {"V4": 6}),
    ],
)
def test_posted_values_become_answers(query, codes, answers):
    form = form_of(query, *codes)
    assert form.errors == {}
    assert form.answers() == answers


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("V1=7", "V1", "Kies een van de antwoorden."),
        ("V1=x", "V1", "Kies een van de antwoorden."),
        ("V1=-1", "V1", "Kies een van de antwoorden."),
        ("V1=²", "V1", "Kies een van de antwoorden."),
        ("R1=7.5", "R1", "Kies een van de antwoorden."),
        ("R1=11", "R1", "Kies een van de antwoorden."),
        ("V4=ja", "V4", "U zei “ja”. Hoe vaak is dat? U mag ook verder gaan."),
        ("M3=1&M3=2&M3=3&M3=4", "M3", "U koos er 4. Kies er hoogstens 3. Haal er een weg."),
        ("M3=1&M3=2&M3=3&M3=4&M3=5", "M3", "U koos er 5. Kies er hoogstens 3. Haal er 2 weg."),
        (
            "P2=1&P2=7",
            "P2",
            "U koos “ik zou het altijd melden” en ook iets anders. Dat kan niet samen. "
            "Kies één van de twee.",
        ),
    ],
)
def test_contradicting_or_unknown_answers_are_told_at_their_question(query, code, words):
    form = form_of(query, code)
    assert form.errors == {code: [words]}


def test_yes_without_how_often_is_asked_once_and_then_kept_as_a_yes():
    assert form_of("V4=ja", "V4").kept() == {"V4": ["ja"]}
    again = form_of("V4=ja&V4.gevraagd=1", "V4")
    assert (again.errors, again.answers()) == ({}, {"V4": 6})
    assert again.kept() == {"V4": ["ja"], "V4.gevraagd": ["1"]}


def test_yes_without_how_often_is_skipped_where_the_wave_has_no_such_answer():
    offered = tuple(option for option in BANK["V4"].options if option.offered)
    earlier = replace(BANK["V4"], version=1, options=offered)
    assert form_of("V4=ja", questions=[earlier]).errors.keys() == {"V4"}
    again = form_of("V4=ja&V4.gevraagd=1", questions=[earlier])
    assert (again.errors, again.answers()) == ({}, {})


@pytest.mark.parametrize(
    ("language", "first", "often"),
    [
        ("nl", ["Nee", "Ja", "Weet ik niet"], ["Zelden", "Soms", "Vaak"]),
        ("en", ["No", "Yes", "I don't know"], ["Rarely", "Sometimes", "Often"]),
    ],
)
def test_yes_without_how_often_is_never_a_choice_on_screen_or_paper(language, first, often):
    (block,) = blocks_of(Step("stap", "veiligheid", (BANK["V4"],)), language)
    assert [choice.label for choice in block.groups[0].choices] == first
    assert [choice.label for choice in block.how_often.choices] == often


@pytest.mark.parametrize(("length", "over"), [(500, 0), (501, 1), (540, 40)])
def test_text_may_be_five_hundred_signs_and_not_one_more(length, over):
    form = form_of("X1=" + "a" * length, "X1")
    assert form.fits is (over == 0)
    if over:
        noun = "teken" if over == 1 else "tekens"
        assert form.errors == {"X1": [f"Uw tekst is {over} {noun} te lang. Maak hem korter."]}
    else:
        assert form.texts() == {"X1": "a" * 500}


def test_text_keeps_every_script_and_loses_control_signs():
    form = form_of("X1=" + "‏مرحبا‌ ığşŁ 👨‍👩‍👧\x00\x07\r\nregel 2", "X1")
    assert form.texts() == {"X1": "‏مرحبا‌ ığşŁ 👨‍👩‍👧\nregel 2"}


def test_measures_and_their_follow_up_use_the_measures_own_numbers():
    m1 = replace(BANK["M1"], options=(Option(17, {"nl": "camera"}), *BANK["M1"].options))
    m2 = measure_question(BANK["M2"], 17, "camera")
    form = form_of("M1=17&M2.17=1", questions=[m1, m2])
    assert form.answers() == {"M1": [17], "M2.17": 1}
    assert form_of("M1=18", questions=[m1]).errors == {"M1": ["Kies een van de antwoorden."]}
    assert list(form_of("M1=17&M1=-2", questions=[m1]).errors) == ["M1"]


def test_own_questions_are_read_like_the_banks():
    single = own_question(
        code="E1.1", kind="single", text={"nl": "?"}, options=[{"nl": "a"}, {"nl": "b"}]
    )
    several = own_question(
        code="E1.2", kind="several", text={"nl": "?"}, options=[{"nl": "a"}, {"nl": "b"}]
    )
    mark = own_question(code="E1.3", kind="mark", text={"nl": "?"}, options=[])
    form = form_of("E1.1=2&E1.2=2&E1.2=1&E1.3=10", questions=[single, several, mark])
    assert form.answers() == {"E1.1": 2, "E1.2": [1, 2], "E1.3": 10.0}


def test_what_is_kept_on_the_device_is_only_what_was_offered():
    form = form_of("V1=9&V2=3&P2=1&P2=7&P2=x&onzin=1&X1=hoi", "V1", "V2", "P2", "X1")
    assert form.kept() == {"V2": ["3"], "P2": ["1", "7"], "X1": ["hoi"]}
