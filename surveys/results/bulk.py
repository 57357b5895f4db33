"""A thousand complexes at once: the same figures and the same rules as one complex, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from surveys.models import Wave
from surveys.results.changes import Changes, Side, compare
from surveys.results.policy import Disclosed, disclose, stricter
from surveys.results.reading import (
    ClosedWave,
    all_complexes,
    also_forget,
    closed_wave,
    wave_in_memory,
    wave_ref,
)
from surveys.results.resting import leave_one_out
from surveys.results.types import Indicator, WaveRef

CHANGES_IN_MEMORY = 6  # some 5 MB each at a thousand complexes


@dataclass(frozen=True)
class WaveLevels:
    """One wave, disclosed: arrays [complexes, indicators]; nan is hidden.

    `changes` is against the latest earlier wave that each complex took part in; `against` is that wave's
    place in `all_levels(...)` per complex, −1 in a first wave. `levels.shown` are places in
    `policy.SHOWN`, `changes.verdicts` places in `statistics.verdicts.ORDER`.
    """

    wave: WaveRef
    complex_ids: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    levels: Disclosed
    changes: Changes | None
    against: NDArray[np.intp]
    earlier: Disclosed | None  # the level that each change starts from


def all_levels(waves: Sequence[Wave]) -> tuple[WaveLevels, ...]:
    """Levels, margins, changes and verdicts of every complex in these waves, oldest first.

    Hidden complexes are there without numbers. Raises WaveNotClosed.
    """
    ordered = sorted(waves, key=lambda wave: (wave.closes_on, wave.pk))
    numbers = tuple(closed_wave(wave).pk for wave in ordered)
    return tuple(_levels(wave, numbers[: place + 1]) for place, wave in enumerate(ordered))


def levels_in(wave: Wave, earlier: Sequence[Wave]) -> WaveLevels:
    """Of one wave only, against these earlier ones (oldest first). Raises WaveNotClosed."""
    return _levels(wave, tuple(closed_wave(found).pk for found in (*earlier, wave)))


def _levels(wave: Wave, numbers: tuple[int, ...]) -> WaveLevels:
    now, mine = closed_wave(wave), all_complexes(closed_wave(wave))
    changes, earlier, against = _changes(numbers)
    return WaveLevels(
        wave=wave_ref(wave),
        complex_ids=mine.ids,
        indicators=tuple(spec.indicator for spec in now.plan.specs),
        levels=mine.disclosed,
        changes=changes,
        against=against,
        earlier=earlier,
    )


@lru_cache(CHANGES_IN_MEMORY)
def _changes(
    numbers: tuple[int, ...],
) -> tuple[Changes | None, Disclosed | None, NDArray[np.intp]]:
    """For each complex against its own latest earlier wave: one comparison per earlier wave."""
    closed = [wave_in_memory(number) for number in numbers]
    complexes = [all_complexes(found) for found in closed]
    now, mine = closed[-1], complexes[-1]
    against = np.full(len(mine.ids), -1, dtype=np.intp)
    parts: list[tuple[NDArray[np.intp], Changes, Disclosed]] = []
    for place in reversed(range(len(closed) - 1)):
        before, theirs = closed[place], complexes[place]
        rows = theirs.rows_of(mine.ids)
        chosen = np.flatnonzero((against < 0) & (rows >= 0))
        if not len(chosen):
            continue
        against[chosen] = place
        places = now.plan.places_in(before.plan)
        side = Side(
            theirs.figures.units(rows[chosen]).at(places),
            theirs.disclosed.units(rows[chosen]).at(places),
        )
        found = compare(
            stricter(now.policy, before.policy),
            now.plan,
            side,
            Side(mine.figures.units(chosen), mine.disclosed.units(chosen)),
            now.plan.comparable(before.plan),
        )
        parts.append((chosen, found, side.disclosed))
    if not parts:
        return None, None, against
    return *_gathered(parts, mine.disclosed.shown.shape), against


def _gathered(
    parts: list[tuple[NDArray[np.intp], Changes, Disclosed]], shape: tuple[int, ...]
) -> tuple[Changes, Disclosed]:
    """The parts of several earlier waves as one array each; hidden where a complex has none."""
    changes, levels = Changes.hidden(shape), Disclosed.hidden(shape)
    for rows, found, earlier in parts:
        changes.put(rows, found)
        levels.put(rows, earlier)
    return changes, levels


def rest_changes(found: ClosedWave) -> tuple[Changes, Disclosed]:
    """Every complex against the rest of the corporation, and the rest's levels."""
    return _rest_changes(found.pk)


@lru_cache(CHANGES_IN_MEMORY)
def _rest_changes(number: int) -> tuple[Changes, Disclosed]:
    found = wave_in_memory(number)
    mine = all_complexes(found)
    rest = leave_one_out(mine.rest_parts, mine.figures, mine.disclosed, found.plan)
    shown = disclose(found.policy, rest, found.plan)
    everything = np.ones(len(found.plan.specs), dtype=bool)
    later = Side(mine.figures, mine.disclosed)
    return compare(found.policy, found.plan, Side(rest, shown), later, everything), shown


def forget_changes() -> None:
    """Compare anew, from counts already in memory."""
    _changes.cache_clear()
    _rest_changes.cache_clear()


also_forget.append(forget_changes)
