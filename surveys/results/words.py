"""Every Dutch word about a result is made here, and only from its verdict."""

from surveys.results.types import Change, IndicatorResult, Level, Measure, UnitResult


def level_text(level: Level, measure: Measure) -> str:
    """ "7,3", "36%", "minder dan 10%", "te weinig antwoorden"."""
    raise NotImplementedError


def margin_text(level: Level, measure: Measure) -> str:
    """ "5,6 – 6,6", "26 – 48%"; "" when there is none."""
    raise NotImplementedError


def difference_text(change: Change, measure: Measure) -> str:
    """ "+0,4", "−1,5", "+12 punten"; "" when it may not be shown."""
    raise NotImplementedError


def difference_margin_text(change: Change, measure: Measure) -> str:
    """ "−1,0 tot +0,2", "−50 tot −5 punten"; "" when it may not be shown."""
    raise NotImplementedError


def verdict_text(change: Change) -> str:
    """ "aantoonbaar hoger", "ongeveer gelijk", "geen aantoonbare verandering", …"""
    raise NotImplementedError


def pill_text(change: Change, measure: Measure) -> str:
    """ "aantoonbaar lager dan in 2020 (7,0)", "geen aantoonbare verandering (19%)"."""
    raise NotImplementedError


def change_sentences(found: IndicatorResult, change: Change) -> str:
    """ "Aantoonbaar gedaald: van 60% naar 30%." and its kin, in whole plain sentences."""
    raise NotImplementedError


def top_three(result: UnitResult) -> tuple[str, ...]:
    """The at most three things that matter, as sentences, for a summary."""
    raise NotImplementedError
