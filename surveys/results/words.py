"""Every Dutch word about a result is made here, and only from its verdict.

Never "stabiel": not seeing a change is no proof of none. Never "door": after is not because.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from surveys.results.types import (
    Change,
    Indicator,
    IndicatorResult,
    Level,
    Measure,
    Shown,
    Verdict,
)
from ui import numbers


def level_text(level: Level, measure: Measure) -> str:
    """ "7,3", "36%", "minder dan 10%", "te weinig antwoorden"."""
    if level.shown is Shown.BELOW_TEN_PERCENT:
        return _("minder dan 10%")
    if level.shown is Shown.ABOVE_NINETY_PERCENT:
        return _("meer dan 90%")
    if level.value is None:
        return _("te weinig antwoorden")
    return _number(level.value, measure)


def margin_text(level: Level, measure: Measure) -> str:
    """ "5,6 – 6,6", "26 – 48%"; "" when there is none."""
    if level.low is None or level.high is None:
        return ""
    low = _number(level.low, measure)
    return f"{low.rstrip('%')} – {_number(level.high, measure)}"


def no_margin_text(level: Level) -> str:
    """Why a value has no margin; "" when it has one, or is not shown."""
    return _("geen marge: iedereen gaf hetzelfde antwoord") if level.no_margin else ""


def certainty_text(level: Level) -> str:
    """ "indicatief" for 10–29 answers, else ""."""
    return _("indicatief") if level.shown is Shown.INDICATIVE else ""


def difference_text(change: Change, measure: Measure) -> str:
    """ "+0,4", "−1,5", "+12 punten"; "" when it may not be shown."""
    if change.difference is None:
        return ""
    if measure is not Measure.SHARE:
        return numbers.decimal(change.difference, sign=True)
    said = numbers.points(change.difference)
    return _("%(n)s punt") % {"n": said} if said[1:] == "1" else _("%(n)s punten") % {"n": said}


def difference_margin_text(change: Change, measure: Measure) -> str:
    """ "−1,0 tot +0,2", "−50 tot −5 punten"; "" when it may not be shown."""
    if change.low is None or change.high is None:
        return ""
    if measure is Measure.SHARE:
        said = {"low": numbers.points(change.low), "high": numbers.points(change.high)}
        return _("%(low)s tot %(high)s punten") % said
    said = {
        "low": numbers.decimal(change.low, sign=True),
        "high": numbers.decimal(change.high, sign=True),
    }
    return _("%(low)s tot %(high)s") % said


def verdict_text(change: Change) -> str:
    """ "aantoonbaar hoger", "ongeveer gelijk", "geen aantoonbare verandering", …"""
    unclear = (
        _("geen aantoonbare verandering") if change.against else _("geen aantoonbaar verschil")
    )
    return {
        Verdict.HIGHER: _("aantoonbaar hoger"),
        Verdict.LOWER: _("aantoonbaar lager"),
        Verdict.ABOUT_EQUAL: _("ongeveer gelijk"),
        Verdict.NO_CHANGE: unclear,
        Verdict.TOO_FEW: _("te weinig antwoorden"),
        Verdict.NOT_COMPARABLE: _("niet te vergelijken"),
    }[change.verdict]


def pill_text(change: Change, measure: Measure) -> str:
    """ "aantoonbaar lager dan in 2020 (7,0)", "geen aantoonbare verandering (19%)"."""
    said = {
        "verdict": verdict_text(change),
        "earlier": level_text(change.earlier, measure),
        "year": change.against.middle.year if change.against else "",
    }
    if change.verdict is Verdict.TOO_FEW:
        return verdict_text(change)
    if change.verdict is Verdict.NOT_COMPARABLE:
        return _("niet te vergelijken met %(year)s") % said
    if change.verdict is Verdict.NO_CHANGE:
        return _("%(verdict)s (%(earlier)s)") % said
    if change.against is None:
        return _pill_against_the_rest(change) % said
    if change.verdict is Verdict.ABOUT_EQUAL:
        return _("ongeveer gelijk aan %(year)s (%(earlier)s)") % said
    return _("%(verdict)s dan in %(year)s (%(earlier)s)") % said


def _pill_against_the_rest(change: Change) -> str:
    if change.verdict is Verdict.ABOUT_EQUAL:
        return _("ongeveer gelijk aan de andere complexen (%(earlier)s)")
    return _("%(verdict)s dan de andere complexen (%(earlier)s)")


def change_sentences(found: IndicatorResult, change: Change) -> str:
    """ "Aantoonbaar gedaald: van 60% naar 30%." and its kin, in whole plain sentences."""
    measure = found.indicator.measure
    said: dict[str, object] = {
        "earlier": level_text(change.earlier, measure),
        "later": level_text(found.level, measure),
        "year": change.against.middle.year if change.against else "",
        "near": _("10 punten") if measure is Measure.SHARE else _("een half punt"),
    }
    if change.verdict is Verdict.TOO_FEW:
        return _("Te weinig antwoorden om te laten zien.")
    if change.against is None:
        return _rest_sentences(change, said)
    if change.verdict is Verdict.NO_CHANGE:
        return _no_change(found.level, change, said)
    return {
        Verdict.HIGHER: _("Aantoonbaar gestegen: van %(earlier)s naar %(later)s."),
        Verdict.LOWER: _("Aantoonbaar gedaald: van %(earlier)s naar %(later)s."),
        Verdict.ABOUT_EQUAL: _(
            "Ongeveer gelijk: %(earlier)s → %(later)s. "
            "Het verschil is vrijwel zeker niet groter dan %(near)s."
        ),
        Verdict.NOT_COMPARABLE: _(
            "Niet te vergelijken met %(year)s: de vraag, de antwoorden of de groep waren toen anders."
        ),
    }[change.verdict] % said


def _no_change(later: Level, change: Change, said: dict[str, object]) -> str:
    said = said | {"people": _people(change.earlier.n, later.n)}
    same = said["earlier"] == said["later"]
    reason = (
        _("Met %(people)s is een kleine verandering niet te zien.")
        if same
        else _("Met %(people)s past dit verschil bij toeval.")
    )
    start = _("Geen aantoonbare verandering: %(earlier)s → %(later)s.")
    end = _("Dat is geen bewijs dat er niets veranderde.")
    return f"{start} {reason} {end}" % said


def _people(earlier: int | None, later: int | None) -> str:
    if earlier is None or later is None:
        return _("zo weinig deelnemers")
    if earlier == later:
        return _("%(n)s deelnemers per meting") % {"n": numbers.whole(later)}
    counts = {"earlier": numbers.whole(earlier), "later": numbers.whole(later)}
    return _("%(earlier)s en %(later)s deelnemers") % counts


def _rest_sentences(change: Change, said: dict[str, object]) -> str:
    """A unit beside the other complexes, in the same wave."""
    return {
        Verdict.HIGHER: _(
            "Aantoonbaar hoger dan in de andere complexen: %(later)s tegen %(earlier)s."
        ),
        Verdict.LOWER: _(
            "Aantoonbaar lager dan in de andere complexen: %(later)s tegen %(earlier)s."
        ),
        Verdict.ABOUT_EQUAL: _(
            "Ongeveer gelijk aan de andere complexen: %(later)s tegen %(earlier)s."
        ),
        Verdict.NO_CHANGE: _(
            "Geen aantoonbaar verschil met de andere complexen: %(later)s tegen %(earlier)s. "
            "Dat is geen bewijs dat er geen verschil is."
        ),
        Verdict.NOT_COMPARABLE: _("Niet te vergelijken met de andere complexen."),
    }[change.verdict] % said


def subject(indicator: Indicator) -> str:
    """What a figure is about, to begin a line with: "Voelt zich wel eens onveilig"."""
    words: str = capfirst(indicator.share_label or indicator.label)
    return words


def _number(value: float, measure: Measure) -> str:
    return numbers.percent(value) if measure is Measure.SHARE else numbers.decimal(value)
