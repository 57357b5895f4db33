"""Every theme with its answers, and the places in and around the building."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from reports.content.document import (
    Block,
    Chapter,
    DistributionRow,
    Distributions,
    Heading,
    Key,
    Paragraph,
    Share,
    Shares,
    Verdict,
)
from reports.content.levels import figure_label
from reports.content.material import Material, capital, verdict
from surveys.bank import THEMES
from surveys.plotting import distribution_chart, in_order, share_charts
from surveys.results import words
from surveys.results.types import Distribution, IndicatorResult, Measure
from ui import numbers

PLACES = "V3"  # the question about places has a page of its own
APART = ("achtergrond", "open")  # told among the respondents and as quotes
NEWEST = 2  # bars per question; the page about the trend has every wave
WIDTH = 280


def chapters(material: Material) -> list[Chapter]:
    """The themes in the order asked, then the places."""
    groups = _by_theme(material)
    blocks: list[Block] = []
    for theme, found in groups.items():
        blocks += [Heading(_title(theme)), *_theme_blocks(material, found)]
    made = []
    if blocks:
        first = Paragraph(_intro(material), "small")
        made.append(Chapter("onderwerpen", _("Per onderwerp"), (first, *blocks), new_page=False))
    if places := _places(material):
        made.append(places)
    return made


def _by_theme(material: Material) -> dict[str, list[str]]:
    """Theme → its variables that have answers, without places and background."""
    found: dict[str, list[str]] = {}
    for name in material.result.distributions:
        question = _question(name)
        variable = material.variables.get(name) or material.variables.get(question)
        theme = variable.question.theme if variable else "eigen"
        if theme in APART or (variable and variable.question.code == PLACES):
            continue
        found.setdefault(theme, []).append(name)
    order = list(material.wave.asked().themes())
    return dict(
        sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else 99)
    )


def _places(material: Material) -> Chapter | None:
    names = [
        name
        for name in material.result.distributions
        if name in material.variables and material.variables[name].question.code == PLACES
    ]
    if not names:
        return None
    names.sort(key=lambda name: _score(material, name))
    blocks = [Paragraph(_places_lead(material, names)), *_theme_blocks(material, names)]
    return Chapter("plekken", _("Plekken in en om het gebouw"), tuple(blocks), new_page=False)


def _places_lead(material: Material, names: list[str]) -> str:
    shown = [name for name in names if _score(material, name) < 99]
    if len(shown) < 2:
        return _("Hoe veilig bewoners zich voelen, plek voor plek.")
    least, most = (material.variables[name].label() for name in (shown[0], shown[-1]))
    return _(
        "Het minst veilig voelen bewoners zich hier: %(least)s. Het meest veilig: %(most)s."
    ) % {
        "least": least,
        "most": most,
    }


def _score(material: Material, name: str) -> float:
    found = material.result.indicator(name)
    return found.level.value if found and found.level.value is not None else 99.0


def _theme_blocks(material: Material, names: list[str]) -> Iterator[Block]:
    """Rows that share their answers stand together under one legend; what may not be shown is named."""
    shown = [name for name in names if _may_be_shown(material, name)]
    several = [name for name in shown if material.result.distributions[name][-1].several]
    bars = [name for name in shown if name not in several]
    for legend, group in groupby(
        bars, key=lambda name: _legend(material.result.distributions[name])
    ):
        yield Distributions(legend, tuple(_row(material, name) for name in group))
    for name in several:
        yield _shares(material, name)
    if hidden := [capital(_label(material, name)) for name in names if name not in shown]:
        told = _("Te weinig antwoorden om te laten zien: %(labels)s.")
        yield Paragraph(told % {"labels": ", ".join(hidden)}, "small")


def _may_be_shown(material: Material, name: str) -> bool:
    """Whether this wave has bars or shares for it; an earlier wave alone is not shown as if it were new."""
    newest = material.result.distributions[name][-1]
    whole = bool(newest.bands) and all(band.share is not None for band in newest.bands)
    return whole and newest.wave.code == material.result.wave.code


def _row(material: Material, name: str) -> DistributionRow:
    found = material.result.distributions[name]
    label = capital(_label(material, name))
    chart = distribution_chart(label, found[-NEWEST:], material.names)
    if chart is None:
        return DistributionRow(label, _note(material, name), None, "")
    chart = replace(chart, width=WIDTH, names=False)
    return DistributionRow(label, _note(material, name), chart, chart.bars[0].beside)


def _note(material: Material, name: str) -> Verdict | None:
    """The share or score that goes with these answers, and what became of it."""
    about = [one for one in material.result.indicators if one.indicator.variable == name]
    if not about:
        return None
    found = next((one for one in about if one.indicator.measure is Measure.SHARE), about[0])
    changed = next((one for one in (found, *about) if one.change), found)
    told = _level(found)
    if changed.change is None:
        return Verdict(told)
    if changed is not found:
        told = f"{told}; {_level(changed).lower()}"
    said = verdict(changed.change)
    if said.tone == "neutral":
        return Verdict(told)
    pill = words.pill_text(changed.change, changed.indicator.measure)
    return Verdict(f"{told}, {pill}", said.tone, said.sign)


def _level(found: IndicatorResult) -> str:
    """ "Voelt zich wel eens onveilig: 36%", "Score 5,4", "Gemiddeld 6,1"."""
    value = words.level_text(found.level, found.indicator.measure)
    if found.indicator.share_label:
        return f"{figure_label(found)}: {value}"
    if found.indicator.measure is Measure.MARK:
        return _("Gemiddeld %(value)s") % {"value": value}
    return _("Score %(value)s") % {"value": value}


def _shares(material: Material, name: str) -> Block:
    found = material.result.distributions[name][-1]
    label = capital(_label(material, name))
    note = _("Meer antwoorden konden; samen is het meer dan 100%.")
    rows = tuple(
        Share(capital(c.label), numbers.percent(c.share), c) for c in share_charts(found) if c.share
    )
    return Shares(label, note, rows)


def _legend(found: tuple[Distribution, ...]) -> tuple[Key, ...]:
    newest = next((one for one in reversed(found) if one.bands), None)
    if newest is None:
        return ()
    return tuple(
        Key(band.label, band.tone, place) for place, band in enumerate(in_order(newest.bands))
    )


def _label(material: Material, name: str) -> str:
    if name in material.variables:
        return material.variables[name].label()
    about = [one for one in material.result.indicators if one.indicator.variable == name]
    return about[0].indicator.label if about else name


def _question(name: str) -> str:
    """ "M2.17" is about question M2."""
    return name.split(".")[0]


def _title(theme: str) -> str:
    return THEMES[theme]["title"]["nl"] if theme in THEMES else theme


def _intro(material: Material) -> str:
    said = _("De balk is %(wave)s, van gunstig (links) naar ongunstig. ") % {"wave": material.name}
    if material.result.earlier:
        earlier = material.names[material.result.earlier[-1].code]
        said += _(
            "De dunne balk eronder is %(wave)s. Een verandering staat er alleen bij als zij aantoonbaar is. "
        ) % {"wave": earlier}
    return said + _("‘Weet ik niet’ staat apart en telt niet mee in de balk.")
