"""Three questions after a meeting, at home by QR code or on a tablet at the door.

Nothing is kept of who answers, from where or when.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meetings.forms.evaluation import EvaluationForm
from meetings.models import Meeting
from meetings.residents.frame import announced, show
from meetings.services.evaluating import NothingAnswered, NotOpen, give_opinion, is_open
from meetings.summaries.opinions import closes_on, opens_on
from surveys.respondent import throttle
from surveys.respondent.public import public_page
from surveys.respondent.throttle import Brake

OPINIONS = Brake("mening-", per_address=150, together=1000)  # the tablet of a tent has one address
SENT = "verstuurd"


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form; afterwards thanks, from which a shared tablet goes back to an empty form."""
    meeting, today = announced(token), timezone.localdate()
    if not is_open(meeting, today):
        return _page(request, meeting, {"closed": True, "early": today < opens_on(meeting)})
    if request.method == "POST":
        return _sent(request, meeting)
    if request.GET.get("nu") == SENT:
        return _page(request, meeting, {"sent": True})
    return _page(request, meeting, {"form": EvaluationForm()})


def _sent(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, {"form": form, "wrong": True})
    if throttle.is_braked(request, OPINIONS):
        return _page(request, meeting, {"form": form, "busy": True}, status=429)
    throttle.count_miss(request, OPINIONS)
    try:
        key = form.cleaned_data["key"]
        give_opinion(meeting, form.answers, key=key, today=timezone.localdate())
    except NothingAnswered:
        return _page(request, meeting, {"form": form, "empty": True})
    except NotOpen:
        return _page(request, meeting, {"closed": True, "early": False})
    query = f"?nu={SENT}" + ("&tablet=1" if "tablet" in request.POST else "")
    return redirect(reverse("residents:evaluate", args=[meeting.token]) + query)


def _page(
    request: HttpRequest, meeting: Meeting, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = {
        "tablet": "tablet" in request.GET or "tablet" in request.POST,
        "opens_on": opens_on(meeting),
        "closes_on": closes_on(meeting),
    }
    return show(request, "evaluation", meeting, around | context, status=status)
