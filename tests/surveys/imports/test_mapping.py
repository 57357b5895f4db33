"""What a mapping may say, and how it is told that it is wrong."""

import tomllib
from datetime import date

import pytest

from surveys.bank import BANK
from surveys.imports.mapping import Decimal, Span, Without
from surveys.imports.toml_reading import MappingRefused, read_mapping
from surveys.imports.toml_writing import write_toml
from surveys.questions import Kind

ANSWER = '[[answers]]\nvariable = "R1"\ncolumn = "Cijfer"\n'


def problems(text: str) -> list[str]:
    with pytest.raises(MappingRefused) as caught:
        read_mapping(text)
    return caught.value.problems


def test_smallest_mapping_reads_one_column_of_one_unplaced_wave():
    mapping = read_mapping(ANSWER)
    (rule,) = mapping.answers
    assert (rule.variable, rule.columns, rule.question) == ("R1", ("Cijfer",), BANK["R1"])
    assert mapping.complexes.without is Without.REJECT
    assert mapping.selection("2019") == ""
    assert mapping.decimal is Decimal.BOTH


def test_whole_mapping_is_read():
    mapping = read_mapping(
        """
missing = ["NA", 999]
decimal = "comma"
ignore = ["Naam"]
key_indicators = ["V2"]
[file]
separator = ";"
[wave]
column = "Jaar"
[waves.W19]
value = "2019"
title = "Meting 2019"
opens = 2019-05-01
closes = 2019-06-01
without = "corporation_only"
dwellings = { C1 = 40 }
[complex]
column = "Wijk"
values = { " Noord " = "C1" }
[[answers]]
variable = "V2"
columns = ["a", "b"]
values = { "Heel veilig" = 1 }
bands = [{ from = 2, below = 3, option = 2 }]
"""
    )
    assert mapping.missing == {"na", "999"}
    assert mapping.complexes.values == {"noord": "C1"}
    assert mapping.answers[0].values == {"heel veilig": 1}
    assert mapping.answers[0].spans == (Span(2.0, 3.0, 2),)
    wave = mapping.wave("W19")
    assert (wave.opens, wave.without, wave.dwellings) == (
        date(2019, 5, 1),
        Without.CORPORATION_ONLY,
        {"C1": 40},
    )
    assert mapping.selection("W19") == "Jaar = 2019"
    assert mapping.named_columns() == ("Jaar", "Wijk", "a", "b")
    assert mapping.unused(("Jaar", "Wijk", "a", "b", "Naam", "c")) == ("c",)


def test_wave_the_mapping_does_not_name_is_chosen_by_its_code():
    mapping = read_mapping(f'[wave]\ncolumn = "Jaar"\n{ANSWER}')
    assert mapping.selection("2021") == "Jaar = 2021"


def test_own_question_gets_its_code_text_and_theme():
    mapping = read_mapping(
        """
[[questions]]
code = "SN1"
kind = "mark"
theme = "veiligheid"
text = "Hoe veilig?"
[[answers]]
variable = "SN1"
column = "a"
"""
    )
    question = mapping.answers[0].question
    assert (question.code, question.version, question.kind) == ("SN1", 1, Kind.MARK)
    assert question.text == {"nl": "Hoe veilig?", "en": "Hoe veilig?"}
    assert [option.points for option in question.options] == [*map(float, range(1, 11)), None]


