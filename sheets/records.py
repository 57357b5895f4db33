"""Rows of a table as records of known fields: heads found by name, cells cleaned by a form, problems by row."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.tables import Row, Table, shortened

CLEAR = {
    "-",
    "–",
    "—",
}  # what somebody writes to make a field empty; an empty cell leaves it as it is
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Head:
    """A column that is understood: the field it fills, its head, other heads for it, and what to write."""

    name: str
    head: str
    note: Any  # translated when it is shown
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be used."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Record:
    """A row that can be used. `values` holds the fields with a filled cell; `cleared` those made empty."""

    line: int
    values: Mapping[str, Any]
    cleared: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Step(Generic[Thing]):
    """What one row does: `thing` is added (no `differences` needed), changed, or left as it is."""

    line: int
    title: str
    thing: Thing
    is_new: bool
    differences: tuple[Difference, ...] = ()

    @property
    def changes_something(self) -> bool:
        return self.is_new or bool(self.differences)


@dataclass(frozen=True)
class Plan(Generic[Thing]):
    """What a file would do. Only a plan without problems may be carried out: all of it or nothing."""

    steps: Sequence[Step[Thing]]
    problems: Sequence[Problem]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def added(self) -> list[Step[Thing]]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[Step[Thing]]:
        return [step for step in self.steps if not step.is_new and step.differences]

    @property
    def same(self) -> int:
        return sum(not step.changes_something for step in self.steps)

    @property
    def read(self) -> int:
        """Rows of the file: used and refused together."""
        return len(self.steps) + self.refused

    @property
    def refused(self) -> int:
        """Rows with a problem, however many problems each has."""
        return len({problem.line for problem in self.problems})

    @property
    def can_run(self) -> bool:
        return not self.problems and any(step.changes_something for step in self.steps)

    @property
    def seal(self) -> str:
        """Changes when the file, or what is stored, would make the plan another one."""
        words = [(s.line, s.title, s.is_new, s.differences) for s in self.steps]
        return hashlib.sha256(repr((words, list(self.problems))).encode()).hexdigest()[:32]


def read_records(
    table: Table, heads: Sequence[Head], form: type[forms.Form], *, named_by: Sequence[str]
) -> tuple[list[Record], list[Problem], tuple[str, ...]]:
    """(records, problems, heads of columns that are not used), every row in one of the first two.

    Refuses a table without a required column, and rows that are about the same thing twice (`named_by`).
    """
    columns = matched(table, heads)
    unused = tuple(name for name in table.columns if name not in columns.values())
    records: list[Record] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        found = _record(table, row, columns, form)
        if isinstance(found, Record):
            key = tuple(str(found.values.get(name, "")).casefold() for name in named_by)
            if key in seen:
                reason = _("Staat ook op regel %(line)d.") % {"line": seen[key]}
                head = columns[named_by[-1]]
                found = [Problem(row.line, head, table.cell(row, head).strip(), reason)]
            else:
                seen[key] = row.line
        if isinstance(found, Record):
            records.append(found)
        else:
            problems += found
    return records, problems, unused


def matched(table: Table, heads: Sequence[Head]) -> dict[str, str]:
    """Field → column of the file; heads are compared without capitals, accents and signs."""
    present = {_folded(column): column for column in table.columns}
    found: dict[str, str] = {}
    for head in heads:
        names = [head.head, head.name, *head.also]
        column = next((present[n] for n in map(_folded, names) if n in present), None)
        if column is not None:
            found[head.name] = column
    missing = [head.head for head in heads if head.required and head.name not in found]
    if missing:
        raise ImportRefused(
            _("De kolom {missing} ontbreekt. In het bestand staan: {present}.").format(
                missing=" {} ".format(_("en")).join(f"«{name}»" for name in missing),
                present=shortened(", ".join(table.columns), 300),
            )
        )
    return found


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _record(
    table: Table, row: Row, columns: Mapping[str, str], form: type[forms.Form]
) -> Record | list[Problem]:
    if len(row.cells) != len(table.columns):
        reason = _("Deze regel heeft {cells} cellen en niet {columns}.").format(
            cells=len(row.cells), columns=len(table.columns)
        )
        return [Problem(row.line, "", "", reason)]
    cells = {name: table.cell(row, column).strip() for name, column in columns.items()}
    cleared = frozenset(name for name, cell in cells.items() if cell in CLEAR)
    filled = {name: cell for name, cell in cells.items() if cell and name not in cleared}
    bound = form(filled)
    if bound.is_valid():
        return Record(row.line, {name: bound.cleaned_data[name] for name in filled}, cleared)
    return [
        Problem(row.line, columns.get(name, ""), cells.get(name, ""), " ".join(map(str, errors)))
        for name, errors in bound.errors.items()
    ]


def differences(labels: Mapping[str, Any], old: Any, new: Any) -> tuple[Difference, ...]:
    """Fields of two versions of a thing that differ, in words."""
    return tuple(
        Difference(str(label), in_words(getattr(old, name)), in_words(getattr(new, name)))
        for name, label in labels.items()
        if getattr(old, name) != getattr(new, name)
    )


def in_words(value: object) -> str:
    if value is None or value == "":
        return _("leeg")
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return str(value)
