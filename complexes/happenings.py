"""What measures, incidents and entrances add to the page of a complex."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.roles import Right
from complexes.models import Complex, Incident, Measure
from complexes.timeline import Entry
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User


def measure_entries(complex_: Complex, user: "User") -> Iterator[Entry]:
    """A line per measure, on the date that goes with its status."""
    for measure in complex_.measures.all():
        parts = [_("maatregel"), measure.get_kind_display(), measure.place, measure.note]
        yield Entry(
            kind="measure",
            starts_on=measure.date,
            when=numbers.short_day(measure.date),
            title=measure.title[:1].upper() + measure.title[1:],
            subtitle=" · ".join(part for part in parts if part),
            pill="" if measure.status == Measure.Status.IN_PLACE else measure.get_status_display(),
            url=_edit_url("measure", complex_, measure.pk, user),
            link=_("wijzigen"),
        )


def incident_entries(complex_: Complex, user: "User") -> Iterator[Entry]:
    """A line per incident, dated as precisely as it is known."""
    for incident in complex_.incidents.all():
        by_month = incident.precision == Incident.Precision.MONTH
        yield Entry(
            kind="incident",
            starts_on=incident.starts_on,
            when=numbers.period(incident.starts_on, incident.ends_on, by_month=by_month),
            title=incident.title[:1].upper() + incident.title[1:],
            subtitle=f"{_('incident')} · {incident.get_kind_display()}",
            url=_edit_url("incident", complex_, incident.pk, user),
            link=_("wijzigen"),
        )


def _edit_url(kind: str, complex_: Complex, pk: int, user: "User") -> str:
    """Where it is edited; "" for who may only look."""
    if not may(user, Right.EDIT_COMPLEXES):
        return ""
    return reverse(f"complexes:{kind}_edit", args=[complex_.code, pk])
