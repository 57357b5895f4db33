"""Publishing a report: its content is frozen as an edition, from which the PDF can always be made again."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from complexes.models import Complex
from proof.audit import record
from proof.models import Verb
from reports.content.archive import content_sha256, from_json, to_json
from reports.content.building import Issue, complex_content
from reports.models import Edition
from reports.pdf import report_pdf
from surveys.models import Wave

TRIES = 3  # when two people publish the same report at once, the second takes the next number


class ArchiveDamaged(Exception):  # noqa: N818 - a state, said in words
    """The stored content is not what was published."""


def publish_edition(
    complex_: Complex, wave: Wave, *, user: User | None, now: datetime | None = None
) -> Edition:
    """Freeze the report of this moment under the next number.

    Raises NoReport when the complex may not be reported alone, results.WaveNotClosed, results.NotInWave, and
    SettingFailed when the report cannot be set; then nothing is stored.
    """
    published_on = timezone.localdate(now or timezone.now())
    for attempt in range(TRIES):
        issue = Issue(next_number(complex_, wave), published_on)
        content = complex_content(wave, complex_, issue)
        pdf = report_pdf(
            content
        )  # outside the transaction: it takes a second, and residents are writing
        try:
            return store_edition(complex_, wave, issue, user=user, stored=to_json(content), pdf=pdf)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def store_edition(
    complex_: Complex,
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
            complex=complex_,
            number=issue.number,
            published_on=issue.published_on,
            published_by=user,
            content=stored,
            content_sha256=content_sha256(stored),
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        )
        record(user, Verb.PUBLISHED, edition, number=issue.number)
        return edition


def next_number(complex_: Complex, wave: Wave) -> int:
    """One more than the last edition of this complex in this wave."""
    last = Edition.objects.filter(complex=complex_, wave=wave).order_by("-number").first()
    return last.number + 1 if last else 1


def edition_pdf(edition: Edition) -> bytes:
    """The PDF made again from the archive: the same bytes as when it was published by this release.

    Figures and words never change; a later release may set them more beautifully, see `is_identical`.
    Raises ArchiveDamaged when the content is not what was published.
    """
    if content_sha256(edition.content) != edition.content_sha256:
        raise ArchiveDamaged(f"edition {edition.pk} does not match its hash")
    return report_pdf(from_json(edition.content))


def is_identical(edition: Edition, pdf: bytes) -> bool:
    """Whether these are the very bytes that were published."""
    return hashlib.sha256(pdf).hexdigest() == edition.pdf_sha256


def draft_pdf(complex_: Complex, wave: Wave) -> bytes:
    """The report of this moment, marked as a draft; nothing is stored. Raises as `publish_edition`."""
    return report_pdf(complex_content(wave, complex_))


def file_name(complex_: Complex, wave: Wave, number: int | None) -> str:
    """ "C2-2022-uitgave-1.pdf": codes only, so that every file system takes it."""
    return f"{complex_.code}-{wave.code}-{f'uitgave-{number}' if number else 'concept'}.pdf"
