"""What the columns of a file mean: the mapping, as dataclasses. `toml_reading` makes it from TOML.

docs in examples/somerville/README.md; the format is described in `toml_reading`. Pure data.
"""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sheets.tables import Wish
from surveys.questions import Question


class Decimal(StrEnum):
    """Which sign parts the whole from the fraction."""

    BOTH = "both"
    COMMA = "comma"
    POINT = "point"


class Without(StrEnum):
    """What becomes of a row that does not say which complex."""

    REJECT = "reject"
    CORPORATION_ONLY = "corporation_only"  # counts for the whole, in no complex


class Match(StrEnum):
    """How a cell names an option when the mapping lists no values."""

    TEXT = "text"
    CODE = "code"


class Combine(StrEnum):
    """What several columns for one question mean."""

    FIRST = "first"  # the first filled one is the answer
    ALL = "all"  # each adds an answer; for questions with several answers


@dataclass(frozen=True)
class Span:
    """Numbers from `start` up to, not including, `below` mean this option."""

    start: float
    below: float
    option: int


@dataclass(frozen=True)
class Conversion:
    """A declared straight line between two scales: from 1–5 to 1–10, for instance."""

    source: tuple[float, float]
    target: tuple[float, float]

    def apply(self, value: float) -> float:
        (a, b), (c, d) = self.source, self.target
        return c + (value - a) * (d - c) / (b - a)


@dataclass(frozen=True)
class AnswerRule:
    """How one variable is read from one or more columns."""

    variable: str
    question: Question
    columns: tuple[str, ...]
    combine: Combine = Combine.FIRST
    match: Match = Match.TEXT
    values: AnyMapping[str, int] = field(default_factory=dict)  # cell, lower case → option code
    spans: tuple[Span, ...] = ()
    conversion: Conversion | None = None
    split: str = ""  # parts several answers in one cell
    options: tuple[int, ...] = ()  # with combine "all": the option each column stands for
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    optional: bool = False  # the columns may be absent from the file


@dataclass(frozen=True)
class ComplexRule:
    """Where a row says its complex. Without a column no row does."""

    column: str = ""
    values: AnyMapping[str, str] = field(default_factory=dict)  # cell, lower case → complex code
    by_name: bool = False  # without values: the cell is the complex's name instead of its code
    without: Without = Without.REJECT


@dataclass(frozen=True)
class WaveRule:
    """One wave of the file: which rows, and what is known of it."""

    value: str = ""
    title: str = ""
    opens: date | None = None
    closes: date | None = None
    note: str = ""
    without: Without | None = None  # None: as the complex rule says
    dwellings: AnyMapping[str, int] = field(default_factory=dict)  # complex code → N
    dwellings_now: bool = False  # N is what the complexes have today


@dataclass(frozen=True)
class Mapping:
    text: str  # as written, kept with the import
    answers: tuple[AnswerRule, ...]
    complexes: ComplexRule = field(default_factory=ComplexRule)
    wave_column: str = ""
    waves: AnyMapping[str, WaveRule] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    decimal: Decimal = Decimal.BOTH
    ignore: tuple[str, ...] = ()
    key_indicators: tuple[str, ...] | None = None
    wish: Wish = field(default_factory=Wish)

    def wave(self, code: str) -> WaveRule:
        """What the mapping says about this wave; a wave it does not name has the code as value."""
        return self.waves.get(code) or WaveRule(value=code)

    def selection(self, code: str) -> str:
        """Which rows of the file this wave takes, in words: "Year = 2013"; "" for all of them."""
        return f"{self.wave_column} = {self.wave(code).value}" if self.wave_column else ""

    def named_columns(self) -> tuple[str, ...]:
        """Every column that must be in the file, in order of mention."""
        wanted = [self.wave_column, self.complexes.column]
        for rule in self.answers:
            wanted += () if rule.optional else rule.columns
        return tuple(dict.fromkeys(name for name in wanted if name))

    def unused(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Columns of the file that the mapping neither uses nor ignores: to be shown, never silent."""
        used = {*self.named_columns(), *self.ignore}
        used.update(column for rule in self.answers for column in rule.columns)
        return tuple(column for column in columns if column not in used)
