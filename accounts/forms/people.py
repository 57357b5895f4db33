"""The forms about colleagues, and the one by which a colleague joins."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.sign_in import EMAIL, NEW_PASSWORD_HELP, in_our_words
from accounts.models import User
from accounts.roles import Role
from ui.forms import GuardedModelForm

DOES = {  # what a role is for, as an administrator reads it
    Role.ADMINISTRATOR: _(
        "Medewerkers, partners, instellingen en logboek. Ziet geen uitslagen en geen meldingen."
    ),
    Role.SURVEY_LEAD: _("Metingen van begin tot eind, uitslagen en rapporten."),
    Role.ORGANISER: _("Complexen, partners en bijeenkomsten; ziet uitslagen."),
    Role.SIGNAL_OFFICER: _("Behandelt meldingen van iets verdachts."),
    Role.FIELD_STAFF: _("Ziet complexen; doet meldingen."),
    Role.READER: _("Leest complexen, metingen en uitslagen."),
}


class InviteForm(forms.Form):
    email = forms.EmailField(label=EMAIL, max_length=254)
    roles = forms.MultipleChoiceField(
        label=_("Rollen"),
        help_text=_("Meer dan één mag; samen geldt alles wat erbij hoort."),
        choices=[(role.value, format_lazy("{} – {}", role.label, DOES[role])) for role in Role],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_roles(self) -> list[Role]:
        return [Role(value) for value in self.cleaned_data["roles"]]


class RolesForm(GuardedModelForm):
    class Meta:
        model = User
        fields = [role.field for role in Role]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in Role:
            self.fields[role.field].label = str(role.label).capitalize()
            self.fields[role.field].help_text = DOES[role]

    @property
    def chosen(self) -> set[Role]:
        return {role for role in Role if self.cleaned_data[role.field]}


class JoinForm(SetPasswordForm):
    name = forms.CharField(label=_("Uw naam"), max_length=120)
    name.widget.attrs["autocomplete"] = "name"
    field_order = ["name", "new_password1", "new_password2"]
    error_messages = {"password_mismatch": _("De twee wachtwoorden zijn niet gelijk.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["new_password1"], _("Wachtwoord"), NEW_PASSWORD_HELP)
        in_our_words(self.fields["new_password2"], _("Wachtwoord, nog eens"))

    def clean_name(self) -> str:
        """The password may not resemble it; so it is known before the password is weighed."""
        self.user.name = self.cleaned_data["name"]
        return str(self.cleaned_data["name"])
