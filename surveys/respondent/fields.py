"""Form fields for the kinds of answers. They read and check; templates draw the inputs themselves.

No field is required: leaving a question out is an answer too.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from surveys.questions import Kind, Option, Question
from surveys.urn.sealing import clean_text

YES = "ja"  # posted for "ja" of a question that asks how often next
HOW_OFTEN = ".vaak"  # added to the variable: how often
ASKED = ".gevraagd"  # added to the variable: we asked how often once already


class Posted(forms.Widget):
    """Reads all values of one name; drawing is the template's work."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return values_of(data, name)


def values_of(data: Any, name: str) -> list[str]:
    """All posted values of one name that are not empty."""
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [value for value in values if value != ""]


class AnswerField(forms.Field):
    """Base: a list of posted values becomes one cleaned answer, None when it was left out."""

    widget = Posted

    def __init__(self, question: Question) -> None:
        super().__init__(required=False)
        self.question = question

    def codes(self, values: Collection[str], known: Collection[int]) -> list[int]:
        """Posted values as option codes, each once; ValidationError for one that is not offered."""
        chosen = []
        for value in values:
            code = (
                int(value) if value.lstrip("-").isascii() and value.lstrip("-").isdigit() else None
            )
            if code not in known or code is None:
                raise ValidationError(_("Kies een van de antwoorden."), code="unknown")
            if code not in chosen:
                chosen.append(code)
        return chosen


class ChoiceField(AnswerField):
    """One option code."""

    def clean(self, value: list[str]) -> int | None:
        chosen = self.codes(value[-1:], [option.code for option in self.question.options])
        return chosen[0] if chosen else None


class MarkField(ChoiceField):
    """A mark 1–10, or 0 for no opinion."""

    def clean(self, value: list[str]) -> float | None:  # type: ignore[override]
        chosen = super().clean(value)
        return None if chosen is None else float(chosen)


class HowOftenField(ChoiceField):
    """`ja` waits for the second half; any option code itself is fine too."""

    def clean(self, value: list[str]) -> Any:
        return YES if value[-1:] == [YES] else super().clean(value)


class SeveralField(AnswerField):
    """Option codes in the order of the question; at most so many, and "none" only by itself."""

    def clean(self, value: list[str]) -> list[int] | None:
        options = self.question.options
        chosen = self.codes(value, [option.code for option in options])
        most = self.question.max_choices
        if most and len(chosen) > most:
            raise ValidationError(
                ngettext(
                    "U koos er %(count)s. Kies er hoogstens %(most)s. Haal er een weg.",
                    "U koos er %(count)s. Kies er hoogstens %(most)s. Haal er %(over)s weg.",
                    len(chosen) - most,
                )
                % {"count": len(chosen), "most": most, "over": len(chosen) - most},
                code="too_many",
            )
        alone = next((o for o in options if o.alone and o.code in chosen), None)
        if alone and len(chosen) > 1:
            raise ValidationError(_conflict(alone), code="alone")
        return [option.code for option in options if option.code in chosen] or None


class WordsField(AnswerField):
    """Free text, tidied, not longer than the question allows."""

    def clean(self, value: list[str]) -> str | None:
        text = clean_text("".join(value[-1:]))
        over = len(text) - (self.question.max_length or 500)
        if over > 0:
            raise ValidationError(
                ngettext(
                    "Uw tekst is %(over)s teken te lang. Maak hem korter.",
                    "Uw tekst is %(over)s tekens te lang. Maak hem korter.",
                    over,
                )
                % {"over": over},
                code="too_long",
            )
        return text or None


def _conflict(alone: Option) -> str:
    return _("U koos “%(alone)s” en ook iets anders. Dat kan niet samen. Kies één van de twee.") % {
        "alone": alone.says((get_language() or "nl")[:2])
    }


def yes_options(question: Question) -> tuple[Option, ...]:
    """How often, of a how-often question: every valid option that is offered but the first."""
    return tuple(option for option in question.options[1:] if option.valid and option.offered)


def plain_yes(question: Question) -> Option | None:
    """A yes without how often; None in a wave that was opened before there was such an answer."""
    return next((option for option in question.options if not option.offered), None)


def yes_words(question: Question, language: str) -> str:
    """The "ja" that stands before the comma of every yes."""
    return yes_options(question)[0].says(language).split(",", 1)[0]


FIELDS: dict[Kind, type[AnswerField]] = {
    Kind.SINGLE: ChoiceField,
    Kind.GRID: ChoiceField,
    Kind.MARK: MarkField,
    Kind.SEVERAL: SeveralField,
    Kind.OPEN: WordsField,
}


def fields_of(question: Question) -> dict[str, forms.Field]:
    """Variable → field; a how-often question has a second one for its second half."""
    if question.follow_up == "how_often":
        second = question.code + HOW_OFTEN
        return {question.code: HowOftenField(question), second: ChoiceField(question)}
    kind = FIELDS[question.kind]
    return {variable.name: kind(question) for variable in question.variables()}
