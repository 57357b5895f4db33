"""Choosing contacts for a meeting, and what one of them answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Participation
from meetings.services.answers import Reply
from partners.models import Contact
from ui.forms import GuardedModelForm

Answer = Participation.Answer
EXPECTED = Participation._meta.get_field("expected")


class ChooseForm(forms.Form):
    """Contacts by number, of those that may be chosen, and what is asked of them."""

    contact: forms.ModelMultipleChoiceField[Contact] = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        label=_("Wie nodigt u uit?"),
        error_messages={
            "required": _("Vink minstens één contactpersoon aan."),
            "invalid_choice": _("Deze contactpersoon kan niet meer gekozen worden."),
        },
    )
    expected = forms.CharField(
        label=_("Wat vraagt u van hen?"),
        max_length=EXPECTED.max_length,
        required=False,
        help_text=_("Staat in de uitnodiging. Per persoon kunt u het daarna nog wijzigen."),
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = candidates  # type: ignore[attr-defined]


class AnswerForm(GuardedModelForm):
    """Yes, no or somebody else, as the contact says it; cleans to a Reply."""

    answer = forms.ChoiceField(
        label=_("Komt u?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.COMES, _("Ja, ik kom")),
            (Answer.STAND_IN, _("Nee, maar er komt iemand anders")),
            (Answer.ABSENT, _("Nee, ik kom niet")),
        ],
        error_messages={"required": _("Kies of u komt.")},
    )

    class Meta:
        model = Participation
        fields = ["answer", "stand_in_name", "stand_in_email", "remark"]
        labels = {
            "stand_in_name": _("Naam van wie er komt"),
            "stand_in_email": _("E-mailadres van wie er komt"),
        }
        help_texts = {
            "stand_in_name": _("Alleen als er iemand anders komt."),
            "stand_in_email": _("Dan krijgt die persoon zelf ook bericht. Leeg laten mag."),
        }
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") != Answer.STAND_IN:
            return cleaned | {"stand_in_name": "", "stand_in_email": ""}
        name, email = cleaned.get("stand_in_name", ""), cleaned.get("stand_in_email") or ""
        if not name and "stand_in_name" not in self.errors:
            self.add_error("stand_in_name", _("Vul in wie er komt."))
        if email and email.lower() == self.instance.contact.email.lower():
            self.add_error("stand_in_email", _("Dit is uw eigen adres. Laat het anders leeg."))
        return cleaned

    @property
    def reply(self) -> Reply:
        return Reply(**{name: self.cleaned_data[name] for name in AnswerForm.Meta.fields})


class ParticipationForm(AnswerForm):
    """For staff: what is asked of the contact too, and an answer that came by telephone."""

    answer = forms.ChoiceField(
        label=_("Antwoord"), widget=forms.RadioSelect, choices=Answer.choices
    )

    class Meta(AnswerForm.Meta):
        fields = ["expected", *AnswerForm.Meta.fields]

    @property
    def has_new_answer(self) -> bool:
        return bool(set(self.changed_data) & set(AnswerForm.Meta.fields))
