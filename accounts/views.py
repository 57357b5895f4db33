from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import for_everybody_signed_in
from accounts.forms import PasswordChangeForm


@for_everybody_signed_in
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of this account ends."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(
            request, _("Uw wachtwoord is gewijzigd. Op andere apparaten moet u opnieuw inloggen.")
        )
        return redirect("home")
    return render(request, "accounts/password_change.html", {"form": form})
