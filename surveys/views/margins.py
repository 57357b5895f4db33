"""Weighting: what is known of all dwellings, per complex of a wave."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from surveys.margin_forms import MarginForm
from surveys.models import Wave, WaveComplex
from surveys.services.margins import CAN_CHANGE, dwellings_of, margin_questions, set_margins
from surveys.services.refusals import Refused
from surveys.views.waves import held_wave, visible_wave
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (
    Column("complex", gettext_lazy("Complex"), ("name",)),
    Column("woningen", gettext_lazy("Woningen"), ("asked", "name"), numeric=True),
    Column("bekend", gettext_lazy("Bekend van alle woningen")),
)


@requires(Right.RUN_WAVES)
def wave_margins(request: HttpRequest, code: str) -> HttpResponse:
    """Which complexes of a wave will be, or were, weighted, and by what."""
    wave = visible_wave(request, code)
    complexes = Complex.objects.visible_to(request.user).filter(wave_complexes__wave=wave)
    rows = complexes.annotate(
        asked=Coalesce(F("wave_complexes__dwellings"), F("dwellings")),
        known=F("wave_complexes__margins"),
        weighted=F("wave_complexes__weighted"),
    )
    found = listing(rows, request.GET, columns=COLUMNS, default="complex")
    questions = margin_questions(wave.asked())
    names = {question.code: question.says_short("nl") for question in questions}
    for row in found.page:
        row.known_words = ", ".join(names.get(one, one) for one in row.known)
    context = {"wave": wave, "listing": found, "questions": questions}
    return render(
        request, "surveys/wave_margins.html", context | {"can_change": wave.state in CAN_CHANGE}
    )


@requires(Right.RUN_WAVES)
@atomic_post
def margins_edit(request: HttpRequest, code: str, complex_code: str) -> HttpResponse:
    """Enter or clear the known numbers of one complex."""
    wave = held_wave(request, code)
    place = get_object_or_404(
        wave.wave_complexes.select_related("complex"),
        complex__in=Complex.objects.visible_to(request.user),
        complex__code=complex_code,
    )
    if wave.state not in CAN_CHANGE:
        messages.error(request, _("Deze aantallen liggen vast sinds het sluiten van de meting."))
        return redirect("surveys:wave_margins", wave.code)
    form = _form(request, wave, place)
    if form and form.is_valid() and _saved(request, place, form):
        return redirect("surveys:wave_margins", wave.code)
    context = {"wave": wave, "place": place, "form": form, "dwellings": dwellings_of(place)}
    return render(request, "surveys/margins_form.html", context)


def _form(request: HttpRequest, wave: Wave, place: WaveComplex) -> MarginForm | None:
    """None where there is nothing to enter: no such question, or N is not known yet."""
    questions, dwellings = margin_questions(wave.asked()), dwellings_of(place)
    if not questions or not dwellings:
        return None
    data: Any = request.POST if request.method == "POST" else None
    return MarginForm(data, questions=questions, dwellings=dwellings, known=place.margins)


def _saved(request: HttpRequest, place: WaveComplex, form: MarginForm) -> bool:
    margins = form.margins()
    try:
        set_margins(place, margins)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    words = (
        _("De aantallen van %(name)s zijn bewaard.")
        if margins
        else _("%(name)s wordt niet gewogen.")
    )
    messages.success(request, words % {"name": place.complex.name})
    return True
