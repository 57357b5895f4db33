"""How allauth fits into the house: our words, our outbox, our brake, and no address of a visitor anywhere."""

import secrets
import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import factors, letters, sessions, throttle
from accounts.models import User
from ui.visitor import visitor

FRESH = 5 * 60  # seconds in which a password or code just given counts as asked again
WRONG = gettext_lazy(
    "Dit e-mailadres en wachtwoord horen niet bij elkaar, of u mag niet meer inloggen. "
    "Let op hoofdletters in het wachtwoord."
)
LATER = gettext_lazy(
    "Er is te vaak iets verkeerds ingevuld. Probeer het over een kwartier nog eens."
)
MESSAGES = {
    "account/messages/password_changed.txt": gettext_lazy("Uw nieuwe wachtwoord is bewaard."),
    "mfa/messages/totp_activated.txt": gettext_lazy("De app met codes is gekoppeld."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("De app met codes is losgekoppeld."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("De passkey is toegevoegd."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("De passkey is verwijderd."),
}
CHANGES = {  # what is told by mail to the owner of an account, who may not have done it
    "account/email/password_reset": gettext_lazy("uw wachtwoord is opnieuw ingesteld"),
    "mfa/email/totp_activated": gettext_lazy("er is een app met codes gekoppeld"),
    "mfa/email/totp_deactivated": gettext_lazy("de app met codes is losgekoppeld"),
    "mfa/email/webauthn_added": gettext_lazy("er is een passkey toegevoegd"),
    "mfa/email/webauthn_removed": gettext_lazy("er is een passkey verwijderd"),
    "mfa/email/recovery_codes_generated": gettext_lazy("er zijn nieuwe herstelcodes gemaakt"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "incorrect_code": gettext_lazy("Deze code klopt niet, of is al gebruikt."),
        "incorrect_password": gettext_lazy("Dit is niet uw wachtwoord."),
        "invalid_password_reset": gettext_lazy("Deze link werkt niet meer."),
        "rate_limited": LATER,
        "too_many_login_attempts": LATER,
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """A name for counting that changes daily; allauth never sees an address."""
        return visitor(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})

    # Guessing ---------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if wait := throttle.seconds_to_wait(credentials["email"]):
            raise forms.ValidationError(throttle.wait_words(wait), code="wait")
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="password"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if isinstance(user, User):
            throttle.forget(credentials["email"])
            return user
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttle.note_failure(credentials["email"])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        name = credentials.get("email", "").lower()
        return salted_hmac("accounts.adapters", name).hexdigest()

    # Asking again -----------------------------------------------------------------------------------

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Not when somebody has only just signed in, as at the first set-up."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] >= FRESH

    # Where to, and what is said ---------------------------------------------------------------------

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        if any(one["method"] == "mfa" for one in get_authentication_records(request, user)):
            factors.note_proven(request)
        request.session[sessions.BEGAN] = request.session[sessions.SEEN] = int(time.time())

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        self.add_message(
            request, 40, message=_("U mag niet meer inloggen. Vraag het uw beheerder.")
        )
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if words := message or MESSAGES.get(message_template or ""):
            super().add_message(request, level, message=str(words), extra_tags=extra_tags)

    # Mail -------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code of a partner; the only mail of allauth's own that is left."""
        if template_prefix != "account/email/login_code":
            raise NotImplementedError(template_prefix)
        letters.send(
            "sign_in_code",
            to=email,
            key=f"sign-in-code:{secrets.token_hex(8)}",
            context={"code": context["code"]},
            expires_at=timezone.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
        )

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        letters.send(
            "password_reset",
            to=user.email,
            key=f"password-reset:{secrets.token_hex(8)}",
            context={"name": user.name, "url": context["password_reset_url"]},
            expires_at=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        arguments = {"uidb36": uid, "key": token}
        return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=arguments)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        letters.tell_change(user, str(CHANGES[template_prefix]))


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Dit klopt niet, of is al gebruikt. Probeer het nog eens."),
    }

    def get_totp_issuer(self) -> str:
        return "Buurtpeil"

    def _get_site_name(self) -> str:
        return "Buurtpeil"

    def encrypt(self, text: str) -> str:
        return factors.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factors.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("Mijn passkey")
