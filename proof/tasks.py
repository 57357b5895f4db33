"""Cleaning up at the press of a button: a job of the worker; its progress is in ui.progress."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from proof.models import RetentionRun
from proof.retention.running import Result, RetentionIsRunning, run, wipe_now
from ui.numbers import whole
from ui.progress import Progress, set_progress

KEY = "retention"


def start_run() -> None:
    set_progress(KEY, Progress(words=_("Wacht op de werker…")))
    clean_up.enqueue()


@task()
def clean_up() -> None:
    """Run retention now; what went wrong is said in the progress."""
    with translation.override("nl"):
        try:
            result = run(now=timezone.now(), report=_report)
        except RetentionIsRunning as busy:
            set_progress(KEY, Progress("failed", words=str(busy)))
        except Exception:
            words = _("Het opruimen is afgebroken. Wat nog niet weg is, gaat de volgende keer.")
            set_progress(KEY, Progress("failed", words=words))
            raise
        else:
            state = "failed" if result.outcome == RetentionRun.Outcome.FAILED else "done"
            set_progress(KEY, Progress(state, words=outcome_words(result)))


def wipe_soon(tables: Iterable[str]) -> None:
    """After this transaction, have the worker wipe from the files what was deleted from these tables."""
    names = sorted(tables)
    transaction.on_commit(lambda: wipe.enqueue(names))


@task(priority=20)
def wipe(tables: list[str]) -> None:
    wipe_now(tables, now=timezone.now())


def outcome_words(result: Result) -> str:
    """The end of a run in one or two sentences."""
    if not result.clock.is_trusted:
        return _("Er is niets verwijderd: de klok is versprongen. Bevestig eerst dat hij klopt.")
    words = _("Klaar: %(removed)s verwijderd.") % {"removed": whole(result.removed)}
    if result.outcome == RetentionRun.Outcome.WAITING:
        return words + " " + _("Een deel wacht op uw bevestiging.")
    if result.outcome == RetentionRun.Outcome.FAILED:
        return (
            words + " " + _("Een deel is mislukt; het wordt de volgende keer opnieuw geprobeerd.")
        )
    return words


def _report(words: str, done: int, total: int) -> None:
    set_progress(KEY, Progress("running", done, total, words))
