"""Bringing in complexes and more from a file: choose, look what it would do, do it."""

from pathlib import Path
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import may, requires
from accounts.models import User
from accounts.roles import Right
from complexes.imports.intakes import Intake, all_intakes, intake_of
from complexes.imports.services import NothingToDo, PlanChanged, bring_in
from sheets.errors import ImportRefused
from sheets.forms import TableUploadForm
from sheets.samples import XLSX, csv_sample, xlsx_sample
from sheets.uploads import Upload, shelf

SHELF = shelf("intakes")
SHOWN = 50  # of every kind of row on the page that shows what a file would do


@requires(Right.IMPORT_DATA)
@require_safe
def intake_list(request: HttpRequest) -> HttpResponse:
    found = [intake for intake in all_intakes() if may(request.user, intake.right)]
    return render(request, "complexes/intake_list.html", {"intakes": found})


@requires(Right.IMPORT_DATA)
def intake_start(request: HttpRequest, key: str) -> HttpResponse:
    return choose_file(request, _intake(request, key))


@requires(Right.IMPORT_DATA)
@require_safe
def intake_sample(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    return sample_file(_intake(request, key), ending)


@requires(Right.IMPORT_DATA)
def intake_look(request: HttpRequest, key: str, token: str) -> HttpResponse:
    return look_at_file(request, _intake(request, key), token)


def choose_file(request: HttpRequest, intake: Intake) -> HttpResponse:
    """What a file looks like; choose one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TableUploadForm(*sent)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = SHELF.put(request.session, Path(file.name).name, file.chunks())
        try:
            intake.plan(upload.table())
        except ImportRefused as error:
            SHELF.discard(request.session, upload.token)
            form.add_error("file", error.message)
        else:
            return redirect(intake.look_url(upload.token))
    samples = [intake.sample_url(ending) for ending in ("xlsx", "csv")]
    context = {"intake": intake, "form": form, "samples": samples}
    return render(request, "complexes/intake_start.html", context)


def sample_file(intake: Intake, ending: str) -> HttpResponse:
    """An empty file with heads and an example."""
    if ending not in ("csv", "xlsx"):
        raise Http404
    content, kind = (
        (csv_sample(intake.heads), "text/csv; charset=utf-8")
        if ending == "csv"
        else (xlsx_sample(intake.heads, str(intake.title)), XLSX)
    )
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{intake.key}-voorbeeld.{ending}"'},
    )


def look_at_file(request: HttpRequest, intake: Intake, token: str) -> HttpResponse:
    """The dry run; and, when it is agreed to, the run."""
    upload = SHELF.find_ours(request.session, token)
    if upload is None:
        messages.error(request, _("Dat bestand is er niet meer. Kies het opnieuw."))
        return redirect(intake.start_url)
    if request.method == "POST" and "stoppen" in request.POST:
        SHELF.discard(request.session, token)
        messages.success(request, _("Het bestand is weg; er is niets gewijzigd."))
        return redirect(intake.home_url)
    try:
        if request.method == "POST" and _brought_in(request, intake, upload):
            SHELF.discard(request.session, token)
            return redirect(intake.after_url)
        table = upload.table()
        context = {"intake": intake, "upload": upload, "table": table, "plan": intake.plan(table)}
    except ImportRefused as error:  # not of the file, which was read before: of what it is for
        messages.error(request, error.message)
        return redirect(intake.home_url)
    return render(request, "complexes/intake_look.html", context | {"shown": SHOWN})


def _brought_in(request: HttpRequest, intake: Intake, upload: Upload) -> bool:
    user = cast(User, request.user)
    try:
        plan = bring_in(intake, upload.table(), seal=request.POST.get("zegel", ""), user=user)
    except PlanChanged:
        messages.warning(
            request, _("Intussen is er iets gewijzigd. Kijk nog eens na wat dit bestand doet.")
        )
        return False
    except NothingToDo:
        messages.warning(request, _("Er is niets gewijzigd."))
        return False
    words = _("Ingelezen: {added} nieuw, {changed} gewijzigd.")
    messages.success(request, words.format(added=len(plan.added), changed=len(plan.changed)))
    return True


def _intake(request: HttpRequest, key: str) -> Intake:
    intake = intake_of(key)
    if intake is None or not may(request.user, intake.right):
        raise Http404
    return intake
