"""XLSX through openpyxl, values only. Bounded before it is opened: a workbook is a zip file."""

import datetime
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.library import openpyxl
from sheets.tables import Detected, Row, Wish

MAX_UNPACKED = 200 * 1024 * 1024
MAX_FILES = 2_000
MAX_SHEET_ROWS = 1_048_576  # Excel's own limit; a file that claims more is not Excel's
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([^"]{1,40})"')
CHUNK = 1024 * 1024


def workbook_records(content: bytes, wish: Wish) -> tuple[Iterator[Row], Detected]:
    """Rows of one sheet: the one asked for, or the first. Refuses formulas and merged cells."""
    _refuse_bomb(content)
    load = openpyxl().load_workbook
    try:
        book = load(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = tuple(book.sheetnames)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise _unreadable() from error
    if wish.sheet and wish.sheet not in sheets:
        raise ImportRefused(
            _("Het blad «{sheet}» staat niet in dit bestand. Wel: {sheets}.").format(
                sheet=wish.sheet, sheets=", ".join(sheets)
            ),
            field="sheet",
        )
    name = wish.sheet or sheets[0]
    sheet = book[name]
    if not hasattr(sheet, "reset_dimensions"):
        raise ImportRefused(
            _("Het blad «{sheet}» is een grafiek, geen tabel. Kies een ander blad.").format(
                sheet=name
            ),
            field="sheet",
        )
    _refuse_merged(content, sheet, name)
    return _rows(sheet), Detected("xlsx", sheet=name, sheets=sheets)


def _unreadable() -> ImportRefused:
    return ImportRefused(
        _("Dit Excel-bestand is beschadigd. Open het in Excel en bewaar het opnieuw als .xlsx.")
    )


def _refuse_bomb(content: bytes) -> None:
    """What the directory of a zip says it unpacks to is also the most that Python will unpack."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _unreadable() from error
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ImportRefused(
            _("Dit Excel-bestand wordt uitgepakt te groot. Bewaar de tabel als CSV.")
        )


def _refuse_merged(content: bytes, sheet: Any, name: str) -> None:
    """openpyxl's read-only mode does not tell; a merged cell would read as empty answers."""
    path = sheet._worksheet_path.lstrip("/")
    tail = b""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(path) as xml:
            while chunk := xml.read(CHUNK):
                if found := MERGED.search(tail + chunk):
                    raise ImportRefused(
                        _(
                            "Op het blad «{sheet}» zijn cellen samengevoegd ({cells}). Maak die los "
                            "en vul elke cel."
                        ).format(sheet=name, cells=found.group(1).decode("ascii", "replace"))
                    )
                tail = chunk[-200:]
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise _unreadable() from error


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    try:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > MAX_SHEET_ROWS:
                raise _unreadable()
            yield Row(number, tuple(_text(cell) for cell in cells))
    except ImportRefused:
        raise
    except Exception as error:  # as above
        raise _unreadable() from error


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise ImportRefused(
            _(
                "Cel {cell} bevat een formule. Kopieer de tabel, plak haar als waarden en bewaar het "
                "bestand opnieuw."
            ).format(cell=cell.coordinate)
        )
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
