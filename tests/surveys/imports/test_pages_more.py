"""What pages can say beyond the usual: wordings, scales, several columns; the same as a written mapping."""

import tomllib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.imports.services import Prepared, WaveData, prepare_import
from surveys.imports.toml_reading import read_mapping
from surveys.management.commands.load_example import FILE
from surveys.models import ImportMapping, Response
from surveys.questions import Better
from tests.factories import ComplexFactory, CorporationFactory
from tests.surveys.imports.builders import csv_bytes
from tests.surveys.imports.test_pages import WAVE, step, token_of, upload, values_form


@pytest.fixture(autouse=True)
def ground(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CorporationFactory()
    ComplexFactory(code="C2", name="De Linde")


def columns(client: Client, token: str, targets: dict[str, str], **more: str):
    form = client.get(step("columns", token)).context["form"]
    data = {bound.name: targets.get(sample.name, "") for sample, bound in form.rows()}
    return client.post(
        step("columns", token), data | {"missing": "", "decimal": "both"} | more, follow=True
    )


def labelled(client: Client, token: str) -> dict[str, str]:
    """Label → name of every field of the values' page."""
    form = client.get(step("values", token)).context["form"]
    return {str(bound.label): bound.name for bound in form}


def values(client: Client, token: str, **changes: object):
    """Send the values as they stand with some fields changed; a checked list is a list."""
    return client.post(step("values", token), values_form(client, token, **changes), follow=True)


def previewed(client: Client, token: str, **wave: str) -> Prepared:
    page = client.post(step("wave", token), WAVE | wave, follow=True)
    assert "prepared" in page.context, page.context["form"].errors
    return page.context["prepared"]


def prepared_from(client: Client, rows, targets: dict[str, str], **changes: object) -> Prepared:
    token = token_of(upload(client, csv_bytes(rows)))
    columns(client, token, {"Complex": "complex"} | targets)
    page = values(client, token, **changes)
    assert page.request["PATH_INFO"] == step("wave", token), page.context["form"].errors
    return previewed(client, token)


def answers(prepared: Prepared) -> list[dict[str, object]]:
    return [dict(each.answers) for each in prepared.outcome.imported]


# Several answers


def test_column_for_each_answer_becomes_one_list(staff_client):
    rows = [["Complex", "hal", "lift", "berging"], ["C2", "1", "0", "x"], ["C2", "0", "ja", ""]]
    targets = {"hal": "P2=1", "lift": "P2=2", "berging": "P2=3"}
    found = prepared_from(staff_client, rows, targets)
    assert answers(found) == [{"P2": [1, 3]}, {"P2": [2]}]


def test_cell_that_says_neither_yes_nor_no_is_listed_until_somebody_says_what_it_means(
    staff_client,
):
    rows = [["Complex", "hal", "R1"], ["C2", "1", "7"], ["C2", "soms", "8"]]
    found = prepared_from(staff_client, rows, {"hal": "P2=1", "R1": "R1"})
    assert [lost.value for lost in found.outcome.rejections] == ["soms"]
    found = prepared_from(staff_client, rows, {"hal": "P2=1", "R1": "R1"}, c1v1="1")
    assert answers(found) == [{"P2": [1], "R1": 7.0}, {"P2": [1], "R1": 8.0}]


def test_several_answers_in_one_cell_are_taken_apart_by_the_sign_that_stands_there(staff_client):
    rows = [["Complex", "Aan wie"], ["C2", "hal; lift"], ["C2", "lift"]]
    found = prepared_from(staff_client, rows, {"Aan wie": "P2*"}, c1v0="2", c1v1="1")
    assert answers(found) == [{"P2": [1, 2]}, {"P2": [2]}]


def test_several_columns_that_each_name_an_answer_count_together(staff_client):
    rows = [["Complex", "Eerste", "Tweede"], ["C2", "a", "b"], ["C2", "b", ""]]
    found = prepared_from(
        staff_client, rows, {"Eerste": "P2", "Tweede": "P2"},
        c1v0="1", c1v1="2", c2v0="2",
    )  # fmt: skip
    assert answers(found) == [{"P2": [1, 2]}, {"P2": [2]}]


def test_columns_of_one_question_must_say_it_in_one_way(staff_client):
    rows = [["Complex", "hal", "rest"], ["C2", "1", "lift"]]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    page = columns(staff_client, token, {"hal": "P2=1", "rest": "P2"})
    assert page.context["form"].errors == {
        "column2": ["Een andere kolom zegt de antwoorden op P2 op een andere manier."]
    }


def test_new_question_with_several_answers_gets_each_of_them_once(staff_client):
    rows = [["Complex", "Wensen"], ["C2", "licht|camera"], ["C2", "camera"]]
    found = prepared_from(staff_client, rows, {"Wensen": "own:several"}, c1code="WE1")
    assert answers(found) == [{"WE1": [1, 2]}, {"WE1": [1]}]
    question = found.outcome.questionnaire.question("WE1")
    assert [option.says("nl") for option in question.options] == ["camera", "licht"]


# Scales


@pytest.mark.parametrize(
    ("low", "high", "marks"), [("1", "5", [1.0, 5.5, 10.0]), ("5", "1", [10.0, 5.5, 1.0])]
)
def test_other_scale_is_converted_and_is_a_version_of_its_own(staff_client, low, high, marks):
    rows = [["Complex", "Cijfer"], ["C2", "1"], ["C2", "3"], ["C2", "5"]]
    found = prepared_from(
        staff_client, rows, {"Cijfer": "R1"}, c1low=low, c1high=high, c1version="2"
    )
    assert [each["R1"] for each in answers(found)] == marks
    assert found.outcome.questionnaire.question("R1").version == 2


def test_marks_that_stop_at_five_raise_the_question_whether_the_scale_is_another(staff_client):
    rows = [["Complex", "Cijfer"], ["C2", "1"], ["C2", "5"]]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    page = columns(staff_client, token, {"Complex": "complex", "Cijfer": "R1"})
    assert "In het bestand lopen ze van 1 tot 5. Andere schaal?" in page.content.decode()
    assert "<details open>" in page.content.decode()


def test_cells_within_another_scale_need_no_answer_of_their_own(staff_client):
    rows = [["Complex", "Cijfer"], *(["C2", str(number)] for number in range(0, 101, 10))]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    columns(staff_client, token, {"Complex": "complex", "Cijfer": "R1"})
    assert "«100» (1×)" in labelled(staff_client, token)
    values(staff_client, token, c1low="0", c1high="100", c1version="2")
    assert "«100» (1×)" not in labelled(staff_client, token)
    marks = [each["R1"] for each in answers(previewed(staff_client, token))]
    assert (marks[0], marks[5], marks[10]) == (1.0, 5.5, 10.0)


def test_what_was_said_of_a_cell_stays_with_it_when_the_scale_takes_others_away(staff_client):
    rows = [["Complex", "Cijfer"], ["C2", "80"], ["C2", "80"], ["C2", "geen"], ["C2", "5"]]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    columns(staff_client, token, {"Complex": "complex", "Cijfer": "R1"})
    assert labelled(staff_client, token)["«geen» (1×)"] == "c1v1"
    values(staff_client, token, c1v1="none", c1low="0", c1high="100", c1version="2")
    found = previewed(staff_client, token)
    assert [lost.reason for lost in found.outcome.rejections] == ["geen enkel bruikbaar antwoord"]
    assert [each["R1"] for each in answers(found)] == [8.2, 8.2, 1.45]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"c1low": "1"}, "c1high", "Vul het slechtste en het beste cijfer in."),
        ({"c1low": "5", "c1high": "5"}, "c1high", "zijn hetzelfde"),
        ({"c1low": "1", "c1high": "5"}, "c1version", "Een andere schaal is een andere versie"),
        ({"c1text": "Anders?"}, "c1version", "Andere woorden zijn een andere versie"),
        ({"c1version": "0"}, "c1version", "1"),
        ({"c1version": ""}, "c1version", ""),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(staff_client, changes, field, words):
    rows = [["Complex", "Cijfer"], ["C2", "1"], ["C2", "6"]]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    columns(staff_client, token, {"Complex": "complex", "Cijfer": "R1"})
    page = values(staff_client, token, **changes)
    assert list(page.context["form"].errors) == [field]
    assert words in page.context["form"].errors[field][0]
    assert "<details open>" in page.content.decode()


