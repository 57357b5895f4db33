"""Rows to answers: everything is used or listed, and the sum adds up."""

import random

import pytest

from sheets.errors import ImportRefused
from surveys.imports.mapping import Mapping
from surveys.imports.outcome import Imported, Outcome, Rejection
from surveys.imports.rows import read_rows
from surveys.imports.toml_reading import read_mapping
from tests.surveys.imports.builders import HEADS, mapping, table, xlsx_bytes

COMPLEXES = {"C1": "Korenbloemhof", "C2": "De Linde"}


def outcome(rows, rule: Mapping | None = None, wave: str = "W") -> Outcome:
    return read_rows(table(rows), rule or mapping(), wave, complexes=COMPLEXES)


def marks(cells: list[str], extra: str = "") -> Outcome:
    return outcome([HEADS, *[["C1", cell] for cell in cells]], mapping(extra))


def lost_cells(found: Outcome) -> list[Rejection]:
    """Rejections of cells; a row whose only answer was rejected is rejected besides."""
    return [each for each in found.rejections if not each.row]


def answers(found: Outcome) -> list[dict]:
    return [each.answers for each in found.imported]


def test_half_marks_stay_half_with_either_decimal_sign():
    assert answers(marks(["8,5", "8.5", "7", "10", "1"])) == [
        {"R1": 8.5},
        {"R1": 8.5},
        {"R1": 7.0},
        {"R1": 10.0},
        {"R1": 1.0},
    ]


@pytest.mark.parametrize(
    ("decimal", "cell"), [("comma", "8.5"), ("point", "8,5"), ("both", "8.5,0"), ("both", "8..5")]
)
def test_other_decimal_sign_than_declared_is_rejected_not_guessed(decimal, cell):
    found = marks(["7", cell], f'decimal = "{decimal}"')
    assert lost_cells(found) == [Rejection(3, "Cijfer", cell, "geen getal", row=False)]


@pytest.mark.parametrize("cell", ["0", "11", "0,99", "10.01", "-3", "75"])
def test_number_off_the_scale_is_rejected(cell):
    assert lost_cells(marks(["7", cell]))[0].reason == "geen cijfer van 1 tot en met 10"


@pytest.mark.parametrize("cell", ["zeven", "7 of 8", "nan", "inf", "1e1", "٧", "7%"])
def test_what_is_no_number_is_rejected(cell):
    assert lost_cells(marks(["7", cell]))[0].reason == "geen getal"


def test_formula_is_rejected_as_such():
    assert lost_cells(marks(["7", "=1+6"]))[0].reason == "formule"


def test_workbook_numbers_pass_whatever_decimal_sign_is_declared():
    from sheets.reading import table_from_bytes
    from sheets.tables import Wish

    sheet = table_from_bytes(xlsx_bytes([HEADS, ["C1", 8.5]]), name="a.xlsx", wish=Wish())
    found = read_rows(sheet, mapping('decimal = "comma"'), "W", complexes=COMPLEXES)
    assert answers(found) == [{"R1": 8.5}]


def test_declared_missing_codes_and_empty_cells_are_no_answers_and_no_errors():
    rows = [["Complex", "Cijfer", "Leeftijd"], ["C1", "NA", "30"], ["C1", " 999 ", "31"]]
    rule = mapping('missing = ["na", "999"]', base=AGE)
    found = outcome([*rows, ["C1", "", "32"]], rule)
    assert answers(found) == [{"A1": 1}] * 3
    assert found.rejections == ()


AGE = """
[complex]
column = "Complex"
[[answers]]
variable = "R1"
column = "Cijfer"
[[answers]]
variable = "A1"
column = "Leeftijd"
values = { "75+" = 3 }
bands = [{ from = 0, below = 35, option = 1 }, { from = 35, below = 55, option = 2 }]
"""


def test_bands_run_up_to_but_not_including_their_end():
    cells = ["34", "34,9", "35", "54", "55", "75+", "oud"]
    rows = [["Complex", "Cijfer", "Leeftijd"], *[["C1", "7", cell] for cell in cells]]
    found = outcome(rows, mapping(base=AGE))
    assert [a.get("A1") for a in answers(found)] == [1, 1, 2, 2, None, 3, None]
    assert [(r.line, r.value) for r in found.rejections] == [(6, "55"), (8, "oud")]


