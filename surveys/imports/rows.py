"""Rows → answers, with every rejection on a list and a sum that adds up. Knows no database."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.imports.cells import (
    Answer,
    CellRejected,
    check_several,
    is_missing,
    read_cell,
    read_choice,
)
from surveys.imports.errors import ImportRefused
from surveys.imports.mapping import AnswerRule, Combine, Decimal, Mapping, Without
from surveys.imports.tables import Row, Table, shortened
from surveys.questions import Kind, Question, Questionnaire

# As in disclosure control: fewer respondents would show in the difference between two totals.
MIN_APART = 10


@dataclass(frozen=True)
class Rejection:
    """What was not used: a whole row, or one cell of a row that was used."""

    line: int
    column: str  # "" when it is about the row as such
    value: str
    reason: str
    row: bool


@dataclass(frozen=True)
class Imported:
    """One row as it will be stored. `complex` is a code; "" when the row does not say."""

    complex: str
    answers: dict[str, Answer]
    texts: dict[str, str]


@dataclass(frozen=True)
class Summary:
    """read = imported + rejected; the file = read + other waves (+ blank lines, which are no rows)."""

    rows: int
    blank: int
    others: dict[str, int]  # value of the wave column → rows that are not of this wave
    read: int
    imported: int
    rejected: int
    rejected_cells: int
    row_reasons: dict[str, int]
    cell_reasons: dict[str, int]
    per_complex: dict[str, int]  # "" for rows without a complex


@dataclass(frozen=True)
class Outcome:
    questionnaire: Questionnaire
    imported: tuple[Imported, ...]
    rejections: tuple[Rejection, ...]
    summary: Summary
    not_asked: tuple[Question, ...] = ()  # mapped, but without one answer in this wave


@dataclass
class _Reading:
    """What grows while rows are read."""

    table: Table
    mapping: Mapping
    rules: tuple[AnswerRule, ...]
    decimal: Decimal
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
    _check_columns(table, mapping)
    rows, others = _rows_of(table, mapping, wave)
    rules, not_asked = _asked(rows, table, mapping)
    reading = _Reading(
        table=table,
        mapping=mapping,
        rules=rules,
        # a number cell of a workbook has no decimal sign of its own
        decimal=Decimal.BOTH if table.detected.kind == "xlsx" else mapping.decimal,
        without=mapping.wave(wave).without or mapping.complexes.without,
        complexes=_known_complexes(mapping, complexes),
    )
    for row in rows:
        _read_row(reading, row)
    _refuse_too_few_apart(reading)
    imported = tuple(each for _row, each in reading.rows)
    return Outcome(
        questionnaire=Questionnaire(_questions(rules)),
        imported=imported,
        rejections=tuple(sorted(reading.rejections, key=lambda r: (r.line, not r.row, r.column))),
        summary=_summary(table, others, len(rows), reading),
        not_asked=not_asked,
    )


def _questions(rules: tuple[AnswerRule, ...]) -> tuple[Question, ...]:
    """Each question once, in the order of the mapping; items of a grid share theirs."""
    found: list[Question] = []
    for rule in rules:
        if all(rule.question is not question for question in found):
            found.append(rule.question)
    return tuple(found)


def _check_columns(table: Table, mapping: Mapping) -> None:
    absent = [name for name in mapping.named_columns() if name not in table.positions]
    if absent:
        raise ImportRefused(
            _(
                "De koppeling noemt kolommen die niet in het bestand staan: {absent}. Wel in het "
                "bestand: {columns}."
            ).format(absent=_listed(absent), columns=_listed(table.columns)),
            field="mapping",
        )


def _listed(names: AnySequence[str]) -> str:
    return ", ".join(f"«{shortened(name)}»" for name in names)


def _rows_of(table: Table, mapping: Mapping, wave: str) -> tuple[list[Row], dict[str, int]]:
    """The rows of this wave, and how many there are of each other value."""
    column = mapping.wave_column
    if not column:
        return list(table.rows), {}
    value = mapping.wave(wave).value.strip().casefold()
    mine: list[Row] = []
    others: Counter[str] = Counter()
    for row in table.rows:
        cell = table.cell(row, column).strip()
        if cell.casefold() == value:
            mine.append(row)
        else:
            others[cell] += 1
    if not mine:
        raise ImportRefused(
            _("Geen rij heeft «{value}» in de kolom «{column}». Wel: {others}.").format(
                value=mapping.wave(wave).value, column=column, others=_listed(sorted(others)[:12])
            ),
            field="code",
        )
    return mine, dict(others)


def _asked(
    rows: list[Row], table: Table, mapping: Mapping
) -> tuple[tuple[AnswerRule, ...], tuple[Question, ...]]:
    """Rules whose columns hold something in this wave, and the questions without anything.

    One question in two wordings in one wave cannot be counted as one: refused.
    """
    filled = [rule for rule in mapping.answers if _holds_something(rule, rows, table, mapping)]
    versions: dict[str, set[int]] = {}
    for rule in filled:
        versions.setdefault(rule.question.code, set()).add(rule.question.version)
    for code, found in versions.items():
        if len(found) > 1:
            raise ImportRefused(
                _(
                    "{code} heeft in deze meting antwoorden in meer dan één versie ({versions}). "
                    "Geef de versies een eigen code, of laat een kolom weg."
                ).format(code=code, versions=", ".join(str(each) for each in sorted(found))),
                field="mapping",
            )
    # every item of a grid that was asked, also one that nobody answered
    asked = {(rule.question.code, rule.question.version) for rule in filled}
    rules = [r for r in mapping.answers if (r.question.code, r.question.version) in asked]
    rest = [rule for rule in mapping.answers if rule.question.code not in versions]
    return tuple(rules), _questions(tuple(rest))


def _holds_something(rule: AnswerRule, rows: list[Row], table: Table, mapping: Mapping) -> bool:
    return any(
        not is_missing(table.cell(row, column), mapping.missing, rule.missing)
        for column in _present(rule, table)
        for row in rows
    )


def _present(rule: AnswerRule, table: Table) -> list[str]:
    return [column for column in rule.columns if column in table.positions]


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
    cell_rejections: list[Rejection] = []
    answers: dict[str, Answer] = {}
    texts: dict[str, str] = {}
    for rule in reading.rules:
        answer = _answer(reading, rule, row, cell_rejections)
        if isinstance(answer, str):
            texts[rule.variable] = answer
        elif answer is not None:
            answers[rule.variable] = answer
    reading.rejections += cell_rejections
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


def _answer(
    reading: _Reading, rule: AnswerRule, row: Row, rejections: list[Rejection]
) -> Answer | None:
    """The answer of one variable; what is not used goes on the list of rejections."""
    if rule.combine is Combine.ALL or rule.question.kind is Kind.SEVERAL:
        return _several(reading, rule, row, rejections)
    answer: Answer | None = None
    for column, cell in _filled(reading, rule, row):
        try:
            found = read_cell(cell, rule, reading.decimal)
        except CellRejected as error:
            rejections.append(Rejection(row.line, column, cell, str(error), row=False))
            continue
        if answer is None:
            answer = found
        elif found != answer:
            reason = _("een eerdere kolom gaf al een ander antwoord")
            rejections.append(Rejection(row.line, column, cell, reason, row=False))
    return answer


def _filled(reading: _Reading, rule: AnswerRule, row: Row) -> list[tuple[str, str]]:
    cells = [(column, reading.table.cell(row, column)) for column in _present(rule, reading.table)]
    missing = (reading.mapping.missing, rule.missing)
    return [(column, cell.strip()) for column, cell in cells if not is_missing(cell, *missing)]


def _several(
    reading: _Reading, rule: AnswerRule, row: Row, rejections: list[Rejection]
) -> Answer | None:
    codes: list[int] = []
    filled = _filled(reading, rule, row)
    for column, cell in filled:
        if codes and rule.combine is Combine.FIRST:
            reason = _("een eerdere kolom gaf al een antwoord")
            rejections.append(Rejection(row.line, column, cell, reason, row=False))
            continue
        try:
            found = read_choice(cell, rule, rule.columns.index(column), reading.decimal)
            codes = check_several([*codes, *found], rule)
        except CellRejected as error:
            rejections.append(Rejection(row.line, column, cell, str(error), row=False))
    return codes or None


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
        row_reasons=_counted(rows),
        cell_reasons=_counted(cells),
        per_complex=dict(sorted(Counter(each.complex for _row, each in reading.rows).items())),
    )


def _counted(rejections: list[Rejection]) -> dict[str, int]:
    """Reason (with its column) → how often, most frequent first."""
    counts = Counter(
        f"{each.column}: {each.reason}" if each.column else each.reason for each in rejections
    )
    return dict(counts.most_common())
