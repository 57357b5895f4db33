"""What somebody chose on the pages → the same mapping document that a TOML file holds. Pure."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sheets.tables import Table
from surveys.bank import BANK, THEMES
from surveys.imports.answer_reading import WITH_MEASURES
from surveys.imports.cells import is_missing, number
from surveys.imports.drafts import Choices
from surveys.imports.mapping import Decimal
from surveys.questions import Kind, Question, Variable

WAVE, COMPLEX, OWN = "wave", "complex", "own:"
OWN_KINDS = {
    "own:mark": Kind.MARK,
    "own:single": Kind.SINGLE,
    "own:open": Kind.OPEN,
}
# More different numbers than this are ages or years, to be put in bands.
MANY_NUMBERS = 15
MAX_VALUES = 60


@dataclass(frozen=True)
class Sample:
    """A column at a glance."""

    name: str
    filled: int
    examples: tuple[str, ...]  # most frequent first


def samples(table: Table) -> list[Sample]:
    """Every column with how many cells hold something, and what most of them hold."""
    found = []
    for name in table.columns:
        counts = Counter(value for value in table.values(name) if value)
        examples = tuple(value for value, _times in counts.most_common(5))
        found.append(Sample(name, sum(counts.values()), examples))
    return found


def variables() -> dict[str, Variable]:
    """Everything of the bank that a column can answer, in its order."""
    return {
        variable.name: variable
        for question in BANK.values()
        if question.code not in WITH_MEASURES
        for variable in question.variables()
    }


def target_choices() -> list[tuple[str, Any]]:
    """The choices of the select beside a column, grouped by theme."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, variable in variables().items():
        theme = THEMES[variable.question.theme]["title"]["nl"]
        groups.setdefault(theme, []).append((name, f"{name} · {variable.label()}"))
    return [
        ("", _("niet gebruiken")),
        (COMPLEX, _("zegt bij welk complex")),
        (WAVE, _("zegt welke meting")),
        (
            _("Vraag die Buurtpeil niet kent"),
            [
                ("own:mark", _("nieuwe vraag: cijfer 1–10")),
                ("own:single", _("nieuwe vraag: één antwoord")),
                ("own:open", _("nieuwe vraag: eigen woorden")),
            ],
        ),
        *groups.items(),
    ]


def guessed_target(column: str) -> str:
    """A column that is called like a variable or a complex probably is one."""
    known = {name.casefold(): name for name in variables()}
    folded = column.casefold()
    return known.get(folded, COMPLEX if folded in ("complex", "complexcode") else "")


def question_of(target: str) -> Question | None:
    """The bank's question behind a target; None for another target."""
    variable = variables().get(target)
    return variable.question if variable else None


def kind_of(target: str) -> Kind | None:
    """What kind of question a target asks; None when it is no question."""
    question = question_of(target)
    return question.kind if question else OWN_KINDS.get(target)


def distinct(table: Table, column: str, choices: Choices) -> list[tuple[str, int]]:
    """Different cells of a column that mean something, most frequent first, as written."""
    missing = frozenset(choices.missing)
    counts = Counter(v for v in table.values(column) if not is_missing(v, missing))
    return counts.most_common()


def wants_bands(cells: list[tuple[str, int]], kind: Kind | None) -> bool:
    """Ages and years: many different numbers for a question with a few answers."""
    numbers = sum(number(cell, Decimal.BOTH) is not None for cell, _times in cells)
    return kind is Kind.SINGLE and numbers > MANY_NUMBERS


def mapping_document(choices: Choices, table: Table) -> dict[str, Any]:
    """The document that `toml_writing` writes; `toml_reading` has the last word on it."""
    document: dict[str, Any] = {"missing": choices.missing, "decimal": choices.decimal}
    unused = [name for name in table.columns if not choices.columns.get(name)]
    document["ignore"] = unused
    if wish := {key: value for key, value in choices.wish.items() if value}:
        document["file"] = wish
    for name, target in choices.columns.items():
        if target == WAVE:
            document["wave"] = {"column": name}
        elif target == COMPLEX:
            document["complex"] = _complex_table(name, choices)
    document["questions"] = [
        _own_question(name, choices, table)
        for name, target in choices.columns.items()
        if target in OWN_KINDS
    ]
    document["answers"] = _answers(choices)
    return {key: value for key, value in document.items() if value not in ([], {})}


def _complex_table(column: str, choices: Choices) -> dict[str, Any]:
    table: dict[str, Any] = {"column": column, "without": choices.without}
    if choices.complexes:
        table["values"] = choices.complexes
    return table


def _own_question(column: str, choices: Choices, table: Table) -> dict[str, Any]:
    own, kind = choices.own.get(column, {}), OWN_KINDS[choices.columns[column]]
    entry: dict[str, Any] = {
        "code": own.get("code", ""),
        "kind": str(kind),
        "theme": "eigen",
        "text": {"nl": own.get("text", "") or column},
    }
    if kind is Kind.SINGLE:
        entry["options"] = [
            {"code": code, "text": {"nl": cell}}
            for cell, code in numbered(table, column, choices).items()
        ]
    return entry


def numbered(table: Table, column: str, choices: Choices) -> dict[str, int]:
    """The cells of a new question, each an answer: 1, 2, 3 in the order of the alphabet."""
    cells: dict[str, str] = {}
    none = choices.none.get(column, [])
    for cell, _times in distinct(table, column, choices):
        if cell.casefold() not in none:
            cells.setdefault(cell.casefold(), cell)
    ordered = sorted(cells.values(), key=_natural)
    return {cell: code for code, cell in enumerate(ordered, start=1)}


def _natural(cell: str) -> tuple[int, float, str]:
    """Numbers by size before words by the alphabet."""
    value = number(cell, Decimal.BOTH)
    return (1, 0.0, cell.casefold()) if value is None else (0, value, cell)


def _answers(choices: Choices) -> list[dict[str, Any]]:
    """One entry per variable; several columns for one variable: the first filled one counts."""
    entries: dict[str, dict[str, Any]] = {}
    for column, target in choices.columns.items():
        if kind_of(target) is None:
            continue
        own = choices.own.get(column, {}).get("code", "")
        name = own if target.startswith(OWN) else target
        entry = entries.setdefault(name, {"variable": name, "columns": []})
        entry["columns"].append(column)
        _add(entry, "values", choices.values.get(column, {}))
        _add(entry, "missing", choices.none.get(column, []))
        _add(entry, "bands", choices.bands.get(column, []))
    return list(entries.values())


def _add(entry: dict[str, Any], key: str, more: Any) -> None:
    """Join what two columns of one variable say; the first one wins where they differ."""
    if not more:
        return
    known = entry.get(key)
    if isinstance(more, AnyMapping):
        entry[key] = {**more, **(known or {})}
    else:
        entry[key] = [*(known or []), *(each for each in more if each not in (known or []))]
