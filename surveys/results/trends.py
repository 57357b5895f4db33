"""One figure over the last waves for some complexes at once: the small pictures of the overview."""

from collections.abc import Iterator, Sequence

import numpy as np

from surveys.models import Wave
from surveys.results.objects import NOTHING, level_of
from surveys.results.reading import ClosedWave, all_complexes, closed_wave, comparable, wave_ref
from surveys.results.types import TrendPoint, Trends
from surveys.results.units import earlier_waves

WAVES = 5  # as many as stay in memory with all their complexes


def trends(wave: Wave, key: str, complexes: Sequence[int]) -> Trends:
    """Of these complexes (by number) the figure in this wave and the few before it that asked for it.

    Raises WaveNotClosed; KeyError when the wave has no such figure.
    """
    if key not in closed_wave(wave).plan.place:
        raise KeyError(key)
    last = [*earlier_waves(wave)[1 - WAVES :], wave]
    asked = [(one, closed_wave(one)) for one in last]
    asked = [(one, found) for one, found in asked if key in found.plan.place]
    shown = [
        all_complexes(found).disclosed.value[:, found.plan.place[key]] for _one, found in asked
    ]
    values = np.concatenate(shown)
    low, high = (0.0, 1.0) if np.isnan(values).all() else (np.nanmin(values), np.nanmax(values))
    points = {pk: tuple(_points(asked, key, pk)) for pk in complexes}
    return Trends(float(low), float(high), points)


def _points(
    asked: Sequence[tuple[Wave, ClosedWave]], key: str, complex_: int
) -> Iterator[TrendPoint]:
    before: ClosedWave | None = None
    for wave, found in asked:
        everybody, place = all_complexes(found), found.plan.place[key]
        row = everybody.place.get(complex_)
        if row is None:
            continue
        breaks = before is not None and not comparable(found.pk, before.pk)[place]
        level = level_of(everybody.disclosed, row, place)
        yield TrendPoint(wave_ref(wave), level if level.visible else NOTHING, bool(breaks))
        before = found
