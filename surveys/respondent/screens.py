"""Parts of a screen that are made in Python: its questions as HTML, its errors, the other languages."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from surveys.respondent.blocks import blocks_of, identifier
from surveys.respondent.forms import StepForm
from surveys.respondent.sheet import Step


@dataclass(frozen=True)
class Wrong:
    """Something to put right, and the id of the question where that is done."""

    id: str
    question: str
    words: str


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    address: str


def drawn(step: Step, language: str, form: StepForm | None) -> SafeString:
    """The inputs of a screen as HTML; unanswered without a form."""
    blocks = blocks_of(step, language, form)
    return render_to_string("respondent/questions.html", {"blocks": blocks})


def errors(step: Step, language: str, form: StepForm | None) -> list[Wrong]:
    """What is wrong on a screen, in its order."""
    if form is None:
        return []
    wrong = []
    for question in step.questions:
        for variable in question.variables():
            for words in form.errors.get(variable.name, []):
                wrong.append(Wrong(identifier(variable.name), question.says(language), str(words)))
    return wrong


@lru_cache(maxsize=512)
def in_language(path: str, spoken: str, language: str) -> str:
    """The address of a page, which speaks `spoken`, in another language."""
    with override(spoken):
        return translate_url(path, language)


@lru_cache(maxsize=512)
def step_address(step: str, spoken: str) -> str:
    """The address of a screen in the language spoken now, which stands in it."""
    return reverse("respondent:step", args=[step])


def other_languages(path: str, allowed: tuple[str, ...] = ()) -> list[Language]:
    """The other languages of a page, each by its own name."""
    spoken = (get_language() or "nl")[:2]
    return [
        Language(code, name, in_language(path, spoken, code))
        for code, name in settings.LANGUAGES
        if code != spoken and (not allowed or code in allowed)
    ]
