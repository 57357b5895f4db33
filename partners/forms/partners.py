"""A partner, and a contact of one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Contact, Partner
from ui.forms import DateField, GuardedModelForm


class PartnerForm(GuardedModelForm):
    class Meta:
        model = Partner
        fields = ["name", "kind", "note"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        active = Partner.objects.active().exclude(pk=self.instance.pk)
        if active.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Er is al een partner met deze naam."))
        return name


class ContactForm(GuardedModelForm):
    """A contact, and whether they may sign in; for that an address is needed."""

    may_sign_in = forms.BooleanField(
        label=_("Mag inloggen en rapporten bekijken"),
        required=False,
        help_text=_("Zonder wachtwoord: elke keer komt er een code op dit e-mailadres."),
    )

    class Meta:
        model = Contact
        fields = ["name", "function", "email", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        contact: Contact = kwargs["instance"]
        signs_in = contact.may_sign_in if contact.pk else True
        kwargs["initial"] = {"may_sign_in": signs_in} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def guarded(self) -> Iterable[str]:
        return [*super().guarded(), "may_sign_in"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        email = cleaned.get("email") or ""
        if cleaned.get("may_sign_in") and not email and "email" not in self.errors:
            self.add_error("email", _("Vul een e-mailadres in: daar komt de code om in te loggen."))
        others = Contact.objects.filter(left_on__isnull=True).exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            self.add_error("email", _("Er is al een contactpersoon met dit e-mailadres."))
        return cleaned


class LeaveForm(forms.Form):
    """When somebody left, and who came after."""

    left_on = DateField(label=_("Vertrokken op"))
    successor: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        Contact.objects.none(),
        label=_("Opvolger"),
        required=False,
        empty_label=_("nog niet bekend"),
        help_text=_("Staat de opvolger er niet bij? Voeg die eerst toe aan de partner."),
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = contact.partner.contacts.filter(left_on__isnull=True).exclude(pk=contact.pk)
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["left_on"].initial = timezone.localdate()

    def clean_left_on(self) -> Any:
        left_on = self.cleaned_data["left_on"]
        if left_on > timezone.localdate():
            raise forms.ValidationError(
                _("Deze dag moet nog komen. Meld het vertrek op de dag zelf; dan sluit de toegang.")
            )
        return left_on
