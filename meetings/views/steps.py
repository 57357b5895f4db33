"""Steps in the life of a meeting: announced, moved, called off, held, copied. Each asks first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.moments import MomentForm, initial_moment
from meetings.forms.reasons import Reasons, read_reasons
from meetings.forms.steps import CancelForm
from meetings.models import Meeting, Notice
from meetings.services import copying, planning
from meetings.services.errors import MeetingError
from meetings.services.partner_mail import still_to_tell
from meetings.services.sign_up import tell_registrations
from meetings.services.warnings import set_aside
from meetings.summaries.clashes import plan_of
from meetings.summaries.expected import expected
from meetings.summaries.preparing import foreseen_again
from meetings.summaries.warnings import warnings
from meetings.views.fetching import actor, coming_meeting, meeting_of
from ui.forms import atomic_post


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_announce(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    return _confirmed(
        request,
        meeting,
        "meetings/meeting_announce.html",
        lambda: planning.announce(meeting, by=actor(request), now=timezone.now()),
        _("De bijeenkomst is aangekondigd. Bewoners kunnen er nu over lezen."),
    )


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_held(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    return _confirmed(
        request,
        meeting,
        "meetings/meeting_held.html",
        lambda: planning.mark_held(meeting, by=actor(request), now=timezone.now()),
        _("De bijeenkomst is afgerond. Schrijf nu op wat er is afgesproken."),
    )


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        now = timezone.now()
        off = planning.cancel_meeting(meeting, reason, by=actor(request), now=now)
        told = tell_registrations(off, Notice.Kind.CANCELLATION, now=now)
        messages.success(
            request, f"{_('De bijeenkomst gaat niet door.')} {_told_words(told)}".strip()
        )
        return _to_who_must_hear(off)
    context = {"meeting": meeting, "form": form, "coming": expected(meeting)}
    return render(request, "meetings/meeting_cancel.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_move(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    form, reasons = _moment(request, meeting, initial_moment(meeting))
    if form.is_valid() and not reasons.missing and "kijk" not in request.POST:
        starts, ends = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]
        now = timezone.now()
        moved = planning.move_meeting(meeting, starts, ends, by=actor(request), now=now)
        set_aside(moved, reasons.given, by=actor(request), now=now)
        told = tell_registrations(moved, Notice.Kind.UPDATE, now=now)
        messages.success(request, f"{_('De bijeenkomst is verzet.')} {_told_words(told)}".strip())
        return _to_who_must_hear(moved)
    context = {
        "meeting": meeting,
        "form": form,
        "reasons": reasons,
        "coming": expected(meeting),
        "today": timezone.localdate(),
        "foreseen": _foreseen(form, meeting),
    }
    return render(request, "meetings/meeting_move.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new meeting after this one, held, called off or still to come; only a day is asked."""
    original = meeting_of(request, pk)
    moment = initial_moment(original) | {"day": None}
    form, reasons = _moment(request, original, moment, copy=True)
    if form.is_valid() and not reasons.missing and "kijk" not in request.POST:
        starts, ends = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]
        now = timezone.now()
        copied = copying.copy_meeting(original, starts, ends, by=actor(request), now=now)
        set_aside(copied, reasons.given, by=actor(request), now=now)
        messages.success(request, _("Dit is de nieuwe bijeenkomst. Loop haar even na."))
        return redirect(copied)
    context = {
        "meeting": original,
        "form": form,
        "reasons": reasons,
        "taken": copying.taken_along(original),
        "today": timezone.localdate(),
        "foreseen": _foreseen(form, original),
    }
    return render(request, "meetings/meeting_copy.html", context)


def _to_who_must_hear(meeting: Meeting) -> HttpResponse:
    """The mails that partners must still get; the meeting itself when none was told of it."""
    meeting = Meeting.objects.select_related("venue").get(pk=meeting.pk)
    if still_to_tell(meeting, timezone.now()):
        return redirect("meetings:partner_mails", meeting.pk)
    return redirect(meeting)


def _confirmed(
    request: HttpRequest,
    meeting: Meeting,
    template: str,
    step: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Ask, take the step, and say what came of it; a refusal is said on the meeting's page."""
    if request.method != "POST":
        context = {"meeting": meeting, "now": timezone.now()}
        return render(request, template, context)
    try:
        with transaction.atomic():
            step()
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(meeting)


def _told_words(households: int) -> str:
    """How many households hear of it; "" when there are none."""
    if not households:
        return ""
    words = ngettext(
        "%(n)d huishouden dat zich aanmeldde, krijgt bericht.",
        "%(n)d huishoudens die zich aanmeldden, krijgen bericht.",
        households,
    )
    return words % {"n": households}


def _moment(
    request: HttpRequest, meeting: Meeting, initial: dict[str, Any], *, copy: bool = False
) -> tuple[MomentForm, Reasons]:
    """The form with the new moment, and what is to be warned about then."""
    sent = request.POST if request.method == "POST" else None
    form = MomentForm(sent, initial=initial)
    if sent is None or not form.is_valid():
        return form, Reasons()
    starts, ends = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]
    if not copy and (starts, ends) == (meeting.starts_at, meeting.ends_at):
        form.add_error(None, _("Dit is het tijdstip dat er al stond."))
        return form, Reasons()
    plan = plan_of(meeting).at(starts, ends)
    plan = plan.as_new() if copy else plan
    stored = None if copy else meeting
    return form, read_reasons(warnings(plan), sent, meeting=stored, asking="kijk" not in sent)


def _foreseen(form: MomentForm, meeting: Meeting) -> Any:
    if not form.is_bound or not form.is_valid():
        return []
    return foreseen_again(meeting, form.cleaned_data["starts_at"], timezone.localdate())
