"""What a report is about: one complex, or a reporting group of complexes too small to report alone."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from complexes.models import Complex, ReportingGroup
from surveys import results
from surveys.models import Wave
from surveys.results.types import UnitResult

Subject = Complex | ReportingGroup


def result_of(wave: Wave, subject: Subject) -> UnitResult:
    """After disclosure control. Raises results.WaveNotClosed, results.NotInWave."""
    if isinstance(subject, ReportingGroup):
        return results.group_result(wave, subject)
    return results.unit_result(wave, subject)


def complexes_of(wave: Wave, subject: Subject) -> tuple[Complex, ...]:
    """The complexes a report is about, by name: those of a group as they were when the wave opened."""
    if isinstance(subject, Complex):
        return (subject,)
    found = Complex.objects.filter(wave_complexes__wave=wave, wave_complexes__group=subject)
    return tuple(found.order_by("name", "code").prefetch_related("measures", "incidents"))


def short_name(subject: Subject) -> str:
    """Letters that every file system takes: "C2", "groep-kleine-complexen"."""
    if isinstance(subject, ReportingGroup):
        return f"groep-{slugify(subject.name) or subject.pk}"
    return subject.code


def asked_as(subject: Subject) -> dict[str, str]:
    """How a form or an address names it: {"complex": "C2"} or {"groep": "3"}."""
    if isinstance(subject, ReportingGroup):
        return {"groep": str(subject.pk)}
    return {"complex": subject.code}


def report_query(wave: Wave, subject: Subject) -> str:
    """Behind the address of the page that makes a report."""
    return urlencode({"meting": wave.code, **asked_as(subject)})


def results_url(wave: Wave, subject: Subject) -> str:
    if isinstance(subject, ReportingGroup):
        return reverse("reports:group_results", args=[wave.code, subject.pk])
    return reverse("reports:unit_results", args=[wave.code, subject.code])


def draft_url(wave: Wave, subject: Subject) -> str:
    if isinstance(subject, ReportingGroup):
        return reverse("reports:group_preview", args=[wave.code, subject.pk])
    return reverse("reports:report_preview", args=[wave.code, subject.code])
