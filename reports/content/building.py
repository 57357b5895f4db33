"""One report from the results of one complex, or one reporting group, in one closed wave."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation

from reports.content import (
    beside,
    changes,
    commitments,
    front,
    levels,
    method,
    respondents,
    splits,
    summary,
    themes,
    trends,
)
from reports.content.document import Chapter, ReportContent
from reports.content.material import Material, collect
from reports.subjects import Subject
from surveys.models import Wave


@dataclass(frozen=True)
class Issue:
    """Which edition this is; without one a report says that it is a draft."""

    number: int
    published_on: date


def report_content(wave: Wave, subject: Subject, issue: Issue | None = None) -> ReportContent:
    """Every word and figure of the report, in Dutch whatever the language of the request.

    Raises NoReport when it may not be reported, results.WaveNotClosed, results.NotInWave.
    """
    with translation.override("nl"):
        material = collect(wave, subject)
        return ReportContent(
            front=front.front(
                material,
                issue.number if issue else None,
                issue.published_on if issue else None,
            ),
            chapters=tuple(
                _chapters(material, issue.published_on if issue else timezone.localdate())
            ),
        )


def _chapters(material: Material, today: date) -> list[Chapter]:
    """In reading order; a chapter with nothing to say is left out."""
    found = [
        summary.chapter(material),
        summary.quotes_chapter(material),
        respondents.chapter(material),
        levels.chapter(material),
        changes.chapter(material),
        *themes.chapters(material),
        splits.key_figures(material),
        trends.chapter(material),
        beside.chapter(material),
        commitments.chapter(material, today),
        method.chapter(material),
    ]
    return [chapter for chapter in found if chapter is not None]
