"""Opens a file that may hold an earlier wave, whatever its name claims.

Every refusal is an `ImportRefused` with Dutch words that say how to go on. Nothing is kept.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sheets.csv_text import csv_records
from sheets.errors import ImportRefused
from sheets.tables import Table, Wish, table_from
from sheets.workbook import workbook_records

TEXT_NAMES = {".csv", ".txt", ".tsv"}
WORKBOOK_NAMES = {".xlsx"}
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes that give away another kind of file than its name says.
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"\x7fELF": "programma",
    b"MZ": "programma",
}


def read_table(
    path: Path, *, name: str = "", wish: Wish | None = None, max_bytes: int | None = None
) -> Table:
    """The table in a CSV or XLSX file. `name` is what the sender called it, when that differs."""
    refuse_name(name or path.name)
    limit = settings.MAX_IMPORT_BYTES if max_bytes is None else max_bytes
    refuse_size(path.stat().st_size, limit)
    return table_from_bytes(path.read_bytes(), name=name or path.name, wish=wish or Wish())


def table_from_bytes(content: bytes, *, name: str, wish: Wish) -> Table:
    """The same for a file in memory."""
    refuse_name(name)
    refuse_size(len(content), None)
    records, detected = (
        workbook_records(content, wish)
        if _is_workbook(content, name)
        else csv_records(_as_text(content), wish)
    )
    return table_from(records, detected, sha256=hashlib.sha256(content).hexdigest())


def refuse_name(name: str) -> None:
    if Path(name).suffix.lower() not in TEXT_NAMES | WORKBOOK_NAMES:
        raise ImportRefused(_("Kies een CSV-bestand (.csv) of een Excel-bestand (.xlsx)."))


def refuse_size(size: int, limit: int | None) -> None:
    """Refuses an empty file and one above the limit (bytes)."""
    if size == 0:
        raise ImportRefused(_("Dit bestand is leeg."))
    if limit is not None and size > limit:
        raise ImportRefused(
            _(
                "Dit bestand is te groot: {size} MB. Hoogstens {limit} MB. Haal kolommen weg die u "
                "niet gebruikt, of splits het bestand per meting."
            ).format(size=-(-size // 1_048_576), limit=limit // 1_048_576)
        )


def _is_workbook(content: bytes, name: str) -> bool:
    """True for an XLSX that is called so; refuses a name and a content that contradict each other."""
    called_workbook = Path(name).suffix.lower() in WORKBOOK_NAMES
    if content.startswith(OLD_OFFICE):
        raise ImportRefused(
            _(
                "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord. Open het en "
                "bewaar het als .xlsx, zonder wachtwoord."
            )
        )
    is_zip = content.startswith(ZIP)
    if called_workbook and not is_zip:
        raise ImportRefused(
            _("Dit bestand heet .xlsx, maar het is geen Excel-bestand. Kies het goede bestand.")
        )
    if is_zip and not called_workbook:
        raise ImportRefused(
            _(
                "Dit bestand heet .csv, maar het is een Excel- of zipbestand. Geef een Excel-bestand "
                "de naam .xlsx, of bewaar de tabel als CSV."
            )
        )
    return called_workbook


def _as_text(content: bytes) -> bytes:
    for start, kind in OTHERS.items():
        if content.startswith(start):
            raise ImportRefused(
                _(
                    "Dit bestand heet .csv, maar het is iets anders ({kind}). Kies het goede bestand."
                ).format(kind=kind)
            )
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise ImportRefused(
            _("Dit bestand heet .csv, maar het is een webpagina of XML. Kies het goede bestand.")
        )
    return content
