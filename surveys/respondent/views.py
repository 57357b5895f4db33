"""Residents' pages around the questions: the code, the promise, later, wiping, thanks."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from surveys.respondent import device, throttle
from surveys.respondent.device import Sitting
from surveys.respondent.forms import CodeForm
from surveys.respondent.public import page, public_page
from surveys.respondent.screens import in_language, other_languages
from surveys.respondent.sheet import Sheet, sheet_for
from surveys.respondent.still import still_page
from surveys.respondent.wizard import interview_view
from surveys.services.responding import find_open_code
from surveys.urn import codes

NOTES = {"opnieuw", "gewist"}  # `?nu=`: what the start page explains first


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """The code. A device with unsent answers may go on; a shared tablet begins clean."""
    if request.method == "POST":
        return _typed(request)
    tent = "tent" in request.GET
    sitting = None if tent else _unsent(request)
    note = request.GET.get("nu", "")
    note = note if note in NOTES else ""
    context = {"sitting": sitting is not None, "tent": tent, "note": note}
    response = still_page(
        request, "start.html", lambda: context | _languages(request), key=tuple(context.values())
    )
    if sitting is None and device.COOKIE in request.COOKIES:
        device.clear(response)
    return response


def _typed(request: HttpRequest) -> HttpResponseBase:
    if throttle.is_braked(request):
        return page(request, "braked.html", _languages(request), status=429)
    form = CodeForm(request.POST)
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    place = find_open_code(typed, timezone.localdate())
    if place is None or sheet_for(place) is None:
        throttle.count_miss(request)
        context = {"refused": True, "typed": typed, "tent": "tent" in request.POST}
        return page(request, "start.html", context | _languages(request))
    response = redirect("respondent:privacy")
    device.write(response, _begun(request, place, typed))
    return response


def _begun(request: HttpRequest, place: int, typed: str) -> Sitting:
    """A new sitting; the one on this device when it is of the same code."""
    code = codes.pretty(codes.normalise(typed) or "")
    tent = "tent" in request.POST
    known = None if tent else device.read(request)
    if known and known.code == code and known.place == place:
        return known
    return Sitting(place, code=code, lang=_language(), tent=tent)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponseBase:
    """What happens with the answers, before the first question."""
    sitting = _unsent(request)
    if sitting is None:
        return _again()
    if request.method == "POST":
        return _to_questions(sitting)
    sheet = sitting.sheet
    assert sheet is not None  # noqa: S101  (_unsent saw to it)
    if _language() not in sheet.languages:
        return redirect(in_language(request.path, _language(), sheet.languages[0]))
    context = {"sheet": sheet, "minutes": _minutes(sheet)}
    return still_page(
        request,
        "privacy.html",
        lambda: context | _languages(request, sheet.languages),
        key=(sheet.place,),
    )


def _to_questions(sitting: Sitting) -> HttpResponseBase:
    sheet = sitting.sheet
    first = sheet.steps(())[0].name if sheet else ""
    return redirect("respondent:step", sitting.step or first)


@public_page
@require_safe
def later(request: HttpRequest) -> HttpResponseBase:
    """How to go on another time, on this device."""
    sitting = _unsent(request)
    if sitting is None:
        return _again()
    context = {"sheet": sitting.sheet, "sitting": sitting, "tent": sitting.tent}
    return page(request, "later.html", context | _languages(request))


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def wipe(request: HttpRequest) -> HttpResponseBase:
    """Ask, then remove everything this device keeps."""
    if request.method != "POST":
        sitting = _unsent(request)
        return page(
            request, "wipe.html", {"tent": bool(sitting and sitting.tent)} | _languages(request)
        )
    sitting = device.read(request)
    query = "?tent=1" if sitting and sitting.tent else "?nu=gewist"
    response = redirect(reverse("respondent:start") + query)
    device.clear(response)
    return response


@public_page
@require_safe
def thanks(request: HttpRequest) -> HttpResponseBase:
    """What became of the sending, and when the outcome is heard."""
    sitting = device.read(request)
    if sitting is None or not sitting.sent:
        return _again()
    sheet = sheet_for(sitting.place)
    context = {"sheet": sheet, "sent": sitting.sent, "tent": sitting.tent}
    key = (sitting.place, sitting.sent, sitting.tent)
    return still_page(request, "thanks.html", lambda: context | _languages(request), key=key)


interview = public_page(interview_view())


def _unsent(request: HttpRequest) -> Sitting | None:
    """What this device keeps and can still be sent."""
    sitting = device.read(request)
    return sitting if sitting and sitting.code and sitting.sheet else None


def _again() -> HttpResponse:
    return redirect(reverse("respondent:start") + "?nu=opnieuw")


def _language() -> str:
    return (get_language() or "nl")[:2]


def _languages(request: HttpRequest, allowed: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"languages": other_languages(request.path, allowed)}


def _minutes(sheet: Sheet) -> int:
    """An honest guess: five answers a minute, so that slow readers are not disappointed."""
    return max(2, round(len(sheet.questionnaire.variables()) / 5))
