"""The complex among the others, and the country as a reference."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.content.document import (
    Block,
    Chapter,
    Heading,
    Paragraph,
    PlainTable,
    StripRow,
    Strips,
    Verdict,
)
from reports.content.material import Material, capital, verdict
from surveys.plotting import strip_chart
from surveys.results import words
from surveys.results.types import Strip, StripPoint
from surveys.results.types import Verdict as Found
from ui import numbers

WIDTH = 280
FEWEST = 2  # other complexes, before "among the others" means anything


def chapter(material: Material) -> Chapter | None:
    """None when there is nothing to stand beside: one complex, and no national figure."""
    rows = tuple(row for strip in material.strips if (row := _row(material, strip)))
    national = _national(material)
    if not rows and not national:
        return None
    blocks: list[Block] = []
    if rows:
        blocks += [Paragraph(_reading(material), "small"), Strips(rows), _fair()]
    if national:
        blocks += [Heading(_("En Nederland?")), national, Paragraph(_national_note(), "small")]
    return Chapter("naast-andere", _("Naast de andere complexen"), tuple(blocks), new_page=False)


def _row(material: Material, strip: Strip) -> StripRow | None:
    own = next((one for one in strip.points if one.unit == material.unit), None)
    strip = replace(strip, points=tuple(_beside(material, strip)))
    others = [one for one in strip.points if one is not own and one.level.visible]
    if own is None or len(others) < FEWEST:
        return None
    chart = strip_chart(strip, own)
    if chart is None:
        return None
    measure = strip.indicator.measure
    return StripRow(
        label=capital(strip.indicator.share_label or strip.indicator.label),
        value=words.level_text(own.level, measure),
        margin=words.margin_text(own.level, measure),
        verdict=_verdict(own),
        chart=replace(chart, width=WIDTH),
    )


def _beside(material: Material, strip: Strip) -> Iterator[StripPoint]:
    """A group does not stand beside its own complexes."""
    own = {complex_.code for complex_ in material.complexes} if material.is_group else set()
    return (one for one in strip.points if one.unit.code not in own)


def _verdict(own: StripPoint) -> Verdict:
    if own.rest is None:
        return Verdict("")
    said = verdict(own.rest)
    if own.rest.verdict in (Found.HIGHER, Found.LOWER):
        return Verdict(_("%s dan de rest") % said.words, said.tone, said.sign)
    if own.rest.verdict is Found.NO_CHANGE:
        return Verdict(_("geen aantoonbaar verschil met de rest"))
    return said


def _reading(material: Material) -> str:
    if material.is_group:
        return _(
            "Het grote rondje is deze groep met haar marge, de kleine rondjes zijn de andere complexen en "
            "groepen, de lijn rechtop is de hele corporatie. Het oordeel vergelijkt de groep met alle "
            "andere complexen samen."
        )
    return _(
        "Het grote rondje is dit complex met zijn marge, de kleine rondjes zijn de andere complexen, de "
        "lijn rechtop is de hele corporatie. Het oordeel vergelijkt dit complex met alle andere samen."
    )


def _fair() -> Paragraph:
    return Paragraph(
        _(
            "Complexen verschillen in wie er woont, hoe zij gebouwd zijn en wat er in de buurt "
            "gebeurt. Een lagere plaats is geen rapport over de beheerder. Complexen met te weinig "
            "antwoorden staan er niet bij."
        ),
        "small",
    )


def _national(material: Material) -> PlainTable | None:
    """One line per figure: the years one after the other, and where the newest comes from."""
    rows = []
    for found in material.result.indicators:
        figures = sorted(found.national, key=lambda figure: figure.year)
        if not figures:
            continue
        years = [f"{numbers.percent(figure.value)} ({figure.year})" for figure in figures]
        own = words.level_text(found.level, found.indicator.measure)
        newest = figures[-1]
        rows.append((capital(newest.label), own, ", ".join(years), newest.source))
    if not rows:
        return None
    headers = (_("Cijfer"), material.unit.name, _("Nederland, per jaar"), _("Bron"))
    return PlainTable(headers, tuple(rows), words=True)


def _national_note() -> str:
    return _(
        "Het landelijke cijfer is een ijkpunt en geen toets: het gaat om andere mensen, een andere manier "
        "van vragen en de eigen buurt in plaats van het eigen gebouw."
    )
