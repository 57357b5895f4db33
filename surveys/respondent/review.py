"""The last look: everything that was answered, in words, with the way back to each screen."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.questions import Kind, Question
from surveys.respondent.blocks import sentence
from surveys.respondent.fields import HOW_OFTEN, YES, plain_yes, values_of, yes_words
from surveys.respondent.sheet import Step


@dataclass(frozen=True)
class Line:
    """A question and what was answered; `tone` is "soft" when it was left out."""

    question: str
    answer: str
    tone: str = ""


@dataclass(frozen=True)
class Section:
    address: str
    title: str
    lines: tuple[Line, ...]


def review(
    steps: Iterable[Step],
    language: str,
    data_of: Callable[[str], Mapping[str, list[str]] | None],
    address_of: Callable[[str], str],
) -> list[Section]:
    """One section per screen, in its order; `data_of(step name)` is what the device keeps of it."""
    return [
        Section(
            address_of(step.name),
            step.words("title", language),
            tuple(_lines(step, language, data_of(step.name) or {})),
        )
        for step in steps
    ]


def _lines(step: Step, language: str, data: Mapping[str, list[str]]) -> Iterator[Line]:
    skipped = _("Overgeslagen")
    for question in step.questions:
        for variable in question.variables():
            words = sentence((variable.item or question).says(language))
            answer = _answer(question, variable.name, data, language)
            yield Line(words, answer) if answer else Line(words, skipped, "soft")


def _answer(question: Question, name: str, data: Mapping[str, list[str]], language: str) -> str:
    values = values_of(data, name)
    if values == [YES]:
        values = values_of(data, name + HOW_OFTEN)
        if not values:
            plain = plain_yes(question)
            return sentence(plain.says(language) if plain else yes_words(question, language))
    if question.kind is Kind.OPEN:
        return "".join(values)
    words = [option.says(language) for option in question.options if str(option.code) in values]
    return sentence(", ".join(words))
