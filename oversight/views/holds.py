"""Holding things back from removal, with a reason, and letting them go."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from oversight.forms import HoldForm
from proof.models import RetentionHold
from proof.retention import rule_of, rules
from proof.retention.deciding import AlreadyHeld, hold, let_go
from ui.lists import Column, listing

COLUMNS = (
    Column("wat", gettext_lazy("Wat"), ("words",)),
    Column("reden", gettext_lazy("Waarom"), ("reason",)),
    Column("door", gettext_lazy("Door"), ("by_name", "words")),
    Column("sinds", gettext_lazy("Sinds"), ("at",)),
    Column("tot", gettext_lazy("Tot en met"), ("until", "words")),
)


@requires(Right.MANAGE_RETENTION)
def hold_list(request: HttpRequest) -> HttpResponse:
    holds = RetentionHold.objects.at_work(timezone.now())
    found = listing(holds, request.GET, columns=COLUMNS, default="-sinds")
    context = {"listing": found, "rules": [rule for rule in rules() if rule.can_change]}
    return render(request, "oversight/hold_list.html", context)


@requires(Right.MANAGE_RETENTION)
def hold_create(request: HttpRequest, key: str) -> HttpResponse:
    rule = rule_of(key)
    if rule is None or not rule.can_change:
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None, rule=rule)
    if form.is_valid():
        about = {"reason": form.cleaned_data["reason"], "until": form.cleaned_data["until"]}
        user, now = cast(User, request.user), timezone.now()
        try:
            hold(rule, form.chosen, by=user, now=now, **about)
        except AlreadyHeld as refused:
            form.add_error("thing", str(refused))
        else:
            messages.success(request, _("Dit wordt vastgehouden en niet opgeruimd."))
            return redirect("oversight:hold_list")
    return render(request, "oversight/hold_form.html", {"rule": rule, "form": form})


@requires(Right.MANAGE_RETENTION)
def hold_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then lets go: the next run removes what has become too old."""
    held = get_object_or_404(RetentionHold.objects.at_work(timezone.now()), pk=pk)
    if request.method == "POST":
        let_go(held, by=cast(User, request.user), now=timezone.now())
        messages.success(request, _("Losgelaten: het wordt weer op tijd opgeruimd."))
        return redirect("oversight:hold_list")
    return render(request, "oversight/hold_end.html", {"hold": held})
