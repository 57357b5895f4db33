"""Import of an earlier wave in steps: file, columns, values, wave, dry run, done.

Every step has its own address and shows what was kept so far, so that Back works and nothing is lost.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes.models import Complex
from sheets.errors import ImportRefused
from sheets.tables import Table
from surveys.imports.drafts import (
    SHELF,
    Draft,
    discard_draft,
    finished_code,
    is_ours,
    open_draft,
    start_draft,
)
from surveys.imports.forms import (
    ColumnsForm,
    ReadingForm,
    RunForm,
    SaveMappingForm,
    UploadForm,
    WaveForm,
)
from surveys.imports.rejects import write_rejects
from surveys.imports.services import Prepared, check_new
from surveys.imports.steps import (
    choices_from,
    document_of,
    dry_run,
    mapping_of,
    seal_of,
    wave_column,
    wave_initial,
)
from surveys.imports.tasks import queue_import
from surveys.imports.toml_reading import MappingRefused
from surveys.imports.value_forms import ValuesForm

View = Callable[..., HttpResponse]
SHOWN_REJECTIONS = 50
MAX_WAVE_VALUES = 200


@requires(Right.RUN_WAVES)
def import_start(request: HttpRequest) -> HttpResponse:
    """Choose a file, and perhaps a saved mapping."""
    SHELF.sweep()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if request.method == "POST" and form.is_valid() and (draft := _started(request, form)):
        return redirect(first_step(draft), draft.token)
    return render(request, "surveys/import_start.html", {"form": form})


def _started(request: HttpRequest, form: UploadForm) -> Draft | None:
    """The draft of this upload; None with an error at the field when it cannot be read."""
    upload, mapping = form.cleaned_data["file"], form.cleaned_data["mapping"]
    draft = start_draft(request.session, Path(upload.name).name, upload.chunks())
    draft.choices = choices_from(mapping.toml if mapping else "")
    try:
        draft.table()
    except ImportRefused as error:
        discard_draft(request.session, draft)
        form.add_error("file", error.message)
        return None
    draft.save()
    return draft


def first_step(draft: Draft) -> str:
    return "surveys:import_wave" if draft.choices.saved else "surveys:import_columns"


def with_draft(view: View) -> View:
    """Hands the draft of this session to the view; another session's is not found.

    Once its import is done there is no draft any more: Back leads to what came of it.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        draft = open_draft(request.session, token)
        if draft is None:
            if is_ours(request.session, token) and finished_code(token):
                return redirect("surveys:import_progress", token)
            raise Http404
        return view(request, draft)

    return wrapped


def typed(request: HttpRequest, draft: Draft, step: str) -> QueryDict | None:
    """What was sent in this step and was not right yet; None: nothing.

    It is kept, and every step is shown by GET only, so that Back never asks to send a form again.
    """
    if request.method == "POST":
        sent = request.POST.copy()
        sent.pop("csrfmiddlewaretoken", None)
        draft.choices.typed[step] = sent.urlencode()
        draft.save()
    kept = draft.choices.typed.get(step)
    return None if kept is None else QueryDict(kept)


def step_done(draft: Draft, step: str, goes_to: str) -> HttpResponse:
    draft.choices.typed.pop(step, None)
    draft.save()
    return redirect(goes_to, draft.token)


