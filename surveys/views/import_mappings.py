"""Saved mappings: list, save from a dry run, change, delete."""

import tomllib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from surveys.imports.drafts import Draft
from surveys.imports.forms import MappingForm, SaveMappingForm
from surveys.imports.services import Prepared
from surveys.imports.toml_writing import write_toml
from surveys.models import ImportMapping
from surveys.views.imports import step_done, typed, with_draft, with_dry_run
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (Column("naam", gettext_lazy("Naam"), ("name",)),)


@requires(Right.RUN_WAVES)
def import_mapping_list(request: HttpRequest) -> HttpResponse:
    found = listing(
        ImportMapping.objects.visible_to(request.user),
        request.GET,
        columns=COLUMNS,
        default="naam",
    )
    return render(request, "surveys/import_mapping_list.html", {"listing": found})


@requires(Right.RUN_WAVES)
@require_POST
@with_draft
@with_dry_run
def import_mapping_save(request: HttpRequest, draft: Draft, prepared: Prepared) -> HttpResponse:
    """Keep the mapping under a name, without what belongs to this wave only."""
    form = SaveMappingForm(typed(request, draft, "save"))
    if form.is_valid():
        document = tomllib.loads(prepared.mapping.text)
        document.pop("waves", None)
        form.instance.toml = write_toml(document)
        mapping = form.save()
        messages.success(request, _("De koppeling «{name}» is bewaard.").format(name=mapping.name))
        return step_done(draft, "save", "surveys:import_preview")
    return redirect("surveys:import_preview", draft.token)


@requires(Right.RUN_WAVES)
@atomic_post
def import_mapping_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mapping = _mapping(request, pk)
    form = MappingForm(request.POST or None, instance=mapping)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("De koppeling is bewaard."))
        return redirect("surveys:import_mapping_list")
    return render(request, "surveys/import_mapping_edit.html", {"form": form, "mapping": mapping})


@requires(Right.RUN_WAVES)
@atomic_post
def import_mapping_delete(request: HttpRequest, pk: int) -> HttpResponse:
    mapping = _mapping(request, pk)
    if request.method == "POST":
        mapping.delete()
        messages.success(request, _("De koppeling is verwijderd."))
        return redirect("surveys:import_mapping_list")
    words = _("De koppeling «{name}» verdwijnt. Metingen die ermee zijn ingelezen blijven.")
    context = {
        "words": words.format(name=mapping.name),
        "sure": _("Ja, verwijderen"),
        "back": reverse("surveys:import_mapping_edit", args=[mapping.pk]),
    }
    return render(request, "surveys/import_mapping_delete.html", context)


def _mapping(request: HttpRequest, pk: int) -> ImportMapping:
    """Locked when something is sent."""
    mappings = ImportMapping.objects.visible_to(request.user)
    if request.method == "POST":
        mappings = mappings.select_for_update()
    return get_object_or_404(mappings, pk=pk)
