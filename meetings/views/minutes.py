"""The minutes of a meeting: writing them, and sharing each layer with its readers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.minutes import PassageForm, SummaryForm
from meetings.models import Meeting, Passage, Promise
from meetings.services import minutes as minutes_service
from meetings.services.errors import MeetingError
from meetings.services.minutes import readers
from meetings.summaries.minutes import minutes_for, minutes_of, partners_layer, residents_layer
from meetings.views.fetching import actor, meeting_of
from meetings.views.promises import mark_overdue
from partners.models import Contact
from ui.forms import atomic_post


@requires(Right.SEE_MEETINGS)
def minutes_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, for staff: both layers, with who may read what; and the promises of this meeting."""
    meeting = meeting_of(request, pk)
    promises = list(Promise.objects.visible_to(request.user).filter(meeting=meeting).with_names())
    mark_overdue(promises, timezone.localdate())
    minutes = minutes_of(meeting)
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "layer": partners_layer(minutes),
        "promises": promises,
    }
    return render(request, "meetings/minutes.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def minutes_summary(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk, locks=True)
    minutes = minutes_of(meeting)
    form = SummaryForm(request.POST if request.method == "POST" else None, instance=minutes)
    if _stored(request, form, lambda: minutes_service.save_summary(form.save(commit=False))):
        return redirect("meetings:minutes", pk=pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/minutes_summary.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def passage_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Something that was said; `?punt=` says at which item."""
    meeting = meeting_of(request, pk, locks=True)
    item = request.GET.get("punt", "")
    initial = {"item": item} if item.isdecimal() else {}
    return _passage_form(request, Passage(meeting=meeting), initial=initial)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def passage_edit(request: HttpRequest, pk: int, passage_pk: int) -> HttpResponse:
    return _passage_form(request, _passage(request, pk, passage_pk))


@requires(Right.PLAN_MEETINGS)
@atomic_post
def passage_delete(request: HttpRequest, pk: int, passage_pk: int) -> HttpResponse:
    passage = _passage(request, pk, passage_pk)
    if request.method == "POST":
        minutes_service.remove_passage(passage)
        messages.success(request, _("Dit stuk van het verslag is verwijderd."))
        return redirect("meetings:minutes", pk=pk)
    context = {"meeting": passage.meeting, "passage": passage}
    return render(request, "meetings/passage_delete.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def minutes_to_partners(request: HttpRequest, pk: int) -> HttpResponse:
    """How partners would read it, who they are, and the question whether to share."""
    meeting = meeting_of(request, pk, locks=True)
    if request.method == "POST":
        return _share(request, meeting, _to_partners)
    context = {
        "meeting": meeting,
        "layer": partners_layer(minutes_of(meeting)),
        "readers": readers(meeting),
    }
    return render(request, "meetings/minutes_to_partners.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def minutes_to_residents(request: HttpRequest, pk: int) -> HttpResponse:
    """How residents would read it, and the question whether to put it on their page."""
    meeting = meeting_of(request, pk, locks=True)
    if request.method == "POST":
        return _share(request, meeting, _to_residents)
    context = {"meeting": meeting, "layer": residents_layer(minutes_of(meeting))}
    return render(request, "meetings/minutes_to_residents.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def minutes_take_back(request: HttpRequest, pk: int, readers_: str) -> HttpResponse:
    """Ask, and then close it for `partners` or `bewoners`."""
    if readers_ not in ("partners", "bewoners"):
        raise Http404
    meeting, residents = meeting_of(request, pk, locks=True), readers_ == "bewoners"
    if request.method == "POST":
        by = actor(request)
        minutes_service.take_back(meeting, residents=residents, by=by)
        messages.success(request, _("Het verslag is niet meer te lezen voor hen."))
        return redirect("meetings:minutes", pk=pk)
    context = {"meeting": meeting, "residents": residents}
    return render(request, "meetings/minutes_take_back.html", context)


@requires(Right.VISIT_AS_PARTNER)
def own_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting this contact was asked for, once they are shared."""
    contact = get_object_or_404(Contact.objects.of(request.user))
    meeting = get_object_or_404(Meeting.objects.select_related("venue"), pk=pk)
    layer = minutes_for(contact, meeting)
    if layer is None:
        raise Http404
    own = Promise.objects.for_contact(contact).filter(meeting=meeting)
    context = {"meeting": meeting, "layer": layer, "promises": own}
    return render(request, "meetings/own_minutes.html", context)


Share = Callable[[HttpRequest, Meeting], str]


def _share(request: HttpRequest, meeting: Meeting, share: Share) -> HttpResponse:
    try:
        messages.success(request, share(request, meeting))
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:minutes", pk=meeting.pk)


def _to_partners(request: HttpRequest, meeting: Meeting) -> str:
    mails = minutes_service.share_with_partners(meeting, by=actor(request))
    said = ngettext(
        "Partners kunnen het verslag lezen. Er gaat %(n)d mail uit.",
        "Partners kunnen het verslag lezen. Er gaan %(n)d mails uit.",
        mails,
    )
    return said % {"n": mails}


def _to_residents(request: HttpRequest, meeting: Meeting) -> str:
    minutes_service.share_with_residents(meeting, by=actor(request))
    return _("Bewoners kunnen het verslag lezen.")


def _passage_form(
    request: HttpRequest, passage: Passage, *, initial: dict[str, Any] | None = None
) -> HttpResponse:
    form = PassageForm(
        request.POST if request.method == "POST" else None, instance=passage, initial=initial
    )
    by = actor(request)
    if _stored(request, form, lambda: minutes_service.save_passage(form.save(commit=False), by=by)):
        return _next(request, passage)
    context = {"meeting": passage.meeting, "passage": passage, "form": form}
    return render(request, "meetings/passage_form.html", context)


def _next(request: HttpRequest, passage: Passage) -> HttpResponse:
    """The minutes, or the next passage at the same item."""
    if "nog_een" not in request.POST:
        return redirect("meetings:minutes", pk=passage.meeting_id)
    url = redirect("meetings:passage_create", pk=passage.meeting_id).url
    return redirect(f"{url}?punt={passage.item_id or ''}")


def _stored(request: HttpRequest, form: Any, store: Callable[[], object]) -> bool:
    """Whether something was sent and stored; a refusal is said on top of the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        store()
    except MeetingError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Bewaard."))
    return True


def _passage(request: HttpRequest, pk: int, passage_pk: int) -> Passage:
    """A passage of that meeting, locked when something is sent."""
    passages = meeting_of(request, pk, locks=True).passages.select_related("meeting")
    if request.method == "POST":
        passages = passages.select_for_update(of=("self",))
    return get_object_or_404(passages, pk=passage_pk)
