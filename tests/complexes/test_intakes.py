"""Bringing complexes and entrances in from a file: looked at first, then all of it or nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from openpyxl import Workbook, load_workbook

from accounts.roles import Role
from complexes.models import Complex, Entrance, ReportingGroup
from complexes.views.intakes import SHELF
from proof.models import AuditEntry, Verb
from tests.factories import ComplexFactory, UserFactory

HEADS = "Code;Naam;Soort;Bouwjaar;Adres;Postcode;Plaats;Aantal woningen;VvE;Rapportagegroep\n"


@pytest.fixture(autouse=True)
def empty_shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def csv_file(text: str, name: str = "complexen.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding), content_type="text/csv")


def look(client: Client, text: str, kind: str = "complexen", **options: str):
    """The page that shows what this file would do."""
    return client.post(f"/inlezen/{kind}/", {"file": csv_file(text, **options)}, follow=True)


def run(client: Client, answer):
    """Press «Inlezen» on that page."""
    path = answer.redirect_chain[-1][0]
    return client.post(path, {"zegel": answer.context["plan"].seal}, follow=True)


def complexes() -> list[tuple]:
    fields = "code", "name", "kind", "built", "dwellings", "has_owners_association", "group__name"
    return list(Complex.objects.order_by("code").values_list(*fields))


def test_file_adds_new_complexes_and_changes_only_filled_cells(staff_client):
    ComplexFactory(code="C1", name="Oude naam", kind="flat", dwellings=60, built=1970)
    text = HEADS + (
        "c1;De Zilvermeeuw;;;;;Oudewaarde;144;;\n"
        "C2;Korenbloemhof;portiekflats;1958;;;;1.096;ja;Kleine complexen\n"
        "C3;De Wolhof;;;;;;;nee;kleine complexen\n"
    )

    shown = look(staff_client, text)

    assert complexes() == [("C1", "Oude naam", "flat", 1970, 60, False, None)]
    plan = shown.context["plan"]
    assert (plan.read, len(plan.added), len(plan.changed), plan.same) == (3, 2, 1, 0)
    assert [(d.label, d.old, d.new) for d in plan.changed[0].differences] == [
        ("naam", "Oude naam", "De Zilvermeeuw"),
        ("plaats", "leeg", "Oudewaarde"),
        ("aantal woningen", "60", "144"),
    ]
    assert plan.notes == ("Nieuwe rapportagegroep: Kleine complexen",)

    done = run(staff_client, shown)

    assert "Ingelezen: 2 nieuw, 1 gewijzigd." in done.content.decode()
    assert complexes() == [
        ("C1", "De Zilvermeeuw", "flat", 1970, 144, False, None),
        ("C2", "Korenbloemhof", "portiekflats", 1958, 1096, True, "Kleine complexen"),
        ("C3", "De Wolhof", "", None, None, False, "Kleine complexen"),
    ]
    assert ReportingGroup.objects.count() == 1
    assert not any(SHELF.folder.glob("*"))
    entry = AuditEntry.objects.get(verb=Verb.IMPORTED)
    assert entry.details == {"kind": "complexes", "added": 2, "changed": 1}


def test_file_read_a_second_time_changes_nothing(staff_client):
    text = HEADS + "C1;De Zilvermeeuw;flat;1971;Laan 1;1234 AB;Oudewaarde;144;nee;\n"
    run(staff_client, look(staff_client, text))

    again = look(staff_client, text)

    assert again.context["plan"].same == 1
    assert "Dit bestand wijzigt niets" in again.content.decode()
    assert "Er is niets gewijzigd." in run(staff_client, again).content.decode()
    assert AuditEntry.objects.filter(verb=Verb.IMPORTED).count() == 1


def test_dash_makes_a_field_empty(staff_client):
    ComplexFactory(code="C1", kind="flat", dwellings=60, has_owners_association=True)

    run(staff_client, look(staff_client, "Code;Soort;Woningen;VvE\nC1;-;–;-\n"))

    stored = Complex.objects.get()
    assert (stored.kind, stored.dwellings, stored.has_owners_association) == ("", None, False)


def test_one_bad_row_among_good_ones_stores_nothing_and_names_every_line(staff_client):
    text = HEADS + (
        "C1;De Zilvermeeuw;;;;;;144;;\n"
        "C 2;Korenbloemhof;;;;;;96;;\n"
        ";De Wolhof;;;;;;62;;\n"
        "C4;;;;;;;;;\n"
        "C5;Klaproosbuurt;;71;;;;0;misschien;\n"
        "c1;Nog eens;;;;;;;;\n"
        "C7;Te kort\n"
    )

    shown = look(staff_client, text)

    problems = [(p.line, p.column, p.value) for p in shown.context["plan"].problems]
    assert problems == [
        (3, "Code", "C 2"),
        (4, "Code", ""),
        (5, "Naam", ""),
        (6, "Bouwjaar", "71"),
        (6, "Aantal woningen", "0"),
        (6, "VvE", "misschien"),
        (7, "Code", "c1"),
        (8, "", ""),
    ]
    assert shown.context["plan"].read == 7
    assert "Er is niets gewijzigd." in run(staff_client, shown).content.decode()
    assert complexes() == []


def test_plan_that_changed_since_it_was_seen_is_shown_again_and_not_carried_out(staff_client):
    complex_ = ComplexFactory(code="C1", name="Oude naam")
    shown = look(staff_client, "Code;Naam\nC1;Nieuwe naam\n")
    complex_.name = "Intussen anders"
    complex_.save()

    answer = run(staff_client, shown)

    assert "Intussen is er iets gewijzigd." in answer.content.decode()
    assert "Intussen anders → Nieuwe naam" in answer.content.decode()
    assert Complex.objects.get().name == "Intussen anders"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("complexen.csv", b"", "Dit bestand is leeg."),
        ("complexen.pdf", b"%PDF-1.7", "Kies een CSV-bestand"),
        ("complexen.csv", b"%PDF-1.7", "het is iets anders (PDF)"),
        ("complexen.xlsx", b"Code;Naam\nC1;x\n", "het is geen Excel-bestand"),
        ("complexen.csv", b"Nummering;Plek\n1;2\n", "De kolom «Code» ontbreekt"),
    ],
)
def test_file_that_cannot_be_used_says_so_at_the_field_and_is_not_kept(
    staff_client, name, content, words
):
    answer = staff_client.post("/inlezen/complexen/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 200
    assert words in answer.context["form"].errors["file"][0]
    assert not any(SHELF.folder.glob("*"))


def test_workbook_with_a_formula_is_refused(staff_client):
    book = Workbook()
    book.worksheets[0].append(["Code", "Naam"])
    book.worksheets[0].append(["C1", '=HYPERLINK("x")'])
    buffer = io.BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("complexen.xlsx", buffer.getvalue())

    answer = staff_client.post("/inlezen/complexen/", {"file": file})

    assert "bevat een formule" in answer.context["form"].errors["file"][0]


def test_windows_file_of_excel_with_dutch_names_is_read(staff_client):
    run(staff_client, look(staff_client, "Code;Naam\nC1;Café-hof Zoë\n", encoding="cp1252"))

    assert Complex.objects.get().name == "Café-hof Zoë"


def test_sample_can_be_filled_in_and_read_back(staff_client):
    for ending in ("xlsx", "csv"):
        answer = staff_client.get(f"/inlezen/complexen/voorbeeld.{ending}")
        file = SimpleUploadedFile(f"v.{ending}", answer.content)
        shown = staff_client.post("/inlezen/complexen/", {"file": file}, follow=True)
        plan = shown.context["plan"]
        assert [step.title for step in plan.added] == ["De Zilvermeeuw (C1)"]
        assert plan.problems == []
    sheets = load_workbook(
        io.BytesIO(staff_client.get("/inlezen/ingangen/voorbeeld.xlsx").content)
    ).sheetnames
    assert sheets == ["Ingangen", "Uitleg"]


def test_entrances_need_their_complex_and_are_updated_by_name(staff_client):
    complex_ = ComplexFactory(code="C1", name="De Zilvermeeuw")
    Entrance.objects.create(complex=complex_, name="Ingang A", dwellings=10)
    Entrance.objects.create(complex=complex_, name="Ingang Z", dwellings=9)
    bad = look(staff_client, "Code;Ingang;Woningen\nC1;ingang a;72\nC9;Ingang A;1\n", "ingangen")
    assert [(p.line, p.value) for p in bad.context["plan"].problems] == [(3, "C9")]

    run(
        staff_client,
        look(staff_client, "Code;Ingang;Woningen\nC1;ingang a;72\nC1;B;0\n", "ingangen"),
    )

    stored = Entrance.objects.order_by("name").values_list("name", "dwellings")
    assert list(stored) == [("B", 0), ("Ingang A", 72), ("Ingang Z", 9)]


def test_upload_of_another_session_is_not_found(staff_client):
    shown = look(staff_client, "Code;Naam\nC1;x\n")
    path = shown.redirect_chain[-1][0]
    other = Client()
    other.force_login(UserFactory())

    answer = other.post(path, {"zegel": shown.context["plan"].seal})

    assert (answer.status_code, answer.url) == (302, "/inlezen/complexen/")
    assert complexes() == []
    assert staff_client.get(path).status_code == 200


def test_stopping_removes_the_file(staff_client):
    shown = look(staff_client, "Code;Naam\nC1;x\n")
    assert any(SHELF.folder.glob("*"))

    staff_client.post(shown.redirect_chain[-1][0], {"stoppen": "1"})

    assert not any(SHELF.folder.glob("*"))
    assert complexes() == []


def test_survey_lead_brings_in_no_complexes(db):
    client = Client()
    client.force_login(UserFactory(roles=[Role.SURVEY_LEAD]))

    assert client.get("/inlezen/").status_code == 403
    assert client.post("/inlezen/complexen/", {"file": csv_file("Code\nC1\n")}).status_code == 403


def test_unknown_kind_and_ending_are_not_found(staff_client):
    for path in ("/inlezen/huurders/", "/inlezen/complexen/voorbeeld.exe"):
        assert staff_client.get(path).status_code == 404


@pytest.mark.django_db
def test_command_tells_the_sum_and_stores_nothing_in_a_dry_run(tmp_path, capsys):
    file = tmp_path / "complexen.csv"
    file.write_text("Code;Naam\nC1;De Zilvermeeuw\nC2;Korenbloemhof\n")

    call_command("bring_in", "complexen", file, dry_run=True)
    assert "2 rows read = 2 new + 0 changed + 0 the same + 0 refused" in capsys.readouterr().out
    assert complexes() == []

    call_command("bring_in", "complexen", file)
    assert [row[0] for row in complexes()] == ["C1", "C2"]


@pytest.mark.django_db
def test_command_with_a_bad_row_names_it_and_fails(tmp_path, capsys):
    file = tmp_path / "complexen.csv"
    file.write_text("Code;Naam;Woningen\nC1;De Zilvermeeuw;veel\n")

    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("bring_in", "complexen", file)

    assert "line 2: Woningen «veel»: Geen aantal woningen" in capsys.readouterr().out
    assert complexes() == []


def test_thousand_complexes_are_stored_in_a_handful_of_queries(
    staff_client, django_assert_num_queries
):
    text = "Code;Naam\n" + "".join(f"C{n};Complex {n}\n" for n in range(1000))
    shown = look(staff_client, text)

    # SQLite takes fewer rows in a statement.
    with django_assert_num_queries(22 if connection.vendor == "sqlite" else 12):
        staff_client.post(shown.redirect_chain[-1][0], {"zegel": shown.context["plan"].seal})

    assert Complex.objects.count() == 1000
