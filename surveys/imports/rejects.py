"""The list of what was not used, as CSV that no spreadsheet can run."""

import csv
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from surveys.imports.outcome import Rejection
from ui.cells import safe_cell

BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only when it is there


def write_rejects(rejections: Iterable[Rejection], target: Any) -> None:
    """Line, column, value, reason, and whether the row or only the cell was left out."""
    writer = csv.writer(target, delimiter=";")
    target.write(BYTE_ORDER_MARK)
    writer.writerow([_("regel"), _("kolom"), _("waarde"), _("reden"), _("niet gebruikt")])
    for each in rejections:
        left_out = _("hele rij") if each.row else _("dit antwoord")
        writer.writerow(
            [
                each.line,
                safe_cell(each.column),
                safe_cell(each.value),
                safe_cell(each.reason),
                left_out,
            ]
        )