def test_words_match_in_any_language_and_case_but_codes_only_when_declared():
    base = '[complex]\ncolumn = "Complex"\n[[answers]]\nvariable = "V2"\ncolumn = "V2"\n'
    rows = [["Complex", "V2"], ["C1", "Heel Veilig"], ["C1", "very unsafe"], ["C1", "2"]]
    assert [a.get("V2") for a in answers(outcome(rows, read_mapping(base)))] == [1, 5]
    coded = outcome(rows, read_mapping(base + 'match = "code"\n'))
    assert answers(coded) == [{"V2": 2}]
    assert [r.value for r in coded.rejections if not r.row] == ["Heel Veilig", "very unsafe"]


def test_first_filled_column_counts_and_a_different_second_one_is_listed():
    base = (
        '[complex]\ncolumn = "Complex"\n[[answers]]\nvariable = "R1"\ncolumns = ["Cijfer", "Oud"]\n'
    )
    rows = [[*HEADS, "Oud"], ["C1", "", "6"], ["C1", "7", "7"], ["C1", "7", "8"], ["C1", "x", "5"]]
    found = outcome(rows, read_mapping(base))
    assert answers(found) == [{"R1": 6.0}, {"R1": 7.0}, {"R1": 7.0}, {"R1": 5.0}]
    assert [(r.line, r.column, r.value) for r in found.rejections] == [
        (4, "Oud", "8"),
        (5, "Cijfer", "x"),
    ]


def test_several_answers_in_columns_or_in_one_cell_become_one_list():
    columns = """
[complex]
column = "Complex"
[[answers]]
variable = "P2"
columns = ["p1", "p2"]
combine = "all"
options = [2, 1]
yes = ["1", "ja"]
no = ["0"]
"""
    rows = [["Complex", "p1", "p2"], ["C1", "1", "JA"], ["C2", "0", "1"], ["C1", "2", "1"]]
    found = outcome(rows, read_mapping(columns))
    assert answers(found) == [{"P2": [1, 2]}, {"P2": [1]}, {"P2": [1]}]
    assert [(r.line, r.column, r.value) for r in found.rejections] == [(4, "p1", "2")]
    one_cell = """
[complex]
column = "Complex"
[[answers]]
variable = "P2"
column = "p"
match = "code"
split = "+"
"""
    rows = [["Complex", "p"], ["C1", "2 + 1"], ["C1", "1+x"]]
    found = outcome(rows, read_mapping(one_cell))
    assert answers(found) == [{"P2": [1, 2]}]
    assert lost_cells(found)[0].value == "1+x"


def test_column_that_may_be_absent_does_not_shift_what_the_others_stand_for():
    rule = read_mapping(
        '[complex]\ncolumn = "Complex"\n[[answers]]\nvariable = "P2"\ncolumns = ["p1", "p2"]\n'
        'combine = "all"\noptions = [2, 1]\nyes = ["1"]\noptional = true\n'
    )
    assert answers(outcome([["Complex", "p2"], ["C1", "1"]], rule)) == [{"P2": [1]}]


def test_declared_conversion_makes_another_version_of_the_question():
    text = """
[complex]
column = "Complex"
[[questions]]
code = "R1"
version = 5
text = "Cijfer (was 1–5)"
[[answers]]
variable = "R1"
version = 5
column = "Cijfer"
scale = { from = [1, 5], to = [1, 10] }
"""
    found = outcome([HEADS, ["C1", "1"], ["C1", "3"], ["C1", "5"], ["C1", "6"]], read_mapping(text))
    assert answers(found) == [{"R1": 1.0}, {"R1": 5.5}, {"R1": 10.0}]
    assert found.questionnaire.question("R1").version == 5
    assert lost_cells(found)[0].reason == "geen cijfer van 1 tot en met 5"


TWO_WORDINGS = """
[wave]
column = "Jaar"
[[questions]]
code = "SN1"
version = 1
kind = "mark"
text = "In uw buurt?"
[[questions]]
code = "SN1"
version = 2
kind = "mark"
text = "In uw wijk?"
[[answers]]
variable = "SN1"
version = 1
column = "buurt"
[[answers]]
variable = "SN1"
version = 2
column = "wijk"
[complex]
column = "Complex"
"""


