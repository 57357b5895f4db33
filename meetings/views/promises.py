"""Promises: the list, one of them with its history, making and changing."""

from copy import copy
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may, requires
from accounts.roles import Right
from complexes.models import Complex
from meetings.forms.promises import PromiseForm, RewordForm, StandForm, UpdateForm
from meetings.models import Meeting, Promise
from meetings.querysets.promises import PromiseQuerySet
from meetings.services.promises import make_promise, reword_promise, update_promise
from meetings.views.fetching import actor
from surveys.models import Wave
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (
    Column("wat", gettext_lazy("Afspraak"), ("what",)),
    Column("complex", gettext_lazy("Complex"), ("complex__name", "due_on")),
    Column("wie", gettext_lazy("Wie"), ("partner__name", "contact__name", "colleague__name")),
    Column("dag", gettext_lazy("Klaar op"), ("due_on",)),
    Column("stand", gettext_lazy("Stand"), ("state", "due_on")),
)


@requires(Right.SEE_MEETINGS)
def promise_list(request: HttpRequest) -> HttpResponse:
    """What was promised, what is late and what came of it; only the open ones until others are asked for."""
    context = list_of(Promise.objects.visible_to(request.user), request)
    return render(request, "meetings/promise_list.html", context)


def list_of(
    promises: PromiseQuerySet, request: HttpRequest, *, stand: str = StandForm.OPEN
) -> dict[str, Any]:
    """The context of a list of promises: its rows, filters and words. `stand` unless another is asked for."""
    chosen, today = StandForm(request.GET).chosen_or(stand), timezone.localdate()
    found = promises.in_stand(chosen, today).with_names()
    rows = listing(found, request.GET, columns=COLUMNS, default="dag")
    mark_overdue(rows.page, today)
    return {
        "listing": rows,
        "stands": StandForm.STANDS,
        "stand": chosen,
        "filtered": bool(rows.total) or promises.exists(),
    }


def mark_overdue(promises: Any, today: date) -> None:
    """`late` on every promise, for the page."""
    for promise in promises:
        promise.late = promise.is_overdue(today)


@requires(Right.SEE_MEETINGS)
@require_safe
def promise_detail(request: HttpRequest, pk: int) -> HttpResponse:
    promise = _promise(request, pk)
    return _page(request, promise, _update_form(request, promise))


@requires(Right.KEEP_PROMISES)
@require_POST
@atomic_post
def promise_update(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands now; what is wrong comes back on the page of the promise."""
    promise = _promise(request, pk)
    form = UpdateForm(request.POST, instance=copy(promise), by=actor(request))
    if not form.is_valid():
        return _page(request, promise, form)
    update_promise(promise, form.update, by=form.by)
    messages.success(request, _("De afspraak is bijgewerkt."))
    return redirect(promise)


@requires(Right.KEEP_PROMISES)
@atomic_post
def promise_create(request: HttpRequest) -> HttpResponse:
    """A new one; `?bijeenkomst=` and `?complex=` say what it comes from."""
    promise, wave = _begun(request)
    form = PromiseForm(
        request.POST if request.method == "POST" else None,
        instance=promise,
        visible=Complex.objects.visible_to(request.user),
        wave=wave,
    )
    if request.method == "POST" and form.is_valid():
        make_promise(promise, by=actor(request))
        messages.success(request, _("De afspraak is gemaakt."))
        return redirect(promise)
    context = {"form": form, "meeting": promise.meeting, "complex": _complex_of(promise)}
    return render(request, "meetings/promise_form.html", context)


@requires(Right.KEEP_PROMISES)
@atomic_post
def promise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    promise = _promise(request, pk)
    what = promise.what
    form = RewordForm(request.POST if request.method == "POST" else None, instance=promise)
    if request.method == "POST" and form.is_valid():
        reword_promise(promise, by=actor(request))
        messages.success(request, _("De afspraak is bewaard."))
        return redirect(promise)
    context = {"form": form, "promise": promise, "what": what}
    return render(request, "meetings/promise_edit.html", context)


def _begun(request: HttpRequest) -> tuple[Promise, Wave | None]:
    """An unsaved promise of the meeting and complex in the address, and the wave it may come from."""
    promise = Promise()
    if (pk := request.GET.get("bijeenkomst", "")).isdecimal():
        promise.meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
        complexes = list(promise.meeting.complexes.all()[:2])
        if len(complexes) == 1:
            promise.complex = complexes[0]
    if code := request.GET.get("complex"):
        promise.complex = get_object_or_404(Complex.objects.visible_to(request.user), code=code)
    return promise, _wave_of(promise)


def _wave_of(promise: Promise) -> Wave | None:
    """That of the meeting, else the latest closed wave of the complex."""
    if promise.meeting and promise.meeting.wave:
        return promise.meeting.wave
    complex_ = _complex_of(promise)
    if complex_ is None:
        return None
    return Wave.objects.closed_in(complex_).last()


def _complex_of(promise: Promise) -> Complex | None:
    return promise.complex if promise.complex_id else None


def _promise(request: HttpRequest, pk: int) -> Promise:
    """One that this user may see, locked when something is sent."""
    promises = Promise.objects.visible_to(request.user).with_names()
    if request.method == "POST":
        promises = promises.select_for_update(of=("self",))
    return get_object_or_404(promises, pk=pk)


def _update_form(request: HttpRequest, promise: Promise) -> UpdateForm | None:
    """For who may say what became of it."""
    if not may(request.user, Right.KEEP_PROMISES):
        return None
    return UpdateForm(instance=copy(promise), by=actor(request))


def _page(request: HttpRequest, promise: Promise, form: UpdateForm | None) -> HttpResponse:
    context = {
        "promise": promise,
        "late": promise.is_overdue(),
        "steps": promise.steps.order_by("-at", "-pk"),
        "form": form,
    }
    return render(request, "meetings/promise_detail.html", context)
