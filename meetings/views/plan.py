"""Planning in one screen: a new meeting, or another plan for one that is to come."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from meetings.forms.complexes import ComplexChoice, complex_choice
from meetings.forms.planning import ChangedPlanForm, NewPlanForm, PlanForm
from meetings.forms.reasons import Reasons, read_reasons
from meetings.forms.team import team_rows
from meetings.models import Meeting, Notice, Participation
from meetings.services import planning
from meetings.services.sign_up import tell_registrations
from meetings.services.warnings import set_aside
from meetings.summaries.clashes import Plan
from meetings.summaries.expected import expected
from meetings.summaries.preparing import Line, foreseen
from meetings.summaries.warnings import warnings
from meetings.views.fetching import actor, coming_meeting
from ui.forms import as_typed, atomic_post

SAVE, LOOK, FIND, ROWS = "bewaar", "kijk", "zoek", "rij"


class Screen:
    """The planning screen as it was sent, or as it opens. Looking, searching and more rows keep nothing."""

    def __init__(self, request: HttpRequest, meeting: Meeting | None) -> None:
        self.meeting, self.user = meeting, actor(request)
        self.sent = request.POST if request.method == "POST" else None
        self.wants = _wanted(self.sent) if self.sent is not None else ""
        kind = ChangedPlanForm if meeting else NewPlanForm
        started = {} if meeting else _started(request)
        self.form: PlanForm = kind(
            self.sent, instance=meeting or Meeting(), initial=started, user=self.user
        )
        self.team = team_rows(
            self.sent, meeting=meeting, planner=self.user, more=self.wants == ROWS
        )
        self.choice = self._choice(request, started)
        self.reasons, self.foreseen, self.judged = Reasons(), list[Line](), False
        if self.wants in (FIND, ROWS):
            as_typed(self.form)
            as_typed(self.team)
        elif self.wants:
            self._look_ahead(self.sent or QueryDict())

    @property
    def is_settled(self) -> bool:
        """Asked to be kept, with nothing wrong and a reason for every warning that needs one."""
        right = self.wants == SAVE and self.form.is_valid() and self.team.is_valid()
        return right and not self.reasons.missing

    def keep(self) -> Meeting:
        now, chosen = timezone.now(), self.form.cleaned_data["complexes"]
        plan: Meeting = self.form.instance
        if self.meeting:
            kept = planning.change_meeting(plan, complexes=chosen, team=self.team.team, now=now)
            if {"venue", "spot"} & set(self.form.changed_data):
                tell_registrations(kept, Notice.Kind.UPDATE, now=now)
        else:
            kept = planning.plan_meeting(
                plan, complexes=chosen, team=self.team.team, by=self.user, now=now
            )
        set_aside(kept, self.reasons.given, by=self.user, now=now)
        return kept

    def context(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "team": self.team,
            "choice": self.choice,
            "reasons": self.reasons,
            "foreseen": self.foreseen,
            "coming": expected(self.meeting) if self.meeting else None,
            "today": timezone.localdate(),
            "judged": self.judged,
            "looked": self.wants in (SAVE, LOOK),
            "meeting": self.meeting,
        }

    def _choice(self, request: HttpRequest, started: dict[str, Any]) -> ComplexChoice:
        visible = Complex.objects.visible_to(request.user)
        if self.sent is None:
            chosen = self.form.initial.get("complexes") or []
            return complex_choice(visible, chosen)
        words = self.sent.get("zoek_complex", "")[:100]
        return complex_choice(visible, self.sent.getlist("complexes"), words)

    def _look_ahead(self, sent: QueryDict) -> None:
        """Warnings and preparations, as far as the plan is clear enough to say anything."""
        self.form.is_valid()
        self.team.is_valid()
        plan = self._plan()
        if plan is None:
            return
        self.judged = True
        self.reasons = read_reasons(
            warnings(plan), sent, meeting=self.meeting, asking=self.wants == SAVE
        )
        if not self.meeting:
            self.foreseen = foreseen(plan.starts_at, timezone.localdate())

    def _plan(self) -> Plan | None:
        cleaned, meeting = self.form.cleaned_data, self.meeting
        starts_at = meeting.starts_at if meeting else cleaned.get("starts_at")
        ends_at = meeting.ends_at if meeting else cleaned.get("ends_at")
        if not starts_at or not ends_at:
            return None
        rows = [getattr(row, "cleaned_data", {}).get("user") for row in self.team.forms]
        standing = meeting.participations.standing() if meeting else Participation.objects.none()
        return Plan(
            kind=cleaned.get("kind", ""),
            starts_at=starts_at,
            ends_at=ends_at,
            venue_id=cleaned["venue"].pk if cleaned.get("venue") else None,
            spot=cleaned.get("spot", ""),
            complexes=frozenset(one.pk for one in cleaned.get("complexes") or []),
            people=frozenset(user.pk for user in rows if user),
            contacts=frozenset(standing.values_list("contact_id", flat=True)),
            pk=meeting.pk if meeting else None,
        )


def _wanted(sent: QueryDict) -> str:
    """Which button; Enter in the field that searches complexes searches, elsewhere it keeps the plan."""
    wants = sent.get("doe", SAVE)
    searching = sent.get("zoek_complex", "").strip() != sent.get("gezocht", "").strip()
    return FIND if wants == "enter" and searching else (SAVE if wants == "enter" else wants)


def _started(request: HttpRequest) -> dict[str, Any]:
    """The complexes that the link which led here names."""
    asked = Complex.objects.visible_to(request.user).filter(code__in=request.GET.getlist("complex"))
    return {"complexes": list(asked.values_list("pk", flat=True))}


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_create(request: HttpRequest) -> HttpResponse:
    screen = Screen(request, None)
    if screen.is_settled:
        meeting = screen.keep()
        messages.success(
            request,
            _("%(title)s staat gepland. Hieronder staat wat er nu te doen is.")
            % {"title": meeting.title},
        )
        return redirect(meeting)
    return render(request, "meetings/meeting_form.html", screen.context())


@requires(Right.PLAN_MEETINGS)
@atomic_post
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = coming_meeting(request, pk)
    title = meeting.title
    screen = Screen(request, meeting)
    if screen.is_settled:
        kept = screen.keep()
        messages.success(request, _("%(title)s is bewaard.") % {"title": kept.title})
        return redirect(kept)
    return render(request, "meetings/meeting_form.html", screen.context() | {"title": title})
