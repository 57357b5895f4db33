"""What a question is. Pure data: the bank, a frozen questionnaire and every figure speak in these words.

A *variable* is what one respondent gives one answer to: `V1`, `V3a` (an item of a grid), `M2.17` (a
question repeated for measure 17). Answers are option codes (int), lists of codes (`several`), a mark
(float, 1–10; 0 for "geen mening") or a text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Text = Mapping[str, str]  # language code → words; "nl" is always there
NO_OPINION = 0  # the code of "geen mening" beside marks 1–10


class Kind(StrEnum):
    SINGLE = "single"
    GRID = "grid"  # the same options for several items
    SEVERAL = "several"
    MARK = "mark"
    OPEN = "open"


class Better(StrEnum):
    """Which way is good: scores are always towards safety, shares may run either way."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Option:
    code: int
    text: Text
    points: float | None = None  # 0–10 towards safety; None is never scored
    valid: bool = True  # False for "weet niet", "niet van toepassing", "zeg ik liever niet"
    alone: bool = False  # cannot be combined with another option ("geen")
    offered: bool = True  # False: never a choice of its own; a "ja" without how often becomes it

    def says(self, language: str) -> str:
        return self.text.get(language, self.text["nl"])


@dataclass(frozen=True)
class Item:
    letter: str
    text: Text

    def says(self, language: str) -> str:
        return self.text.get(language, self.text["nl"])


@dataclass(frozen=True)
class Share:
    """A share worth a figure: who gave one of `codes`, among the valid answers."""

    label: Text
    codes: tuple[int, ...]
    better: Better


@dataclass(frozen=True)
class Variable:
    """What one respondent answers once: a question, or one item of it."""

    name: str
    question: "Question"
    item: Item | None = None

    def label(self, language: str = "nl") -> str:
        """Short words for charts and tables."""
        return self.item.says(language) if self.item else self.question.says_short(language)


@dataclass(frozen=True)
class Question:
    code: str
    version: int
    theme: str
    kind: Kind
    text: Text
    short: Text
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    share: Share | None = None
    help: Text = field(default_factory=dict)
    max_choices: int | None = None
    max_length: int | None = None
    core: bool = False
    background: bool = False
    follow_up: str = ""  # "how_often" (V4) or "per_measure" (M2, after M1)
    options_from: str = ""  # "measures": the complex's measures come before the options (M1)
    national: str = ""  # relation to the Veiligheidsmonitor, in words

    def says(self, language: str) -> str:
        return self.text.get(language, self.text["nl"])

    def says_short(self, language: str) -> str:
        return self.short.get(language, self.short["nl"])

    def option(self, code: int) -> Option:
        """The option with this code; KeyError when there is none."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)

    @property
    def scored(self) -> bool:
        return self.kind is Kind.MARK or any(option.points is not None for option in self.options)

    def variables(self) -> tuple[Variable, ...]:
        if self.items:
            return tuple(Variable(f"{self.code}{item.letter}", self, item) for item in self.items)
        return (Variable(self.code, self),)

    def same_as(self, other: "Question") -> bool:
        """Comparable over waves: code, wording version, options with their points, and items."""
        return (
            (self.code, self.version, self.kind) == (other.code, other.version, other.kind)
            and [(o.code, o.text["nl"], o.points, o.valid) for o in self.options]
            == [(o.code, o.text["nl"], o.points, o.valid) for o in other.options]
            and {i.letter for i in self.items} == {i.letter for i in other.items}
        )


@dataclass(frozen=True)
class Scale:
    """A derived question: the mean of items scored 0–10, when at least two thirds were answered."""

    code: str
    label: Text
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """An ordered choice of questions, as asked. Stored as JSON in a wave when it opens."""

    questions: tuple[Question, ...]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __contains__(self, code: str) -> bool:
        return any(question.code == code for question in self.questions)

    def question(self, code: str) -> Question:
        """The question with this code; KeyError when it was not asked."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    def themes(self) -> tuple[str, ...]:
        """Themes in the order asked, each once: one screen each."""
        return tuple(dict.fromkeys(question.theme for question in self.questions))

    def in_theme(self, theme: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.theme == theme)

    def variables(self) -> dict[str, Variable]:
        """Variable name → variable, without the per-measure ones (they differ per complex)."""
        return {v.name: v for q in self.questions for v in q.variables()}