def test_each_wave_holds_the_wording_it_asked():
    rows = [["Jaar", "Complex", "buurt", "wijk"], ["1", "C1", "7", ""], ["2", "C1", "", "8"]]
    first, second = (outcome(rows, read_mapping(TWO_WORDINGS), wave) for wave in "12")
    assert first.questionnaire.question("SN1").version == 1
    assert second.questionnaire.question("SN1").version == 2
    assert not first.questionnaire.question("SN1").same_as(second.questionnaire.question("SN1"))
    assert answers(second) == [{"SN1": 8.0}]


def test_two_wordings_in_one_wave_are_refused():
    rows = [["Jaar", "Complex", "buurt", "wijk"], ["1", "C1", "7", ""], ["1", "C1", "", "8"]]
    with pytest.raises(ImportRefused, match="SN1 heeft in deze meting antwoorden in meer dan één"):
        outcome(rows, read_mapping(TWO_WORDINGS), "1")


def test_question_without_a_single_answer_was_not_asked():
    rows = [["Complex", "Cijfer", "Leeftijd"], ["C1", "7", ""]]
    found = outcome(rows, mapping(base=AGE))
    assert [question.code for question in found.questionnaire] == ["R1"]
    assert [question.code for question in found.not_asked] == ["A1"]


def test_rows_say_their_complex_by_code_name_or_declared_value():
    rows = [HEADS, ["c1", "7"], [" C2 ", "7"], ["De Linde", "7"]]
    found = outcome(rows)
    assert [each.complex for each in found.imported] == ["C1", "C2"]
    assert found.rejections == (
        Rejection(4, "Complex", "De Linde", "geen bekend complex", row=True),
    )
    by_name = outcome(rows, mapping(base=NAMED.format('match = "name"')))
    assert [each.complex for each in by_name.imported] == ["C2"]
    declared = outcome(rows, mapping(base=NAMED.format('values = { "de linde" = "C1" }')))
    assert [each.complex for each in declared.imported] == ["C1"]


NAMED = '[complex]\ncolumn = "Complex"\n{}\n[[answers]]\nvariable = "R1"\ncolumn = "Cijfer"\n'


def test_mapping_to_a_complex_that_does_not_exist_is_refused():
    rule = mapping(base=NAMED.format('values = { "x" = "C9" }'))
    with pytest.raises(ImportRefused, match="Deze complexen bestaan niet: C9") as caught:
        outcome([HEADS, ["x", "7"]], rule)
    assert caught.value.field == "complexes"


def apart(number: int, *, placed: int) -> Outcome:
    rows = [*[["C1", "7"]] * placed, *[["", "8"]] * number]
    return outcome([HEADS, *rows], mapping(base=NAMED.format('without = "corporation_only"')))


@pytest.mark.parametrize(("number", "kept"), [(9, 0), (10, 10), (1, 0)])
def test_rows_without_a_complex_count_for_the_whole_only_from_ten(number, kept):
    found = apart(number, placed=30)
    assert found.summary.per_complex.get("", 0) == kept
    assert found.summary.rejected == number - kept
    assert found.summary.read == 30 + number


def test_wave_without_any_complex_counts_as_a_whole():
    assert apart(4, placed=0).summary.per_complex == {"": 4}


def test_rows_without_a_complex_are_rejected_unless_declared():
    found = outcome([HEADS, ["C1", "7"], ["", "8"]])
    assert found.rejections == (
        Rejection(3, "Complex", "", "zegt niet bij welk complex", row=True),
    )


def test_row_without_any_answer_is_rejected_and_its_cells_say_why():
    found = marks(["7", "", "elf"])
    assert [(r.line, r.reason, r.row) for r in found.rejections] == [
        (3, "geen enkel bruikbaar antwoord", True),
        (4, "geen enkel bruikbaar antwoord", True),
        (4, "geen getal", False),
    ]
    assert (found.summary.read, found.summary.imported, found.summary.rejected) == (3, 1, 2)


def test_row_with_more_or_fewer_cells_than_heads_is_rejected():
    found = outcome([HEADS, ["C1", "7"], ["C1", "7", "8"], ["C1"]])
    assert [(r.line, r.reason) for r in found.rejections] == [
        (3, "3 cellen onder 2 koppen"),
        (4, "1 cellen onder 2 koppen"),
    ]


