"""Venues: the list, one of them, adding, changing and ending its use."""

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.venues import VenueForm
from meetings.models import Meeting, Venue
from meetings.services.errors import MeetingError
from meetings.services.venues import end_venue, save_venue
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (
    Column("naam", gettext_lazy("Locatie"), ("name", "pk")),
    Column("plaats", gettext_lazy("Waar"), ("place", "address", "pk")),
    Column("plaatsen", gettext_lazy("Plaatsen"), ("capacity", "name"), numeric=True),
    Column("toegang", gettext_lazy("Zonder drempels"), ("step_free", "name")),
    Column("gebruikt", gettext_lazy("Bijeenkomsten"), ("meeting_count", "name"), numeric=True),
)


@requires(Right.SEE_MEETINGS)
def venue_list(request: HttpRequest) -> HttpResponse:
    """Those in use; `?stand=vroeger` for those that were."""
    ended = request.GET.get("stand") == "vroeger"
    visible = Venue.objects.visible_to(request.user)
    chosen = visible.filter(ended_on__isnull=False) if ended else visible.in_use()
    venues = chosen.annotate(meeting_count=Count("meetings"))
    context = {
        "listing": listing(venues, request.GET, columns=COLUMNS, default="naam"),
        "ended": ended,
        "some_ended": ended or visible.filter(ended_on__isnull=False).exists(),
    }
    return render(request, "meetings/venue_list.html", context)


@requires(Right.SEE_MEETINGS)
def venue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    venue = get_object_or_404(Venue.objects.visible_to(request.user), pk=pk)
    meetings = Meeting.objects.visible_to(request.user).filter(venue=venue)
    used = meetings.aggregate(number=Count("pk"), last=Max("starts_at"))
    context = {
        "venue": venue,
        "coming": meetings.to_come(timezone.now()).order_by("starts_at")[:10],
        "used": used,
    }
    return render(request, "meetings/venue_detail.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def venue_create(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def venue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _in_use(request, pk))


@requires(Right.PLAN_MEETINGS)
@atomic_post
def venue_end(request: HttpRequest, pk: int) -> HttpResponse:
    venue = _in_use(request, pk)
    if request.method != "POST":
        coming = venue.meetings.to_come(timezone.now()).order_by("starts_at")
        return render(request, "meetings/venue_end.html", {"venue": venue, "coming": coming})
    try:
        end_venue(venue, on=timezone.localdate(), now=timezone.now())
    except MeetingError as refusal:
        messages.error(request, str(refusal))
        return redirect(venue)
    messages.success(request, _("%(name)s kan niet meer gekozen worden.") % {"name": venue.name})
    return redirect("meetings:venue_list")


def _form(request: HttpRequest, venue: Venue | None) -> HttpResponse:
    name = venue.name if venue else ""
    form = VenueForm(request.POST if request.method == "POST" else None, instance=venue)
    if form.is_valid():
        stored = save_venue(form.instance)
        messages.success(request, _("%(name)s is bewaard.") % {"name": stored.name})
        return redirect(stored)
    context = {"form": form, "venue": venue, "name": name}
    return render(request, "meetings/venue_form.html", context)


def _in_use(request: HttpRequest, pk: int) -> Venue:
    venues = Venue.objects.visible_to(request.user).in_use()
    if request.method == "POST":
        venues = venues.select_for_update()
    return get_object_or_404(venues, pk=pk)