@requires(Right.RUN_WAVES)
@with_draft
def import_reading(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Read the file in another way than was found out."""
    detected = draft.table().detected
    form = ReadingForm(
        typed(request, draft, "reading"), detected=detected, initial=draft.choices.wish
    )
    wish = draft.choices.wish
    if form.is_bound and form.is_valid():
        draft.choices.wish = form.cleaned_data
        fits = _fits(form, draft.table)
        if request.method == "POST" and fits:
            return step_done(draft, "reading", first_step(draft))
        draft.choices.wish = wish
    if request.method == "POST":
        return redirect(request.path)
    return render(request, "surveys/import_reading.html", {"form": form, "draft": draft})


@requires(Right.RUN_WAVES)
@with_draft
def import_columns(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What every column says."""
    table = draft.table()
    form = ColumnsForm(typed(request, draft, "columns"), table=table, choices=draft.choices)
    if request.method == "POST":
        if not form.is_valid():
            return redirect(request.path)
        form.apply(draft.choices)
        draft.choices.typed.pop("values", None)  # its fields follow from the columns
        return step_done(draft, "columns", "surveys:import_values")
    context = {"form": form, "draft": draft, "table": table}
    return render(request, "surveys/import_columns.html", context)


@requires(Right.RUN_WAVES)
@with_draft
def import_values(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the cells of the chosen columns mean."""
    if not draft.choices.columns:
        return redirect("surveys:import_columns", draft.token)
    complexes = dict(Complex.objects.visible_to(request.user).values_list("code", "name"))
    table = draft.table()
    sent = typed(request, draft, "values")
    form = ValuesForm(sent, table=table, choices=draft.choices, complexes=complexes)
    if form.is_bound and form.is_valid():
        form.apply()
        fits = _fits(form, lambda: mapping_of(draft.choices, table))
        if request.method == "POST" and fits:
            return step_done(draft, "values", "surveys:import_wave")
    if request.method == "POST":
        return redirect(request.path)
    return render(request, "surveys/import_values.html", {"form": form, "draft": draft})


@requires(Right.RUN_WAVES)
@with_draft
def import_wave_data(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the wave is called and when it was."""
    if not (draft.choices.columns or draft.choices.saved):
        return redirect("surveys:import_columns", draft.token)
    table = draft.table()
    form = _wave_form(typed(request, draft, "wave"), draft, table)
    if form.is_bound and form.is_valid():
        draft.choices.wave = form.kept()
        fits = _fits(form, lambda: dry_run(draft, table, today=timezone.localdate()))
        if request.method == "POST" and fits:
            return step_done(draft, "wave", "surveys:import_preview")
    if request.method == "POST":
        return redirect(request.path)
    context = {"form": form, "draft": draft, "table": table}
    return render(request, "surveys/import_wave.html", context)


def _wave_form(sent: QueryDict | None, draft: Draft, table: Table) -> WaveForm:
    column = wave_column(draft.choices, table)
    values = sorted({value for value in table.values(column) if value}) if column else []
    return WaveForm(
        sent,
        column=column,
        values=values[:MAX_WAVE_VALUES],
        from_mapping="waves" in document_of(draft.choices, table),
        initial=wave_initial(draft.choices, table),
    )


def _fits(form: forms.Form, attempt: Callable[[], object]) -> bool:
    """Whether this goes through; else the reason stands at its field."""
    try:
        attempt()
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


@requires(Right.RUN_WAVES)
@with_draft
@with_dry_run
def import_preview(request: HttpRequest, draft: Draft, prepared: Prepared) -> HttpResponse:
    """A dry run with everything that will not be used; sending the form has the worker run it."""
    problem = _standing_in_the_way(prepared)
    replaces = problem is not None and problem.replaceable
    form = RunForm(typed(request, draft, "run"), seal=seal_of(prepared), replaces=replaces)
    if request.method == "POST":
        if not form.is_valid() or (problem and not replaces):
            return redirect(request.path)
        draft.choices.typed.pop("run")
        draft.save()
        user = cast(User, request.user)  # the door is closed to anybody else
        queue_import(draft, seal=form.cleaned_data["seal"], replace=replaces, by=user)
        return redirect("surveys:import_progress", draft.token)
    if form.is_bound and "seal" in form.errors:  # said once: the page below is the newer dry run
        messages.error(request, " ".join(map(str, form.errors["seal"])))
        draft.choices.typed.pop("run")
        draft.save()
        form = RunForm(seal=seal_of(prepared), replaces=replaces)
    save_form = SaveMappingForm(typed(request, draft, "save"))
    context = {
        "form": form,
        "save_form": save_form,
        "draft": draft,
        "prepared": prepared,
        "problem": problem,
        "shown": SHOWN_REJECTIONS,
    }
    return render(request, "surveys/import_preview.html", context)


def _standing_in_the_way(prepared: Prepared) -> ImportRefused | None:
    """Why this cannot be run as it is; `replaceable` when replacing an earlier import helps."""
    try:
        check_new(prepared)
    except ImportRefused as error:
        if error.replaceable:
            try:
                check_new(prepared, replace=True)
            except ImportRefused as other:
                return other
        return error
    return None


@requires(Right.RUN_WAVES)
@with_draft
@with_dry_run
def import_rejects(request: HttpRequest, draft: Draft, prepared: Prepared) -> HttpResponse:
    """The whole list of what will not be used, as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"niet-ingelezen-{prepared.wave.code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    write_rejects(prepared.outcome.rejections, response)
    return response
