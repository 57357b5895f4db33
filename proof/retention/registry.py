"""What a rule of retention is, and all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

YEAR = 365


@dataclass(frozen=True)
class Due:
    """Things whose time has come, under one key that can be held ("" when they have none of their own)."""

    count: int
    key: str = ""
    words: str = ""  # "Meting 2024"; never content


@dataclass(frozen=True)
class Cap:
    """More than this at once waits for an administrator: a share of all, and a number.

    Up to `free` the share does not count: of three things two may go.
    """

    share: float = 0.5
    free: int = 100
    number: int = 5000

    def stops(self, due: int, total: int) -> bool:
        return due > self.number or (due > self.free and due > self.share * total)


@dataclass(frozen=True)
class Rule:
    """Things of one kind, how long they are kept, and how they go: rows and files.

    `find` and `remove` take the moment before which things are due. `remove` removes what `find` gave and
    returns how many that were; it may be called again for what is gone. `total` counts all there are.
    """

    key: str  # "surveys.free_texts"
    title: Any  # in plain Dutch, as are `kept` and `note`
    kept: Any  # since when the days count: "na het sluiten van de meting"
    days: int
    find: Callable[[datetime], Sequence[Due]]
    remove: Callable[[Due, datetime], int]
    total: Callable[[], int]
    least: int | None = None  # days; without `least` and `most` the period is fixed
    most: int | None = None
    note: Any = ""
    period: Any = ""  # in words, where `days` does not tell it
    cap: Cap | None = None  # None: nothing of value is lost, however much it is
    tables: tuple[
        str, ...
    ] = ()  # rewritten after a removal, so that nothing stays readable in files
    things: Callable[[], Sequence[tuple[str, str]]] | None = None  # what can be held: (key, words)

    @property
    def can_change(self) -> bool:
        return self.least is not None and self.most is not None

    def bounded(self, days: int) -> int:
        """The nearest period that this rule allows."""
        if self.least is None or self.most is None:
            return self.days
        return max(self.least, min(self.most, days))


_rules: dict[str, Rule] = {}
_copies: dict[str, list[Callable[[], object]]] = {}


def register(rule: Rule) -> None:
    """Add a rule; the same key again takes the place of the first."""
    _rules[rule.key] = rule


def after_removal(key: str, remove_copies: Callable[[], object]) -> None:
    """Have something done after rule `key` removed: files made from what is gone must go as well."""
    known = _copies.setdefault(key, [])
    if remove_copies not in known:
        known.append(remove_copies)


def copies_removed_with(key: str) -> list[Callable[[], object]]:
    return list(_copies.get(key, ()))


def rules() -> list[Rule]:
    """Every rule, in the order of registration."""
    return list(_rules.values())


def rule_of(key: str) -> Rule | None:
    return _rules.get(key)
