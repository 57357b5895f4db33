from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import throttle


class SignInForm(AuthenticationForm):
    """E-mail address and password; after some wrong ones it asks to wait, whoever it is."""

    error_messages = {
        "invalid_login": _(
            "Dit e-mailadres en wachtwoord horen niet bij elkaar, of u mag niet meer inloggen. "
            "Let op hoofdletters in het wachtwoord. Lukt het niet? Vraag het uw beheerder."
        ),
        "inactive": _("U mag niet meer inloggen. Vraag het uw beheerder."),
    }

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username") or ""
        if wait := throttle.seconds_to_wait(name):
            raise forms.ValidationError(_wait_words(wait), code="wait")
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            throttle.note_failure(name)
            raise
        if self.user_cache is not None:
            throttle.forget(name)
        return cleaned


class PasswordChangeForm(DjangoPasswordChangeForm):
    error_messages = {
        "password_incorrect": _("Dit is niet uw huidige wachtwoord."),
        "password_mismatch": _("De twee nieuwe wachtwoorden zijn niet gelijk."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Huidig wachtwoord")
        self.fields["new_password1"].label = _("Nieuw wachtwoord")
        self.fields["new_password1"].help_text = _(
            "Minstens twaalf tekens. Een korte zin is goed en makkelijk te onthouden."
        )
        self.fields["new_password2"].label = _("Nieuw wachtwoord, nog eens")
        self.fields["new_password2"].help_text = ""


def _wait_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een minuut en probeer het nog eens.",
        "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over %(minutes)d minuten nog eens.",
        minutes,
    ) % {"minutes": minutes}
