"""Exports: exactly the permitted figures, and no cell that a spreadsheet would run."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from complexes.models import Complex, Corporation
from reports.exports import wave_units
from sheets.writing import BOM, Book, Column, csv_lines, plain
from surveys import results
from surveys.models import CountTable, Response, Wave
from tests.factories import ComplexFactory, ReportingGroupFactory
from tests.factories.closed import closed_wave, people

ATTACKS = [
    '=HYPERLINK("http://boos.example","klik")',
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "\x00=1+1",
    "lift;=1+1",
    "lift,@SUM(A1)",
    "lift\n=1+1",
]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def dangerous(words: str) -> bool:
    """Whether any reader, cutting at semicolon, comma, tab or line, meets a cell that is a formula."""
    for separator in ";,\t\n|":
        words = words.replace(separator, "\r")
    return any(part.strip(" \x00").startswith(STARTS) for part in words.split("\r"))


# Cells


@pytest.mark.parametrize("words", ATTACKS)
def test_plain_words_that_would_run_become_words(words):
    assert dangerous(words)
    assert not dangerous(plain(words))


@pytest.mark.parametrize("words", ["De Zilvermeeuw", "’s Avonds", "−1,5", "a=b", "hal - lift", ""])
def test_plain_leaves_ordinary_words_alone(words):
    assert plain(words) == words


COLUMNS = (Column("naam", "wie"), Column("waarde", "hoeveel"))


def workbook(*rows) -> io.BytesIO:
    file, book = io.BytesIO(), Book()
    page = book.add("Blad", COLUMNS)
    for row in rows:
        page.append(row)
    book.save(file)
    return file


def test_csv_is_what_dutch_excel_opens():
    rows = [("é; x", -1.5), ("", None), ('zei "ja"', 12)]
    assert "".join(csv_lines(COLUMNS, rows)) == (
        f'{BOM}naam;waarde\r\n"é; x";-1,5\r\n;\r\n"zei ""ja""";12\r\n'
    )


def test_workbook_keeps_numbers_as_numbers_and_words_as_words():
    book = load_workbook(workbook(("=1+1", -1.5), ("-2", 3), ("x", None)))
    cells = [[(cell.value, cell.data_type) for cell in row] for row in book["Blad"].rows]
    assert cells == [
        [("naam", "s"), ("waarde", "s")],
        [("'=1+1", "s"), (-1.5, "n")],
        [("'-2", "s"), (3, "n")],
        [("x", "s"), (None, "n")],
    ]


@pytest.mark.parametrize("words", ATTACKS)
def test_no_format_holds_a_formula(words):
    text = "".join(csv_lines(COLUMNS, [(words, 1)])).removeprefix(BOM)
    read = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert not dangerous(read[1][0])
    raw = ZipFile(workbook((words, 1)))
    assert b"<f>" not in b"".join(raw.read(name) for name in raw.namelist())


# A wave


@pytest.fixture
def wave(corporation, settings, tmp_path) -> Wave:
    """2020 and 2022: one complex to show with a nasty name, one too small, one in a group."""
    settings.MEDIA_ROOT = tmp_path
    group = ReportingGroupFactory(name="Kleine complexen")
    shown = ComplexFactory(code="C1", name='=HYPERLINK("http://boos.example")', dwellings=60)
    small = ComplexFactory(code="C2", name="Klein", dwellings=30)
    member = ComplexFactory(code="C3", name="Lid", dwellings=15, group=group)
    other = ComplexFactory(code="C4", name="Ander lid", dwellings=15, group=group)
    for year, mark in ((2020, [6, 7, 8]), (2022, [4, 5, 6])):
        last = closed_wave(
            year,
            {
                shown: people(30, R1=mark, V4=[1, 2], V2=[1, 2, 3, 4, 5]),
                small: people(9, R1=2, V4=4, V2=5),
                member: people(8, R1=[7, 8], V4=1, V2=2),
                other: people(8, R1=[7, 8], V4=1, V2=2),
            },
            texts={shown: ["@SUM(A1:A9) is vies", "De lift\nis stuk"]},
        )
    return last


def read_csv(client: Client, wave: Wave, name: str) -> list[dict[str, str]]:
    response = client.get(reverse("reports:results_export", args=[wave.code, name]))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{wave.code}-{name}"' in response["Content-Disposition"]
    text = b"".join(response.streaming_content).decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))


def read_xlsx(client: Client, wave: Wave):
    page = client.post(
        reverse("reports:wave_workbook", args=[wave.code]), {"opnieuw": 1}, follow=True
    )
    response = client.get(page.context["download_url"])
    assert response.status_code == 200
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def test_csv_holds_the_results_and_nothing_else(staff_client: Client, wave: Wave):
    rows = read_csv(staff_client, wave, "cijfers.csv")
    permitted = {
        (result.unit.name, found.indicator.key): found.level.value
        for result in wave_units(wave)
        for found in result.indicators
    }
    assert len(rows) == len(permitted)
    for row in rows:
        name = row["naam"].removeprefix("'")
        value = permitted[name, row["sleutel"]]
        scale = 100 if row["eenheid"] == "%" else 1
        printed = "" if value is None else f"{round(value * scale, 1 if scale == 100 else 2)}"
        assert row["waarde"] == printed.replace(".", ",")


