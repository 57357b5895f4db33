"""The cells of one variable → its answer."""

from django.utils.translation import gettext as _

from sheets.tables import Row, Table
from surveys.imports.cells import (
    Answer,
    CellRejected,
    check_several,
    is_missing,
    read_cell,
    read_choice,
)
from surveys.imports.mapping import AnswerRule, Combine, Decimal, Mapping
from surveys.imports.outcome import Rejection
from surveys.questions import Kind


class Reader:
    """Reads one variable; remembers what a cell means, because most cells repeat."""

    def __init__(self, rule: AnswerRule, table: Table, mapping: Mapping) -> None:
        self.rule = rule
        self.columns = [
            (place, name, table.positions[name])
            for place, name in enumerate(rule.columns)
            if name in table.positions
        ]
        self.missing = mapping.missing | rule.missing
        # a number cell of a workbook has no decimal sign of its own
        self.decimal = Decimal.BOTH if table.detected.kind == "xlsx" else mapping.decimal
        self.several = rule.question.kind is Kind.SEVERAL
        self.known: dict[tuple[int, str], tuple[Answer | None, str]] = {}

    def meaning(self, cell: str, place: int) -> tuple[Answer | None, str]:
        """The answer, or None with why there is none: "" when the cell is empty or says so."""
        # which column it is matters only where each column stands for an option of its own
        key = (place if self.rule.options else 0, cell)
        if key not in self.known:
            self.known[key] = self._read(cell, place)
        return self.known[key]

    def _read(self, cell: str, place: int) -> tuple[Answer | None, str]:
        if is_missing(cell, self.missing):
            return None, ""
        try:
            if self.several:
                return read_choice(cell, self.rule, place, self.decimal), ""
            return read_cell(cell, self.rule, self.decimal), ""
        except CellRejected as error:
            return None, str(error)


def answer_of(reader: Reader, row: Row, lost: list[Rejection]) -> Answer | None:
    """The first filled column's answer; what is not used goes on the list of what was lost."""
    if reader.several:
        return _several_of(reader, row, lost)
    answer: Answer | None = None
    for place, column, position in reader.columns:
        cell = row.cells[position]
        found, reason = reader.meaning(cell, place)
        if answer is None:
            answer = found
        elif found is not None and found != answer:
            reason = _("een eerdere kolom gaf al een ander antwoord")
        if reason:
            lost.append(Rejection(row.line, column, cell.strip(), reason, row=False))
    return answer


def _several_of(reader: Reader, row: Row, lost: list[Rejection]) -> Answer | None:
    """The answers of all columns, or those of the first filled one."""
    codes: list[int] = []
    for place, column, position in reader.columns:
        cell = row.cells[position]
        found, reason = reader.meaning(cell, place)
        if found is not None and codes and reader.rule.combine is Combine.FIRST:
            reason = _("een eerdere kolom gaf al een antwoord")
        elif isinstance(found, list):
            try:
                codes = check_several([*codes, *found], reader.rule)
            except CellRejected as error:
                reason = str(error)
        if reason:
            lost.append(Rejection(row.line, column, cell.strip(), reason, row=False))
    return codes or None
