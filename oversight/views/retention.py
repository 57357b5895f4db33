"""How long things are kept, when it was last cleaned up, and what an administrator decides about it."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from oversight.forms import PeriodForm
from oversight.state import read_state
from oversight.words import period_words
from proof.models import RetentionPeriod, RetentionRun
from proof.retention import Rule, rule_of
from proof.retention.clock import read_clock
from proof.retention.deciding import MoreThanShown, confirm, confirm_clock, set_period
from proof.retention.looking import Known, look
from proof.retention.running import RuleOutcome, plan
from proof.tasks import KEY, start_run
from ui.forms import atomic_post
from ui.lists import Column, listing, row_listing
from ui.progress import Progress, read_progress

COLUMNS = (
    Column("wat", gettext_lazy("Wat"), ("title",)),
    Column("termijn", gettext_lazy("Bewaard"), ("days", "title")),
    Column("beurt", gettext_lazy("Aan de beurt"), ("due", "title"), numeric=True),
    Column("vast", gettext_lazy("Vastgehouden"), ("held", "title"), numeric=True),
)
RUN_COLUMNS = (
    Column("wanneer", gettext_lazy("Wanneer"), ("at",)),
    Column("wat", gettext_lazy("Wat"), ("words", "-at")),
    Column("uitkomst", gettext_lazy("Uitkomst"), ("outcome", "-at")),
    Column("verwijderd", gettext_lazy("Verwijderd"), ("removed", "-at"), numeric=True),
    Column("vast", gettext_lazy("Vastgehouden"), ("held", "-at"), numeric=True),
    Column("door", gettext_lazy("Bevestigd door"), ("confirmed_name", "-at")),
)


@dataclass(frozen=True)
class Row:
    """One rule on the page."""

    key: str
    title: str
    kept: str
    note: str
    days: int
    period: str
    due: int
    held: int
    waits: bool
    can_change: bool

    def __str__(self) -> str:
        return f"{self.title} {self.kept} {self.note}"

    @classmethod
    def of(cls, one: RuleOutcome) -> "Row":
        rule, looked = one.look.rule, one.look
        return cls(
            key=rule.key,
            title=str(rule.title),
            kept=str(rule.kept),
            note=str(rule.note),
            days=looked.days,
            period=str(rule.period) or period_words(looked.days),
            due=looked.due,
            held=looked.held_count,
            waits=one.outcome == RetentionRun.Outcome.WAITING,
            can_change=rule.can_change,
        )


@requires(Right.MANAGE_RETENTION)
def retention(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    planned = plan(now=now)
    rows = [Row.of(one) for one in planned.outcomes]
    context = {
        "listing": row_listing(rows, request.GET, columns=COLUMNS, default="wat", per_page=50),
        "waiting": [row for row in rows if row.waits],
        "clock": planned.clock,
        "state": read_state(now),
    }
    return render(request, "oversight/retention.html", context)


@requires(Right.MANAGE_RETENTION)
def retention_runs(request: HttpRequest) -> HttpResponse:
    """The lines of proof: what was removed when, how many, and who said yes."""
    runs = RetentionRun.objects.all()
    found = listing(runs, request.GET, columns=RUN_COLUMNS, default="-wanneer")
    return render(request, "oversight/retention_runs.html", {"listing": found})


@requires(Right.MANAGE_RETENTION)
@atomic_post
def period_edit(request: HttpRequest, key: str) -> HttpResponse:
    rule = _rule(key)
    if not rule.can_change:
        raise Http404
    sent, now = request.method == "POST", timezone.now()
    period = RetentionPeriod(rule=key, days=rule.days)
    if sent:  # a row to lock, so that two people cannot overwrite each other unseen
        RetentionPeriod.objects.get_or_create(rule=key, defaults={"days": rule.days})
        period = RetentionPeriod.objects.select_for_update().get(rule=key)
    else:
        period = RetentionPeriod.objects.filter(rule=key).first() or period
    form = PeriodForm(request.POST if sent else None, instance=period, rule=rule)
    if form.is_valid():
        set_period(rule, form.cleaned_data["days"], by=_user(request), now=now)
        messages.success(request, _("De bewaartermijn is gewijzigd."))
        return redirect("oversight:retention")
    return render(request, "oversight/period_form.html", {"rule": rule, "form": form})


@requires(Right.MANAGE_RETENTION)
def retention_start(request: HttpRequest) -> HttpResponse:
    """Asks, then has the worker clean up now."""
    now = timezone.now()
    if request.method == "POST":
        start_run()
        return redirect("oversight:retention_progress")
    planned = plan(now=now)
    due = [Row.of(one) for one in planned.outcomes if one.look.due or one.look.held]
    context = {"clock": planned.clock, "rows": due}
    return render(request, "oversight/retention_start.html", context)


@requires(Right.MANAGE_RETENTION)
def retention_progress(request: HttpRequest) -> HttpResponse:
    """How far cleaning up is; JSON for the page's script."""
    progress = read_progress(KEY)
    if "application/json" in request.headers.get("Accept", ""):
        shown = progress or Progress("done")
        return JsonResponse(
            {"state": shown.state, "percentage": shown.percentage, "words": str(shown.words)}
        )
    if progress is None:
        return redirect("oversight:retention")
    return render(request, "oversight/retention_progress.html", {"progress": progress})


@requires(Right.MANAGE_RETENTION)
def removal_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """What waits, and why; saying yes lets the worker remove exactly this."""
    rule, now = _rule(key), timezone.now()
    looked = look(rule, now, Known.at(now))
    if request.method == "POST":
        try:
            confirm(rule, seen=_number(request.POST.get("seen")), by=_user(request), now=now)
        except MoreThanShown as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        start_run()
        return redirect("oversight:retention_progress")
    return render(request, "oversight/removal_confirm.html", {"rule": rule, "look": looked})


@requires(Right.MANAGE_RETENTION)
def clock_confirm(request: HttpRequest) -> HttpResponse:
    """Is it really this day? Saying yes starts cleaning up."""
    clock = read_clock(timezone.now())
    if clock.is_trusted:
        return redirect("oversight:retention")
    if request.method == "POST":
        confirm_clock(by=_user(request), now=clock.now)
        start_run()
        return redirect("oversight:retention_progress")
    return render(request, "oversight/clock_confirm.html", {"clock": clock})


def _rule(key: str) -> Rule:
    rule = rule_of(key)
    if rule is None:
        raise Http404
    return rule


def _number(sent: str | None) -> int:
    return int(sent) if sent and sent.isdecimal() and len(sent) < 12 else 0


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)  # the door is closed to anybody else