def test_text_stays_apart_from_answers():
    rule = mapping(base=NAMED.format("") + '[[answers]]\nvariable = "X1"\ncolumn = "Tekst"\n')
    rows = [[*HEADS, "Tekst"], ["C1", "7", " Donker in de hal. "], ["C1", "", "Alleen tekst"]]
    assert outcome([*rows, ["C1", "7", "x" * 4001]], rule).imported == (
        Imported("C1", {"R1": 7.0}, {"X1": "Donker in de hal."}),
        Imported("C1", {}, {"X1": "Alleen tekst"}),
        Imported("C1", {"R1": 7.0}, {}),
    )


def test_mapped_column_that_is_not_in_the_file_is_refused_unless_optional():
    with pytest.raises(ImportRefused, match="niet in het bestand staan: «Cijfer»"):
        outcome([["Complex", "x"], ["C1", "7"]])
    rule = mapping(
        base=NAMED.format("") + '[[answers]]\nvariable = "R2"\ncolumn = "weg"\noptional = true\n'
    )
    assert answers(outcome([HEADS, ["C1", "7"]], rule)) == [{"R1": 7.0}]


def test_wave_that_no_row_has_is_refused_with_those_that_are_there():
    rule = mapping(base='[wave]\ncolumn = "Jaar"\n' + NAMED.format(""))
    with pytest.raises(ImportRefused, match=r"Geen rij heeft «2021».*Wel: «2019», «2020»"):
        outcome([["Jaar", *HEADS], ["2019", "C1", "7"], ["2020", "C1", "7"]], rule, "2021")


@pytest.mark.parametrize("seed", range(25))
def test_sum_always_adds_up_and_every_line_is_accounted_for(seed):
    dice = random.Random(seed)
    cells = {
        "Jaar": ["2019", "2020", "", "x"],
        "Complex": ["C1", "c2", "", "999", "Nergens"],
        "Cijfer": ["7", "8,5", "8.5", "11", "", "999", "zeven", "=7"],
        "Leeftijd": ["34", "75+", "oud", "", "999"],
    }
    rows = [list(cells)]
    for _number in range(dice.randrange(5, 80)):
        row = [dice.choice(choices) for choices in cells.values()]
        rows.append(row + ["x"] * dice.choice([0, 0, 0, 0, 1]))
    rows += [["2019", "C1", "7", ""], ["2020", "C1", "7", ""]]
    without = dice.choice(["reject", "corporation_only"])
    base = AGE.replace('column = "Complex"', f'column = "Complex"\nwithout = "{without}"', 1)
    rule = mapping('missing = ["999"]\n[wave]\ncolumn = "Jaar"\n', base=base)
    total = 0
    for wave in ("2019", "2020"):
        found = outcome(rows, rule, wave)
        summary = found.summary
        assert summary.read == summary.imported + summary.rejected
        assert summary.imported == len(found.imported) == sum(summary.per_complex.values())
        assert summary.rejected == len({r.line for r in found.rejections if r.row})
        assert summary.rejected == sum(summary.row_reasons.values())
        assert summary.rejected_cells == sum(summary.cell_reasons.values())
        assert summary.rows == summary.read + sum(summary.others.values())
        assert summary.rows + summary.blank == len(rows) - 1
        total += summary.read
    assert total == sum(row[0] in ("2019", "2020") for row in rows)


@pytest.mark.parametrize(
    "how",
    ['match = "code"\n', "", 'values = { "ja" = 6, "nee" = 1, "soms" = 3 }\n'],
    ids=["code", "words", "declared"],
)
def test_yes_without_how_often_can_be_read_from_an_earlier_wave(how):
    cells = {
        'match = "code"\n': ["6", "1", "3"],
        "": ["Ja, hoe vaak niet gezegd", "nee", "ja, soms"],
    }.get(how, ["Ja", "Nee", "Soms"])
    base = '[complex]\ncolumn = "Complex"\n[[answers]]\nvariable = "V4"\ncolumn = "Onveilig"\n'
    found = outcome(
        [["Complex", "Onveilig"], *[["C1", cell] for cell in cells]], read_mapping(base + how)
    )
    assert answers(found) == [{"V4": 6}, {"V4": 1}, {"V4": 3}]
