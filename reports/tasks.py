"""The zip with all reports of a wave: a long job of the worker; its progress is in ui.progress."""

import secrets
import zipfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from reports import batch
from reports.pdf import SettingFailed
from surveys.models import Wave
from ui.progress import Progress, set_progress

KEEP = timedelta(days=1)


def progress_key(wave: Wave) -> str:
    return f"reports-zip-{wave.pk}"


def zip_path(wave: Wave) -> Path:
    """Where the zip of a wave lies while it lasts: a day, or until it is made again."""
    return Path(settings.MEDIA_ROOT) / "zips" / f"rapporten-{wave.code}.zip"


@task()
def make_wave_zip(wave_id: int) -> None:
    """Every reportable complex: its latest edition, else a draft. What went wrong is said in the progress."""
    with translation.override("nl"):
        run_zip(Wave.objects.get(pk=wave_id))


def run_zip(wave: Wave) -> None:
    """Make the zip beside its place and move it there when it is whole."""
    key, path = progress_key(wave), zip_path(wave)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_old_zips()
    half = path.with_suffix(f".{secrets.token_hex(4)}")  # two runs at once never share a file
    try:
        _write(wave, half)
        half.replace(path)
    except SettingFailed as error:
        words = _("Een rapport kon niet worden opgemaakt: %(error)s") % {"error": error}
        set_progress(key, Progress("failed", words=words))
    except Exception:
        words = _("Het maken van de rapporten is afgebroken. Er is niets veranderd: begin opnieuw.")
        set_progress(key, Progress("failed", words=words))
        raise
    else:
        set_progress(key, Progress("done", words=_("Klaar om te downloaden.")))
    finally:
        half.unlink(missing_ok=True)


def _write(wave: Wave, path: Path) -> None:
    key, total = progress_key(wave), batch.reportable(wave).count()
    set_progress(key, Progress("running", 0, total, _("Rapporten maken…")))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:  # PDFs are compressed already
        for done, (job, pdf) in enumerate(batch.set_all(batch.jobs(wave)), start=1):
            archive.writestr(zipfile.ZipInfo(job.name), pdf)
            words = _("%(done)s van %(total)s rapporten klaar") % {"done": done, "total": total}
            set_progress(key, Progress("running", done, total, words))


def remove_old_zips() -> None:
    """Zips older than a day: editions stay in the archive, so nothing is lost."""
    limit = (timezone.now() - KEEP).timestamp()
    for path in (Path(settings.MEDIA_ROOT) / "zips").glob("*"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
