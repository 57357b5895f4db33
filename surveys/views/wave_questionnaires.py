"""What one wave asks: its preview with own questions and measures, and those own questions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Right
from surveys.models import Wave
from surveys.questionnaire_forms import OwnQuestionFormSet, entries_of
from surveys.respondent.preview import screens_of, wave_sheet
from surveys.respondent.sheet import Sheet
from surveys.services.questionnaires import save_own_questions
from surveys.services.refusals import Refused
from surveys.views.questionnaires import language_choice, spoken
from surveys.views.waves import held_wave
from ui.forms import atomic_post


@requires(Right.SEE_WAVES)
@require_safe
def wave_questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """The wave's questions on screen, for one of its complexes (`?complex=`)."""
    context = _preview(request, code)
    return render(request, "surveys/questionnaire_wave.html", context)


@requires(Right.SEE_WAVES)
@require_safe
def wave_questionnaire_print(request: HttpRequest, code: str) -> HttpResponse:
    """The wave's questions on paper, for one of its complexes."""
    context = _preview(request, code)
    return render(request, "surveys/questionnaire_print.html", context)


def _preview(request: HttpRequest, code: str) -> dict[str, Any]:
    wave = get_object_or_404(
        Wave.objects.visible_to(request.user).select_related("questionnaire"), code=code
    )
    places = list(wave.wave_complexes.select_related("complex"))
    asked = request.GET.get("complex", "")
    place = next(
        (one for one in places if one.complex.code == asked), places[0] if places else None
    )
    language = spoken(request)
    sheet = wave_sheet(wave, place) if place else Sheet(questionnaire=wave.asked())
    return {
        "wave": wave,
        "place": place,
        "places": places,
        "title": wave.title,
        "closes_on": wave.closes_on,
        "back": f"{request.path.removesuffix('papier/')}?{request.GET.urlencode()}",
        "screens": screens_of(sheet, language),
    } | language_choice(language)


@requires(Right.RUN_WAVES)
@atomic_post
def own_questions(request: HttpRequest, code: str) -> HttpResponse:
    """At most five questions of the corporation's own, as long as the wave is a draft."""
    wave = held_wave(request, code)
    if wave.state != Wave.State.DRAFT:
        messages.error(request, _("Deze meting is al open geweest. De vragen liggen dan vast."))
        return redirect(wave)
    kept = list(wave.own_questions.values("kind", "text_nl", "text_en", "options_nl", "options_en"))
    formset = OwnQuestionFormSet(request.POST or None, stored=kept, prefix="vraag")
    if request.method == "POST" and formset.is_valid():
        try:
            save_own_questions(wave, entries_of(formset))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("De eigen vragen zijn bewaard."))
        return redirect("surveys:wave_questionnaire", wave.code)
    context = {"wave": wave, "formset": formset}
    return render(request, "surveys/questionnaire_own.html", context)
