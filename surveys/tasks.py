"""Long jobs of surveys, run by the worker; their progress is in ui.progress."""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from surveys.models import Wave
from surveys.services.closing import close_wave, progress_key
from surveys.services.refusals import Refused
from ui.progress import Progress, set_progress

log = logging.getLogger(__name__)


@task()
def close(wave_id: int) -> None:
    """Close a wave whose key is stored here; what went wrong is said in the progress."""
    run_closing(Wave.objects.get(pk=wave_id), private_key=None)


def run_closing(wave: Wave, *, private_key: bytes | None) -> None:
    """Close and report. A custodian's key passes through memory only, so that job is not queued."""
    key = progress_key(wave)
    try:
        closing = close_wave(wave, now=timezone.now(), private_key=private_key)
    except Refused as refusal:
        set_progress(key, Progress("failed", words=str(refusal)))
    except Exception:
        words = _("Het sluiten is onderbroken. Er is niets verloren: sluit de meting nog een keer.")
        set_progress(key, Progress("failed", words=words))
        raise
    else:
        if closing.unreadable or closing.missing:
            log.error(
                "wave %s: %s sealed items unreadable, %s responses missing",
                wave.code,
                closing.unreadable,
                closing.missing,
            )
