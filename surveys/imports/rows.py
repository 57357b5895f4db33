"""Rows → answers, with every rejection on a list and a sum that adds up. Knows no database."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.tables import Row, Table
from surveys.imports.asking import asked_in, check_columns, questions_of, rows_of
from surveys.imports.cells import Answer, is_missing
from surveys.imports.mapping import Mapping, Without
from surveys.imports.outcome import Imported, Outcome, Rejection, Summary, counted
from surveys.imports.readers import Reader, answer_of
from surveys.questions import Questionnaire

# As in disclosure control: fewer respondents would show in the difference between two totals.
MIN_APART = 10


@dataclass
class _Reading:
    """What grows while rows are read."""

    table: Table
    mapping: Mapping
    readers: tuple[Reader, ...]
    without: Without
    complexes: AnyMapping[str, str]  # cell, lower case → complex code
    rejections: list[Rejection] = field(default_factory=list)
    rows: list[tuple[Row, Imported]] = field(default_factory=list)


def read_rows(
    table: Table, mapping: Mapping, wave: str, *, complexes: AnyMapping[str, str]
) -> Outcome:
    """All rows of this wave. `complexes`: code → name of those that exist.

    Raises ImportRefused when the mapping does not fit the file or the complexes.
    """
    check_columns(table, mapping)
    rows, others = rows_of(table, mapping, wave)
    rules, not_asked = asked_in(rows, table, mapping)
    reading = _Reading(
        table=table,
        mapping=mapping,
        readers=tuple(Reader(rule, table, mapping) for rule in rules),
        without=mapping.wave(wave).without or mapping.complexes.without,
        complexes=_known_complexes(mapping, complexes),
    )
    for row in rows:
        _read_row(reading, row)
    _refuse_too_few_apart(reading)
    imported = tuple(each for _row, each in reading.rows)
    return Outcome(
        questionnaire=Questionnaire(questions_of(rules)),
        imported=imported,
        rejections=tuple(sorted(reading.rejections, key=lambda r: (r.line, not r.row, r.column))),
        summary=_summary(table, others, len(rows), reading),
        not_asked=not_asked,
    )


def _known_complexes(mapping: Mapping, complexes: AnyMapping[str, str]) -> dict[str, str]:
    """Cell → complex code, as the mapping says; refuses a complex that does not exist."""
    rule = mapping.complexes
    if not rule.values:
        return {
            (name if rule.by_name else code).casefold(): code for code, name in complexes.items()
        }
    unknown = sorted(set(rule.values.values()) - set(complexes))
    if unknown:
        raise ImportRefused(
            _(
                "Deze complexen bestaan niet: {codes}. Voeg ze toe bij Complexen, of verander de "
                "koppeling."
            ).format(codes=", ".join(unknown)),
            field="complexes",
        )
    return dict(rule.values)


def _read_row(reading: _Reading, row: Row) -> None:
    table = reading.table
    if len(row.cells) != len(table.columns):
        reason = _("{cells} cellen onder {columns} koppen")
        _reject(
            reading, row, "", "", reason.format(cells=len(row.cells), columns=len(table.columns))
        )
        return
    code = _complex_of(reading, row)
    if code is None:
        return
    lost: list[Rejection] = []
    answers: dict[str, Answer] = {}
    texts: dict[str, str] = {}
    for reader in reading.readers:
        answer = answer_of(reader, row, lost)
        if isinstance(answer, str):
            texts[reader.rule.variable] = answer
        elif answer is not None:
            answers[reader.rule.variable] = answer
    reading.rejections += lost
    if not answers and not texts:
        _reject(reading, row, "", "", _("geen enkel bruikbaar antwoord"))
        return
    reading.rows.append((row, Imported(code, answers, texts)))


def _reject(reading: _Reading, row: Row, column: str, value: str, reason: str) -> None:
    reading.rejections.append(Rejection(row.line, column, value, reason, row=True))


def _complex_of(reading: _Reading, row: Row) -> str | None:
    """The row's complex code, "" when it may do without; None when the row was rejected."""
    column = reading.mapping.complexes.column
    cell = reading.table.cell(row, column).strip() if column else ""
    if not is_missing(cell, reading.mapping.missing):
        code = reading.complexes.get(cell.casefold())
        if code is None:
            _reject(reading, row, column, cell, _("geen bekend complex"))
        return code
    if reading.without is Without.CORPORATION_ONLY:
        return ""
    _reject(reading, row, column, cell, _("zegt niet bij welk complex"))
    return None


def _refuse_too_few_apart(reading: _Reading) -> None:
    """Rows without a complex would show as the whole minus the complexes: ten of them, or none."""
    apart = [row for row, each in reading.rows if not each.complex]
    if not apart or len(apart) >= MIN_APART or len(apart) == len(reading.rows):
        return
    reason = _("zegt niet bij welk complex; met minder dan {least} zulke rijen zijn zij herkenbaar")
    reading.rows = [(row, each) for row, each in reading.rows if each.complex]
    lines = {row.line for row in apart}
    # a rejected row has no separate rejected cells
    reading.rejections = [each for each in reading.rejections if each.line not in lines]
    column = reading.mapping.complexes.column
    for row in apart:
        value = reading.table.cell(row, column) if column else ""
        _reject(reading, row, column, value, reason.format(least=MIN_APART))


def _summary(table: Table, others: dict[str, int], read: int, reading: _Reading) -> Summary:
    rows = [each for each in reading.rejections if each.row]
    cells = [each for each in reading.rejections if not each.row]
    return Summary(
        rows=len(table.rows),
        blank=table.blank,
        others=others,
        read=read,
        imported=len(reading.rows),
        rejected=len(rows),
        rejected_cells=len(cells),
        row_reasons=counted(rows),
        cell_reasons=counted(cells),
        per_complex=dict(sorted(Counter(each.complex for _row, each in reading.rows).items())),
    )
