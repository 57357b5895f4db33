"""A file as read: heads, rows with the line they stand on, and how the reader understood the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sheets.errors import ImportRefused

# Offered as a choice; everything that spreadsheets in the Netherlands write.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}
SEPARATORS = {";": "puntkomma", ",": "komma", "\t": "tab", "|": "rechte streep"}

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 5_000_000


@dataclass(frozen=True)
class Wish:
    """What somebody declared about a file; empty means: find out."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Row:
    line: int  # where it starts: a line of a text file, a row of a sheet; the first is 1
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Detected:
    """What the reader found out, to be shown before anything is stored."""

    kind: str  # "csv" or "xlsx"
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def __str__(self) -> str:
        """ "CSV, tekens UTF-8, gescheiden door: komma" or "Excel, blad «Blad1»"."""
        if self.kind == "xlsx":
            return _("Excel, blad «{sheet}»").format(sheet=self.sheet)
        return _("CSV, tekens {encoding}, gescheiden door: {separator}").format(
            encoding=ENCODINGS.get(self.encoding, self.encoding.upper()),
            separator=SEPARATORS.get(self.separator, self.separator),
        )


@dataclass(frozen=True)
class Table:
    """Rows hold as many cells as there are columns, except those that the file has wrong."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    detected: Detected
    blank: int = 0  # lines without anything in them, between or after the rows
    sha256: str = ""
    positions: dict[str, int] = field(default_factory=dict)

    def cell(self, row: Row, column: str) -> str:
        """The cell under this head, "" when the row is too short to have one."""
        position = self.positions[column]
        return row.cells[position] if position < len(row.cells) else ""

    def values(self, column: str) -> list[str]:
        return [self.cell(row, column).strip() for row in self.rows]


def table_from(records: Iterable[Row], detected: Detected, *, sha256: str = "") -> Table:
    """Heads from the first filled record, rows from the others; refuses what cannot be a table."""
    head: Row | None = None
    rows: list[Row] = []
    blank = cells = 0
    for record in records:
        cells += len(record.cells)
        if not any(cell.strip() for cell in record.cells):
            blank += 1
        elif head is None:
            head = record
        else:
            rows.append(record)
        _within_bounds(len(rows), len(record.cells), cells)
    if head is None or not rows:
        raise ImportRefused(_("Dit bestand is leeg: er staan geen rijen onder de koppen."))
    columns = _columns(head, rows)
    width = len(columns)
    kept = tuple(_fitted(row, width, pad=detected.kind == "xlsx") for row in rows)
    return Table(
        columns=columns,
        rows=kept,
        detected=detected,
        blank=blank,
        sha256=sha256,
        positions={name: index for index, name in enumerate(columns)},
    )


def _within_bounds(rows: int, columns: int, cells: int) -> None:
    if rows > MAX_ROWS or cells > MAX_CELLS:
        raise ImportRefused(
            _("Dit bestand heeft meer dan {rows} rijen of {cells} cellen. Splits het.").format(
                rows=MAX_ROWS, cells=MAX_CELLS
            )
        )
    if columns > MAX_COLUMNS:
        raise ImportRefused(
            _("Dit bestand heeft meer dan {columns} kolommen. Haal kolommen weg.").format(
                columns=MAX_COLUMNS
            )
        )


def _columns(head: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in head.cells]
    filled = sum(bool(name) for name in names)
    if filled == 1 and max(sum(bool(c.strip()) for c in row.cells) for row in rows) > 1:
        raise ImportRefused(
            _(
                "De eerste gevulde regel (regel {line}) heeft één cel: «{cell}». Staat er een titel "
                "of uitleg boven de tabel? Haal die weg, zodat de koppen bovenaan staan."
            ).format(line=head.line, cell=shortened(next(name for name in names if name)))
        )
    while names and not names[-1] and not any(_reaches(row, len(names)) for row in rows):
        names.pop()
    names = [name or _("kolom {number}").format(number=i) for i, name in enumerate(names, start=1)]
    _refuse_doubles(names)
    return tuple(names)


def _reaches(row: Row, width: int) -> bool:
    return len(row.cells) >= width and bool(row.cells[width - 1].strip())


def _refuse_doubles(names: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if name in seen:
            raise ImportRefused(
                _(
                    "De kop «{name}» staat twee keer in het bestand: in kolom {first} en kolom "
                    "{second}. Geef elke kolom een eigen kop."
                ).format(name=shortened(name), first=seen[name], second=number)
            )
        seen[name] = number


def _fitted(row: Row, width: int, *, pad: bool) -> Row:
    """Empty cells past the last head are noise; filled ones are left, and the row is refused later."""
    cells = list(row.cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if pad:  # a sheet does not store empty cells at the end of a row
        cells += [""] * (width - len(cells))
    return Row(row.line, tuple(cells))


def shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
