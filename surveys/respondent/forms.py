"""One form per screen, made from the questions on it; and the form for the code."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.questions import Question
from surveys.respondent.device import StepData
from surveys.respondent.fields import (
    ASKED,
    HOW_OFTEN,
    YES,
    AnswerField,
    HowOftenField,
    SeveralField,
    WordsField,
    plain_yes,
    values_of,
    yes_options,
)
from surveys.respondent.sheet import Step


class CodeForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Uw code"), max_length=200)


class StepForm(forms.Form):
    """The questions of one screen. `answers()` and `texts()` are what goes into the urn."""

    def __init__(self, *args: Any, step: Step | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if step is not None:
            self.fields = step.fields  # shared between all residents: they keep nothing of anybody

    def add_prefix(self, field_name: str) -> str:
        return field_name  # a variable's name is unique in the whole questionnaire

    def clean(self) -> dict[str, Any]:
        """Join "ja" with how often; ask once when it is missing, then let it be a plain yes."""
        for question in self.step.questions if self.step else ():
            if question.follow_up == "how_often" and question.code in self.cleaned_data:
                self._join(question)
        return self.cleaned_data

    def _join(self, question: Question) -> None:
        said = self.cleaned_data[question.code]
        often = self.cleaned_data.pop(question.code + HOW_OFTEN, None)
        is_yes = often in {option.code for option in yes_options(question)}
        if is_yes and said in (YES, None):
            self.cleaned_data[question.code] = often
        elif said == YES:
            plain = plain_yes(question)
            self.cleaned_data[question.code] = plain.code if plain else None
            if not self.was_asked(question):
                self.add_error(
                    question.code, _("U zei “ja”. Hoe vaak is dat? U mag ook verder gaan.")
                )

    def was_asked(self, question: Question) -> bool:
        return question.code + ASKED in self.data

    def kept(self) -> StepData:
        """What was filled in, right or wrong, as the device keeps it; a text that is too long is not."""
        kept = {name: values for name in self.fields if (values := self._kept(name))}
        asked = (
            [q.code + ASKED for q in self.step.questions if self.was_asked(q)] if self.step else []
        )
        return kept | {name: ["1"] for name in asked}

    def _kept(self, name: str) -> list[str]:
        field = self.fields[name]
        if isinstance(field, WordsField):
            return [text] if (text := self.cleaned_data.get(name)) else []
        if not isinstance(field, AnswerField):
            return []
        posted = values_of(self.data, name)
        offered = {str(option.code) for option in field.question.options}
        if isinstance(field, HowOftenField):
            offered.add(YES)
        several = isinstance(field, SeveralField)
        return [value for value in (posted if several else posted[-1:]) if value in offered]

    @property
    def fits(self) -> bool:
        """Whether leaving this screen unfinished loses nothing: no text that is too long to keep."""
        return not any(isinstance(self.fields.get(name), WordsField) for name in self.errors)

    def answers(self) -> dict[str, Any]:
        """Variable → cleaned answer, of a valid form; what was skipped is absent."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value is not None and not isinstance(self.fields[name], WordsField)
        }

    def texts(self) -> dict[str, str]:
        """Variable → text, of a valid form."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value and isinstance(self.fields[name], WordsField)
        }
