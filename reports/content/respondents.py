"""Who took part, and who is not heard."""

from dataclasses import replace

from django.utils.translation import gettext as _

from reports.content.document import (
    Block,
    Chapter,
    DistributionRow,
    Distributions,
    Figures,
    Key,
    Paragraph,
    PlainTable,
)
from reports.content.levels import figure_label
from reports.content.material import Material
from reports.content.summary import response_figure
from surveys.results import words
from surveys.results.types import Band, Profile
from ui import numbers
from ui.charts.data import Bar, DistributionChart, Segment

BEHIND = 0.1  # ten points below its part of the dwellings: said in words


def chapter(material: Material) -> Chapter:
    """The response, who did not answer, and the backgrounds of who did."""
    blocks: list[Block] = [
        Figures((response_figure(material),)),
        Paragraph(_silent(material)),
        *[Paragraph(said) for said in _remarks(material)],
        *_unweighted(material),
    ]
    rows = [(profile, _row(profile)) for profile in material.result.profiles]
    for profile, row in rows:
        if row:
            blocks.append(Distributions(_legend(profile), (row,)))
    if any(row and not profile.known for profile, row in rows):
        said = _(
            "Hoe dit voor alle woningen samen is, is niet bekend; wie er minder gehoord is dus ook niet."
        )
        blocks.append(Paragraph(said, "small"))
    if not any(row for _profile, row in rows):
        blocks.append(
            Paragraph(
                _(
                    "Over leeftijd, woonduur of huishouden zijn er te weinig antwoorden om te laten zien."
                )
            )
        )
    return Chapter("deelnemers", _("Wie deden mee?"), tuple(blocks))


def _silent(material: Material) -> str:
    response = material.result.response
    if response.too_many:
        return _(
            "Er zijn meer inzendingen dan woningen. Het aantal woningen telt daarom als onbekend, "
            "en de marges zijn zo ruim als dan nodig is."
        )
    if response.dwellings is None or response.n is None:
        return _("Hoeveel woningen er niet meededen, is niet bekend.")
    missing = max(response.dwellings - response.n, 0)
    return _(
        "%(missing)s woningen deden niet mee. Wat zij vinden weten we niet. De marges rekenen met "
        "toeval, niet met de mogelijkheid dat juist zij er anders over denken."
    ) % {"missing": numbers.whole(missing)}


def _remarks(material: Material) -> list[str]:
    response, found = material.result.response, []
    if response.detectable_share is not None:
        points = numbers.decimal(response.detectable_share * 100, 0)
        found.append(
            _(
                "Met dit aantal deelnemers is een verandering van ongeveer %(points)s procentpunten of "
                "meer goed te zien; een kleinere blijft meestal verborgen."
            )
            % {"points": points}
        )
    if response.weighted:
        found.append(
            _(
                "De cijfers zijn gewogen: groepen die minder meededen, tellen zwaarder mee, en andersom."
            )
        )
    return found


def _unweighted(material: Material) -> list[Block]:
    """What each tested figure would be if every answer counted the same."""
    rows = [
        (
            figure_label(found),
            words.level_text(found.level, found.indicator.measure),
            words.level_text(
                replace(found.level, value=found.level.unweighted), found.indicator.measure
            ),
        )
        for found in material.result.indicators
        if found.indicator.tested and found.level.unweighted is not None
    ]
    if not rows:
        return []
    heads = (_("cijfer"), _("gewogen"), _("ongewogen"))
    return [PlainTable(heads, tuple(rows), _("Gewogen en ongewogen"))]


def _row(profile: Profile) -> DistributionRow | None:
    bands = profile.distribution.bands
    if not bands or any(band.share is None for band in bands):
        return None
    bars = [Bar(_("deelnemers"), _segments(bands))]
    if profile.known:
        bars.append(Bar(_("woningen"), _segments(profile.known)))
    chart = DistributionChart(profile.background, tuple(bars), width=280)
    return DistributionRow(profile.background, None, chart, _behind(profile))


def _segments(bands: tuple[Band, ...]) -> tuple[Segment, ...]:
    return tuple(Segment(band.label, round(band.share or 0.0, 4), None) for band in bands)


def _legend(profile: Profile) -> tuple[Key, ...]:
    return tuple(
        Key(band.label, None, place) for place, band in enumerate(profile.distribution.bands)
    )


def _behind(profile: Profile) -> str:
    """Which groups are heard less than their part of the dwellings; "" when that is not known."""
    if not profile.known:
        return ""
    known = {band.label: band.share or 0.0 for band in profile.known}
    less = [
        band.label
        for band in profile.distribution.bands
        if (band.share or 0.0) <= known.get(band.label, 0.0) - BEHIND
    ]
    return _("Minder gehoord: %(groups)s.") % {"groups": ", ".join(less)} if less else ""
