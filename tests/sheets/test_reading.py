"""Files as people really send them, and files that are something else."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from sheets.errors import ImportRefused
from sheets.reading import read_table, table_from_bytes
from sheets.tables import Row, Wish
from tests.surveys.imports.builders import csv_bytes, xlsx_bytes

ROWS = [["Wijk", "Café"], ["Óost", "8,5"], ["West", "7"]]
READ = (Row(2, ("Óost", "8,5")), Row(3, ("West", "7")))


def read(content: bytes, name: str = "a.csv", **wish: str):
    return table_from_bytes(content, name=name, wish=Wish(**wish))


def refusal(content: bytes, name: str = "a.csv", **wish: str) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(content, name, **wish)
    return caught.value


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_csv_in_any_usual_form_reads_the_same(separator, encoding, shown):
    table = read(csv_bytes(ROWS, separator=separator, encoding=encoding))
    assert table.columns == ("Wijk", "Café")
    assert table.rows == READ
    assert (table.detected.encoding, table.detected.separator) == (shown, separator)


def test_detection_is_said_in_words():
    assert str(read(csv_bytes(ROWS, separator=";", encoding="cp1252")).detected) == (
        "CSV, tekens Windows-1252, gescheiden door: puntkomma"
    )
    assert str(read(xlsx_bytes(ROWS), "a.xlsx").detected) == "Excel, blad «Blad1»"


def test_declared_encoding_wins_over_the_detected_one():
    content = csv_bytes(ROWS, encoding="utf-8")
    assert read(content, encoding="cp1252").columns == ("Wijk", "CafÃ©")


def test_encoding_that_does_not_fit_is_refused_at_its_field():
    error = refusal(csv_bytes(ROWS, encoding="cp1252"), encoding="utf-8")
    assert error.field == "encoding"
    assert "niet te lezen als UTF-8" in error.message


def test_excel_names_its_separator_in_the_first_line():
    table = read(b"sep=;\r\na;b,c\r\n1;2\r\n")
    assert table.columns == ("a", "b,c")
    assert table.rows == (Row(3, ("1", "2")),)


def test_rows_keep_the_line_they_start_on_across_line_breaks_in_a_cell():
    table = read(b'a,b\n"one\ntwo",2\n3,4\n')
    assert [row.line for row in table.rows] == [2, 4]


def test_blank_lines_are_no_rows_but_are_counted():
    table = read(b"a,b\n\n1,2\n,\n3,4\n\n")
    assert [row.line for row in table.rows] == [3, 5]
    assert table.blank == 3


def test_unnamed_columns_with_values_get_a_number_and_empty_ones_vanish():
    table = read(b"a,,c,,\n1,2,3,,\n")
    assert table.columns == ("a", "kolom 2", "c")
    assert table.rows == (Row(2, ("1", "2", "3")),)


def test_xlsx_reads_numbers_dates_and_text_as_people_see_them():
    import datetime

    rows = [["a", "b", "c", "d"], [8.0, 8.5, datetime.date(2019, 5, 1), "Café"]]
    assert read(xlsx_bytes(rows), "a.xlsx").rows == (Row(2, ("8", "8.5", "2019-05-01", "Café")),)


def test_xlsx_reads_the_sheet_asked_for():
    content = xlsx_bytes(ROWS, Antwoorden=[["x", "y"], [1, 2]])
    assert read(content, "a.xlsx").detected.sheets == ("Blad1", "Antwoorden")
    assert read(content, "a.xlsx", sheet="Antwoorden").columns == ("x", "y")
    error = refusal(content, "a.xlsx", sheet="Blad9")
    assert error.field == "sheet"
    assert "Blad1, Antwoorden" in error.message


def test_xlsx_rows_keep_their_number_past_blank_rows():
    table = read(xlsx_bytes([["a", "b"], [1, 2], [], [None, None], [3, None]]), "a.xlsx")
    assert table.rows == (Row(2, ("1", "2")), Row(5, ("3", "")))
    assert table.blank == 2


PK = xlsx_bytes(ROWS)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "Dit bestand is leeg."),
        (b"", "a.xlsx", "Dit bestand is leeg."),
        (b"a,b\n", "a.csv", "geen rijen onder de koppen"),
        (b"\n\n , \n", "a.csv", "geen rijen onder de koppen"),
        (b"a;b\n1;2", "a.exe", "Kies een CSV-bestand"),
        (b"a;b\n1;2", "a", "Kies een CSV-bestand"),
        (PK, "a.csv", "heet .csv, maar het is een Excel- of zipbestand"),
        (b"a;b\n1;2", "a.xlsx", "het is geen Excel-bestand"),
        (b"%PDF-1.7 a,b\n1,2", "a.csv", "iets anders (PDF)"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "iets anders (PNG)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", "a.csv", "oud Excel-bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", "a.xlsx", "oud Excel-bestand"),
        (b"<!DOCTYPE html><p>a,b\n1,2", "a.csv", "webpagina"),
        (b"PK\x03\x04garbage", "a.xlsx", "beschadigd"),
        (PK[:400], "a.xlsx", "beschadigd"),
        (b"a,b\n1,\x00\n", "a.csv", "nulbytes"),
        (b"a,b\n\x81,2\n", "a.csv", "niet te lezen als Windows-1252"),
        (b"een\ntwee\ndrie\n", "a.csv", "geen kolommen"),
        (b'a,b\n1,"2\n3,4\n', "a.csv", "Regel 2"),
        (b'a,b\n1,2\n3,"4"5\n', "a.csv", "Regel 3"),
        (b"a,b,a\n1,2,3\n", "a.csv", "«a» staat twee keer in het bestand: in kolom 1 en kolom 3"),
        (b"Rapport 2019\na,b\n1,2\n3,4\n", "a.csv", "één cel: «Rapport 2019»"),
    ],
)
def test_bad_file_is_refused_with_a_way_on(content, name, words):
    assert words in refusal(content, name).message


def test_zip_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    assert "beschadigd" in refusal(target.getvalue(), "a.xlsx").message


def test_zip_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    assert len(target.getvalue()) < 300_000
    assert "te groot" in refusal(target.getvalue(), "a.xlsx").message


def test_formula_is_refused_with_its_cell():
    content = xlsx_bytes([["a", "b"], [1, 2], [3, "=1+1"]])
    assert "Cel B3 bevat een formule" in refusal(content, "a.xlsx").message


def test_merged_cells_are_refused_with_their_place():
    book = Workbook()
    for row in (["a", "b"], [1, 2], [3, 4]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    target = io.BytesIO()
    book.save(target)
    error = refusal(target.getvalue(), "a.xlsx")
    assert "(A2:A3)" in error.message


def test_too_many_columns_and_cells_are_refused():
    assert "kolommen" in refusal(csv_bytes([range(1001), range(1001)])).message
    rows = [["a", "b"], *([["1", "2"]] * 200_001)]
    assert "200000 rijen" in refusal(csv_bytes(rows)).message


def test_size_is_refused_before_reading(tmp_path: Path, settings):
    path = tmp_path / "groot.csv"
    with path.open("wb") as target:
        target.truncate(50 * 1024 * 1024)
    with pytest.raises(ImportRefused, match=r"te groot: 50 MB. Hoogstens 20 MB"):
        read_table(path)
    with pytest.raises(ImportRefused, match="nulbytes"):
        read_table(path, max_bytes=60 * 1024 * 1024)


def test_fingerprint_is_that_of_the_file(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    assert read_table(path).sha256 == (
        "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"
    )
