"""The programme of a meeting: its items in order, what a wave offers, and the same on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import may, requires
from accounts.roles import Right
from complexes.context import current_corporation
from meetings.forms.programme import ChooseForm, ItemForm
from meetings.models import Meeting, ProgrammeItem, Promise
from meetings.services.errors import MeetingError
from meetings.services.programme import (
    choose,
    chosen_keys,
    move_item,
    promise_key,
    remove_item,
    save_item,
)
from meetings.summaries.evidence import Evidence, Offer, offer
from meetings.summaries.programme import Programme, programme
from meetings.views.fetching import meeting_of
from meetings.views.promises import mark_overdue
from ui.charts.data import Picture
from ui.forms import atomic_post
from ui.pdf import pdf_answer, pdf_from
from ui.pictures import pictures


@requires(Right.SEE_MEETINGS)
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes when. Figures of a wave are for who may see results."""
    meeting = meeting_of(request, pk, "wave")
    found = programme(meeting)
    shows_figures = may(request.user, Right.SEE_RESULTS)
    context = {
        "meeting": meeting,
        "programme": found,
        "shows_figures": shows_figures,
        "pictures": _drawn(_evidence(found)) if shows_figures else {},
    }
    return render(request, "meetings/programme.html", context)


@requires(Right.SEE_MEETINGS)
def programme_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """On paper, for at the table."""
    meeting = meeting_of(request, pk, "wave")
    context = {
        "meeting": meeting,
        "programme": programme(meeting),
        "shows_figures": may(request.user, Right.SEE_RESULTS),
        "corporation": current_corporation(),
    }
    pdf = pdf_from("meetings/programme_pdf.html", context)
    return pdf_answer(pdf, f"programma-{meeting.day}.pdf")


@requires(Right.PLAN_MEETINGS)
@atomic_post
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, ProgrammeItem(meeting=meeting_of(request, pk, "wave")))


@requires(Right.PLAN_MEETINGS)
@atomic_post
def item_edit(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    return _form(request, _item(request, pk, item_pk))


@requires(Right.PLAN_MEETINGS)
@require_POST
@atomic_post
def item_move(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """One place up, or down with `naar=omlaag`."""
    item = _item(request, pk, item_pk)
    try:
        move_item(item, up=request.POST.get("naar") != "omlaag")
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    url = redirect("meetings:programme", pk=pk).url
    return redirect(f"{url}#punt-{item.pk}")


@requires(Right.PLAN_MEETINGS)
@atomic_post
def item_delete(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    item = _item(request, pk, item_pk)
    if request.method == "POST":
        try:
            remove_item(item)
        except MeetingError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("«%(title)s» is van het programma.") % {"title": item})
        return redirect("meetings:programme", pk=pk)
    return render(
        request, "meetings/programme_item_delete.html", {"meeting": item.meeting, "item": item}
    )


@requires(Right.PLAN_MEETINGS)
@atomic_post
def programme_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the latest closed wave and earlier promises offer; what is ticked comes on the programme."""
    meeting = meeting_of(request, pk, "wave")
    offers, promises = _offers(meeting), _promises(request, meeting)
    candidates = {one.key: one for found in offers for one in found.candidates}
    keys = [*candidates, *map(promise_key, promises)]
    form = ChooseForm(request.POST if request.method == "POST" else None, keys=keys)
    if request.method == "POST" and form.is_valid():
        ticked = form.cleaned_data["chosen"]
        return _chosen(
            request,
            meeting,
            [candidates[key] for key in ticked if key in candidates],
            [promise for promise in promises if promise_key(promise) in ticked],
        )
    context = {
        "meeting": meeting,
        "form": form,
        "offers": offers,
        "promises": promises,
        "taken": chosen_keys(meeting),
        "pictures": _drawn([one.evidence for one in candidates.values()]),
    }
    return render(request, "meetings/programme_offers.html", context)


def _chosen(
    request: HttpRequest, meeting: Meeting, candidates: list[Any], promises: list[Promise]
) -> HttpResponse:
    try:
        items = choose(meeting, candidates, promises)
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext(
            "%(n)d punt is op het programma gezet. Geef het uw eigen woorden.",
            "%(n)d punten zijn op het programma gezet. Geef ze uw eigen woorden.",
            len(items),
        )
        messages.success(request, said % {"n": len(items)})
    return redirect("meetings:programme", pk=meeting.pk)


def _form(request: HttpRequest, item: ProgrammeItem) -> HttpResponse:
    title = item.title
    form = ItemForm(request.POST if request.method == "POST" else None, instance=item)
    if request.method == "POST" and form.is_valid():
        try:
            save_item(form.save(commit=False))
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings:programme", pk=item.meeting_id)
    context = {"meeting": item.meeting, "item": item, "form": form, "title": title}
    return render(request, "meetings/programme_item.html", context)


def _offers(meeting: Meeting) -> list[Offer]:
    return [offer(complex_, meeting.wave) for complex_ in meeting.complexes.order_by("name")]


def _promises(request: HttpRequest, meeting: Meeting) -> list[Promise]:
    """Still to be kept about these complexes, the oldest day first, with their history."""
    today = timezone.localdate()
    standing = Promise.objects.visible_to(request.user).standing().with_names()
    standing = standing.filter(complex__in=meeting.complexes.all()).exclude(meeting=meeting)
    promises = list(standing.prefetch_related("steps").order_by("due_on", "pk"))
    mark_overdue(promises, today)
    for promise in promises:
        promise.key = promise_key(promise)  # type: ignore[attr-defined]
    return promises


def _evidence(found: Programme) -> list[Evidence]:
    return [line.evidence for line in found.lines if line.evidence]


def _drawn(evidence: list[Evidence]) -> dict[int, Picture]:
    """By identity of the chart, as the tags of pictures want them."""
    charts = [one.chart for one in evidence if one.chart]
    return {id(chart): picture for chart, picture in zip(charts, pictures(charts), strict=True)}


def _item(request: HttpRequest, pk: int, item_pk: int) -> ProgrammeItem:
    """An item of that meeting, locked when something is sent."""
    meeting = meeting_of(request, pk, "wave")
    items = meeting.programme.select_related("owner", "partner", "meeting")
    if request.method == "POST":
        items = items.select_for_update(of=("self",))
    return get_object_or_404(items, pk=item_pk)
