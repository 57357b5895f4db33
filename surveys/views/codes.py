"""Codes: made and downloaded once, followed while they come, and replaced one at a time."""

from collections.abc import Iterator

from django.contrib import messages
from django.db.models import F, Sum
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from surveys import cards
from surveys.models import Wave, WaveComplex
from surveys.services.codes import (
    has_responses,
    issue_codes,
    issue_replacement,
    replacements_allowed,
)
from surveys.services.refusals import Refused
from surveys.urn import codes
from surveys.views.waves import visible_wave
from ui.lists import Column, Listing, listing
from ui.numbers import whole
from ui.progress import (
    Progress,
    forget_progress,
    job,
    progress_answer,
    read_progress,
    set_progress,
)

REPLACEMENTS = (
    Column("complex", gettext_lazy("Complex"), ("name",)),
    Column("gegeven", gettext_lazy("Gegeven"), ("given", "name"), numeric=True),
    Column("nieuw", gettext_lazy("Nieuwe code")),
)


@requires(Right.RUN_WAVES)
@never_cache
def wave_codes(request: HttpRequest, code: str) -> HttpResponseBase:
    """Make the codes and stream them, this once; making all anew is asked about first."""
    wave = visible_wave(request, code)
    if request.method == "POST":
        return _download(request, wave)
    progress = read_progress(_progress_key(wave))
    if progress and not progress.running:  # said once
        forget_progress(_progress_key(wave))
    context = {
        "wave": wave,
        "progress": progress,
        "listing": _replacements(request, wave),
        "dwellings": wave.wave_complexes.aggregate(n=Sum("dwellings"))["n"] or 0,
        "has_responses": has_responses(wave),
    }
    return render(request, "surveys/wave_codes.html", context)


def _download(request: HttpRequest, wave: Wave) -> HttpResponseBase:
    """The zip as it is made: it is sent while it grows and is nowhere in whole, so no worker can do this."""
    key = _progress_key(wave)
    set_progress(key, Progress("running", words=_("De kaarten worden opgemaakt.")))
    try:
        layout = cards.lay_out(wave)  # first: when this fails, no code is lost
        anew = request.POST.get("opnieuw") == "ja"
        issued = issue_codes(wave, today=timezone.localdate(), anew=anew, by=request.user)
    except Refused as refusal:
        set_progress(key, Progress("failed", words=str(refusal)))
        messages.error(request, str(refusal))
        return redirect("surveys:wave_codes", wave.code)
    response = StreamingHttpResponse(
        _followed(key, cards.stream_zip(issued, layout), len(issued)),
        content_type="application/zip",
    )
    response["Content-Disposition"] = f'attachment; filename="codes-{wave.code}.zip"'
    return response


def _followed(key: str, pieces: Iterator[tuple[int, bytes]], total: int) -> Iterator[bytes]:
    """The pieces; meanwhile the progress says how many codes are in what was sent."""
    words = _("%(done)s van %(total)s codes gemaakt")
    broken = _(
        "Het downloaden is afgebroken en het bestand is niet volledig. Maak alle codes opnieuw."
    )
    with job(key, broken=broken):
        for done, piece in pieces:
            said = words % {"done": whole(done), "total": whole(total)}
            set_progress(key, Progress("running", done, total, said))
            yield piece
        set_progress(key, Progress("done", words=_("Alle codes zijn gedownload.")))


def _replacements(request: HttpRequest, wave: Wave) -> Listing:
    here = Complex.objects.visible_to(request.user).filter(wave_complexes__wave=wave)
    given = here.annotate(given=F("wave_complexes__replacements_issued"))
    return listing(given, request.GET, columns=REPLACEMENTS, default="complex")


@requires(Right.RUN_WAVES)
@never_cache
def wave_replacement(request: HttpRequest, code: str, complex: str) -> HttpResponse:
    """One more code for a complex; it is on the answer to this request and nowhere else."""
    wave = visible_wave(request, code)
    place = get_object_or_404(
        WaveComplex.objects.select_related("complex", "wave"), wave=wave, complex__code=complex
    )
    context: dict[str, object] = {"wave": wave, "place": place}
    status = 200
    if request.method == "POST":
        try:
            made = issue_replacement(place, by=request.user)
        except Refused as refusal:
            context["refusal"], status = refusal, 409
        else:
            context |= {"made": codes.pretty(made), "address": cards.short_address()}
        place.refresh_from_db(fields=["replacements_issued"])
    context["left"] = replacements_allowed(place) - place.replacements_issued
    return render(request, "surveys/wave_replacement.html", context, status=status)


def _progress_key(wave: Wave) -> str:
    return f"codes-{wave.pk}"


@requires(Right.RUN_WAVES)
def wave_codes_progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far the download of codes is, for the page's script."""
    wave = visible_wave(request, code)
    progress = read_progress(_progress_key(wave)) or Progress(words=_("De kaarten worden gemaakt."))
    return progress_answer(request, progress) or redirect("surveys:wave_codes", wave.code)
