"""What a wave shows that a meeting could be about: demonstrably worse, or worst of all.

Everything here comes from `surveys.results` and may be shown; a complex with too few answers has nothing to
offer and says so. What is chosen is frozen: a later wave or another rule of disclosure does not change it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from complexes.models import Complex
from surveys import results
from surveys.models import Wave
from surveys.plotting import level_chart, trend_chart, wave_names
from surveys.results import words
from surveys.results.types import (
    IndicatorResult,
    Measure,
    Shown,
    Tone,
    UnitResult,
)
from ui.charts import data
from ui.charts.data import LevelChart, TrendChart
from ui.frozen import freeze, kinds_of, thaw

Why = Literal["worse", "worst"]
MOST = 8  # of each reason for one complex: more is no help in choosing


@dataclass(frozen=True)
class Evidence:
    """One figure as it was when it was chosen. Every text is ready to print."""

    complex: str
    wave: str
    closed_on: date
    figure: str
    question: str
    value: str
    margin: str
    certainty: str
    verdict: str
    tone: str
    sentence: str
    chart: TrendChart | LevelChart | None


KINDS = kinds_of(data) | {"Evidence": Evidence}


@dataclass(frozen=True)
class Candidate:
    """A figure that could become a programme item."""

    why: Why
    complex: Complex
    wave: Wave
    indicator: str
    evidence: Evidence

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.wave.pk}:{self.complex.pk}:{self.indicator}"


@dataclass(frozen=True)
class Offer:
    """What the latest closed wave of a complex has to say. `nothing`: why there is nothing to choose."""

    complex: Complex
    wave: Wave | None
    candidates: tuple[Candidate, ...] = ()
    nothing: str = ""


def offer(complex_: Complex, wave: Wave | None = None) -> Offer:
    """From this wave, or the latest closed one that the complex took part in."""
    chosen = _wave_of(complex_, wave)
    if chosen is None:
        said = _("Van %(complex)s is nog geen meting gesloten. Daarna staan hier voorstellen.")
        return Offer(complex_, None, nothing=said % {"complex": complex_.name})
    result = results.unit_result(chosen, complex_)
    if not result.visible:
        return Offer(complex_, chosen, nothing=_too_few(result))
    found = (*_worse(result), *_worst(result))
    candidates = tuple(
        Candidate(why, complex_, chosen, one.indicator.key, evidence_of(result, one, why))
        for why, one in found
    )
    return Offer(complex_, chosen, candidates, "" if candidates else _nothing_stands_out(result))


def _wave_of(complex_: Complex, wave: Wave | None) -> Wave | None:
    closed = Wave.objects.closed_in(complex_)
    return (closed.filter(pk=wave.pk).first() if wave else None) or closed.last()


def _too_few(result: UnitResult) -> str:
    said = {"complex": result.unit.name, "wave": result.wave.title}
    words_ = _(
        "Bij %(wave)s waren er van %(complex)s te weinig antwoorden om iets te laten zien: "
        "anders is te raden wie wat antwoordde."
    )
    group = result.response.reported_with
    if group:
        words_ += " " + _("De antwoorden tellen mee in %(group)s.") % {"group": group}
    return words_ % said


def _nothing_stands_out(result: UnitResult) -> str:
    return _(
        "Bij %(wave)s is in %(complex)s niets aantoonbaar slechter, en niets aantoonbaar lager dan elders."
    ) % {"wave": result.wave.title, "complex": result.unit.name}


def _worse(result: UnitResult) -> list[tuple[Why, IndicatorResult]]:
    """Worse since the wave before by verdict; key figures first."""
    found = [
        one
        for one in result.indicators
        if one.indicator.tested and one.change and one.change.tone is Tone.WORSE
    ]
    found.sort(key=lambda one: (not one.indicator.is_key, one.indicator.key_rank))
    return [("worse", one) for one in found[:MOST]]


def _worst(result: UnitResult) -> list[tuple[Why, IndicatorResult]]:
    """Key figures below the other complexes by verdict, and the lowest mark and score; not those above."""
    taken = {one.indicator.key for _why, one in _worse(result)}
    below = [
        one
        for one in result.key_indicators
        if one.rest and one.rest.tone is Tone.WORSE and one.indicator.key not in taken
    ]
    lowest = [
        one
        for measure in (Measure.MARK, Measure.SCORE)
        if (one := _lowest(result, measure)) and one.indicator.key not in taken
    ]
    chosen = {one.indicator.key: one for one in (*below[:MOST], *lowest)}
    return [("worst", one) for one in chosen.values()]


def _lowest(result: UnitResult, measure: Measure) -> IndicatorResult | None:
    """The lowest of at least two figures on the same scale."""
    told = [
        one for one in result.indicators if one.indicator.measure is measure and one.level.visible
    ]
    if len(told) < 2:
        return None
    return min(told, key=lambda one: one.level.value or 0.0)


def evidence_of(result: UnitResult, found: IndicatorResult, why: Why) -> Evidence:
    """The figure with its words and picture, frozen."""
    measure = found.indicator.measure
    change = found.change if why == "worse" else found.rest
    return Evidence(
        complex=result.unit.name,
        wave=result.wave.title,
        closed_on=result.wave.closes_on,
        figure=words.subject(found.indicator),
        question=found.indicator.wording,
        value=words.level_text(found.level, measure),
        margin=words.margin_text(found.level, measure),
        certainty=words.certainty_text(found.level),
        verdict=words.pill_text(change, measure) if change else _("het laagste cijfer"),
        tone=(change.tone if change else Tone.NEUTRAL).value,
        sentence=" ".join(_sentences(found, why)),
        chart=_chart(result, found),
    )


def _sentences(found: IndicatorResult, why: Why) -> Iterator[str]:
    if why == "worst" and not (found.rest and found.rest.tone is Tone.WORSE):
        yield _("Van alles wat op deze schaal is gevraagd, is dit het laagst.")
    for change in (found.change, found.rest):
        if change and change.tone is Tone.WORSE:
            yield words.change_sentences(found, change)
    if found.level.shown is Shown.INDICATIVE:
        yield _("Minder dan 30 bewoners antwoordden: een indruk.")


def _chart(result: UnitResult, found: IndicatorResult) -> TrendChart | LevelChart | None:
    """Its course over the waves; its place on the scale when there is only one to show."""
    if sum(point.level.visible for point in found.trend) > 1:
        return trend_chart(found, wave_names([*result.earlier, result.wave]))
    return level_chart(found)


def frozen(evidence: Evidence) -> dict[str, Any]:
    """What a programme item keeps."""
    kept: dict[str, Any] = freeze(evidence)
    return kept


def thawed(kept: dict[str, Any]) -> Evidence | None:
    """What a programme item kept; None when it kept nothing, or something of a later release."""
    try:
        found = thaw(kept, KINDS)
    except (KeyError, TypeError, ValueError):
        return None
    return found if isinstance(found, Evidence) else None
