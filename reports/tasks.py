"""Files of a wave as long jobs of the worker: all reports as a zip, all figures as a workbook."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from reports import batch
from reports.exports import write_workbook
from reports.made_files import MadeFile, made_file, remove_old_files
from surveys.models import Wave
from ui.pdf import SettingFailed
from ui.progress import Progress, job, set_progress

Report = Callable[[int, int], None]  # done, total


class MakingRefused(Exception):  # noqa: N818 - a state, said in words
    """The file cannot be made; the words say why."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: the words on its page, what is counted while it is made, and how."""

    title: Promise
    words: Promise
    counted: Promise  # with %(done)s and %(total)s
    write: Callable[[Wave, IO[bytes], Report], None]


def queue_file(file: MadeFile) -> None:
    set_progress(file.key, Progress(words=_("Wacht op de werker…")))
    make_file.enqueue(file.wave.pk, file.name)


@task()
def make_file(wave_id: int, name: str) -> None:
    """Make one file of KINDS; what went wrong is said in its progress."""
    run_making(Wave.objects.get(pk=wave_id), name)


def run_making(wave: Wave, name: str) -> None:
    file, kind = made_file(wave, name), KINDS[name]
    broken = _("Het maken is afgebroken. Er is niets veranderd: begin opnieuw.")

    def report(done: int, total: int) -> None:
        words = str(kind.counted) % {"done": done, "total": total}
        set_progress(file.key, Progress("running", done, total, words))

    with job(file.key, refusals=(MakingRefused,), broken=broken):
        remove_old_files()
        with file.written() as target:
            kind.write(wave, target, report)
        set_progress(file.key, Progress("done", words=_("Klaar om te downloaden.")))


def write_zip(wave: Wave, target: IO[bytes], report: Report) -> None:
    """Every complex and group that is reported: its latest edition, else a draft. Raises MakingRefused."""
    total = len(batch.reportable(wave))
    report(0, total)
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # PDFs are compressed
            for done, (found, pdf) in enumerate(batch.set_all(batch.jobs(wave)), start=1):
                archive.writestr(zipfile.ZipInfo(found.name), pdf)
                report(done, total)
    except SettingFailed as error:
        words = _("Een rapport kon niet worden opgemaakt: %(error)s") % {"error": error}
        raise MakingRefused(words) from error


KINDS: dict[str, Kind] = {
    "rapporten.zip": Kind(
        gettext_lazy("Alle rapporten"),
        gettext_lazy(
            "Een zip met een rapport van elk complex en elke groep met genoeg antwoorden: de laatste uitgave, "
            "of een concept als er nog geen uitgave is."
        ),
        gettext_lazy("%(done)s van %(total)s rapporten klaar"),
        write_zip,
    ),
    "uitslag.xlsx": Kind(
        gettext_lazy("Cijfers in Excel"),
        gettext_lazy(
            "Precies de cijfers van de uitslag, nooit meer: een blad met cijfers, verdelingen, respons en "
            "vrijgegeven teksten, en een blad dat elke kolom uitlegt."
        ),
        gettext_lazy("%(done)s van %(total)s complexen en groepen klaar"),
        write_workbook,
    ),
}
