"""Which rows are of a wave, and what was asked in it: follows from the file and the mapping together."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.tables import Row, Table, shortened
from surveys.imports.cells import is_missing
from surveys.imports.mapping import AnswerRule, Mapping
from surveys.questions import Question


def questions_of(rules: tuple[AnswerRule, ...]) -> tuple[Question, ...]:
    """Each question once, in the order of the mapping; items of a grid share theirs."""
    found: list[Question] = []
    for rule in rules:
        if all(rule.question is not question for question in found):
            found.append(rule.question)
    return tuple(found)


def check_columns(table: Table, mapping: Mapping) -> None:
    absent = [name for name in mapping.named_columns() if name not in table.positions]
    if absent:
        raise ImportRefused(
            _(
                "De koppeling noemt kolommen die niet in het bestand staan: {absent}. Wel in het "
                "bestand: {columns}."
            ).format(absent=_listed(absent), columns=_listed(table.columns)),
            field="mapping",
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"«{shortened(name)}»" for name in names)


def rows_of(table: Table, mapping: Mapping, wave: str) -> tuple[list[Row], dict[str, int]]:
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


def asked_in(
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
    return tuple(rules), questions_of(tuple(rest))


def _holds_something(rule: AnswerRule, rows: list[Row], table: Table, mapping: Mapping) -> bool:
    return any(
        not is_missing(table.cell(row, column), mapping.missing, rule.missing)
        for column in rule.columns
        if column in table.positions
        for row in rows
    )
