"""What staff fill in for a letter “u zei – wij doen”."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complexes.models import Complex
from meetings.models import Feedback, FeedbackLine, Meeting, Promise
from meetings.summaries.offers import promises_for
from ui import numbers
from ui.forms import DateField, GuardedModelForm


class StartForm(forms.Form):
    """For whom, and after which meeting."""

    complex = forms.ModelChoiceField(
        queryset=Complex.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Complex"),
        empty_label=gettext_lazy("Kies…"),
        error_messages={
            "required": gettext_lazy("Kies een complex."),
            "invalid_choice": gettext_lazy("Dit complex is er niet meer. Kies een ander."),
        },
    )
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, complexes: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["complex"].queryset = complexes  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        meeting, complex_ = cleaned.get("meeting"), cleaned.get("complex")
        if meeting and complex_ and not meeting.complexes.filter(pk=complex_.pk).exists():
            self.add_error(
                "complex", _("De bijeenkomst was niet voor dit complex. Kies een ander complex.")
            )
        return cleaned


class IntroForm(GuardedModelForm):
    """How the letter begins, and when residents and corporation look again."""

    look_again_on = DateField(
        label=gettext_lazy("Samen kijken op"),
        required=False,
        help_text=gettext_lazy("Deze dag staat in de brief. Leeg: dan staat er niets over."),
    )

    class Meta:
        model = Feedback
        fields = ("intro", "look_again_on")
        widgets = {"intro": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "intro": gettext_lazy("Korte zinnen. ‘Beste bewoner,’ staat er al boven."),
        }


class PromiseField(forms.ModelChoiceField):
    """Promises by what, who and when."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Promise)  # noqa: S101 (for the type checker)
        who = obj.partner.name if obj.partner else _("wij zelf")
        return f"{obj.what} ({who}, {obj.get_state_display()}, {numbers.short_day(obj.due_on)})"


class LineForm(GuardedModelForm):
    """“U zei”, with a promise, an answer, or both."""

    promise = PromiseField(
        queryset=Promise.objects.none(), required=False, label=gettext_lazy("Afspraak")
    )

    class Meta:
        model = FeedbackLine
        fields = ("said", "promise", "answer")
        labels = {
            "said": gettext_lazy("U zei"),
            "answer": gettext_lazy("Ons antwoord"),
        }
        widgets = {
            "said": forms.Textarea(attrs={"rows": 2}),
            "answer": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "said": gettext_lazy("In de woorden van bewoners, zonder namen."),
            "answer": gettext_lazy(
                "Wat wij doen zonder afspraak, of wat wij niet doen en waarom: "
                "„Dat doen wij nu niet, want …”."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = promises_for(self.instance.feedback)
        field = self.fields["promise"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = Promise.objects.filter(pk__in=[one.pk for one in offered]).select_related(
            "partner"
        )
        field.empty_label = _("geen: alleen een antwoord")
        field.help_text = _("Alleen afspraken die bewoners mogen lezen.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "promise" in cleaned and not cleaned["promise"] and not cleaned.get("answer"):
            self.add_error("promise", _("Kies een afspraak, of schrijf hieronder een antwoord."))
        return cleaned
