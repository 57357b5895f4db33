"""Residents who asked to be called: who waits, who was called, and forgetting one at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from proof.audit import record
from proof.models import Verb
from surveys.models import CallRequest
from surveys.services.calls import delete_call, mark_called
from ui.lists import Column, listing, posted_search

COLUMNS = (
    Column("nummer", gettext_lazy("Telefoon"), ("phone",)),
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("waarover", gettext_lazy("Waarover"), ("topic",)),
    Column("week", gettext_lazy("Gevraagd in"), ("week",)),
    Column("daarna", gettext_lazy("Daarna")),
)
CALLED = "gebeld"  # `?stand=`


@requires(Right.CALL_BACK)
@never_cache
def call_list(request: HttpRequest) -> HttpResponse:
    """Who still waits, or with `?stand=gebeld` who was called.

    Searching is posted: a name or number does not belong in an address, nor in a log of addresses.
    """
    requests = CallRequest.objects.visible_to(request.user)
    called = request.GET.get("stand") == CALLED
    chosen = requests.called() if called else requests.waiting()
    found = listing(chosen, posted_search(request), columns=COLUMNS, default="week")
    if found.total:
        record(request.user, Verb.LOOKED_AT, words=_("terugbelverzoeken"))
    context = {
        "listing": found,
        "called": called,
        "waiting_count": requests.waiting().count(),
        "called_count": requests.called().count(),
    }
    return render(request, "surveys/call_list.html", context)


@requires(Right.CALL_BACK)
@require_POST
def call_done(request: HttpRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(CallRequest.objects.visible_to(request.user), pk=key)
    mark_called(found, now=timezone.now())
    messages.success(
        request, _("Gebeld. Het nummer wordt vanzelf gewist, vier weken na deze week.")
    )
    return redirect("surveys:call_list")


@requires(Right.CALL_BACK)
@never_cache
def call_delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks first."""
    found = get_object_or_404(CallRequest.objects.visible_to(request.user), pk=key)
    if request.method == "POST":
        delete_call(found)
        record(request.user, Verb.REMOVED, words=_("een terugbelverzoek"))
        messages.success(request, _("Het verzoek is gewist."))
        return redirect("surveys:call_list")
    return render(request, "surveys/call_delete.html", {"found": found})