# Wordings


def test_other_wording_of_a_question_of_the_bank_is_another_version(staff_client):
    rows = [["Complex", "Gevoel"], ["C2", "veilig"]]
    found = prepared_from(
        staff_client, rows, {"Gevoel": "V2"}, c1text="Hoe was het?", c1version="2"
    )
    question = found.outcome.questionnaire.question("V2")
    assert (question.version, question.says("nl")) == (2, "Hoe was het?")
    assert answers(found) == [{"V2": 2}]


def test_two_new_questions_of_one_code_differ_in_version_or_are_refused(staff_client):
    rows = [["Complex", "Oud", "Nieuw"], ["C2", "7", ""], ["C2", "8", ""]]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    columns(staff_client, token, {"Complex": "complex", "Oud": "own:mark", "Nieuw": "own:mark"})
    page = values(staff_client, token, c1code="SN1", c2code="SN1")
    assert list(page.context["form"].errors) == ["c2code"]
    values(staff_client, token, c1code="SN1", c2code="SN1", c2version="2")
    found = previewed(staff_client, token)
    assert found.outcome.questionnaire.question("SN1").version == 1
    assert {rule.question.version for rule in found.mapping.answers} == {1, 2}


# Somerville, by pages alone

ASKED = {  # column → what it says, code, version
    "How safe do you feel walking in your neighborhood at night": ("own:mark", "SN1", 1),
    "How safe do you feel walking in your community at night": ("own:mark", "SN1", 2),
    "How safe do you feel crossing a busy street in Somerville": ("own:mark", "SN2", 1),
    "How satisfied are you with your neighborhood": ("own:mark", "SW1", 1),
    "How satisfied are you with the beauty or physical setting of your neighborhood": (
        "own:mark", "SW2", 1,
    ),
    "How satisfied are you with the appearance of parks and squares in your neighborhood": (
        "own:mark", "SW3", 1,
    ),
    "How would you rate your trust in the local police": ("own:single", "SP1", 1),
    "How would you rate the maintenance of streets and sidewalks": ("own:single", "SO1", 1),
    "Describe your housing status in Somerville": ("own:single", "SB1", 1),
}  # fmt: skip
AGES = {"18-24": "1", "25-34": "1", "35-44": "2", "45-54": "2"} | dict.fromkeys(
    ("55-64", "65-74", "75 or older"), "3"
)
BANDS = {1: (15, 35), 2: (35, 55), 3: (55, 120)}
RATED = {"order": "up", "share": ["4", "5"], "share_label": "een 4 of 5", "better": "higher"}
SAID = {"SP1": RATED, "SO1": RATED, "SB1": {"background": "on", "theme": "achtergrond"}}
OURS = {1: 3, 2: 2, 3: 1}  # rent, own, other in the written mapping → in the order of the alphabet


