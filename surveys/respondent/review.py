"""The last look: everything that was answered, in words, with the way back to each screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questions import Item, Question
from surveys.respondent.blocks import sentence
from surveys.respondent.forms import StepForm
from surveys.respondent.sheet import Step


@dataclass(frozen=True)
class Line:
    """`answer` is empty when the question was left out."""

    question: str
    answer: str


@dataclass(frozen=True)
class Section:
    step: str
    title: str
    lines: tuple[Line, ...]


def review(
    steps: Iterable[Step], language: str, data_of: Callable[[str], Mapping[str, Any] | None]
) -> list[Section]:
    """One section per screen, in its order; `data_of(step name)` is what the device keeps of it."""
    return [_section(step, language, data_of(step.name)) for step in steps]


def _section(step: Step, language: str, data: Mapping[str, Any] | None) -> Section:
    form = StepForm(data=data or {}, step=step)
    form.is_valid()
    lines = tuple(
        Line(
            question=_words(question, variable.item, language),
            answer=_answer(question, form.cleaned_data.get(variable.name), language),
        )
        for question in step.questions
        for variable in question.variables()
    )
    return Section(step.name, step.words("title", language), lines)


def _words(question: Question, item: Item | None, language: str) -> str:
    return sentence((item or question).says(language))


def _answer(question: Question, value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    chosen = value if isinstance(value, list) else [value]
    words = [question.option(int(code)).says(language) for code in chosen]
    return sentence(", ".join(words))
