"""Files and mappings that tests write themselves."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

from sheets.reading import table_from_bytes
from sheets.tables import Table, Wish
from surveys.imports.mapping import Mapping
from surveys.imports.toml_reading import read_mapping

MARK = """
[complex]
column = "Complex"

[[answers]]
variable = "R1"
column = "Cijfer"
"""
HEADS = ["Complex", "Cijfer"]


def csv_bytes(
    rows: Sequence[Sequence[object]], *, separator: str = ",", encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[object]], **sheets: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    book.active.title = "Blad1"
    for row in rows:
        book.active.append(list(row))
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table(rows: Sequence[Sequence[object]], **wish: str) -> Table:
    return table_from_bytes(csv_bytes(rows), name="a.csv", wish=Wish(**wish))


def mapping(extra: str = "", *, base: str = MARK) -> Mapping:
    """`extra` comes first, so that it can hold top-level keys."""
    return read_mapping(f"{extra}\n{base}")
