"""Long jobs of surveys, run by the worker; their progress is in ui.progress."""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from surveys.models import Wave
from surveys.services.closing import close_wave, progress_key
from surveys.services.custody import hand_over, remove_expired, take_over
from surveys.services.refusals import Refused
from ui.progress import Progress, job, set_progress

log = logging.getLogger(__name__)


@task(priority=50)  # before reports and exports: residents have been told that it ends
def close(wave_id: int, by_id: int | None = None) -> None:
    """Close a wave, with the key stored here or the one its custodian just handed over."""
    run_closing(Wave.objects.get(pk=wave_id), by=User.objects.filter(pk=by_id or 0).first())


def queue_closing(wave: Wave, *, private_key: bytes | None = None, by: User | None = None) -> None:
    """Have the worker close the wave; `private_key` when a custodian brought it."""
    if private_key:
        hand_over(wave, private_key, now=timezone.now())
    set_progress(progress_key(wave), Progress(words=_("Wacht op de werker…")))
    close.enqueue(wave.pk, by.pk if by else None)


def run_closing(wave: Wave, *, by: User | None = None) -> None:
    """Close and report; what went wrong is said in the progress."""
    broken = _("Het sluiten is onderbroken. Er is niets verloren: sluit de meting nog een keer.")
    with job(progress_key(wave), refusals=(Refused,), broken=broken):
        now = timezone.now()
        remove_expired(now=now)
        closing = close_wave(wave, now=now, private_key=take_over(wave, now=now), by=by)
        if closing.unreadable or closing.missing:
            log.error(
                "wave %s: %s sealed items unreadable, %s responses missing",
                wave.code,
                closing.unreadable,
                closing.missing,
            )
