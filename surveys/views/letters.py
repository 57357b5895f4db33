"""Letters of a wave: addresses brought in for them, letters and labels to print, and away again."""

from typing import cast

from django.contrib import messages
from django.db.models import Count, F, Min, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes.models import Complex
from complexes.views.intakes import choose_file, look_at_file, sample_file
from proof.audit import record
from proof.models import Verb
from proof.retention.looking import days_kept
from surveys import letters
from surveys.letter_intake import intake_of
from surveys.models import LetterAddress, Wave
from surveys.retention import ADDRESSES
from surveys.services.letters import CAN_SEND, delete_addresses, last_day
from surveys.views.waves import visible_wave
from ui.forms import atomic_post
from ui.lists import Column, listing
from ui.pdf import pdf_answer

COLUMNS = (
    Column("complex", gettext_lazy("Complex"), ("name",)),
    Column("woningen", gettext_lazy("Woningen"), ("asked", "name"), numeric=True),
    Column("adressen", gettext_lazy("Adressen"), ("letters", "name"), numeric=True),
    Column("tot", gettext_lazy("Bewaard tot en met"), ("first_day", "name")),
    Column("printen", gettext_lazy("Printen")),
)
PRINTED = {"brieven": letters.letters_pdf, "etiketten": letters.labels_pdf}  # the name of the file


@requires(Right.RUN_WAVES)
@require_safe
def wave_letters(request: HttpRequest, code: str) -> HttpResponse:
    wave, days = visible_wave(request, code), days_kept(ADDRESSES)
    found = listing(_places(request, wave), request.GET, columns=COLUMNS, default="complex")
    for row in found.page:
        row.kept_until = last_day(row.first_day, days) if row.first_day else None
    number = LetterAddress.objects.of_wave(wave).count()
    context = {"wave": wave, "listing": found, "number": number, "days": days}
    return render(
        request, "surveys/wave_letters.html", context | {"can_send": wave.state in CAN_SEND}
    )


def _places(request: HttpRequest, wave: Wave) -> QuerySet[Complex]:
    here = Complex.objects.visible_to(request.user).filter(wave_complexes__wave=wave)
    return here.annotate(
        asked=Coalesce(F("wave_complexes__dwellings"), F("dwellings")),
        letters=Count("wave_complexes__addresses"),
        first_day=Min("wave_complexes__addresses__imported_on"),
    )


@requires(Right.RUN_WAVES)
def letters_start(request: HttpRequest, code: str) -> HttpResponse:
    return choose_file(request, intake_of(_sending(request, code)))


@requires(Right.RUN_WAVES)
@require_safe
def letters_sample(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    return sample_file(intake_of(_sending(request, code)), ending)


@requires(Right.RUN_WAVES)
def letters_look(request: HttpRequest, code: str, token: str) -> HttpResponse:
    return look_at_file(request, intake_of(_sending(request, code)), token)


@requires(Right.RUN_WAVES)
@require_safe
def letters_print(request: HttpRequest, code: str, complex_code: str, kind: str) -> HttpResponse:
    """Letters or labels of one complex; made for this answer and kept nowhere."""
    wave = _sending(request, code)
    place = get_object_or_404(
        wave.wave_complexes.select_related("complex", "wave"),
        complex__in=Complex.objects.visible_to(request.user),
        complex__code=complex_code,
    )
    addresses = list(LetterAddress.objects.visible_to(request.user).filter(place=place))
    if not addresses or kind not in PRINTED:
        raise Http404
    pages = PRINTED[kind](place, addresses)
    code, number = place.complex.code, len(addresses)
    record(request.user, Verb.EXPORTED, wave, file=kind, complex=code, lines=number)
    return pdf_answer(pages, f"{kind}-{wave.code}-{complex_code}.pdf")


@requires(Right.RUN_WAVES)
@require_safe
def letters_test_sheet(request: HttpRequest, code: str) -> HttpResponse:
    visible_wave(request, code)
    return pdf_answer(letters.test_sheet_pdf(), "proefblad-envelop.pdf")


@requires(Right.RUN_WAVES)
@atomic_post
def letters_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Asks, then deletes every address of the wave."""
    wave = visible_wave(request, code)
    if request.method == "POST":
        number = delete_addresses(wave, by=cast(User, request.user))
        words = ngettext("%(number)d adres is gewist.", "%(number)d adressen zijn gewist.", number)
        messages.success(request, words % {"number": number})
        return redirect("surveys:letters", wave.code)
    number = LetterAddress.objects.of_wave(wave).count()
    return render(request, "surveys/letters_delete.html", {"wave": wave, "number": number})


def _sending(request: HttpRequest, code: str) -> Wave:
    """A wave of which letters can still go out; 404 for another."""
    wave = visible_wave(request, code)
    if wave.state not in CAN_SEND:
        raise Http404
    return wave
