"""The three questions on paper: the form to print, and typing what came back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import requires
from accounts.roles import Right
from complexes.context import current_corporation
from meetings.forms.evaluation import EvaluationForm
from meetings.models import Meeting
from meetings.opinion_questions import asked
from meetings.services.errors import MeetingError
from meetings.services.evaluating import give_opinion, is_open
from meetings.summaries.opinions import closes_on, opens_on, opinion_link
from meetings.views.fetching import meeting_of
from ui import qr
from ui.pdf import pdf_answer, pdf_from


@requires(Right.KEEP_DOOR)
def opinion_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper form at a time; nothing of an earlier one is ever shown."""
    meeting = meeting_of(request, pk)
    today = timezone.localdate()
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            give_opinion(meeting, form.answers, key=form.cleaned_data["key"], today=today)
        except MeetingError as error:
            problem = str(error)
        else:
            messages.success(request, _("Opgeslagen. Pak het volgende formulier."))
            return redirect("meetings:opinion_entry", pk)
    context = {
        "meeting": meeting,
        "form": form,
        "problem": problem,
        "is_open": is_open(meeting, today),
        "opens_on": opens_on(meeting),
        "closes_on": closes_on(meeting),
    }
    return render(request, "meetings/opinion_entry.html", context)


@requires(Right.SEE_MEETINGS)
def opinion_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Two forms on an A4, to cut: in Dutch and in English."""
    meeting = meeting_of(request, pk)
    context = {
        "meeting": meeting,
        "forms": [_paper(meeting, language) for language, _name in settings.LANGUAGES],
        "corporation": current_corporation(),
        "closes_on": closes_on(meeting),
    }
    with override("nl"):
        pdf = pdf_from("meetings/print/opinion.html", context)
    return pdf_answer(pdf, f"mening-{meeting.day}.pdf", inline=True)


def _paper(meeting: Meeting, language: str) -> dict[str, Any]:
    with override(language):
        code = qr.picture(opinion_link(meeting, language))
        return {"language": language, "questions": asked(), "code": code}
