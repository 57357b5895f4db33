"""A question beforehand: by itself, so that nothing ties it to signing up."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meetings.forms.sign_up import QuestionForm
from meetings.residents.frame import SIGN_UPS, announced, show
from meetings.services.asking import ask_beforehand
from meetings.services.errors import MeetingError
from surveys.respondent.public import public_page
from surveys.respondent.throttle import count_miss, is_braked


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form, and afterwards that it was kept."""
    meeting, now = announced(token), timezone.now()
    if request.method != "POST":
        noted = request.GET.get("nu") == "gevraagd"
        asked = {"form": QuestionForm(), "noted": noted}
        return show(request, "question", meeting, asked | {"open": meeting.takes_questions(now)})
    form = QuestionForm(request.POST)
    context = {"form": form, "open": True}
    if is_braked(request, SIGN_UPS):
        return show(request, "question", meeting, context | {"busy": True}, status=429)
    if not form.is_valid():
        return show(request, "question", meeting, context)
    count_miss(request, SIGN_UPS)
    try:
        ask_beforehand(meeting, **form.cleaned_data, now=now)
    except MeetingError as error:
        return show(request, "question", meeting, context | {"refusal": error}, status=409)
    response = redirect("residents:question", meeting.token)
    response["Location"] += "?nu=gevraagd"
    return response
