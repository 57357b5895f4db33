"""Inviting colleagues, and joining by an invitation."""

from typing import cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.forms.people import InviteForm, JoinForm
from accounts.models import Invitation, User
from accounts.roles import Right
from accounts.services import people as services
from ui.lists import Column, listing
from ui.refusals import Refused

COLUMNS = (
    Column("email", gettext_lazy("E-mailadres"), ("email",)),
    Column("rollen", gettext_lazy("Rollen")),
    Column("verstuurd", gettext_lazy("Verstuurd"), ("sent_at",)),
    Column("tot", gettext_lazy("Geldig tot"), ("expires_at",)),
    Column("doen", gettext_lazy("Doen")),
)


@requires(Right.MANAGE_PEOPLE)
def invitation_list(request: HttpRequest) -> HttpResponse:
    invitations = Invitation.objects.visible_to(cast(User, request.user))
    found = listing(invitations, request.GET, columns=COLUMNS, default="-verstuurd")
    context = {"listing": found, "now": timezone.now()}
    return render(request, "accounts/invitation_list.html", context)


@requires(Right.MANAGE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email, roles = form.cleaned_data["email"], form.cleaned_data["roles"]
        try:
            services.invite(email, roles, actor=cast(User, request.user), now=timezone.now())
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("%(email)s is uitgenodigd.") % {"email": email})
            return redirect("accounts:invitation_list")
    return render(request, "accounts/invite.html", {"form": form})


@requires(Right.MANAGE_PEOPLE)
@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    actor = cast(User, request.user)
    invitation = get_object_or_404(Invitation.objects.visible_to(actor), pk=pk)
    services.resend(invitation, actor=actor, now=timezone.now())
    words = _("%(email)s krijgt een nieuwe link. De oude werkt niet meer.")
    messages.success(request, words % {"email": invitation.email})
    return redirect("accounts:invitation_list")


@requires(Right.MANAGE_PEOPLE)
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor = cast(User, request.user)
    invitation = get_object_or_404(Invitation.objects.visible_to(actor), pk=pk)
    if request.method == "POST":
        services.withdraw(invitation, actor=actor, now=timezone.now())
        words = _("De uitnodiging van %(email)s is ingetrokken.") % {"email": invitation.email}
        messages.success(request, words)
        return redirect("accounts:invitation_list")
    context = {
        "question": _("De uitnodiging van %(email)s intrekken?") % {"email": invitation.email},
        "words": _("De link in de mail werkt dan niet meer. U kunt later opnieuw uitnodigen."),
        "yes": _("Ja, intrekken"),
        "back": reverse("accounts:invitation_list"),
    }
    return render(request, "accounts/confirm.html", context)


@login_not_required
@sensitive_post_parameters()
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: a name and a password, then the second factor."""
    invitation = services.by_link(token, timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_over.html", status=410)
    form = JoinForm(User(email=invitation.email), request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["new_password1"]
        try:
            user = services.accept(token, name=name, password=password, now=timezone.now())
        except services.InvitationOver:
            return render(request, "accounts/invitation_over.html", status=410)
        logout(request)  # whoever was signed in on this computer
        record_authentication(request, user, method="password")
        return cast(HttpResponse, perform_login(request, Login(user=user)))
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/invitation_accept.html", context)
