"""One's own account: password, second factor, recovery codes."""

import base64
from typing import cast

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import factors, letters
from accounts.forms.account import PasswordChangeForm
from accounts.models import User
from accounts.views.doors import own_account


@own_account
def account(request: HttpRequest) -> HttpResponse:
    """What somebody signs in with; before there is a second factor, where it is set up."""
    user = cast(User, request.user)
    own = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((one for one in own if one.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "has_factor": any(one.type in factors.REAL for one in own),
        "app": next((one for one in own if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in own if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": factors.codes_left(codes) if codes else None,
    }
    return render(request, "accounts/account.html", context)


@own_account
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes, shown once after they were made; later how many are left. Sending makes new ones."""
    if request.method == "POST" and flows.can_generate_recovery_codes(cast(User, request.user)):
        flows.generate_recovery_codes(request)
        return redirect("mfa_view_recovery_codes")
    wrapper, can_view = flows.view_recovery_codes(request)
    if wrapper is None:
        return redirect("mfa_index")
    codes = wrapper.get_unused_codes() if can_view else []
    text = render_to_string("accounts/recovery_codes.txt", {"codes": codes, "user": request.user})
    context = {
        "codes": codes,
        "left": len(wrapper.get_unused_codes()),
        "file": base64.b64encode(text.encode()).decode(),
    }
    return render(request, "accounts/recovery_codes.html", context)


@own_account
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of this account ends."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        update_session_auth_hash(request, user)
        letters.tell_change(user, _("uw wachtwoord is gewijzigd"))
        messages.success(
            request, _("Uw wachtwoord is gewijzigd. Op andere apparaten moet u opnieuw inloggen.")
        )
        return redirect("mfa_index")
    return render(request, "accounts/password_change.html", {"form": form})
