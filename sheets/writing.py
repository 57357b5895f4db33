"""Cells that every spreadsheet reads as what they are: numbers as numbers, words never as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

from sheets.library import openpyxl

Cell = str | int | float | None
Row = tuple[Cell, ...]
BOM = "\ufeff"

# A formula starts a cell. After a separator too: a reader with other settings may cut the text there.
_FORMULA = re.compile(r"(^|[,;|])(\s*)([=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class Column:
    head: str
    explanation: str
    width: int = 12  # characters, in a workbook


@lru_cache(4096)  # labels and verdicts come back in every unit
def plain(words: str) -> str:
    """The words on one line, with an apostrophe before anything a spreadsheet would run."""
    return _FORMULA.sub(r"\1\2'\3", _CONTROL.sub(" ", words).strip())


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Lines as Dutch Excel opens them: UTF-8 with BOM, semicolons, decimal commas."""
    yield BOM + _line(tuple(column.head for column in columns))
    for row in rows:
        yield _line(row)


class Book:
    """An XLSX written row by row, its sheets in turns: nothing of it stays in memory.

    Used with `with`, so that what is broken off leaves no sheet open.
    """

    def __init__(self) -> None:
        self._book = openpyxl().Workbook(write_only=True)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_exception: object) -> None:
        for sheet in self._book.worksheets:
            if not sheet.closed:
                sheet.close()

    def add(self, title: str, columns: Sequence[Column]) -> "Page":
        """The next sheet, its heads bold and frozen."""
        return Page(self._book.create_sheet(title), columns)

    def save(self, file: IO[bytes]) -> None:
        self._book.save(file)


class Page:
    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        sheet.freeze_panes = "A2"
        letter = openpyxl().utils.get_column_letter
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[letter(number)].width = column.width
        sheet.append([_head(sheet, column.head) for column in columns])

    def append(self, row: Row) -> None:
        self._sheet.append([plain(cell) if isinstance(cell, str) else cell for cell in row])


def _line(row: Row) -> str:
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


def _head(page: Any, words: str) -> Any:
    library = openpyxl()
    cell = library.cell.WriteOnlyCell(page, plain(words))
    cell.font = library.styles.Font(bold=True)
    cell.alignment = library.styles.Alignment(wrap_text=True, vertical="top")
    return cell