def somerville_values(client: Client, token: str) -> dict[str, object]:
    """What somebody fills in on the page of values, by the cells that stand there."""
    form = client.get(step("values", token)).context["form"]
    found: dict[str, object] = {}
    for place, (column, _target) in enumerate(form.choices.columns.items()):
        group = next((group for group in form.groups if group.column == column), None)
        cells = {
            form.cells[name]: name for name in (group.fields if group else ()) if name in form.cells
        }
        meant = {**{str(n): f"W{n}" for n in range(1, 8)}} if column == "Ward" else {}
        meant |= AGES if column == "Age" else {}
        _kind, code, version = ASKED.get(column, ("", "", 0))
        if code == "SB1":
            meant |= {cell: "reject" for cell in cells if cell not in ("Rent", "Own", "Other")}
        found |= {cells[cell]: said for cell, said in meant.items() if cell in cells}
        more = {"code": code, "version": version, **SAID.get(code, {})} if code else {}
        found |= {f"c{place}{name}": said for name, said in more.items()}
        if column == "Age":
            for option, (low, below) in BANDS.items():
                found |= {f"c{place}b{option}from": low, f"c{place}b{option}below": below}
    return found


@pytest.mark.slow
def test_somerville_mapped_by_pages_gives_the_same_as_its_written_mapping(staff_client, settings):
    for ward in range(1, 8):
        ComplexFactory(code=f"W{ward}", name=f"Ward {ward}")
    written = read_mapping((FILE.parent / "somerville.toml").read_text(encoding="utf-8"))
    token = token_of(upload(staff_client, FILE.read_bytes(), "somerville.csv"))
    targets = {"Year": "wave", "Ward": "complex", "Age": "A1"}
    targets |= {column: target for column, (target, _code, _version) in ASKED.items()}
    columns(staff_client, token, targets, missing="NA, 999", decimal="point")
    page = values(staff_client, token, **somerville_values(staff_client, token))
    assert page.request["PATH_INFO"] == step("wave", token), page.context["form"].errors
    for code, rule in written.waves.items():
        said = {"code": code, "title": rule.title, "value": rule.value, "note": rule.note}
        days = {"opens_on": f"{rule.value}-01-01", "closes_on": f"{rule.value}-12-31"}
        said |= days | {"without": rule.without or "", "key_indicators": "SN1, SW1, SP1, SO1, SW2"}
        ours = previewed(staff_client, token, **said)
        theirs = prepare_import(
            ours.table, written, WaveData(code), file_name="x", today=timezone.localdate()
        )
        same_outcome(ours, theirs)


