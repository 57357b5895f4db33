"""Signing up without an account, and a household's own page behind the link in its mail."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from meetings.forms.sign_up import HouseholdForm, SignUpForm, said_of
from meetings.models import Meeting, Registration
from meetings.residents.frame import SIGN_UPS, announced, show, spoken
from meetings.services import sign_up as services
from meetings.services.errors import MeetingError
from meetings.services.sign_up import Entry
from meetings.summaries.moments import hours
from surveys.respondent.public import public_page
from surveys.respondent.throttle import count_miss, is_braked

POSTS = require_http_methods(["GET", "HEAD", "POST"])
NEWS = ("aangemeld", "veranderd", "afgemeld")  # `?nu=`: what the own page says first


@public_page
@POSTS
def sign_up(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form; what is sent leads to the own page of the household."""
    meeting, now = announced(token), timezone.now()
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if not meeting.takes_sign_ups(now):
        return show(request, "closed", meeting, {}, status=200 if request.method != "POST" else 409)
    context = {"form": form, "hours": hours(meeting)}
    if request.method != "POST":
        return show(request, "sign_up", meeting, context)
    if is_braked(request, SIGN_UPS):
        return show(request, "sign_up", meeting, context | {"busy": True}, status=429)
    if not form.is_valid():
        return show(request, "sign_up", meeting, context)
    count_miss(request, SIGN_UPS)
    again = _same_again(request, meeting, form)
    entry = Entry(language=spoken(), key=form.cleaned_data["key"], again=again)
    try:
        made = services.register(meeting, form.household(), entry=entry, now=now)
    except MeetingError:
        return show(request, "closed", meeting, {}, status=409)
    return _own(made, "aangemeld")


@public_page
@POSTS
def registration(request: HttpRequest, token: str, key: UUID) -> HttpResponseBase:
    """What a household said, and changing it."""
    found = _registration(token, key)
    if request.method != "POST":
        return _show_own(request, found, HouseholdForm(initial=said_of(found)))
    form = HouseholdForm(request.POST)
    if is_braked(request, SIGN_UPS):
        return _show_own(request, found, form, busy=True, status=429)
    if not form.is_valid():
        return _show_own(request, found, form)
    count_miss(request, SIGN_UPS)
    try:
        services.change(found, form.household(), now=timezone.now())
    except MeetingError as error:
        return _show_own(request, _registration(token, key), form, refusal=error, status=409)
    return _own(found, "veranderd")


@public_page
@POSTS
def withdraw(request: HttpRequest, token: str, key: UUID) -> HttpResponseBase:
    """Asks first."""
    found = _registration(token, key)
    if request.method == "POST":
        services.withdraw(found, now=timezone.now())
        return _own(found, "afgemeld")
    if found.state == Registration.State.WITHDRAWN:
        return _own(found)
    return show(request, "withdraw", found.meeting, {"registration": found})


def _same_again(request: HttpRequest, meeting: Meeting, form: SignUpForm) -> UUID | None:
    """A key for this household on this device.

    Going back shows a new form with what was typed, as no page is kept; sending that is the same sign-up. The
    cookie that proves where a form came from tells the device, and is stored nowhere.
    """
    device = request.META.get("CSRF_COOKIE")
    if not device:
        return None
    who = [form.cleaned_data[name].casefold() for name in ("name", "email", "phone")]
    said = json.dumps([device, meeting.pk, *who])
    digest = salted_hmac("meetings.residents.sign_up", said, algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def _registration(token: str, key: UUID) -> Registration:
    """The registration of this address, at this meeting and no other."""
    registrations = Registration.objects.select_related("meeting__venue", "needs")
    return get_object_or_404(registrations, pk=key, meeting=announced(token))


def _show_own(
    request: HttpRequest,
    found: Registration,
    form: HouseholdForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    meeting, now = found.meeting, timezone.now()
    news = request.GET.get("nu", "")
    context = {
        "registration": found,
        "form": form,
        "news": news if news in NEWS else "",
        "place": services.place_in_line(found),
        "hours": hours(meeting),
        "can_change": meeting.is_coming and now < meeting.ends_at,
        "takes_questions": meeting.takes_questions(now),
    }
    return show(request, "registration", meeting, context | more, status=status)


def _own(found: Registration, news: str = "") -> HttpResponse:
    response = redirect("residents:registration", found.meeting.token, found.pk)
    if news:
        response["Location"] += f"?nu={news}"
    return response
