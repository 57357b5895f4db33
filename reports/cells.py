"""Cells that every spreadsheet reads as what they are: numbers as numbers, words never as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
BOM = "\ufeff"
IN_MEMORY = 8 * 1024 * 1024  # bytes of a workbook before it goes to a temporary file

# A formula starts a cell. After a separator too: a reader with other settings may cut the text there.
_FORMULA = re.compile(r"(^|[,;|])(\s*)([=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class Column:
    head: str
    explanation: str
    width: int = 12  # characters, in a workbook


@dataclass(frozen=True)
class Sheet:
    """A table with explained columns. `rows` may be read once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


@lru_cache(4096)  # labels and verdicts come back in every unit
def plain(words: str) -> str:
    """The words on one line, with an apostrophe before anything a spreadsheet would run."""
    return _FORMULA.sub(r"\1\2'\3", _CONTROL.sub(" ", words).strip())


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Lines as Dutch Excel opens them: UTF-8 with BOM, semicolons, decimal commas."""
    yield BOM + _line(tuple(column.head for column in sheet.columns))
    for row in sheet.rows:
        yield _line(row)


def workbook(sheets: Iterable[Sheet]) -> IO[bytes]:
    """An XLSX of all sheets, heads bold and frozen, ready to be read from its start."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    # closed by the response that sends it
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _line(row: tuple[Cell, ...]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_printed(cell) for cell in row])
    return buffer.getvalue()


def _printed(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return plain(cell)
    return str(cell).replace(".", ",")


def _write(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.append([_head(page, column.head) for column in sheet.columns])
    for row in sheet.rows:
        page.append([plain(cell) if isinstance(cell, str) else cell for cell in row])


def _head(page: Any, words: str) -> Any:
    cell = WriteOnlyCell(page, plain(words))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
