"""The run of an import: a long job of the worker; its progress is in ui.progress.

What is run is read from the stored upload and the choices beside it. However often the job is started,
the wave is stored once; until that has worked the upload stays, so that one can try again.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from sheets.errors import ImportRefused
from surveys.imports.drafts import Draft, finish_draft, finished_code, hold, load_draft
from surveys.imports.services import import_wave
from surveys.imports.steps import dry_run, seal_of
from ui.progress import Progress, job, set_progress

READING = 0.3  # share of the time until the first row is stored, measured on 20,000 rows


def progress_key(token: str) -> str:
    return f"import-{token}"


def queue_import(draft: Draft, *, seal: str, replace: bool, by: User) -> None:
    """Hand the import over; `seal` is of the dry run that was confirmed."""
    set_progress(progress_key(draft.token), Progress(words=_("Wacht op de werker…")))
    run_import.enqueue(draft.token, seal, replace, by.pk)


@task()
def run_import(token: str, seal: str, replace: bool, by_id: int | None = None) -> None:
    """Import what was confirmed; what went wrong is said in the progress."""
    key, broken = progress_key(token), _("Het inlezen is afgebroken door een fout in Buurtpeil.")
    with job(key, refusals=(ImportRefused,), broken=broken):
        with hold(token, wait=True):
            _import_once(token, seal, replace, User.objects.filter(pk=by_id or 0).first())
        set_progress(key, Progress("done", words=_("De meting is ingelezen.")))


def _import_once(token: str, seal: str, replace: bool, by: User | None) -> None:
    if finished_code(token) is not None:  # started twice: the other one has done it
        return
    draft, today = load_draft(token), timezone.localdate()
    if draft is None:
        raise ImportRefused(_("Het bestand is er niet meer. Kies het opnieuw."))
    _report(token, _("Het bestand wordt gelezen."), 0)
    prepared = dry_run(draft, draft.table(), today=today)
    if seal_of(prepared) != seal:
        raise ImportRefused(_("De koppeling is intussen veranderd. Kijk de proef nog eens na."))
    run = import_wave(
        prepared,
        today=today,
        replace=replace,
        by=by,
        report=lambda words, share: _report(token, words, READING + (1 - READING) * share),
    )
    finish_draft(draft, run.wave.code)


def _report(token: str, words: str, share: float) -> None:
    set_progress(progress_key(token), Progress("running", round(100 * share), 100, words))