def test_csv_tells_level_change_and_verdict(staff_client: Client, wave: Wave):
    rows = read_csv(staff_client, wave, "cijfers.csv")
    (row,) = [row for row in rows if row["code"] == "C1" and row["sleutel"] == "R1"]
    found = results.unit_result(wave, Complex.objects.get(code="C1")).indicator("R1")
    assert (row["waarde"], row["toen"], row["verschil"], row["n"]) == ("5,0", "7,0", "-2,0", "30")
    assert row["vergeleken met"] == "Meting 2020"
    assert "aantoonbaar lager" in row["oordeel"]
    assert float(row["verschil van"].replace(",", ".")) == pytest.approx(found.change.low, abs=0.01)


def test_suppressed_figures_exist_and_are_in_no_cell(staff_client: Client, wave: Wave):
    hidden = Complex.objects.get(code="C2")
    assert Response.objects.filter(wave=wave, complex=hidden).count() == 9
    table = CountTable.objects.get(wave=wave, complex=hidden, subgroup="")
    assert (table.n, table.counts["R1"]) == (9, {"2": [9, 9.0, 9.0]})
    for name in ("cijfers.csv", "verdelingen.csv"):
        for row in read_csv(staff_client, wave, name):
            if row["code"] in ("C2", "C3", "C4"):
                filled = {key: cell for key, cell in row.items() if cell}
                assert not any(cell[0].isdigit() for cell in filled.values()), row
    book = read_xlsx(staff_client, wave)
    for page in book.worksheets:
        for row in page.iter_rows(values_only=True):
            if "Klein" in row or "Lid" in row or "Ander lid" in row:
                assert not any(isinstance(cell, int | float) for cell in row), row


def test_a_group_is_exported_and_says_who_is_in_it(staff_client: Client, wave: Wave):
    book = read_xlsx(staff_client, wave)
    rows = list(book["Respons"].iter_rows(values_only=True))
    by_name = {row[2]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert by_name["Kleine complexen"]["antwoorden"] == 16
    assert by_name["Lid"]["meegeteld in"] == "Kleine complexen"
    assert by_name["Lid"]["antwoorden"] is None


def test_no_cell_of_a_wave_would_run(staff_client: Client, wave: Wave):
    book = read_xlsx(staff_client, wave)
    words = [
        cell.value
        for page in book.worksheets
        for row in page.rows
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert '\'=HYPERLINK("http://boos.example")' in words
    assert "'@SUM(A1:A9) is vies" in words
    assert "De lift is stuk" in words
    assert [word for word in words if dangerous(word)] == []
    for name in ("cijfers.csv", "verdelingen.csv"):
        for row in read_csv(staff_client, wave, name):
            for column in ("soort", "code", "naam", "getoond"):
                assert not dangerous(row[column])


def test_workbook_explains_every_column(staff_client: Client, wave: Wave):
    book = read_xlsx(staff_client, wave)
    assert book.sheetnames == ["Uitleg", "Cijfers", "Verdelingen", "Respons", "Teksten"]
    explained = {
        (row[0], row[1]): row[2] for row in book["Uitleg"].iter_rows(min_row=2, values_only=True)
    }
    for page in book.worksheets[1:]:
        for cell in next(page.iter_rows(max_row=1, values_only=True)):
            assert explained[page.title, cell]


def test_strict_rules_round_the_export_too(staff_client: Client, corporation):
    Corporation.objects.update(disclosure="strict")
    complex_ = ComplexFactory(code="C1")
    wave = closed_wave(2022, {complex_: people(33, V4=[1, 1, 2], R1=[6, 7])})
    (row,) = [
        row
        for row in read_csv(staff_client, wave, "cijfers.csv")
        if row["code"] == "C1" and row["sleutel"] == "V4:share"
    ]
    assert (row["waarde"], row["n"]) == ("30,0", "35")


@pytest.mark.parametrize(
    ("n", "bands"),
    [
        (50, {"nee": "40,0", "ja, zelden": "40,0", "ja, soms": "0,0", "ja, vaak": "0,0",
              "ja, hoe vaak niet gezegd": "20,0"}),
        (40, {"nee": "40,0", "ja, zelden of hoe vaak niet gezegd": "60,0",
              "ja, soms of vaak": "0,0"}),
    ],
)  # fmt: skip
def test_yes_without_how_often_is_exported_as_it_is_shown(staff_client, corporation, n, bands):
    wave = closed_wave(2022, {ComplexFactory(code="C1"): people(n, V4=[1, 1, 2, 2, 6])})
    rows = [
        row
        for row in read_csv(staff_client, wave, "verdelingen.csv")
        if row["code"] == "C1" and row["variabele"] == "V4"
    ]
    assert {row["antwoord"]: row["aandeel %"] for row in rows if row["telt mee"] == "ja"} == bands
    (share,) = [
        row
        for row in read_csv(staff_client, wave, "cijfers.csv")
        if row["code"] == "C1" and row["sleutel"] == "V4:share"
    ]
    assert (share["waarde"], share["n"]) == ("60,0", str(n))


def test_export_of_an_open_wave_or_another_file_does_not_exist(staff_client: Client, wave: Wave):
    url = reverse("reports:results_export", args=[wave.code, "cijfers.csv"])
    assert staff_client.get(url.replace("cijfers", "antwoorden")).status_code == 404
    assert staff_client.get(url).status_code == 200
    Wave.objects.filter(pk=wave.pk).update(state="open", public_key=b"k")
    for name in ("cijfers.csv", "verdelingen.csv"):
        url = reverse("reports:results_export", args=[wave.code, name])
        assert staff_client.get(url).status_code == 404


def test_export_asks_a_stranger_to_sign_in(client: Client, wave: Wave):
    url = reverse("reports:results_export", args=[wave.code, "cijfers.csv"])
    assert client.get(url).status_code == 302
