"""What residents and colleagues fill in when somebody signs up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.once import OnceForm
from meetings.models import Registration
from meetings.models.registrations import MOST_PEOPLE
from meetings.services.sign_up import Household, Wishes
from ui.forms import GuardedForm, PhoneField

Channel = Registration.Channel


class HouseholdForm(forms.Form):
    """Who comes and what they need; a name, and a way to reach them."""

    name = forms.CharField(
        label=_("Naam"), max_length=80, error_messages={"required": _("Vul een naam in.")}
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Dit e-mailadres klopt niet. Een adres ziet er zo uit: naam@voorbeeld.nl.")
        },
    )
    phone = PhoneField(label=_("Telefoonnummer"), required=False)
    people = forms.TypedChoiceField(
        label=_("Met hoeveel mensen"),
        coerce=int,
        choices=[(number, number) for number in range(1, MOST_PEOPLE + 1)],
        initial=1,
        error_messages={
            "required": _("Kies met hoeveel mensen u komt."),
            "invalid_choice": _(
                "Kies een aantal van 1 tot en met 8. Komt u met meer? Bel ons dan."
            ),
        },
    )
    interpreter = forms.CharField(label=_("Tolk, in welke taal"), max_length=40, required=False)
    wheelchair = forms.BooleanField(
        label=_("Plek voor een rolstoel of scootmobiel"), required=False
    )
    ring_loop = forms.BooleanField(label=_("Ringleiding"), required=False)
    children = forms.TypedChoiceField(
        label=_("Kinderen die meekomen"),
        coerce=int,
        choices=[(number, number) for number in range(MOST_PEOPLE + 1)],
        initial=0,
        required=False,
        error_messages={"invalid_choice": _("Kies een aantal van 0 tot en met 8.")},
    )
    must_be_reachable = True

    def clean_children(self) -> int:
        return int(self.cleaned_data["children"] or 0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = cleaned.get("email") or cleaned.get("phone")
        if self.must_be_reachable and not said and not {"email", "phone"} & self.errors.keys():
            self.add_error(
                "email",
                _("Vul een e-mailadres of een telefoonnummer in. Dan kunnen wij u bereiken."),
            )
        if cleaned.get("children", 0) > cleaned.get("people", MOST_PEOPLE):
            self.add_error("children", _("Tel de kinderen ook mee bij met hoeveel mensen u komt."))
        return cleaned

    def household(self) -> Household:
        """What was said, when the form is valid."""
        said = self.cleaned_data
        wishes = Wishes(
            said["interpreter"], said["wheelchair"], said["ring_loop"], said["children"]
        )
        return Household(said["name"], said["email"], said["phone"], said["people"], wishes)


class SignUpForm(OnceForm, HouseholdForm):
    """A resident's own."""


class EntryForm(OnceForm, HouseholdForm):
    """What a colleague enters for who rang or handed in a slip; a slip may bear a name only."""

    channel = forms.ChoiceField(
        label=_("Hoe kwam dit binnen?"),
        choices=[(Channel.PHONE, Channel.PHONE.label), (Channel.SLIP, Channel.SLIP.label)],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Mail in het"), choices=[("nl", _("Nederlands")), ("en", _("Engels"))], initial="nl"
    )

    def clean(self) -> dict[str, Any]:
        self.must_be_reachable = self.cleaned_data.get("channel") != Channel.SLIP
        return super().clean()


class CorrectionForm(GuardedForm, HouseholdForm):
    """What a colleague changes; what is stored may lack a way to be reached, as on a slip."""

    must_be_reachable = False


class QuestionForm(OnceForm):
    """A question beforehand; a name only if somebody wants."""

    text = forms.CharField(
        max_length=1000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Schrijf hier uw vraag."),
            "max_length": _(
                "Uw vraag is te lang: %(show_value)d tekens. Er passen er %(limit_value)d."
            ),
        },
    )
    name = forms.CharField(max_length=80, required=False)


class RungForm(forms.Form):
    """Which notices somebody was rung about: numbers with commas between them."""

    berichten = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,99}$")

    def numbers(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["berichten"].split(",")]


def said_of(registration: Registration) -> dict[str, Any]:
    """A registration as the form's first values."""
    needs = getattr(registration, "needs", None)
    return {
        "name": registration.name,
        "email": registration.email,
        "phone": registration.phone,
        "people": registration.people,
        "interpreter": needs.interpreter if needs else "",
        "wheelchair": bool(needs and needs.wheelchair),
        "ring_loop": bool(needs and needs.ring_loop),
        "children": needs.children if needs else 0,
    }
