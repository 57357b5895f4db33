"""Import of an earlier wave in steps: file, columns, values, wave, dry run, done.

Every step has its own address and shows what was kept so far, so that Back works and nothing is lost.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complexes.models import Complex
from surveys.imports.drafts import Draft, discard_draft, open_draft, start_draft, sweep
from surveys.imports.errors import ImportRefused
from surveys.imports.forms import (
    ColumnsForm,
    ReadingForm,
    RunForm,
    SaveMappingForm,
    UploadForm,
    WaveForm,
)
from surveys.imports.rejects import write_rejects
from surveys.imports.services import Prepared, check_new, import_wave
from surveys.imports.steps import (
    choices_from,
    document_of,
    dry_run,
    mapping_of,
    seal_of,
    wave_column,
    wave_initial,
)
from surveys.imports.tables import Table
from surveys.imports.toml_reading import MappingRefused
from surveys.imports.value_forms import ValuesForm
from surveys.imports.words import detected_words
from surveys.models import ImportRun, Wave

View = Callable[..., HttpResponse]
SHOWN_REJECTIONS = 50


def import_start(request: HttpRequest) -> HttpResponse:
    """Choose a file, and perhaps a saved mapping."""
    sweep()
    form = UploadForm(
        request.POST or None, request.FILES or None, max_bytes=settings.MAX_IMPORT_BYTES
    )
    if request.method == "POST" and form.is_valid():
        upload, mapping = form.cleaned_data["file"], form.cleaned_data["mapping"]
        draft = start_draft(request.session, Path(upload.name).name, upload.chunks())
        draft.choices = choices_from(mapping.toml if mapping else "")
        try:
            draft.table()
        except ImportRefused as error:
            discard_draft(request.session, draft)
            form.add_error("file", error.message)
        else:
            draft.save()
            return redirect(_first_step(draft), draft.token)
    return render(request, "surveys/import_start.html", {"form": form})


def _first_step(draft: Draft) -> str:
    return "surveys:import_wave" if draft.choices.saved else "surveys:import_columns"


def with_draft(view: View) -> View:
    """Hands the draft of this session to the view; another session's is not found."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        draft = open_draft(request.session, token)
        if draft is None:
            raise Http404
        return view(request, draft)

    return wrapped


