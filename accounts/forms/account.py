"""The forms of one's own account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.utils.translation import gettext_lazy as _

from accounts import factors, throttle
from accounts.forms.sign_in import NEW_PASSWORD_HELP, in_our_words


class PasswordChangeForm(DjangoPasswordChangeForm):
    error_messages = {
        "password_incorrect": _("Dit is niet uw huidige wachtwoord."),
        "password_mismatch": _("De twee nieuwe wachtwoorden zijn niet gelijk."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["old_password"], _("Huidig wachtwoord"))
        in_our_words(self.fields["new_password1"], _("Nieuw wachtwoord"), NEW_PASSWORD_HELP)
        in_our_words(self.fields["new_password2"], _("Nieuw wachtwoord, nog eens"))


class AppForm(ActivateTOTPForm):
    """The first code of an app; `counter` is the moment it stands for, so that it is not used twice."""

    counter = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        in_our_words(code, _("Code in de app"), _("Zes cijfers, die steeds veranderen."))
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        name = f"second factor of {self.user.pk}"
        if wait := throttle.seconds_to_wait(name):
            raise forms.ValidationError(throttle.wait_words(wait), code="wait")
        counter = factors.matching_counter(self.secret, self.cleaned_data["code"])
        if counter is None:
            throttle.note_failure(name)
            raise get_adapter().validation_error("incorrect_code")
        throttle.forget(name)
        self.counter = counter
        return str(self.cleaned_data["code"])


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].max_length = 60
        help_text = _("Zodat u hem herkent, bijvoorbeeld: telefoon, of sleutel aan sleutelbos.")
        in_our_words(self.fields["name"], _("Naam"), help_text)
