"""What somebody chose on the pages → the same mapping document that a TOML file holds. Pure."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

from sheets.tables import Table
from surveys.imports.cells import is_missing, number
from surveys.imports.drafts import Choices
from surveys.imports.mapping import Decimal
from surveys.imports.targets import (
    COMPLEX,
    OWN_KINDS,
    WAVE,
    in_parts,
    kind_of,
    question_of,
    stands_for,
    variable_of,
)
from surveys.questions import Kind

UP, DOWN = "up", "down"
SEPARATORS = (";", "|", ",", "/", "\n")

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


def distinct(table: Table, column: str, choices: Choices) -> list[tuple[str, int]]:
    """Different cells of a column that mean something, most frequent first, as written.

    Of a column whose cells name several answers: those answers.
    """
    missing = frozenset(choices.missing)
    cells = [cell for cell in table.values(column) if not is_missing(cell, missing)]
    if in_parts(choices.columns.get(column, "")):
        sign = separator_of(table, column)
        cells = [part.strip() for cell in cells for part in cell.split(sign) if part.strip()]
    return Counter(cells).most_common()


def separator_of(table: Table, column: str) -> str:
    """The sign between the answers in one cell: the one that stands there most often."""
    cells = " ".join(table.values(column))
    return max(SEPARATORS, key=cells.count)


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
    document["questions"] = list(_questions(choices, table).values())
    document["answers"] = _answers(choices, table)
    return {key: value for key, value in document.items() if value not in ([], {})}


def _complex_table(column: str, choices: Choices) -> dict[str, Any]:
    table: dict[str, Any] = {"column": column, "without": choices.without}
    if choices.complexes:
        table["values"] = choices.complexes
    return table


def name_of(column: str, choices: Choices) -> str:
    """The variable that this column answers: of the bank, or of a new question by its code."""
    target = choices.columns[column]
    return variable_of(target) or str(choices.own.get(column, {}).get("code", ""))


def version_of(column: str, choices: Choices) -> int:
    """The wording that was asked; without saying so, the bank's own."""
    question = question_of(choices.columns[column])
    return int(choices.own.get(column, {}).get("version") or (question.version if question else 1))


def _questions(choices: Choices, table: Table) -> dict[tuple[str, int], dict[str, Any]]:
    """What the bank does not have: new questions, and other versions of its own."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for column, target in choices.columns.items():
        if kind_of(target) is None:
            continue
        question, version = question_of(target), version_of(column, choices)
        if question is None:
            entry = _new_question(column, choices, table)
        elif version != question.version:
            words = choices.own.get(column, {}).get("text") or question.text["nl"]
            entry = {"code": question.code, "text": {"nl": words}}
        else:
            continue
        found.setdefault((entry["code"], version), {**entry, "version": version})
    return found


def _new_question(column: str, choices: Choices, table: Table) -> dict[str, Any]:
    own, kind = choices.own.get(column, {}), OWN_KINDS[choices.columns[column]]
    entry: dict[str, Any] = {
        "code": own.get("code", ""),
        "kind": str(kind),
        "theme": own.get("theme") or "eigen",
        "text": {"nl": own.get("text", "") or column},
    }
    if own.get("short"):
        entry["short"] = {"nl": own["short"]}
    if own.get("background"):
        entry["background"] = True
    if kind in (Kind.SINGLE, Kind.SEVERAL):
        codes = numbered(table, column, choices)
        points = _points(len(codes), str(own.get("order", "")))
        entry["options"] = [
            {"code": code, "text": {"nl": cell}, **({"points": points[code - 1]} if points else {})}
            for cell, code in codes.items()
        ]
        if share := [codes[cell] for cell in own.get("share", []) if cell in codes]:
            label = own.get("share_label") or entry["text"]["nl"]
            better = own.get("better") or "neither"
            entry["share"] = {"label": {"nl": label}, "codes": share, "better": better}
    return entry


def _points(number_of: int, order: str) -> list[float]:
    """Points at even distances, 0 (unsafe, bad) to 10 (safe, good), the first answer lowest or highest."""
    if not order or number_of < 2:
        return []
    rising = [round(10 * place / (number_of - 1), 4) for place in range(number_of)]
    return rising if order == UP else rising[::-1]


def numbered(table: Table, column: str, choices: Choices) -> dict[str, int]:
    """The cells of a new question, each an answer: 1, 2, 3 in the order of the alphabet."""
    cells: dict[str, str] = {}
    others = {*choices.none.get(column, []), *choices.refused.get(column, [])}
    for cell, _times in distinct(table, column, choices):
        if cell.casefold() not in others:
            cells.setdefault(cell.casefold(), cell)
    ordered = sorted(cells.values(), key=_natural)
    return {cell: code for code, cell in enumerate(ordered, start=1)}


def _natural(cell: str) -> tuple[int, float, str]:
    """Numbers by size before words by the alphabet."""
    value = number(cell, Decimal.BOTH)
    return (1, 0.0, cell.casefold()) if value is None else (0, value, cell)


def _answers(choices: Choices, table: Table) -> list[dict[str, Any]]:
    """One entry per variable and wording; what several columns say together follows from the question."""
    entries: dict[tuple[str, int], dict[str, Any]] = {}
    for column, target in choices.columns.items():
        if kind_of(target) is None:
            continue
        name, version = name_of(column, choices), version_of(column, choices)
        entry = entries.setdefault(
            (name, version), {"variable": name, "version": version, "columns": []}
        )
        entry["columns"].append(column)
        _add(entry, "missing", choices.none.get(column, []))
        _add(entry, "bands", choices.bands.get(column, []))
        if (option := stands_for(target)) is not None:
            _add_ticks(entry, option, choices.values.get(column, {}))
        else:
            _add(entry, "values", choices.values.get(column, {}))
        if in_parts(target):
            entry["split"] = separator_of(table, column)
        if scale := scale_of(column, choices):
            entry["scale"] = {"from": list(scale), "to": [1, 10]}
        if kind_of(target) is Kind.SEVERAL and (option is not None or len(entry["columns"]) > 1):
            entry["combine"] = "all"
    return list(entries.values())


def scale_of(column: str, choices: Choices) -> tuple[float, float] | None:
    """The worst and the best mark of the file, when they are not 1 and 10."""
    own = choices.own.get(column, {})
    low, high = own.get("low"), own.get("high")
    return None if low is None or high is None else (float(low), float(high))


def _add_ticks(entry: dict[str, Any], option: int, cells: AnyMapping[str, int]) -> None:
    """A column of its own for one answer: which cells say yes, and which say no."""
    entry.setdefault("options", []).append(option)
    _add(entry, "yes", [cell for cell, ticked in cells.items() if ticked])
    _add(entry, "no", [cell for cell, ticked in cells.items() if not ticked])


def _add(entry: dict[str, Any], key: str, more: Any) -> None:
    """Join what two columns of one variable say; the first one wins where they differ."""
    if not more:
        return
    known = entry.get(key)
    if isinstance(more, AnyMapping):
        entry[key] = {**more, **(known or {})}
    else:
        entry[key] = [*(known or []), *(each for each in more if each not in (known or []))]
