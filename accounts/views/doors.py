"""The doors: allauth's views with what this house asks more of them."""

from functools import wraps
from typing import Any, cast

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import RequestLoginCodeView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import factors, letters
from accounts.access import for_everybody_signed_in
from accounts.models import User
from accounts.services.accounts import end_other_sessions
from accounts.sessions import View, before_second_factor, session_end
from proof.audit import record
from proof.models import Verb


def own_account(view: View) -> View:
    """For staff about their own account, also before there is a second factor; partners have no such page."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if cast(User, request.user).is_partner:
            raise Http404
        return view(request, *args, **kwargs)

    return for_everybody_signed_in(before_second_factor(wrapped))


sign_out = for_everybody_signed_in(before_second_factor(LogoutView.as_view()))


@for_everybody_signed_in
@before_second_factor
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """How many seconds this session has left, now that its user gave a sign of life."""
    return JsonResponse({"left": session_end(request).left})


@login_not_required
@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Away from a half-finished sign-in, back to the door it began at."""
    clear_login(request)
    return redirect("account_login" if "naar" in request.POST else "account_request_login_code")


class RequestCode(RequestLoginCodeView):
    """A code by mail for a partner; to who works here the advice to use a password; the same page for all."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            if form._user is None:
                self._say_nothing(form.known)
        return answer

    def _say_nothing(self, known: User | None) -> None:
        if known is None:
            letters.send_nothing()
        else:
            letters.send_password_advice(known)


class AddApp(ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        factors.note_first_code(cast(User, self.request.user), form.counter)
        _factors_changed(self.request)
        return answer


class RemoveApp(DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        _factors_changed(self.request)
        return answer


class AddPasskey(AddWebAuthnView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        _factors_changed(self.request)
        return answer


class RemovePasskey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        _factors_changed(self.request)
        return answer


def _factors_changed(request: HttpRequest) -> None:
    """This session is proven while a factor is left; all others begin anew at the door."""
    user = cast(User, request.user)
    if factors.has_factor(user):
        factors.note_proven(request)
    else:
        factors.forget_proven(request)
    end_other_sessions(request, user)
    record(user, Verb.CHANGED_FACTOR, user)
