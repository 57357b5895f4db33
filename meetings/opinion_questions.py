"""The three questions after a meeting, and the five points on which they are answered. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from surveys.questions import Kind, Option, Question

NAMES = ("heard", "clear", "again")  # the fields of Evaluation
WORDS = {
    "heard": _("Er is naar mij geluisterd."),
    "clear": _("Ik weet wat er gaat gebeuren."),
    "again": _("Ik kom een volgende keer weer."),
}
POINTS = {
    1: _("Helemaal niet"),
    2: _("Niet echt"),
    3: _("Een beetje"),
    4: _("Ja"),
    5: _("Ja, zeker"),
}
MAYBE = _("Misschien")  # the middle of what somebody will do


@dataclass(frozen=True)
class Point:
    """One answer: its number, its words, and which face goes with it."""

    value: int
    words: str


@dataclass(frozen=True)
class Asked:
    """One question as residents see it, in the language spoken now."""

    name: str
    words: str
    points: tuple[Point, ...]


def asked() -> tuple[Asked, ...]:
    return tuple(Asked(name, str(WORDS[name]), _points(name)) for name in NAMES)


def _points(name: str) -> tuple[Point, ...]:
    return tuple(
        Point(value, str(MAYBE if (name, value) == ("again", 3) else words))
        for value, words in POINTS.items()
    )


def as_question(one: Asked) -> Question:
    """The same as surveys know questions, so that the same rules decide what may be shown."""
    options = tuple(
        Option(point.value, {"nl": point.words}, points=(point.value - 1) * 2.5)
        for point in reversed(one.points)
    )
    words = {"nl": one.words}
    return Question(one.name, 1, "", Kind.SINGLE, words, words, options=options)


def in_dutch() -> tuple[Asked, ...]:
    """For paper and for staff."""
    with override("nl"):
        return asked()
