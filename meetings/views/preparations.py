"""Preparations of a meeting: done or not needed, by whom, when; added and deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from meetings.forms.steps import MarkForm, PreparationForm
from meetings.models import Meeting, Preparation
from meetings.services import preparations as services
from meetings.services.errors import MeetingError
from meetings.views.fetching import actor
from ui.forms import atomic_post


@requires(Right.PLAN_MEETINGS)
@atomic_post
def preparation_create(request: HttpRequest, meeting_pk: int) -> HttpResponse:
    meetings = Meeting.objects.visible_to(request.user).exclude(state=Meeting.State.CANCELLED)
    meeting = get_object_or_404(meetings, pk=meeting_pk)
    return _form(request, Preparation(meeting=meeting, owner=actor(request)))


@requires(Right.PLAN_MEETINGS)
@atomic_post
def preparation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _locked(request, pk))


@requires(Right.PLAN_MEETINGS)
@atomic_post
def preparation_delete(request: HttpRequest, pk: int) -> HttpResponse:
    preparation = _locked(request, pk)
    meeting = preparation.meeting
    if request.method != "POST":
        context = {"preparation": preparation, "meeting": meeting}
        return render(request, "meetings/preparation_delete.html", context)
    try:
        services.delete_preparation(preparation)
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("«%(title)s» is verwijderd.") % {"title": preparation.title})
    return redirect(meeting)


@requires(Right.SEE_MEETINGS)
@require_POST
@atomic_post
def preparation_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """By who plans meetings, and by whoever has this one to do."""
    found = Preparation.objects.workable_by(actor(request))
    preparation = get_object_or_404(found.select_related("meeting"), pk=pk)
    form = MarkForm(request.POST)
    if form.is_valid():
        state = Preparation.State(form.cleaned_data["state"])
        stored = services.mark(preparation, state, now=timezone.now())
        said = {"title": stored.title, "state": stored.get_state_display()}
        messages.success(request, _("«%(title)s» staat nu op: %(state)s.") % said)
    return redirect(f"{preparation.meeting.get_absolute_url()}#voorbereiding")


def _form(request: HttpRequest, preparation: Preparation) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    able = User.objects.with_right(Right.SEE_MEETINGS)
    ours = User.objects.filter(pk=preparation.owner_id)
    title = preparation.title
    form = PreparationForm(sent, instance=preparation, colleagues=(able | ours).order_by("name"))
    if sent is not None and form.is_valid():
        stored = services.save_preparation(form.instance)
        messages.success(request, _("«%(title)s» is bewaard.") % {"title": stored.title})
        return redirect(f"{stored.meeting.get_absolute_url()}#voorbereiding")
    context = {
        "form": form,
        "preparation": preparation,
        "meeting": preparation.meeting,
        "title": title,
        "own": preparation.kind == Preparation.Kind.OWN,
    }
    return render(request, "meetings/preparation_form.html", context)


def _locked(request: HttpRequest, pk: int) -> Preparation:
    found = Preparation.objects.visible_to(request.user).select_related("meeting")
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, pk=pk)
