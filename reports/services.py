"""Publishing a report: its content is frozen as an edition, from which the PDF can always be made again."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from complexes.models import Complex, ReportingGroup
from proof.audit import record
from proof.models import Verb
from reports.content.archive import content_sha256, from_json, to_json
from reports.content.building import Issue, report_content
from reports.content.document import ReportContent
from reports.layout import LAYOUT_VERSION
from reports.models import Edition
from reports.subjects import Subject, short_name
from surveys.models import Wave

TRIES = 3  # when two people publish the same report at once, the second takes the next number


class ArchiveDamaged(Exception):  # noqa: N818 - a state, said in words
    """The stored content is not what was published."""


def publish_edition(
    subject: Subject, wave: Wave, *, user: User | None, now: datetime | None = None
) -> Edition:
    """Freeze the report of this moment under the next number.

    Raises NoReport when it may not be reported, results.WaveNotClosed, results.NotInWave, and SettingFailed
    when the report cannot be set; then nothing is stored.
    """
    published_on = timezone.localdate(now or timezone.now())
    for attempt in range(TRIES):
        issue = Issue(next_number(subject, wave), published_on)
        content = report_content(wave, subject, issue)
        pdf = _set(content)  # outside the transaction: it takes a second, and residents are writing
        try:
            return store_edition(subject, wave, issue, user=user, stored=to_json(content), pdf=pdf)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def store_edition(
    subject: Subject,
    wave: Wave,
    issue: Issue,
    *,
    user: User | None,
    stored: dict[str, Any],
    pdf: bytes,
) -> Edition:
    """Keep content and the hash of its PDF. IntegrityError when the number was taken meanwhile."""
    with transaction.atomic():
        edition = Edition.objects.create(
            wave=wave,
            complex=subject if isinstance(subject, Complex) else None,
            group=subject if isinstance(subject, ReportingGroup) else None,
            number=issue.number,
            published_on=issue.published_on,
            published_by=user,
            content=stored,
            content_sha256=content_sha256(stored),
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            layout_version=LAYOUT_VERSION,
        )
        record(user, Verb.PUBLISHED, edition, number=issue.number)
        return edition


def next_number(subject: Subject, wave: Wave) -> int:
    """One more than the last edition of this complex or group in this wave."""
    last = Edition.objects.about(subject, wave).first()
    return last.number + 1 if last else 1


def edition_pdf(edition: Edition) -> bytes:
    """The PDF made again from the archive: the same bytes as when it was published by this release.

    Figures and words never change; a later release may set them more beautifully, see `is_identical` and
    `Edition.is_set_anew`.
    Raises ArchiveDamaged when the content is not what was published.
    """
    if content_sha256(edition.content) != edition.content_sha256:
        raise ArchiveDamaged(f"edition {edition.pk} does not match its hash")
    return _set(from_json(edition.content))


def is_identical(edition: Edition, pdf: bytes) -> bool:
    """Whether these are the very bytes that were published."""
    return hashlib.sha256(pdf).hexdigest() == edition.pdf_sha256


def draft_pdf(subject: Subject, wave: Wave) -> bytes:
    """The report of this moment, marked as a draft; nothing is stored. Raises as `publish_edition`."""
    return _set(report_content(wave, subject))


def file_name(subject: Subject, wave: Wave, number: int | None) -> str:
    """ "C2-2022-uitgave-1.pdf", "groep-kleine-complexen-2022-concept.pdf"."""
    return f"{short_name(subject)}-{wave.code}-{f'uitgave-{number}' if number else 'concept'}.pdf"


def _set(content: ReportContent) -> bytes:
    from reports.pdf import report_pdf  # here, as few processes set reports and it loads WeasyPrint

    return report_pdf(content)
