"""Every report of a wave, over all cores: contents are read here, pages are set in processes of their own."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from accounts.models import User
from complexes.models import Complex
from reports import worker
from reports.content.archive import to_json
from reports.content.building import Issue, report_content
from reports.models import Edition
from reports.services import file_name, next_number, store_edition
from reports.subjects import Subject
from surveys import results
from surveys.models import Wave
from surveys.results.types import Shown, UnitKind

REPORTS_PER_PROCESS = 40  # a process grows by some megabytes a report; then a fresh one takes over
AHEAD = 3  # contents waiting per process: enough to keep it busy, too few to fill memory


@dataclass(frozen=True)
class Job:
    """One report to set. `issue`: an edition to publish; None for a draft or an edition that exists."""

    subject: Subject
    wave: Wave
    name: str
    stored: dict[str, Any]
    issue: Issue | None = None


def reportable(wave: Wave) -> list[Subject]:
    """The complexes of a closed wave that are reported alone, then its groups, by name.

    Raises results.WaveNotClosed.
    """
    codes = [
        point.unit.code
        for point in results.overview(wave)
        if point.unit.kind is UnitKind.COMPLEX and point.response.shown is not Shown.TOO_FEW
    ]
    complexes = Complex.objects.filter(code__in=codes).order_by("name", "code")
    return [
        *complexes.prefetch_related("measures", "incidents"),
        *results.reported_groups(wave).order_by("name"),
    ]


def jobs(wave: Wave, *, publish_on: date | None = None) -> Iterator[Job]:
    """The latest edition of every complex and group that is reported; where there is none, a draft.

    With `publish_on` those without an edition get their first.
    """
    taken: set[str] = set()
    for subject in reportable(wave):
        job = _job(subject, wave, publish_on)
        # the names of two groups may differ in signs only
        name = job.name if job.name not in taken else f"{subject.pk}-{job.name}"
        taken.add(name)
        yield replace(job, name=name)


def _job(subject: Subject, wave: Wave, publish_on: date | None) -> Job:
    if edition := Edition.objects.about(subject, wave).first():
        return Job(subject, wave, file_name(subject, wave, edition.number), edition.content)
    issue = Issue(next_number(subject, wave), publish_on) if publish_on else None
    content = report_content(wave, subject, issue)
    name = file_name(subject, wave, issue.number if issue else None)
    return Job(subject, wave, name, to_json(content), issue)


def set_all(found: Iterable[Job], *, processes: int | None = None) -> Iterator[tuple[Job, bytes]]:
    """Each job with its PDF, as they come ready. Raises what setting a report raises."""
    count = processes or os.cpu_count() or 1
    waiting, running = iter(found), dict[Future[bytes], Job]()
    with ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),  # a fork would share database connections
        initializer=worker.start,
        max_tasks_per_child=REPORTS_PER_PROCESS,
    ) as pool:
        try:
            while True:
                for job in islice(waiting, count * AHEAD - len(running)):
                    running[pool.submit(worker.set_report, job.stored)] = job
                if not running:
                    return
                ready, _rest = wait(running, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield running.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def keep_edition(job: Job, pdf: bytes, *, user: User | None) -> None:
    """Store the edition that a job was asked to publish; other jobs keep nothing."""
    if job.issue:
        store_edition(job.subject, job.wave, job.issue, user=user, stored=job.stored, pdf=pdf)
