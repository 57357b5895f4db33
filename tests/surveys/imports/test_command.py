"""`manage.py import_wave` as somebody types it."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from complexes.models import Corporation
from surveys.models import ImportRun, Wave
from tests.factories import ComplexFactory, CorporationFactory
from tests.surveys.imports.builders import HEADS, MARK, csv_bytes

pytestmark = pytest.mark.django_db
ROWS = [
    [*HEADS, "Café"],
    *[["C1", "7,5", ""]] * 12,
    ["C1", "elf", ""],
    ["=cmd|'/c calc'!A1", "7", ""],
    ["C1", "+49", ""],
]
DATES = {"title": "Enquête", "opens": "2019-05-01", "closes": "2019-06-01"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    ComplexFactory(code="C1")
    path = tmp_path / "enquete.csv"
    path.write_bytes(csv_bytes(ROWS, separator=";", encoding="cp1252"))
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "koppeling.toml"
    path.write_text(MARK, encoding="utf-8")
    return path


def run(file: Path, rules: Path, capsys, **options) -> str:
    arguments = [f"--{key.replace('_', '-')}={value}" for key, value in (DATES | options).items()]
    flags = [f"--{key}" for key in ("dry-run", "replace") if f"--{key}=True" in arguments]
    kept = [each for each in arguments if not each.endswith("=True")]
    call_command("import_wave", str(file), "--wave=2019", f"--mapping={rules}", *kept, *flags)
    return capsys.readouterr().out


def test_command_says_what_it_found_and_a_sum_that_adds_up(file, rules, capsys):
    lines = run(file, rules, capsys).splitlines()
    assert lines[:3] == [
        "enquete.csv: CSV, tekens Windows-1252, gescheiden door: puntkomma",
        "15 rijen, 3 kolommen, 0 lege regels",
        "Gelezen 15 = ingelezen 12 + afgewezen 3",
    ]
    assert "  rij afgewezen, 2×: geen enkel bruikbaar antwoord" in lines
    assert "  rij afgewezen, 1×: Complex: geen bekend complex" in lines
    assert "  antwoord afgewezen, 1×: Cijfer: geen getal" in lines
    assert "Kolommen die de koppeling niet noemt: Café" in lines
    assert lines[-1] == "Meting 2019 is ingelezen: 12 inzendingen."
    assert ImportRun.objects.get().imported == 12


def test_dry_run_says_the_same_and_stores_nothing(file, rules, capsys):
    lines = run(file, rules, capsys, dry_run=True).splitlines()
    assert "Gelezen 15 = ingelezen 12 + afgewezen 3" in lines
    assert lines[-1] == "Proef: er is niets bewaard."
    assert not Wave.objects.exists()


def test_list_of_rejects_cannot_be_run_by_a_spreadsheet(file, rules, capsys, tmp_path):
    run(file, rules, capsys, rejects=tmp_path / "weg.csv")
    text = (tmp_path / "weg.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert rows == [
        ["regel", "kolom", "waarde", "reden", "niet gebruikt"],
        ["14", "", "", "geen enkel bruikbaar antwoord", "hele rij"],
        ["14", "Cijfer", "elf", "geen getal", "dit antwoord"],
        ["15", "Complex", "'=cmd|'/c calc'!A1", "geen bekend complex", "hele rij"],
        ["16", "", "", "geen enkel bruikbaar antwoord", "hele rij"],
        ["16", "Cijfer", "'+49", "geen cijfer van 1 tot en met 10", "dit antwoord"],
    ]


def test_second_import_is_refused_and_replace_is_the_way_out(file, rules, capsys):
    run(file, rules, capsys)
    with pytest.raises(CommandError, match="Vervangen doet u met --replace"):
        run(file, rules, capsys)
    run(file, rules, capsys, replace=True)
    assert Wave.objects.count() == 1


def test_dry_run_of_a_second_import_is_refused_too(file, rules, capsys):
    run(file, rules, capsys)
    with pytest.raises(CommandError, match="bestaat al"):
        run(file, rules, capsys, dry_run=True)


def test_limit_of_size_can_be_set(file, rules, capsys):
    with pytest.raises(CommandError, match="te groot"):
        run(file, rules, capsys, max_mb=0)


def test_wrong_mapping_is_refused_with_every_problem_on_a_line(file, rules, capsys):
    rules.write_text('decimal = "x"\n' + MARK + "colour = 1\n")
    with pytest.raises(CommandError) as caught:
        run(file, rules, capsys)
    first, second = str(caught.value).splitlines()
    assert first.startswith("Regel 1, «decimal»")
    assert second.startswith("Regel 9, «answers 1 · colour»")


@pytest.mark.parametrize("missing", ["file", "rules"])
def test_file_that_is_not_there_is_refused_without_a_trace(file, rules, capsys, missing):
    (file if missing == "file" else rules).unlink()
    with pytest.raises(CommandError, match="No such file"):
        run(file, rules, capsys)


@pytest.mark.parametrize("code", ["nieuw", "Inlezen"])
def test_code_that_is_an_address_is_refused(file, rules, code):
    dates = [f"--{key}={value}" for key, value in DATES.items()]
    with pytest.raises(CommandError, match=f"De code «{code}» kan niet. Kies een andere."):
        call_command("import_wave", str(file), f"--wave={code}", f"--mapping={rules}", *dates)
    assert not Wave.objects.exists()


def test_example_is_refused_in_a_database_that_has_a_corporation():
    CorporationFactory()
    with pytest.raises(CommandError, match="al een corporatie"):
        call_command("load_example")
    assert Corporation.objects.get().name == "Woonstichting Zilverbeek"
