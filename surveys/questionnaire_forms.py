"""Staff forms about what is asked: choosing from the bank, own questions, a paper form's code."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bank import BANK, THEMES
from surveys.models import OwnQuestion, Questionnaire
from surveys.questions import Question
from ui.forms import GuardedForm, GuardedModelForm

MOST_BACKGROUND = 2
PLACE = "plaats_"  # before a question's code: its number box


class QuestionnaireForm(GuardedModelForm):
    """A name and a number per question: lower numbers come first, no number is not asked."""

    class Meta:
        model = Questionnaire
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {code: number for number, code in enumerate(self.instance.codes, start=1)}
        for code in BANK:
            self.fields[PLACE + code] = forms.IntegerField(
                label=_("Nummer van vraag %(code)s") % {"code": code},
                min_value=1,
                max_value=99,
                required=False,
                initial=places.get(code),
            )

    def guarded(self) -> Iterable[str]:
        self.initial["codes"] = self.instance.codes
        return ["name", "codes"]

    def themes(self) -> list[tuple[str, list[tuple[Question, BoundField]]]]:
        """(title of the theme, its questions each with its number box), in the bank's order."""
        found: dict[str, list[tuple[Question, BoundField]]] = {}
        for code, question in BANK.items():
            title = THEMES[question.theme]["title"]["nl"]
            found.setdefault(title, []).append((question, self[PLACE + code]))
        return list(found.items())

    def codes(self) -> list[str]:
        """The chosen codes by their numbers; equal numbers in the bank's order."""
        numbers = {code: self.cleaned_data.get(PLACE + code) for code in BANK}
        chosen = [code for code, number in numbers.items() if number]
        return sorted(chosen, key=lambda code: numbers[code] or 0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        codes = self.codes()
        if not codes and not any(name.startswith(PLACE) for name in self.errors):
            self.add_error(
                None,
                _("Kies minstens één vraag: zet een nummer bij elke vraag die u wilt stellen."),
            )
        background = [code for code in codes if BANK[code].background]
        if len(background) > MOST_BACKGROUND:
            self.add_error(
                PLACE + background[-1],
                _("Kies hoogstens twee vragen over de bewoner zelf, anders is iemand herkenbaar."),
            )
        if "M2" in codes and "M1" not in codes:
            self.add_error(
                PLACE + "M2", _("Vraag M2 gaat over wat bij M1 is gekozen. Kies dan ook M1.")
            )
        return cleaned

    def save(self, commit: bool = True) -> Questionnaire:
        self.instance.codes = self.codes()
        stored: Questionnaire = super().save(commit)
        return stored


class Lines(forms.CharField):
    """A text area that becomes a list of lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class OwnQuestionForm(forms.Form):
    """One question of the corporation's own; an empty wording means none."""

    kind = forms.ChoiceField(label=gettext_lazy("Soort"), choices=OwnQuestion.Kind.choices)
    text_nl = forms.CharField(label=gettext_lazy("Vraag"), max_length=200, required=False)
    text_en = forms.CharField(
        label=gettext_lazy("Vraag in het Engels"), max_length=200, required=False
    )
    options_nl = Lines(
        label=gettext_lazy("Antwoorden"),
        required=False,
        help_text=gettext_lazy("Eén per regel, 2 tot 10. Niet nodig bij een cijfer."),
    )
    options_en = Lines(
        label=gettext_lazy("Antwoorden in het Engels"),
        required=False,
        help_text=gettext_lazy("In dezelfde volgorde."),
    )
    FEWEST, MOST, LONGEST = 2, 10, 80

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        dutch, english = cleaned.get("options_nl", []), cleaned.get("options_en", [])
        if not cleaned.get("text_nl"):
            if cleaned.get("text_en") or dutch or english:
                self.add_error("text_nl", _("Schrijf de vraag ook in het Nederlands."))
            return cleaned
        if cleaned.get("kind") == OwnQuestion.Kind.MARK:
            return cleaned | {"options_nl": [], "options_en": []}
        self._check_options(dutch, english)
        return cleaned

    def _check_options(self, dutch: list[str], english: list[str]) -> None:
        if not self.FEWEST <= len(dutch) <= self.MOST:
            self.add_error("options_nl", _("Geef 2 tot 10 antwoorden, elk op een eigen regel."))
        if len({line.casefold() for line in dutch}) < len(dutch):
            self.add_error("options_nl", _("Twee antwoorden zijn gelijk. Maak ze verschillend."))
        if any(len(line) > self.LONGEST for line in dutch):
            self.add_error("options_nl", _("Een antwoord heeft hoogstens 80 tekens."))
        if any(len(line) > self.LONGEST for line in english):
            self.add_error("options_en", _("Een antwoord heeft hoogstens 80 tekens."))
        if english and len(english) != len(dutch):
            self.add_error(
                "options_en", _("Geef evenveel antwoorden als in het Nederlands, of geen enkel.")
            )


class OwnQuestionsGuard(GuardedForm):
    """Refuses once when somebody else changed a wave's own questions meanwhile."""

    def others_words(self) -> list[str]:
        return [
            _("vraag %(number)s «%(words)s»") % {"number": number, "words": one["text_nl"]}
            for number, one in enumerate(self.stored["questions"] or [], start=1)
        ] or [_("geen eigen vragen")]


class BaseOwnQuestionFormSet(BaseFormSet[OwnQuestionForm]):
    """A wave's own questions as they are stored; `guard` keeps two people from overwriting each other."""

    def __init__(self, data: Any = None, *, stored: list[dict[str, Any]], prefix: str) -> None:
        super().__init__(data, initial=stored, prefix=prefix)
        self.guard = OwnQuestionsGuard(data, initial={"questions": stored}, prefix=prefix)

    def clean(self) -> None:
        if not self.guard.is_valid():
            raise forms.ValidationError([*self.guard.non_field_errors()])


OwnQuestionFormSet: Any = formset_factory(
    OwnQuestionForm,
    formset=BaseOwnQuestionFormSet,
    extra=OwnQuestion.MAX_PER_WAVE,
    max_num=OwnQuestion.MAX_PER_WAVE,
    absolute_max=OwnQuestion.MAX_PER_WAVE,
)


def entries_of(formset: BaseFormSet[OwnQuestionForm]) -> list[dict[str, Any]]:
    """What `save_own_questions` takes of a valid formset: the questions that have a wording."""
    return [form.cleaned_data for form in formset.forms if form.cleaned_data.get("text_nl")]
