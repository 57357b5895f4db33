"""The list of meetings, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.roles import Right
from meetings.models import Meeting
from ui.lists import Column, listing

COLUMNS = (
    Column("datum", gettext_lazy("Wanneer"), ("starts_at", "pk")),
    Column("titel", gettext_lazy("Bijeenkomst"), ("title", "pk")),
    Column("soort", gettext_lazy("Soort"), ("kind", "-starts_at")),
    Column("stand", gettext_lazy("Stand"), ("state", "-starts_at")),
)


@requires(Right.SEE_MEETINGS)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting, those to come first."""
    meetings = Meeting.objects.visible_to(request.user).with_totals(timezone.localdate())
    meetings = meetings.select_related("venue").prefetch_related("complexes")
    found = listing(meetings, request.GET, columns=COLUMNS, default="-datum")
    return render(request, "meetings/meeting_list.html", {"listing": found})


@requires(Right.SEE_MEETINGS)
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    return render(request, "meetings/meeting_detail.html", {"meeting": meeting})
