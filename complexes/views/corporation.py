"""The corporation's settings, and its colour as a style sheet."""

from copy import copy
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes.context import current_corporation
from complexes.forms.corporation import CorporationForm, LogoForm
from complexes.logos import keep_logo, logo_png, remove_logo
from complexes.models import ACCENT, Corporation
from proof.audit import record
from proof.models import Verb
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
    shown = copy(corporation)
    form = CorporationForm(request.POST if sent else None, instance=corporation)
    if sent and form.is_valid():
        if "bekijken" not in request.POST:
            _save(form, cast(User, request.user))
            messages.success(request, _("De instellingen zijn bewaard."))
            return redirect("complexes:corporation_edit")
        shown = form.instance
    context = {
        "form": form,
        "shown": shown,
        "accent": shown.accent,
        "looking": "bekijken" in request.POST,
    }
    return render(request, "complexes/corporation_form.html", context)


def _save(form: CorporationForm, actor: User) -> None:
    corporation = form.save()
    if changed := [name for name in form.changed_data if name != "seen"]:
        record(actor, Verb.CHANGED_SETTINGS, corporation, fields=changed)


@requires(Right.MANAGE_SETTINGS)
@atomic_post
def corporation_logo(request: HttpRequest) -> HttpResponse:
    """Give the logo, or take it away; it is easily given again, so nothing is asked twice."""
    corporation, actor = Corporation.objects.first(), cast(User, request.user)
    sent = request.method == "POST" and "weg" not in request.POST
    form = LogoForm(request.POST, request.FILES) if sent else LogoForm()
    if corporation and "weg" in request.POST:
        remove_logo(corporation, actor=actor)
        messages.success(request, _("Het logo is weggehaald."))
        return redirect("complexes:corporation_logo")
    if corporation and form.is_valid():
        keep_logo(corporation, form.cleaned_data["logo"], actor=actor)
        messages.success(request, _("Het logo is bewaard en staat nu op alle bladzijden."))
        return redirect("complexes:corporation_logo")
    context = {"form": form, "known": corporation is not None}
    return render(request, "complexes/corporation_logo.html", context)


@login_not_required
@require_safe
def house_logo(request: HttpRequest) -> HttpResponse:
    """The logo for staff and residents; with its own hash in the address it may be kept for a year."""
    png = logo_png()
    if not png:
        raise Http404
    answer = HttpResponse(png, content_type="image/png")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Content-Disposition"] = 'inline; filename="logo.png"'
    fixed = request.GET.get("v") == current_corporation().logo_hash
    patch_cache_control(answer, public=True, max_age=YEAR if fixed else MINUTES)
    return answer


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
