"""Residents who sign up, as staff see them: totals for everybody, names for who keeps the door."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import may, requires
from accounts.roles import Right
from meetings.forms.sign_up import CorrectionForm, EntryForm, RungForm, said_of
from meetings.models import Meeting, Registration
from meetings.posters import Size, poster
from meetings.services import sign_up as services
from meetings.services.errors import MeetingError
from meetings.services.printing import DoesNotFit
from meetings.services.sign_up import Entry
from meetings.summaries.ringing import Ring, to_ring
from meetings.summaries.who_comes import who_comes
from meetings.views.fetching import actor, meeting_of
from proof.audit import record
from proof.models import Verb
from ui.forms import atomic_post
from ui.lists import Column, listing, posted_search
from ui.pdf import pdf_answer

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("mensen", gettext_lazy("Mensen"), ("people", "created_at"), numeric=True),
    Column("nodig", gettext_lazy("Nodig")),
    Column("bereik", gettext_lazy("Bereikbaar")),
    Column("binnen", gettext_lazy("Aangemeld"), ("created_at",)),
)
SEATED, WAITING, RING, WITHDRAWN = "komt", "wacht", "bellen", "afgemeld"  # `?stand=`


@requires(Right.SEE_MEETINGS)
@never_cache
def registrations(request: HttpRequest, pk: int) -> HttpResponse:
    """Totals and the public page; who comes by name only for who keeps the door."""
    meeting = meeting_of(request, pk)
    context = {
        "meeting": meeting,
        "totals": who_comes(meeting),
        "is_open": meeting.takes_sign_ups(timezone.now()),
        "is_over": timezone.now() >= meeting.ends_at,
    }
    if may(request.user, Right.KEEP_DOOR) and meeting.takes_registrations:
        context |= _by_name(request, meeting)
    return render(request, "meetings/registrations.html", context)


@requires(Right.SEE_MEETINGS)
def meeting_poster(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """Once residents may know of the meeting: before that the code on it would lead to nothing."""
    meeting = meeting_of(request, pk)
    if size not in set(Size) or not meeting.is_public or not meeting.is_coming:
        raise Http404
    try:
        pdf = poster(meeting, Size(size))
    except DoesNotFit as problem:
        messages.error(request, str(problem))
        return redirect("meetings:registrations", pk)
    return pdf_answer(pdf, f"poster-{size}-{meeting.day}.pdf")


@requires(Right.KEEP_DOOR)
@never_cache
def registration_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Who rang or handed in a slip."""
    meeting, now = meeting_of(request, pk), timezone.now()
    form = EntryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        entry = Entry(said["channel"], said["language"], actor(request), said["key"])
        try:
            made = services.register(meeting, form.household(), entry=entry, now=now)
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _what_became_of(made))
            return redirect("meetings:registrations", meeting.pk)
    context = {"meeting": meeting, "form": form, "is_full": meeting.is_full}
    return render(request, "meetings/registration_form.html", context)


@requires(Right.KEEP_DOOR)
@never_cache
@atomic_post
def registration_edit(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    meeting, found = meeting_of(request, pk), _registration(request, pk, key)
    sent = request.POST if request.method == "POST" else None
    form = CorrectionForm(sent, initial=said_of(found))
    if form.is_valid():
        try:
            services.change(found, form.household(), now=timezone.now())
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De aanmelding is bewaard."))
            return redirect("meetings:registrations", meeting.pk)
    ring = to_ring(meeting, now=timezone.now()).get(found.pk)
    context = {"meeting": meeting, "form": form, "registration": found, "ring": ring}
    return render(request, "meetings/registration_form.html", context)


@requires(Right.KEEP_DOOR)
@never_cache
def registration_withdraw(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Asks first."""
    meeting, found = meeting_of(request, pk), _registration(request, pk, key)
    if request.method == "POST":
        services.withdraw(found, now=timezone.now(), by=actor(request))
        messages.success(request, _("Afgemeld. Was er een wachtlijst, dan is die nagelopen."))
        return redirect("meetings:registrations", meeting.pk)
    context = {"meeting": meeting, "registration": found}
    return render(request, "meetings/registration_withdraw.html", context)


@requires(Right.KEEP_DOOR)
@require_POST
def registration_rung(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    found, form = _registration(request, pk, key), RungForm(request.POST)
    if form.is_valid():
        services.mark_rung(found, form.numbers(), now=timezone.now())
        messages.success(request, _("Genoteerd: deze bewoner weet het."))
    response = redirect("meetings:registrations", pk)
    response["Location"] += f"?stand={RING}"
    return response


def _registration(request: HttpRequest, pk: int, key: UUID) -> Registration:
    """One of this meeting, with what that household needs."""
    found = Registration.objects.visible_to(request.user).select_related("meeting", "needs")
    return get_object_or_404(found, pk=key, meeting_id=pk)


def _by_name(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """One of the four lists. Searching is posted: a name does not belong in an address."""
    rings = to_ring(meeting, now=timezone.now())
    chosen = request.GET.get("stand", SEATED)
    rows = _rows(request, meeting, chosen, rings)
    found = listing(rows, posted_search(request), columns=COLUMNS, default="binnen")
    for one in found.page:
        one.ring = rings.get(one.pk)
    if found.total:
        record(request.user, Verb.LOOKED_AT, meeting, words=_("aanmeldingen voor %s") % meeting)
    return {"listing": found, "chosen": chosen, "ring_count": len(rings)}


def _rows(
    request: HttpRequest, meeting: Meeting, chosen: str, rings: dict[UUID, Ring]
) -> QuerySet[Registration]:
    everybody = Registration.objects.visible_to(request.user).filter(meeting=meeting)
    rows = {
        WAITING: everybody.waiting(),
        WITHDRAWN: everybody.filter(state=Registration.State.WITHDRAWN),
        RING: everybody.filter(pk__in=rings),
    }
    return rows.get(chosen, everybody.seated()).select_related("needs")


def _what_became_of(made: Registration) -> str:
    if made.state == Registration.State.SEATED:
        return _("Aangemeld, met een plek.")
    place = services.place_in_line(made)
    return _("Alle plekken zijn bezet: op de wachtlijst, nummer %(place)s.") % {"place": place}
