"""The corporation's settings, and its colour as a style sheet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from accounts.access import requires
from accounts.roles import Right
from complexes.context import current_corporation
from complexes.forms.corporation import CorporationForm
from complexes.models import ACCENT, Corporation
from ui import colours
from ui.forms import atomic_post

YEAR, MINUTES = 365 * 24 * 60 * 60, 300


@requires(Right.MANAGE_SETTINGS)
@atomic_post
def corporation_edit(request: HttpRequest) -> HttpResponse:
    """Change the settings, or only look how they would look («bekijken»)."""
    sent = request.method == "POST"
    stored = Corporation.objects.select_for_update() if sent else Corporation.objects.all()
    corporation = stored.first() or Corporation()
    shown = corporation.accent
    form = CorporationForm(request.POST if sent else None, instance=corporation)
    if sent and form.is_valid():
        if "bekijken" not in request.POST:
            form.save()
            messages.success(request, _("De instellingen zijn bewaard."))
            return redirect("complexes:corporation_edit")
        shown = form.cleaned_data["accent"]
    context = {"form": form, "accent": shown, "looking": "bekijken" in request.POST}
    return render(request, "complexes/corporation_form.html", context)


def _accent(request: HttpRequest) -> str:
    """The colour asked for in the address (`?kleur=0a4f8f`), else the corporation's own."""
    asked = f"#{request.GET.get('kleur', '')}".lower()
    stored = asked if colours.is_colour(asked) else current_corporation().accent.lower()
    return stored if colours.is_colour(stored) else ACCENT


@condition(etag_func=lambda request: f'"{_accent(request)[1:]}-1"')
def _sheet(request: HttpRequest) -> HttpResponse:
    accent = _accent(request)
    palettes = {"light": colours.light_palette(accent), "dark": colours.dark_palette(accent)}
    words = render_to_string("complexes/house_style.css", palettes)  # no request: nobody's cookie
    return HttpResponse(words, content_type="text/css")


@login_not_required
@require_safe
def house_style(request: HttpRequest) -> HttpResponse:
    """The accent and what follows from it, for light and dark screens; nothing in it is secret.

    With the colour in the address the answer can never change, so it may be kept for a year.
    """
    sheet = _sheet(request)
    fixed = colours.is_colour(f"#{request.GET.get('kleur', '')}")
    patch_cache_control(sheet, public=True, max_age=YEAR if fixed else MINUTES)
    return sheet
