"""Paper forms, typed by staff: the same questions, the same urn; nothing of an earlier form is ever shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import requires
from accounts.roles import Right
from surveys.models import Wave, WaveComplex
from surveys.paper_forms import PaperForm
from surveys.respondent.sheet import sheet_of
from surveys.services.responding import Outcome, find_open_code, submit_response


@requires(Right.ENTER_PAPER)
@sensitive_post_parameters()
def paper_entry(request: HttpRequest, code: str) -> HttpResponse:
    """One page per form. The complex is chosen first when what is asked differs per complex."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=code)
    if not wave.accepts_on(timezone.localdate()):
        messages.error(request, _("Deze meting neemt nu geen antwoorden aan."))
        return redirect(wave)
    places = list(wave.wave_complexes.select_related("complex"))
    asked = request.GET.get("complex", "")
    place = next((one for one in places if one.complex.code == asked), None)
    if place is None and len(places) == 1:
        place = places[0]
    context = {"wave": wave, "places": places, "place": place}
    if place is None:
        return render(request, "surveys/paper_choose.html", context)
    form = PaperForm(
        request.POST if request.method == "POST" else None, sheet=sheet_of(place, wave)
    )
    if request.method == "POST" and form.is_valid():
        refusal = _refusal(form, wave, place)
        if not refusal:
            messages.success(request, _("Opgeslagen. Pak het volgende formulier."))
            return redirect(_here(wave, place))
        form.refuse_code(refusal)
    return render(request, "surveys/paper_entry.html", context | {"form": form})


def _refusal(form: PaperForm, wave: Wave, place: WaveComplex) -> str:
    """Send it; "" when stored, otherwise what to do."""
    found = find_open_code(form.code, timezone.localdate())
    others = wave.wave_complexes.exclude(pk=place.pk)
    elsewhere = others.filter(pk=found).first() if found else None
    if elsewhere is not None:
        return _("Deze code hoort bij %(name)s. Kies bovenaan eerst dat complex.") % {
            "name": elsewhere.complex.name
        }
    outcome: Any = Outcome.GONE
    if found == place.pk:
        outcome = submit_response(
            form.code, answers=form.answers(), texts=form.texts(), now=timezone.now()
        )
    if outcome == Outcome.STORED:
        return ""
    if outcome == Outcome.CLOSED:
        return _("Deze meting is gesloten. Er is niets opgeslagen.")
    return _(
        "Deze code is niet geldig: verkeerd getypt, of er is al mee geantwoord. Er is niets opgeslagen."
    )


def _here(wave: Wave, place: WaveComplex) -> str:
    return f"{reverse('surveys:paper_entry', args=[wave.code])}?complex={place.complex.code}"
