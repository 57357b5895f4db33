"""Making a letter “u zei – wij doen”: how it begins, and its lines in their order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from meetings.forms.feedback import IntroForm, LineForm, StartForm
from meetings.models import Feedback, FeedbackLine, Meeting
from meetings.services import feedback as services
from meetings.summaries.letters import composed
from meetings.summaries.offers import (
    offer,
    promises_for,
    result_offers,
    said_before,
    topic_offers,
)
from meetings.views.fetching import letter_asked
from ui.forms import atomic_post


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def feedback_start(request: HttpRequest) -> HttpResponse:
    """Choose the complex; a proposal is made of what is known."""
    query = {"complex": request.GET.get("complex"), "meeting": request.GET.get("bijeenkomst")}
    form = StartForm(
        request.POST if request.method == "POST" else None,
        initial={name: value for name, value in query.items() if value},
        complexes=Complex.objects.visible_to(request.user),
        meetings=Meeting.objects.visible_to(request.user),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        feedback = services.start(chosen["complex"], chosen["meeting"], now=timezone.now())
        if feedback.is_public:
            return redirect(feedback)
        return redirect("meetings:feedback_edit", feedback.pk)
    return render(request, "meetings/feedback_start.html", {"form": form})


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def feedback_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The beginning and the lines; beside them what residents said and what was promised."""
    feedback = letter_asked(request, pk)
    if feedback.is_public:
        return redirect(feedback)
    form = IntroForm(request.POST if request.method == "POST" else None, instance=feedback)
    if request.method == "POST" and form.is_valid():
        services.save_intro(feedback, form.cleaned_data)
        messages.success(request, _("Het begin van de brief is bewaard."))
        return redirect("meetings:feedback_edit", pk)
    used = {line.promise_id for line in feedback.lines.all()}
    context = {
        "feedback": feedback,
        "form": form,
        "lines": zip(
            feedback.lines.all(), composed(feedback, today=timezone.localdate()).lines, strict=True
        ),
        "topics": topic_offers(feedback),
        "results": result_offers(feedback.complex),
        "promises": [one for one in promises_for(feedback) if one.pk not in used],
    }
    return render(request, "meetings/feedback_edit.html", context)


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def line_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new line, begun with a topic, a result or a promise that was chosen."""
    feedback = letter_asked(request, pk)
    chosen = offer(feedback, request.GET.get("van", ""))
    asked = request.GET.get("afspraak", "")
    promises = {str(one.pk): one for one in promises_for(feedback)}
    promise = promises.get(asked)
    said = chosen.words if chosen else said_before(promise) if promise else ""
    line = FeedbackLine(feedback=feedback, said=said, promise=promise)
    return _line_form(request, line)


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def line_edit(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    return _line_form(request, _line(request, pk, line))


def _line_form(request: HttpRequest, line: FeedbackLine) -> HttpResponse:
    feedback = line.feedback
    if feedback.is_public:
        return _refused(request, feedback)
    form = LineForm(request.POST if request.method == "POST" else None, instance=line)
    if request.method == "POST" and form.is_valid():
        services.save_line(form.save(commit=False))
        messages.success(request, _("De regel is bewaard."))
        return redirect("meetings:feedback_edit", feedback.pk)
    context = {"feedback": feedback, "form": form, "is_new": line.pk is None}
    return render(request, "meetings/feedback_line.html", context)


@requires(Right.ANSWER_RESIDENTS)
@require_POST
@atomic_post
def line_move(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    found = _line(request, pk, line)
    if found.feedback.is_public:
        return _refused(request, found.feedback)
    services.move_line(found, up=request.POST.get("naar") != "omlaag")
    return redirect("meetings:feedback_edit", pk)


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def line_delete(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    found = _line(request, pk, line)
    if found.feedback.is_public:
        return _refused(request, found.feedback)
    if request.method == "POST":
        services.remove_line(found)
        messages.success(request, _("De regel is weg."))
        return redirect("meetings:feedback_edit", pk)
    context = {"feedback": found.feedback, "line": found}
    return render(request, "meetings/feedback_line_delete.html", context)


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def feedback_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a letter that was never public; asks first."""
    feedback = letter_asked(request, pk)
    if feedback.published_at:
        return _refused(request, feedback)
    if request.method == "POST":
        services.delete_draft(feedback)
        messages.success(request, _("De brief in de maak is weg."))
        return redirect("meetings:feedback_list")
    return render(request, "meetings/feedback_delete.html", {"feedback": feedback})


def _refused(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    messages.error(request, _("Deze brief is openbaar geweest of is dat nog. Hij blijft zo."))
    return redirect(feedback)


def _line(request: HttpRequest, pk: int, line: int) -> FeedbackLine:
    lines = FeedbackLine.objects.select_related("feedback__complex", "feedback__meeting")
    return get_object_or_404(lines, pk=line, feedback=letter_asked(request, pk))
