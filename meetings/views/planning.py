"""The list of meetings, and one of them: what must be done for it."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import may, requires
from accounts.roles import Right
from meetings.models import Meeting, Notice
from meetings.querysets.meetings import MeetingQuerySet
from meetings.services.partner_mail import still_to_tell
from meetings.summaries.expected import expected
from meetings.summaries.next_steps import Untold, next_steps
from meetings.summaries.preparing import lines, points
from meetings.summaries.ringing import to_ring
from meetings.summaries.warnings import seen_warnings
from meetings.views.fetching import meeting_of
from ui.lists import Column, listing

COLUMNS = (
    Column("titel", gettext_lazy("Bijeenkomst"), ("title", "pk")),
    Column("datum", gettext_lazy("Wanneer"), ("starts_at", "pk")),
    Column("complex", gettext_lazy("Complex")),
    Column("soort", gettext_lazy("Soort"), ("kind", "-starts_at")),
    Column("stand", gettext_lazy("Stand"), ("state", "-starts_at")),
    Column("telaat", gettext_lazy("Te laat"), ("late_count", "starts_at"), numeric=True),
)
STATES = {
    "": gettext_lazy("Komend"),
    "gehouden": gettext_lazy("Gehouden"),
    "afgelast": gettext_lazy("Gaat niet door"),
    "alle": gettext_lazy("Alle"),
}


def _of_state(meetings: MeetingQuerySet, state: str) -> MeetingQuerySet:
    if state == "gehouden":
        return meetings.held()
    if state == "afgelast":
        return meetings.filter(state=Meeting.State.CANCELLED)
    return meetings if state == "alle" else meetings.coming()


@requires(Right.SEE_MEETINGS)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Those to come, the first one first; `?stand=` for those held, called off or all, the last one first."""
    state = request.GET.get("stand", "")
    state = state if state in STATES else ""
    visible = Meeting.objects.visible_to(request.user)
    meetings = _of_state(visible, state).with_totals(timezone.localdate())
    meetings = meetings.select_related("venue").prefetch_related("complexes")
    default = "-datum" if state else "datum"
    context = {
        "listing": listing(meetings, request.GET, columns=COLUMNS, default=default),
        "states": STATES.items(),
        "state": state,
        "filtered": bool(state) or visible.exists(),
        "now": timezone.now(),
    }
    return render(request, "meetings/meeting_list.html", context)


@requires(Right.SEE_MEETINGS)
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The planning screen of one meeting."""
    meeting, now = meeting_of(request, pk), timezone.now()
    today: date = timezone.localdate(now)
    planned_on = timezone.localdate(meeting.created_at)
    found = lines(meeting.preparations.select_related("owner"), today, planned_on)
    who = expected(meeting)
    context = {
        "meeting": meeting,
        "complexes": meeting.complexes.order_by("name"),
        "team": meeting.team.select_related("user"),
        "points": points(meeting, found, today),
        "passed": [line for line in found if line.standing == "passed"],
        "steps": next_steps(meeting, found, who, _untold(meeting, now), now),
        "who": who,
        "seen": seen_warnings(meeting) if meeting.is_coming and meeting.ends_at > now else [],
        "begun": meeting.starts_at <= now,
        "plans": may(request.user, Right.PLAN_MEETINGS),
    }
    return render(request, "meetings/meeting_detail.html", context)


def _untold(meeting: Meeting, now: datetime) -> Untold:
    kinds = [kind for _recipient, kind in still_to_tell(meeting, now)]
    first = kinds.count(Notice.Kind.INVITATION)
    return Untold(first, len(kinds) - first, len(to_ring(meeting, now=now)))
