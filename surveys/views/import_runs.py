"""The end of an import: how far the worker is, what came of it, or stopping before that."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from surveys.imports.drafts import Draft, discard_draft, finished_code, hold, is_ours, open_draft
from surveys.imports.tasks import progress_key
from surveys.models import ImportRun, Wave
from surveys.views.imports import first_step, with_draft
from ui.progress import Progress, progress_answer, read_progress


@requires(Right.RUN_WAVES)
def import_progress(request: HttpRequest, token: str) -> HttpResponse:
    """How far the import is, JSON for the page's script; when it is done, what came of it."""
    if not is_ours(request.session, token):
        raise Http404
    code = finished_code(token)
    progress = Progress("done") if code else read_progress(progress_key(token))
    if progress is None:
        raise Http404
    if answer := progress_answer(request, progress):
        return answer
    if code:
        return redirect("surveys:import_result", code)
    context = {"draft": open_draft(request.session, token), "progress": progress}
    return render(request, "surveys/import_progress.html", context)


@requires(Right.RUN_WAVES)
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


@requires(Right.RUN_WAVES)
@with_draft
def import_cancel(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Stop: the file and what was chosen go. What is being imported now cannot be stopped."""
    if request.method == "POST":
        if _stopped(request, draft):
            messages.success(request, _("Gestopt. Het bestand is gewist; er is niets ingelezen."))
            return redirect("surveys:import_start")
        messages.warning(request, _("Het inlezen was al begonnen en is niet gestopt."))
        return redirect("surveys:import_progress", draft.token)
    words = _("Het bestand «{name}» en wat u koos worden gewist. Er wordt niets ingelezen.")
    context = {
        "words": words.format(name=draft.name),
        "back": reverse(_furthest(draft), args=[draft.token]),
        "sure": _("Ja, stoppen"),
    }
    return render(request, "surveys/import_cancel.html", context)


def _furthest(draft: Draft) -> str:
    """The step that was reached: who decides not to stop goes on there."""
    if draft.choices.wave:
        return "surveys:import_preview"
    return "surveys:import_values" if draft.choices.columns else first_step(draft)


def _stopped(request: HttpRequest, draft: Draft) -> bool:
    """Whether the upload could be removed before it was imported, or while nobody imports it."""
    try:
        with hold(draft.token, wait=False):
            if finished_code(draft.token):
                return False
            discard_draft(request.session, draft)
    except BlockingIOError:
        return False
    return True
