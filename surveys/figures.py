"""Key figures as the pages show them: label, large value, margin, and a pill made from the verdict."""

from typing import Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from complexes.timeline import KeyFigure
from surveys.results import words
from surveys.results.types import Change, IndicatorResult, Tone, UnitResult, Verdict
from ui import numbers

# On a complex's own page: its mark and the one share everybody knows.
FRONT = ("R1", "V4:share")


def sign(change: Change | None) -> Literal["up", "down", ""]:
    """Which way a demonstrated change went; "" for every other verdict."""
    if change is None:
        return ""
    directions: dict[Verdict, Literal["up", "down"]] = {
        Verdict.HIGHER: "up",
        Verdict.LOWER: "down",
    }
    return directions.get(change.verdict, "")


def indicator_figure(found: IndicatorResult, *, url: str = "") -> KeyFigure:
    """One indicator with its change since the wave before; no pill in a first wave."""
    indicator, change = found.indicator, found.change
    return KeyFigure(
        label=capfirst(indicator.share_label or indicator.label),
        value=words.level_text(found.level, indicator.measure),
        margin=words.margin_text(found.level, indicator.measure),
        pill=words.pill_text(change, indicator.measure) if change else "",
        tone=(change.tone if change else Tone.NEUTRAL).value,
        sign=sign(change),
        url=url,
    )


def response_figure(result: UnitResult, *, url: str = "") -> KeyFigure:
    """How many took part. Its pill has no colour: more answers is not a verdict about safety."""
    response = result.response
    label = _("Respons %(wave)s") % {"wave": result.wave.title.lower()}
    if response.n is None:
        return KeyFigure(label=label, value="–", margin=_("te weinig antwoorden"), url=url)
    return KeyFigure(
        label=label,
        value=numbers.whole(response.n),
        margin=_of_dwellings(result),
        pill=_against_earlier(result),
        url=url,
    )


def too_few_figure(result: UnitResult, *, url: str = "") -> KeyFigure:
    """The one figure of a unit that may not be shown, and where its answers did go."""
    group = result.response.reported_with
    return KeyFigure(
        label=result.wave.title,
        value="–",
        margin=_("te weinig antwoorden om te laten zien"),
        pill=_("meegeteld in %(group)s") % {"group": group} if group else "",
        url=url,
    )


def front_indicators(result: UnitResult) -> list[IndicatorResult]:
    """At most two: the usual ones, else the first key figures of the wave."""
    chosen = [found for key in FRONT if (found := result.indicator(key))]
    return chosen or list(result.key_indicators[:2])


def front_figures(result: UnitResult, *, url: str = "") -> list[KeyFigure]:
    """At most two indicators and the response, for the top of a complex's page."""
    if not result.visible:
        return [too_few_figure(result, url=url)]
    return [
        *(indicator_figure(found, url=url) for found in front_indicators(result)),
        response_figure(result, url=url),
    ]


def _of_dwellings(result: UnitResult) -> str:
    response = result.response
    if response.dwellings is None or response.rate is None:
        return _("aantal woningen niet bekend")
    return _("van %(dwellings)s woningen · %(rate)s") % {
        "dwellings": numbers.whole(response.dwellings),
        "rate": numbers.percent(response.rate),
    }


def _against_earlier(result: UnitResult) -> str:
    now, before = result.response.n, result.response.earlier_n
    if now is None or before is None or not result.earlier:
        return ""
    said = {"year": result.earlier[-1].middle.year, "n": numbers.whole(before)}
    if now > before:
        return _("meer dan in %(year)s (%(n)s)") % said
    if now < before:
        return _("minder dan in %(year)s (%(n)s)") % said
    return _("evenveel als in %(year)s") % said
