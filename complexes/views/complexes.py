from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes import beside, timeline
from complexes.forms.complexes import ComplexForm
from complexes.forms.entrances import entrance_rows
from complexes.models import Complex
from complexes.services import StillInUse, delete_kept_by_evidence, save_entrances
from ui.forms import atomic_post
from ui.lists import Column, listing, natural

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("code", gettext_lazy("Code"), ("code",)),
    Column("soort", gettext_lazy("Soort"), ("kind", "name")),
    Column("plaats", gettext_lazy("Plaats"), ("place", "name")),
    Column("woningen", gettext_lazy("Woningen"), ("dwellings",), numeric=True),
    Column("groep", gettext_lazy("Groep"), ("group__name", "name")),
)


@requires(Right.SEE_COMPLEXES)
def complex_list(request: HttpRequest) -> HttpResponse:
    complexes = Complex.objects.visible_to(request.user).select_related("group")
    found = listing(complexes, request.GET, columns=COLUMNS, default="naam")
    return render(request, "complexes/complex_list.html", {"listing": found})


@requires(Right.SEE_COMPLEXES)
def complex_detail(request: HttpRequest, code: str) -> HttpResponse:
    complex_ = get_object_or_404(
        Complex.objects.visible_to(request.user)
        .select_related("group")
        .prefetch_related("entrances", "measures", "incidents"),
        code=code,
    )
    user = cast(User, request.user)  # the door is closed to anybody else
    entries = timeline.entries(complex_, user)
    kind = request.GET.get("soort", "")
    present = {entry.kind for entry in entries}
    context = {
        "complex": complex_,
        "measures": sorted(complex_.measures.all(), key=lambda measure: measure.date, reverse=True),
        "entrances": sorted(complex_.entrances.all(), key=lambda one: natural(one.name)),
        "cards": beside.cards(complex_, user),
        "figures": timeline.figures(complex_, user),
        "entries": [entry for entry in entries if entry.kind == kind or kind not in present],
        "kinds": [(key, words) for key, words in timeline.KINDS.items() if key in present],
        "kind": kind if kind in present else "",
    }
    return render(request, "complexes/complex_detail.html", context)


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def complex_create(request: HttpRequest) -> HttpResponse:
    return _complex_form(request, None)


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def complex_edit(request: HttpRequest, code: str) -> HttpResponse:
    complexes = Complex.objects.visible_to(request.user)
    if request.method == "POST":
        complexes = complexes.select_for_update()
    return _complex_form(request, get_object_or_404(complexes, code=code))


def _complex_form(request: HttpRequest, complex_: Complex | None) -> HttpResponse:
    """The form with its rows of entrances; taking entrances away is asked about before it is done."""
    data = request.POST if request.method == "POST" else None
    form = ComplexForm(data, instance=complex_)
    rows = entrance_rows(complex_, data, more="meer" in request.POST)
    removals: list[str] = []
    if data is not None and all([form.is_valid(), rows.is_valid()]) and "meer" not in data:
        removals = rows.removals
        if not removals or "zeker" in data:
            stored = form.save()
            save_entrances(stored, rows.rows)
            messages.success(request, _("%(name)s is bewaard.") % {"name": stored.name})
            return redirect(stored)
    # A refused form has already written its values into the instance; the page names the stored complex.
    known = Complex.objects.get(pk=complex_.pk) if complex_ else None
    context = {"complex": known, "form": form, "rows": rows, "removals": removals}
    return render(request, "complexes/complex_form.html", context)


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def complex_delete(request: HttpRequest, code: str) -> HttpResponse:
    complex_ = get_object_or_404(Complex.objects.visible_to(request.user), code=code)
    name, refused = complex_.name, False
    if request.method == "POST":
        try:
            delete_kept_by_evidence(complex_)
        except StillInUse:
            refused = True
        else:
            messages.success(request, _("%(name)s is verwijderd.") % {"name": name})
            return redirect("complexes:complex_list")
    context = {
        "complex": complex_,
        "refused": refused,
        "measures": complex_.measures.count(),
        "incidents": complex_.incidents.count(),
        "entrances": complex_.entrances.count(),
    }
    return render(request, "complexes/complex_delete.html", context, status=409 if refused else 200)
