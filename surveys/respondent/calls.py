"""Asking to be called. Open to everybody, so that asking does not tell that somebody took part.

These pages never open the cookie with answers, and what is kept leads to nothing: see surveys.models.calls.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from surveys.respondent import device, throttle
from surveys.respondent.public import page, public_page
from surveys.respondent.screens import other_languages
from surveys.services.calls import TooManyCalls, ask_for_call
from ui.forms import PhoneField


class CallForm(forms.Form):
    """A number; a name and a topic if somebody wants."""

    name = forms.CharField(max_length=80, required=False)
    phone = PhoneField(
        error_messages={"required": _("Vul het nummer in waarop wij u kunnen bellen.")},
    )
    topic = forms.CharField(max_length=200, required=False)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponseBase:
    """The form, and afterwards that it was kept; a shared tablet forgets who it was."""
    if request.method == "POST":
        return _asked(request)
    noted = request.GET.get("nu") == "genoteerd"
    return _page(request, {"noted": noted, "tent": "tent" in request.GET})


def _asked(request: HttpRequest) -> HttpResponseBase:
    tent, form = "tent" in request.POST, CallForm(request.POST)
    context = {"form": form, "tent": tent}
    if not form.is_valid():
        return _page(request, context)
    if throttle.is_braked(request, throttle.CALLS):
        return _page(request, context | {"busy": True}, status=429)
    throttle.count_miss(request, throttle.CALLS)
    try:
        ask_for_call(**form.cleaned_data, now=timezone.now())
    except TooManyCalls:
        return _page(request, context | {"busy": True}, status=429)
    query = "?nu=genoteerd&tent=1" if tent else "?nu=genoteerd"
    response = redirect(reverse("respondent:call") + query)
    if tent:
        device.clear(response)
    return response


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    languages = {"languages": other_languages(request.path)}
    return page(request, "call.html", languages | context, status=status)