def same_outcome(ours: Prepared, theirs: Prepared) -> None:
    assert ours.outcome.summary == theirs.outcome.summary
    assert ours.outcome.rejections == theirs.outcome.rejections
    for mine, other in zip(ours.outcome.imported, theirs.outcome.imported, strict=True):
        expected = dict(other.answers)
        if "SB1" in expected:
            expected["SB1"] = OURS[expected["SB1"]]
        assert (mine.complex, dict(mine.answers)) == (other.complex, expected)
    assert ours.mapping.key_indicators == theirs.mapping.key_indicators
    for question in theirs.outcome.questionnaire:
        mine = ours.outcome.questionnaire.question(question.code)
        assert (mine.version, mine.kind, mine.theme == "achtergrond", mine.background) == (
            question.version, question.kind, question.theme == "achtergrond", question.background,
        )  # fmt: skip
        points = {option.code: option.points for option in question.options}
        assert {option.code: option.points for option in mine.options} == points
        if question.share and question.code != "A1":
            assert sorted(mine.share.codes) == sorted(question.share.codes)
            assert mine.share.better is Better.HIGHER


def test_mapping_made_with_all_of_it_is_saved_and_used_again(staff_client):
    rows = [["Complex", "Cijfer", "hal"], ["C2", "1", "1"], ["C2", "5", "0"]]
    token = token_of(upload(staff_client, csv_bytes(rows)))
    columns(staff_client, token, {"Complex": "complex", "Cijfer": "R1", "hal": "P2=1"})
    values(staff_client, token, c1low="5", c1high="1", c1version="2")
    previewed(staff_client, token)
    staff_client.post(step("mapping_save", token), {"name": "Schaal"})
    document = tomllib.loads(ImportMapping.objects.get().toml)
    assert document["answers"][0]["scale"] == {"from": [5.0, 1.0], "to": [1, 10]}
    again = upload(staff_client, csv_bytes(rows), mapping=ImportMapping.objects.get().pk)
    page = staff_client.post(step("wave", token_of(again)), WAVE, follow=True)
    assert [each["R1"] for each in answers(page.context["prepared"])] == [10.0, 1.0]
    seal = page.context["form"]["seal"].value()
    staff_client.post(reverse("surveys:import_preview", args=[token_of(again)]), {"seal": seal})
    stored = list(Response.objects.values_list("answers", flat=True))
    assert sorted(stored, key=len) == [{"R1": 1.0}, {"P2": [1], "R1": 10.0}]
