"""The resident sheet: what residents of a complex read of a published report, on one public page.

All of it comes from the edition's frozen content, so nothing stands here that was not allowed in the report.
Left out are incidents, quotes and charts: residents' pages are sober, and talk about safety can raise fear.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from complexes.models import Complex
from proof.audit import record
from proof.models import Verb
from reports.content.archive import from_json
from reports.content.document import (
    Figure,
    Figures,
    Happening,
    Happenings,
    Matter,
    Matters,
    Paragraph,
)
from reports.models import Edition, ResidentSheet

MEASURE = "maatregel"  # how `Happening.kind` of a measure begins


@dataclass(frozen=True)
class SheetWords:
    """`lead` is one or two sentences; `matters` what changed; `measures` what was done."""

    lead: str
    figures: tuple[Figure, ...]
    matters: tuple[Matter, ...]
    measures: tuple[Happening, ...]


def sheet_words(edition: Edition) -> SheetWords:
    """The first chapter of the report, in short. Raises UnreadableArchive."""
    lead = ""
    figures: tuple[Figure, ...] = ()
    matters: tuple[Matter, ...] = ()
    measures: tuple[Happening, ...] = ()
    for block in from_json(edition.content).chapters[0].blocks:
        match block:
            case Paragraph(words=said, style="lead"):
                lead = said
            case Figures():
                figures = block.items
            case Matters():
                matters = block.items
            case Happenings():
                measures = tuple(one for one in block.items if one.kind.startswith(MEASURE))
    return SheetWords(lead, figures, matters, measures)


@transaction.atomic
def publish_sheet(
    edition: Edition, *, by: User | None, now: datetime | None = None
) -> ResidentSheet:
    """Put it on the complex's public page, in the place of the one that stood there.

    The edition is of a complex: a group has no page of its own.
    """
    now = now or timezone.now()
    complex_ = cast(Complex, edition.complex)
    standing = ResidentSheet.objects.public().filter(complex=complex_)
    if same := standing.filter(edition=edition).first():
        return same
    standing.update(withdrawn_at=now, withdrawn_by=by)
    sheet = ResidentSheet.objects.create(
        edition=edition, complex=complex_, published_at=now, published_by=by
    )
    record(by, Verb.PUBLISHED, sheet, now=now)
    return sheet


@transaction.atomic
def withdraw_sheet(sheet: ResidentSheet, *, by: User, now: datetime | None = None) -> None:
    """From this moment the public page is gone."""
    now = now or timezone.now()
    standing = ResidentSheet.objects.public().filter(pk=sheet.pk)
    if standing.update(withdrawn_at=now, withdrawn_by=by):
        record(by, Verb.WITHDREW, sheet, now=now)
