"""The cover: which complex, which wave, whose report, which edition."""

import base64
from datetime import date

from django.utils.translation import gettext as _

from complexes.logos import logo_png
from reports.content.document import Front, Term
from reports.content.material import Material, capital
from surveys.plotting import interval
from surveys.results.types import Measure
from ui import numbers
from ui.charts.data import GaugeChart, TimePoint

NAMED = 4  # complexes of a group on the cover; all of them stand at the end


def front(material: Material, number: int | None, published_on: date | None) -> Front:
    """Without a number the report is a draft and says so on every page."""
    wave, name = material.result.wave, material.unit.name
    issue = _("Concept, nog niet uitgegeven")
    if number and published_on:
        issue = _("Uitgave %(number)s · %(day)s") % {
            "number": number,
            "day": numbers.day(published_on),
        }
    return Front(
        corporation=material.corporation.name,
        accent=material.corporation.accent,
        title=name,
        subtitle=_("Hoe veilig voelen bewoners zich?"),
        facts=(
            Term(_("Meting"), _fieldwork(material)),
            _about(material),
            Term(_("Uitgave"), issue),
        ),
        gauge=_gauge(material),
        running_head=_("%(complex)s · meting %(wave)s") % {"complex": name, "wave": material.name},
        running_foot=issue if number else _("Concept · %(wave)s") % {"wave": wave.title},
        logo=base64.b64encode(logo_png()).decode() if material.corporation.logo_hash else "",
    )


def _fieldwork(material: Material) -> str:
    wave = material.result.wave
    return f"{wave.title}, {numbers.day(wave.opens_on)} – {numbers.day(wave.closes_on)}"


def _about(material: Material) -> Term:
    """The complex, or how many complexes there are in the group and the first of them."""
    dwellings = material.result.response.dwellings
    homes = _("%(count)s woningen") % {"count": numbers.whole(dwellings)} if dwellings else ""
    if material.is_group:
        many = _("%(count)s complexen") % {"count": len(material.complexes)}
        if len(material.complexes) == 1:
            many = _("1 complex")
        return Term(_("Groep"), _joined(many, homes, _first(material)))
    complex_ = material.complexes[0]
    place = complex_.place or material.corporation.municipality
    return Term(_("Complex"), _joined(capital(complex_.kind), homes, complex_.address, place))


def _first(material: Material) -> str:
    names = [complex_.name for complex_ in material.complexes]
    if len(names) <= NAMED:
        return ", ".join(names)
    more = {"names": ", ".join(names[:NAMED]), "count": len(names) - NAMED}
    return _("%(names)s en %(count)s andere") % more


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _gauge(material: Material) -> GaugeChart | None:
    """The mark of every wave; nothing when marks were not asked or may not be shown."""
    found = material.result.indicator("R1")
    if found is None or found.indicator.measure is not Measure.MARK or not found.level.visible:
        return None
    points = tuple(
        TimePoint(point.wave.middle, material.names[point.wave.code], interval(point.level))
        for point in found.trend
        if point.level.visible
    )
    return GaugeChart(found.indicator.label, points, material.corporation.accent)
