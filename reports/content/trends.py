"""All waves on true time, with measures and incidents: what came after is not because of it."""

from django.utils.translation import gettext as _

from reports.content.document import (
    Block,
    Box,
    Chapter,
    Happening,
    Happenings,
    Heading,
    Paragraph,
    Trend,
    Trends,
    Verdict,
)
from reports.content.levels import figure_label
from reports.content.material import Material, verdict
from surveys.plotting import trend_chart
from surveys.results.types import IndicatorResult, Measure

MOST = 6  # pictures: key figures first, then scales, then other scores


def chapter(material: Material) -> Chapter | None:
    """None in a first wave."""
    chosen = _chosen(material)
    if not chosen:
        return None
    waves = [*material.result.earlier, material.result.wave]
    period = (waves[0].middle, waves[-1].middle)
    items = tuple(
        Trend(
            figure_label(found),
            verdict(found.change) if found.change else Verdict(""),
            trend_chart(found, material.names, material.events, period=period),
        )
        for found in chosen
    )
    blocks: list[Block] = [
        Paragraph(_reading(material), "small"),
        Trends(items),
        *_broken(material),
    ]
    if material.occurrences:
        blocks += [Heading(_("Wat er gebeurde")), Happenings(_lines(material))]
    blocks.append(
        Paragraph(
            _(
                "Na is niet door. Verandert een cijfer na een maatregel of incident, dan kan dat erdoor "
                "komen, door iets anders, of door toeval. Dit onderzoek kan dat niet scheiden."
            ),
            "small",
        )
    )
    return Chapter("verloop", _("Verloop over alle metingen"), tuple(blocks), new_page=False)


def _chosen(material: Material) -> list[IndicatorResult]:
    """The figures with at least two waves to show."""
    told = [
        one
        for one in material.result.indicators
        if sum(point.level.visible for point in one.trend) > 1
        and (one.indicator.is_key or one.indicator.measure is not Measure.SHARE)
    ]
    scales = {"PL", "OV", "SC"}
    told.sort(key=lambda one: (not one.indicator.is_key, one.indicator.question not in scales))
    chosen: dict[str, IndicatorResult] = {}
    for one in told:
        chosen.setdefault(one.indicator.variable, one)
    return list(chosen.values())[:MOST]


def _reading(material: Material) -> str:
    said = _("Het rondje is het cijfer, de lijn erdoor de marge. ")
    if material.events:
        said += _(
            "Een doorgetrokken lijn met een letter is een maatregel, een streepjeslijn een incident; "
            "de letters staan onderaan. "
        )
    return said + _(
        "De kleur van het laatste rondje komt van het oordeel over de laatste verandering."
    )


def _broken(material: Material) -> list[Block]:
    broken = [
        (figure_label(one), material.names[point.wave.code])
        for one in material.result.indicators
        for point in one.trend
        if point.breaks
    ]
    if not broken:
        return []
    told = "; ".join(f"{label} ({wave})" for label, wave in dict.fromkeys(broken))
    said = _(
        "Anders gevraagd dan de keer ervoor, en dus niet te vergelijken: %(told)s. Daar is de lijn onderbroken."
    )
    return [Box(_("Breuk"), (said % {"told": told},))]


def _lines(material: Material) -> tuple[Happening, ...]:
    return tuple(one.line() for one in material.occurrences)
