"""Measures and incidents of a complex: the same three steps for both."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from complexes.forms.happenings import IncidentForm, MeasureForm
from complexes.models import Complex, Incident, Measure
from ui.forms import atomic_post

Form = type[MeasureForm] | type[IncidentForm]


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def measure_create(request: HttpRequest, code: str) -> HttpResponse:
    return _edit(request, MeasureForm, Measure(complex=_complex(request, code)))


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def measure_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _edit(request, MeasureForm, _stored(request, Measure, code, pk))


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def measure_delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _delete(request, _stored(request, Measure, code, pk))


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def incident_create(request: HttpRequest, code: str) -> HttpResponse:
    return _edit(request, IncidentForm, Incident(complex=_complex(request, code)))


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def incident_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _edit(request, IncidentForm, _stored(request, Incident, code, pk))


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def incident_delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _delete(request, _stored(request, Incident, code, pk))


def _complex(request: HttpRequest, code: str) -> Complex:
    return get_object_or_404(Complex.objects.visible_to(request.user), code=code)


def _stored(
    request: HttpRequest, model: type[Measure] | type[Incident], code: str, pk: int
) -> Measure | Incident:
    """The measure or incident of that complex, locked when something is sent."""
    things: QuerySet[Any] = model._default_manager.select_related("complex")
    if request.method == "POST":
        things = things.select_for_update(of=("self",))
    thing: Measure | Incident = get_object_or_404(things, pk=pk, complex=_complex(request, code))
    return thing


def _edit(request: HttpRequest, kind: Form, thing: Measure | Incident) -> HttpResponse:
    complex_, title = thing.complex, thing.title
    form = kind(request.POST if request.method == "POST" else None, instance=thing)
    if request.method == "POST" and form.is_valid():
        stored = form.save()
        messages.success(request, _("«%(title)s» is bewaard.") % {"title": stored.title})
        return redirect(complex_)
    name = thing._meta.model_name
    context = {"complex": complex_, "form": form, "pk": thing.pk, "title": title}
    return render(request, f"complexes/{name}_form.html", context)


def _delete(request: HttpRequest, thing: Measure | Incident) -> HttpResponse:
    if request.method == "POST":
        thing.delete()
        messages.success(request, _("«%(title)s» is verwijderd.") % {"title": thing.title})
        return redirect(thing.complex)
    context = {"complex": thing.complex, "thing": thing, "is_measure": isinstance(thing, Measure)}
    return render(request, "complexes/happening_delete.html", context)
