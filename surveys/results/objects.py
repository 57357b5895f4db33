"""From disclosed arrays to the objects that pages and reports read."""

from math import isnan

from surveys.questions import Better
from surveys.results.changes import Changes
from surveys.results.policy import SHOWN, Disclosed
from surveys.results.types import Change, Indicator, Level, Shown, Tone, Verdict, WaveRef
from surveys.statistics.levels import Array
from surveys.statistics.verdicts import ORDER

NOTHING = Level(Shown.TOO_FEW)
ALL_EQUAL = "all equal"


def level_of(found: Disclosed, unit: int, place: int) -> Level:
    """One level; a hidden one has no number in it."""
    value, low = _number(found.value, unit, place), _number(found.low, unit, place)
    n = _number(found.n, unit, place)
    return Level(
        shown=SHOWN[found.shown[unit, place]],
        value=value,
        low=low,
        high=_number(found.high, unit, place),
        n=None if n is None else int(n),
        unweighted=_number(found.unweighted, unit, place),
        no_margin=ALL_EQUAL if value is not None and low is None else "",
    )


def change_of(
    found: Changes,
    at: tuple[int, int],
    *,
    indicator: Indicator,
    earlier: Level,
    against: WaveRef | None,
) -> Change:
    """One comparison; `at` is (unit, indicator) in the arrays."""
    verdict = ORDER[found.verdicts[at]]
    return Change(
        verdict=verdict,
        tone=tone(verdict, indicator.better),
        against=against,
        earlier=earlier,
        difference=_number(found.difference, *at),
        low=_number(found.low, *at),
        high=_number(found.high, *at),
        p=_number(found.p, *at),
        p_adjusted=_number(found.p_adjusted, *at),
        detectable=_number(found.detectable, *at),
    )


def tone(verdict: Verdict, better: Better) -> Tone:
    """Colour follows the verdict alone; a figure without a good side stays neutral."""
    if better is Better.NEITHER or verdict not in (Verdict.HIGHER, Verdict.LOWER):
        return Tone.NEUTRAL
    good = (verdict is Verdict.HIGHER) == (better is Better.HIGHER)
    return Tone.BETTER if good else Tone.WORSE


def _number(values: Array, unit: int, place: int) -> float | None:
    value = float(values[unit, place])
    return None if isnan(value) else value
