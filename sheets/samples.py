"""An empty file to fill in: the heads, one example row, and what to write where."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from sheets.library import openpyxl
from sheets.records import Head

BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_sample(heads: Sequence[Head]) -> bytes:
    """As Dutch Excel opens it: UTF-8 with BOM and semicolons."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([head.head for head in heads])
    writer.writerow([head.example for head in heads])
    return (BOM + buffer.getvalue()).encode()


def xlsx_sample(heads: Sequence[Head], title: str) -> bytes:
    """Two sheets: the table to fill in, and an explanation per column."""
    library = openpyxl()
    book = library.Workbook()
    book.remove(book.worksheets[0])
    table = book.create_sheet(title[:31])
    table.append([head.head for head in heads])
    table.append([head.example for head in heads])
    table.freeze_panes = "A2"
    help_ = book.create_sheet(_("Uitleg"))
    help_.append([_("Kolom"), _("Wat u invult")])
    for number, head in enumerate(heads, start=1):
        table.column_dimensions[library.utils.get_column_letter(number)].width = 22
        help_.append([head.head, str(head.note)])
    help_.column_dimensions["A"].width, help_.column_dimensions["B"].width = 24, 60
    for sheet in book.worksheets:
        for cell in sheet[1]:
            cell.font = library.styles.Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
