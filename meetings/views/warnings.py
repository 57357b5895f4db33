"""Setting a warning of a meeting aside, and taking that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.steps import AsideForm
from meetings.services.errors import MeetingError
from meetings.services.warnings import set_aside, take_back
from meetings.views.fetching import actor, coming_meeting
from ui.forms import atomic_post


@requires(Right.PLAN_MEETINGS)
@require_POST
@atomic_post
def warning_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    form = AsideForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors.get("reason", [])))
        return redirect(f"{meeting.get_absolute_url()}#let-op")
    reasons = {form.cleaned_data["warning"]: form.cleaned_data["reason"]}
    try:
        set_aside(meeting, reasons, by=actor(request), now=timezone.now())
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Uw reden staat nu bij de waarschuwing."))
    return redirect(f"{meeting.get_absolute_url()}#let-op")


@requires(Right.PLAN_MEETINGS)
@require_POST
@atomic_post
def warning_take_back(request: HttpRequest, pk: int, aside_pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    take_back(get_object_or_404(meeting.set_aside, pk=aside_pk))
    messages.success(request, _("De waarschuwing geldt weer."))
    return redirect(f"{meeting.get_absolute_url()}#let-op")