def test_other_wording_of_a_bank_question_keeps_its_answers_but_is_not_the_same():
    mapping = read_mapping(
        """
[[questions]]
code = "V2"
version = 9
text = { nl = "Voelt u zich 's avonds veilig?" }
[[answers]]
variable = "V2"
version = 9
column = "a"
"""
    )
    question = mapping.answers[0].question
    assert question.options == BANK["V2"].options
    assert question.theme == "veiligheid"
    assert not question.same_as(BANK["V2"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("answers = [", "geen geldige TOML"),
        ("", "«answers»: koppel minstens één kolom"),
        (ANSWER + "\ncolour = 1\n", "Regel 5, «answers 1 · colour»: onbekend"),
        ("colour = 1\n" + ANSWER, "Regel 1, «colour»: onbekend"),
        ('missing = "999"\n' + ANSWER, "Regel 1, «missing»: hier hoort een lijst"),
        ('decimal = "dot"\n' + ANSWER, "kies: both, comma, point"),
        ('key_indicators = ["V2"]\n' + ANSWER, "«V2» wordt niet gevraagd"),
        (
            'key_indicators = ["R1", "R1", "R1", "R1", "R1", "R1"]\n' + ANSWER,
            "hoogstens vijf kerncijfers",
        ),
        ('[waves.a]\nopens = "2019-01-01"\n' + ANSWER, "Regel 2, «waves · a · opens»: schrijf een"),
        ("[waves.a]\nopens = 2019-01-01T00:00:00\n" + ANSWER, "schrijf een datum"),
        ("[waves.a]\ndwellings = { C1 = 0 }\n" + ANSWER, "een heel getal vanaf 1"),
        ('[complex]\nmatch = "naam"\n' + ANSWER, "kies «code» of «name»"),
        ('[complex]\nwithout = "keep"\n' + ANSWER, "kies: reject, corporation_only"),
        ('[[answers]]\nvariable = "Z9"\ncolumn = "a"\n', "«Z9» is geen vraag"),
        ('[[answers]]\nvariable = "V3"\ncolumn = "a"\n', "«V3» is geen vraag"),
        ('[[answers]]\nvariable = "M1"\ncolumn = "a"\n', "over maatregelen kunnen niet"),
        ('[[answers]]\nvariable = "R1"\n', "Regel 1, «answers 1 · columns»: noem minstens één"),
        (ANSWER + "version = 7\n", "versie 7 is er niet"),
        (ANSWER + ANSWER, "Regel 5, «answers 2 · variable»: R1 staat er al"),
        (ANSWER + "scale = { from = [1, 5], to = [1, 10] }\n", "een andere versie van de vraag"),
        (ANSWER + 'split = ";"\n', "past niet bij een vraag van de soort «mark»"),
        (ANSWER + 'combine = "all"\n', "alleen bij een vraag met meer antwoorden"),
        (
            '[[answers]]\nvariable = "V2"\ncolumn = "a"\nvalues = { x = 77 }\n',
            "antwoord 77 bestaat",
        ),
        (
            '[[answers]]\nvariable = "A1"\ncolumn = "a"\n'
            "bands = [{ from = 1, below = 9, option = 1 }, { from = 5, below = 20, option = 2 }]\n",
            "overlapt",
        ),
        ('[[questions]]\ncode = "sn1"\ntext = "x"\n' + ANSWER, "gebruik hoofdletters en cijfers"),
        ('[[questions]]\ncode = "E12"\ntext = "x"\n' + ANSWER, "gebruik hoofdletters en cijfers"),
        ('[[questions]]\ncode = "OV"\ntext = "x"\n' + ANSWER, "gebruik hoofdletters en cijfers"),
        ('[[questions]]\ncode = "R1"\ntext = "x"\n' + ANSWER, "deze versie van R1 bestaat al"),
        ('[[questions]]\ncode = "SN1"\nkind = "mark"\n' + ANSWER, "hier hoort tekst"),
        (
            '[[questions]]\ncode = "SN1"\nkind = "single"\ntext = "x"\n' + ANSWER,
            "geef minstens twee antwoorden",
        ),
        (
            '[[questions]]\ncode = "SN1"\nkind = "mark"\ntext = "x"\ntheme = "y"\n' + ANSWER,
            "kies: veiligheid",
        ),
    ],
)
def test_wrong_mapping_is_refused_naming_line_and_key(text, words):
    assert words in " ".join(problems(text))


def test_all_problems_are_told_at_once():
    text = 'decimal = "x"\n[complex]\nwithout = "y"\n[[answers]]\nvariable = "Z9"\ncolumn = "a"\n'
    found = problems(text)
    assert [problem.split(",")[0] for problem in found] == ["Regel 1", "Regel 3", "Regel 5"]


def test_own_questions_of_two_versions_need_the_version_at_the_answers():
    question = '[[questions]]\ncode = "SN1"\nversion = {}\nkind = "mark"\ntext = "x{}"\n'
    text = question.format(1, 1) + question.format(2, 2)
    answers = '[[answers]]\nvariable = "SN1"\ncolumn = "a"\n'
    assert "meer versies; zeg welke" in " ".join(problems(text + answers))
    assert read_mapping(text + answers + "version = 2\n").answers[0].question.version == 2


def test_written_toml_reads_back_as_the_same_document():
    document = {
        "missing": ["NA", "", 'a"b\\c', "regel\néén\ttab", "\x7f"],
        "flag": True,
        "file": {"separator": "\t"},
        "waves": {"2019.a b": {"opens": date(2019, 1, 2), "dwellings": {"C 1": 3}}},
        "answers": [
            {"variable": "V2", "columns": ["é'\""], "values": {"= x": 1}},
            {"variable": "A1", "bands": [{"from": 0.5, "below": 3, "option": 1}]},
        ],
    }
    assert tomllib.loads(write_toml(document)) == document
