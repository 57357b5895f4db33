"""The forms at the door. allauth does the work; here are our words, and who may use which door."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as factor_forms
from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import factors, letters, throttle
from accounts.models import User

EMAIL, PASSWORD = _("E-mailadres"), _("Wachtwoord")
NEW_PASSWORD_HELP = _("Minstens twaalf tekens. Een korte zin is goed en makkelijk te onthouden.")


def in_our_words(field: forms.Field, label: Any, help_text: Any = "") -> None:
    """No placeholder: it disappears when one types, and some read it as filled in."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


def _for_codes(field: forms.Field, label: Any, help_text: Any = "") -> None:
    in_our_words(field, label, help_text)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["login"], EMAIL)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}
        in_our_words(self.fields["password"], PASSWORD)


class CodeRequestForm(allauth.RequestLoginCodeForm):
    """For contacts of partners. Whatever address is typed, the same answer."""

    _user: User | None = None
    known: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["email"], EMAIL)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        key = salted_hmac("accounts.code", email).hexdigest()
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self.known = User.objects.filter(email__iexact=email, is_active=True).first()
        self._user = self.known if self.known and self.known.is_partner else None
        return email


class CodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _for_codes(self.fields["code"], _("Code van zes cijfers"))
        self.fields["code"].widget.attrs["autofocus"] = True


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["password"], PASSWORD)


# A forgotten password ---------------------------------------------------------------------------


class ResetForm(allauth.ResetPasswordForm):
    """A link for staff. Whatever address is typed, the same answer."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["email"], EMAIL)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.known = User.objects.filter(email__iexact=email, is_active=True).first()
        self.users = [self.known] if self.known and not self.known.is_partner else []
        return email

    def save(self, request: Any, **kwargs: Any) -> str:
        email: str = super().save(request, **kwargs)
        if not self.users:
            letters.send_nothing()
        return email


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["password1"], _("Nieuw wachtwoord"), NEW_PASSWORD_HELP)
        in_our_words(self.fields["password2"], _("Nieuw wachtwoord, nog eens"))


# The second factor ------------------------------------------------------------------------------


class _UsesCode:
    """A code of the app or a recovery code: once, and not too often wrong."""

    user: User
    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("De zes cijfers in uw app, of een herstelcode van acht cijfers.")
        _for_codes(self.fields["code"], _("Code"), help_text)

    def clean_code(self) -> str:
        name = f"second factor of {self.user.pk}"
        if wait := throttle.seconds_to_wait(name):
            raise forms.ValidationError(throttle.wait_words(wait), code="wait")
        code = self.cleaned_data["code"]
        used = factors.use_code(self.user, code)
        if used is None:
            throttle.note_failure(name)
            raise get_adapter().validation_error("incorrect_code")
        throttle.forget(name)
        self.authenticator = used
        return code


class FactorForm(_UsesCode, factor_forms.AuthenticateForm):
    pass


class FactorAgainForm(_UsesCode, factor_forms.ReauthenticateForm):
    pass
