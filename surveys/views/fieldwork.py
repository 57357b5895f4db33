"""From opening to closing: the steps that cannot be undone, each asked about first."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from surveys import tasks
from surveys.forms import ExtendForm, KeyForm
from surveys.models import Wave
from surveys.services import outlook
from surveys.services.closing import (
    check_private_key,
    key_is_with_custodian,
    needs_finishing,
    progress_key,
)
from surveys.services.refusals import Refused
from surveys.services.waves import extend_wave, open_wave
from surveys.urn import keys
from surveys.views.waves import held_wave, visible_wave
from ui.forms import atomic_post
from ui.progress import Progress, progress_answer, read_progress


@requires(Right.RUN_WAVES)
@never_cache
def wave_open(request: HttpRequest, code: str) -> HttpResponse:
    """Opening, with the key kept here, or by a custodian who shows to have it by handing it back."""
    wave = visible_wave(request, code)
    custodian = request.GET.get("sleutel") == "bewaarder"
    form = KeyForm(request.POST if request.method == "POST" and custodian else None)
    refusal = None
    if request.method == "POST" and (not custodian or form.is_valid()):
        public = keys.public_of(form.cleaned_data["key"]) if custodian else None
        try:
            open_wave(wave, now=timezone.now(), public_key=public, by=request.user)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("De meting is open. Maak nu de codes."))
            return redirect("surveys:wave_codes", wave.code)
    context = {
        "wave": wave,
        "asked": wave.asked(),
        "refusal": refusal,
        "warnings": outlook.warnings(wave),
        "custodian": custodian,
        "form": form,
        "key_file": keys.to_file(keys.new_key_pair().private, wave_code=wave.code)
        if custodian and not form.is_bound
        else "",
    }
    return render(request, "surveys/wave_open.html", context, status=409 if refusal else 200)


@requires(Right.RUN_WAVES)
@atomic_post
def wave_extend(request: HttpRequest, code: str) -> HttpResponse:
    wave = held_wave(request, code)
    sent = request.POST if request.method == "POST" else None
    form = ExtendForm(sent, initial={"closes_on": wave.closes_on})
    if form.is_valid():
        day: date = form.cleaned_data["closes_on"]
        try:
            extend_wave(wave, closes_on=day, now=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error("closes_on", str(refusal))
        else:
            messages.success(request, _("De meting is verlengd."))
            return redirect(wave)
    return render(request, "surveys/wave_extend.html", {"wave": wave, "form": form})


@requires(Right.RUN_WAVES)
@never_cache
def wave_close(request: HttpRequest, code: str) -> HttpResponse:
    """Closing, by the worker; when a custodian has the key, it is asked for and handed over."""
    wave = visible_wave(request, code)
    if wave.state != Wave.State.OPEN and not needs_finishing(wave):
        return redirect(wave)
    with_key = wave.state != Wave.State.CLOSED and key_is_with_custodian(wave)
    form = KeyForm(request.POST if request.method == "POST" and with_key else None)
    if request.method == "POST" and (not with_key or form.is_valid()):
        private = form.cleaned_data["key"] if with_key else None
        if _key_fits(request, wave, form, private):
            tasks.queue_closing(wave, private_key=private, by=cast(User, request.user))
            return redirect("surveys:wave_progress", wave.code)
    context = {
        "wave": wave,
        "form": form if with_key else None,
        "unfinished": needs_finishing(wave),
        "early": wave.state == Wave.State.OPEN and timezone.localdate() <= wave.closes_on,
    }
    return render(request, "surveys/wave_close.html", context)


def _key_fits(request: HttpRequest, wave: Wave, form: KeyForm, private: bytes | None) -> bool:
    if wave.state == Wave.State.CLOSED:
        return True
    try:
        check_private_key(wave, private)
    except Refused as refusal:
        if form.is_bound:
            form.add_error("key", str(refusal))
        else:
            messages.error(request, str(refusal))
        return False
    return True


@requires(Right.RUN_WAVES)
def wave_progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far closing is; JSON for the page's script."""
    wave = visible_wave(request, code)
    progress = read_progress(progress_key(wave)) or Progress(
        state="done" if wave.state == Wave.State.CLOSED else "waiting"
    )
    if answer := progress_answer(request, progress):
        return answer
    context = {"wave": wave, "progress": progress, "unfinished": needs_finishing(wave)}
    return render(request, "surveys/wave_progress.html", context)
