"""What every residents' page of a meeting shares: finding the meeting, the brake, the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, override

from meetings.models import Meeting
from surveys.respondent.public import page
from surveys.respondent.screens import Language
from surveys.respondent.throttle import Brake

# A community centre or a tent has one address for all its visitors.
SIGN_UPS = Brake("aanmelden-", per_address=60, together=2000)
LOOKALIKES = str.maketrans("oil", "011")  # as somebody may type it from a poster


def announced(token: str) -> Meeting:
    """The meeting of this address, if residents may know of it; else 404."""
    meetings = Meeting.objects.public().select_related("venue")
    typed = token.lower()
    return get_object_or_404(meetings, token__in={typed, typed.translate(LOOKALIKES)})


def public_address(meeting: Meeting) -> str:
    """The whole address of the public page, in the language of this page."""
    return settings.PUBLIC_URL + reverse("residents:meeting", args=[meeting.token])


def spoken() -> str:
    return (get_language() or "nl")[:2]


def show(
    request: HttpRequest, name: str, meeting: Meeting, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about this meeting, with the way to the same page in another language."""
    around = {"meeting": meeting, "languages": _languages(request)}
    return page(request, f"meetings/{name}.html", around | context, status=status)


def _languages(request: HttpRequest) -> list[Language]:
    """Not remembered, unlike those of the questionnaire: an address here may be somebody's own."""
    match = request.resolver_match
    found = []
    for code, name in settings.LANGUAGES:
        if match and code != spoken():
            with override(code):
                found.append(Language(code, name, reverse(match.view_name, kwargs=match.kwargs)))
    return found