@with_draft
def import_reading(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Read the file in another way than was found out."""
    detected = _read_or_none(draft)
    form = ReadingForm(
        request.POST or None,
        detected=detected.detected if detected else None,
        kind=draft.path.suffix,
        initial=draft.choices.wish,
    )
    if request.method == "POST" and form.is_valid():
        draft.choices.wish = form.cleaned_data
        try:
            draft.table()
        except ImportRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            draft.save()
            return redirect(_first_step(draft), draft.token)
    return render(request, "surveys/import_reading.html", {"form": form, "draft": draft})


def _read_or_none(draft: Draft) -> Table | None:
    try:
        return draft.table()
    except ImportRefused:
        return None


@with_draft
def import_columns(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What every column says."""
    table = draft.table()
    form = ColumnsForm(request.POST or None, table=table, choices=draft.choices)
    if request.method == "POST" and form.is_valid():
        draft.choices.columns = form.targets()
        draft.choices.missing = form.cleaned_data["missing"]
        draft.choices.decimal = form.cleaned_data["decimal"]
        draft.choices.saved = ""
        draft.save()
        return redirect("surveys:import_values", draft.token)
    context = {"form": form, "draft": draft, "table": table, "detected": _detected(table)}
    return render(request, "surveys/import_columns.html", context)


def _detected(table: Table) -> str:
    return detected_words(table.detected)


@with_draft
def import_values(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the cells of the chosen columns mean."""
    if not draft.choices.columns:
        return redirect("surveys:import_columns", draft.token)
    complexes = dict(Complex.objects.visible_to(request.user).values_list("code", "name"))
    table = draft.table()
    form = ValuesForm(request.POST or None, table=table, choices=draft.choices, complexes=complexes)
    if request.method == "POST" and form.is_valid():
        form.apply()
        try:
            mapping_of(draft.choices, table)
        except MappingRefused as error:
            form.add_error(None, [*error.problems])
        else:
            draft.save()
            return redirect("surveys:import_wave", draft.token)
    return render(request, "surveys/import_values.html", {"form": form, "draft": draft})


@with_draft
def import_wave_data(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the wave is called and when it was."""
    if not (draft.choices.columns or draft.choices.saved):
        return redirect("surveys:import_columns", draft.token)
    table = draft.table()
    column = wave_column(draft.choices, table)
    form = WaveForm(
        request.POST or None,
        column=column,
        values=sorted({value for value in table.values(column) if value})[:200] if column else [],
        from_mapping="waves" in document_of(draft.choices, table),
        initial=wave_initial(draft.choices, table),
    )
    if request.method == "POST" and form.is_valid():
        draft.choices.wave = form.kept()
        if _fits(draft, table, form):
            draft.save()
            return redirect("surveys:import_preview", draft.token)
    context = {"form": form, "draft": draft, "detected": _detected(table), "table": table}
    return render(request, "surveys/import_wave.html", context)


def _fits(draft: Draft, table: Table, form: forms.Form) -> bool:
    """Whether a dry run goes through; else the reason stands at its field."""
    try:
        dry_run(draft, table, today=timezone.localdate())
    except MappingRefused as error:
        form.add_error(None, [*error.problems])
    except ImportRefused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    else:
        return True
    return False


def with_dry_run(view: View) -> View:
    """Hands draft and dry run to the view; when that does not go through, back to the wave's step."""

    @wraps(view)
    def wrapped(request: HttpRequest, draft: Draft) -> HttpResponse:
        if not draft.choices.wave:
            return redirect("surveys:import_wave", draft.token)
        try:
            prepared = dry_run(draft, draft.table(), today=timezone.localdate())
        except ImportRefused as error:
            messages.error(request, error.message)
            return redirect("surveys:import_wave", draft.token)
        return view(request, draft, prepared)

    return wrapped


@with_draft
@with_dry_run
def import_preview(request: HttpRequest, draft: Draft, prepared: Prepared) -> HttpResponse:
    """A dry run with everything that will not be used; sending the form runs it."""
    form = RunForm(request.POST or None, initial={"seal": seal_of(prepared)})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seal"] != seal_of(prepared):
            messages.error(
                request, _("De koppeling is intussen veranderd. Kijk de proef nog eens na.")
            )
            return redirect("surveys:import_preview", draft.token)
        if run := _run(request, draft, prepared, form):
            return redirect("surveys:import_result", run.wave.code)
    return show_preview(request, draft, prepared, form=form)


def show_preview(
    request: HttpRequest,
    draft: Draft,
    prepared: Prepared,
    *,
    form: RunForm | None = None,
    save_form: SaveMappingForm | None = None,
) -> HttpResponse:
    """The page of the dry run, with both its forms."""
    problem, replaceable = _standing_in_the_way(prepared)
    rejections = prepared.outcome.rejections
    context = {
        "form": form or RunForm(initial={"seal": seal_of(prepared)}),
        "save_form": save_form or SaveMappingForm(),
        "draft": draft,
        "prepared": prepared,
        "summary": prepared.outcome.summary,
        "rejections": rejections[:SHOWN_REJECTIONS],
        "more": max(0, len(rejections) - SHOWN_REJECTIONS),
        "unused": prepared.mapping.unused(prepared.table.columns),
        "problem": problem,
        "replaceable": replaceable,
        "detected": _detected(prepared.table),
    }
    return render(request, "surveys/import_preview.html", context)


def _standing_in_the_way(prepared: Prepared) -> tuple[str, bool]:
    """Why this cannot simply be run, and whether replacing would help."""
    try:
        check_new(prepared)
    except ImportRefused as error:
        try:
            check_new(prepared, replace=True)
        except ImportRefused as other:
            return other.message, False
        return error.message, True
    return "", False


def _run(request: HttpRequest, draft: Draft, prepared: Prepared, form: RunForm) -> ImportRun | None:
    try:
        run = import_wave(
            prepared, today=timezone.localdate(), replace=form.cleaned_data["replace"]
        )
    except ImportRefused as error:
        form.add_error("replace" if error.field == "code" else None, error.message)
        return None
    discard_draft(request.session, draft)
    return run


@with_draft
@with_dry_run
def import_rejects(request: HttpRequest, draft: Draft, prepared: Prepared) -> HttpResponse:
    """The whole list of what will not be used, as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"niet-ingelezen-{prepared.wave.code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    write_rejects(prepared.outcome.rejections, response)
    return response


@with_draft
def import_cancel(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Stop: the file and what was chosen go."""
    if request.method == "POST":
        discard_draft(request.session, draft)
        messages.success(request, _("Gestopt. Het bestand is gewist; er is niets ingelezen."))
        return redirect("surveys:import_start")
    words = _("Het bestand «{name}» en wat u koos worden gewist. Er is niets ingelezen.")
    context = {
        "words": [words.format(name=draft.name)],
        "back": reverse(_first_step(draft), args=[draft.token]),
        "sure": _("Ja, stoppen"),
    }
    return render(request, "surveys/import_cancel.html", context)


def import_result(request: HttpRequest, code: str) -> HttpResponse:
    """What was imported, as it was kept."""
    waves = Wave.objects.visible_to(request.user).filter(origin=Wave.Origin.IMPORT)
    wave = get_object_or_404(waves.select_related("import_run"), code=code)
    context = {
        "wave": wave,
        "run": get_object_or_404(ImportRun, wave=wave),
        "complexes": wave.wave_complexes.count(),
        "questions": len(wave.document),
    }
    return render(request, "surveys/import_result.html", context)
