"""Reading TOML by key, with problems that name the line where the key stands."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

Choice = TypeVar("Choice", bound=StrEnum)
Path = tuple[str | int, ...]
HEAD = re.compile(r"^\s*(\[\[|\[)\s*([^\]]+?)\s*\]\]?")


class Problems:
    """Everything that is wrong with a mapping, each with its line."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.by_line: list[tuple[int, str]] = []

    @property
    def found(self) -> list[str]:
        """In the order of the lines."""
        return [words for _line, words in sorted(self.by_line, key=lambda found: found[0])]

    def add(self, path: Path, words: str) -> None:
        line = line_of(self.lines, path)
        key = spelled(path)
        place = _("Regel {line}, «{key}»") if line else "«{key}»"
        self.by_line.append((line, f"{place.format(line=line, key=key)}: {words}."))


def spelled(path: Path) -> str:
    """("answers", 1, "columns") → "answers 2 · columns"; people count from one."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1] += f" {part + 1}"
        else:
            words.append(part)
    return " · ".join(words)


def line_of(lines: list[str], path: Path) -> int:
    """The line of this key, or of the nearest table around it; 0 when neither is found."""
    current: Path = ()
    counts: dict[str, int] = {}
    best, reached = 0, 0
    for number, line in enumerate(lines, start=1):
        if head := HEAD.match(line):
            name = head.group(2)
            parts: Path = tuple(part.strip().strip("\"'") for part in name.split("."))
            if head.group(1) == "[[":
                counts[name] = counts.get(name, -1) + 1
                parts = (*parts, counts[name])
            current = parts
            common = parts
        else:
            key = line.partition("=")[0].strip().strip("\"'")
            common = (*current, *(part.strip() for part in key.split("."))) if key else ()
        if len(common) > reached and path[: len(common)] == common:
            best, reached = number, len(common)
    return best


class Entry:
    """One table of the document. A wrong type is a problem, and the default is handed back."""

    def __init__(self, values: Any, path: Path, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        if not isinstance(values, dict):
            problems.add(path, _("hier hoort een tabel"))
            values = {}
        self.values: dict[str, Any] = values

    def has(self, key: str) -> bool:
        return key in self.values

    def raw(self, key: str) -> Any:
        return self.values.get(key)

    def names(self) -> Iterable[str]:
        """The keys of this table, in order."""
        return tuple(self.values)

    def problem(self, key: str, words: str) -> None:
        self.problems.add((*self.path, key), words)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        for key in self.values:
            if key not in known:
                self.problem(
                    key, _("onbekend; wel: {known}").format(known=", ".join(sorted(known)))
                )

    def table(self, key: str) -> "Entry":
        return Entry(self.values.get(key, {}), (*self.path, key), self.problems)

    def tables(self, key: str) -> list["Entry"]:
        """An array of tables, empty when the key is absent."""
        found = self.values.get(key, [])
        if not isinstance(found, list):
            self.problem(key, _("hier hoort een rij tabellen: [[{key}]]").format(key=key))
            return []
        return [Entry(each, (*self.path, key, i), self.problems) for i, each in enumerate(found)]

    def text(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str):
            self.problem(key, _("hier hoort tekst tussen aanhalingstekens"))
            return default
        return value

    def texts(self, key: str) -> list[str]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.problem(key, _("hier hoort een lijst van teksten"))
            return []
        return value

    def folded(self, key: str) -> frozenset[str]:
        """Texts to compare cells with: trimmed and in lower case. Numbers may stand without quotes."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str | int | float) for v in value):
            self.problem(key, _("hier hoort een lijst van teksten"))
            return frozenset()
        return frozenset(str(each).strip().casefold() for each in value)

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.problem(key, _("kies true of false"))
            return False
        return value

    def whole(self, key: str, default: int = 0) -> int:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, _("hier hoort een heel getal"))
            return default
        return value

    def wholes(self, key: str) -> list[int]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or any(type(each) is not int for each in value):
            self.problem(key, _("hier hoort een lijst van hele getallen"))
            return []
        return value

    def number(self, key: str) -> float | None:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problem(key, _("hier hoort een getal"))
            return None
        return float(value)

    def choice(self, key: str, choices: type[Choice], default: Any) -> Any:
        if key not in self.values:
            return default
        try:
            return choices(self.values[key])
        except ValueError:
            self.problem(key, _("kies: {choices}").format(choices=", ".join(choices)))
            return default
