"""What came of reading rows: what will be stored, what was rejected, and the sum that adds up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.imports.cells import Answer
from surveys.questions import Question, Questionnaire


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


def counted(rejections: Iterable[Rejection]) -> dict[str, int]:
    """Reason (with its column) → how often, most frequent first."""
    counts = Counter(
        f"{each.column}: {each.reason}" if each.column else each.reason for each in rejections
    )
    return dict(counts.most_common())
