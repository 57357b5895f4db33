"""Reads closed waves from the database, once per process: what is closed never changes.

`forget` empties the memory; building count tables calls it, and tests do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.models import CountTable, Wave, WaveComplex
from surveys.questions import Questionnaire
from surveys.results.counts import Counts, Table, counts_of
from surveys.results.errors import WaveNotClosed
from surveys.results.figures import Figures, figures
from surveys.results.indicators import Plan, plan_of
from surveys.results.policy import Disclosed, Policy, disclose, policy_named
from surveys.results.publication import Member, Publication, publish
from surveys.results.resting import contributions
from surveys.results.types import WaveRef
from surveys.statistics.rest import Strata

WAVES_IN_MEMORY = 24
TABLES_IN_MEMORY = 6  # of all complexes: some 10 MB each at a thousand complexes
CHUNK = 100  # tables in memory while reading: they are large, their arrays small
also_forget: list[Callable[[], object]] = []  # what other modules of this package remember


@dataclass(frozen=True)
class Participant:
    """A complex in a closed wave, as frozen."""

    complex_id: int
    group_id: int | None
    n: int
    frozen_dwellings: int | None  # rule 2 counts these, also when too many responses came in
    too_many: bool
    weighted: bool
    measures: tuple[Mapping[str, Any], ...]
    margins: Mapping[str, Mapping[str, float]]

    @property
    def dwellings(self) -> int | None:
        """N for margins and response rates; None when unknown or contradicted by the responses."""
        return None if self.too_many else self.frozen_dwellings


@dataclass(frozen=True)
class ClosedWave:
    """What a wave asked, who took part and what of it is reported."""

    pk: int
    asked: Questionnaire
    key_codes: tuple[str, ...]
    plan: Plan  # without the questions per measure
    policy: Policy
    participants: Mapping[int, Participant]  # by complex id
    publication: Publication

    def in_group(self, group_id: int) -> tuple[Participant, ...]:
        return tuple(p for p in self.participants.values() if p.group_id == group_id)


def closed_wave(wave: Wave) -> ClosedWave:
    """Raises WaveNotClosed: nothing of a wave is known before it is closed (rule 1)."""
    if wave.state != Wave.State.CLOSED:
        raise WaveNotClosed(f"wave {wave.code} is {wave.state}")
    return wave_in_memory(wave.pk)


@lru_cache(WAVES_IN_MEMORY * 4)
def comparable(pk: int, earlier: int) -> NDArray[np.bool_]:
    """Per indicator of a closed wave whether an earlier one asked it in the same words."""
    return wave_in_memory(pk).plan.comparable(wave_in_memory(earlier).plan)


def reported_complexes(wave: Wave) -> frozenset[int]:
    """The complexes of a closed wave with a result of their own. Raises WaveNotClosed."""
    return closed_wave(wave).publication.complexes


@lru_cache(WAVES_IN_MEMORY)
def wave_in_memory(pk: int) -> ClosedWave:
    """The closed wave with this number; `closed_wave` has seen to it that it is closed."""
    wave = Wave.objects.get(pk=pk)
    policy = policy_named(wave.disclosure)
    asked = wave.asked()
    participants = {found.complex_id: found for found in _participants(pk)}
    members = [
        Member(found.complex_id, found.n, found.frozen_dwellings, found.group_id)
        for found in participants.values()
    ]
    everybody = CountTable.objects.filter(wave=pk, level="corporation", subgroup="")
    total = everybody.values_list("n", flat=True).first() or 0
    return ClosedWave(
        pk=pk,
        asked=asked,
        key_codes=tuple(wave.key_indicators),
        plan=plan_of(asked, wave.key_indicators),
        policy=policy,
        participants=participants,
        publication=publish(policy, members, max(total - sum(m.n for m in members), 0)),
    )


def _participants(pk: int) -> Iterator[Participant]:
    rows = WaveComplex.objects.filter(wave=pk).order_by("complex_id")
    for (
        complex_id,
        group_id,
        n,
        dwellings,
        too_many,
        weighted,
        measures,
        margins,
    ) in rows.values_list(
        "complex_id",
        "group_id",
        "responses",
        "dwellings",
        "more_responses_than_dwellings",
        "weighted",
        "measures",
        "margins",
    ):
        yield Participant(
            complex_id, group_id, n or 0, dwellings, too_many, weighted, tuple(measures), margins
        )


@dataclass(frozen=True)
class AllComplexes:
    """All complexes of a wave beside each other: arrays [complexes, indicators]."""

    ids: tuple[int, ...]
    place: Mapping[int, int]
    counts: Counts
    figures: Figures
    disclosed: Disclosed
    rest_parts: Strata

    def rows_of(self, ids: Sequence[int]) -> NDArray[np.intp]:
        """Places of these complexes, −1 for one that was not in the wave."""
        return np.array([self.place.get(pk, -1) for pk in ids], dtype=np.intp)


def all_complexes(found: ClosedWave) -> AllComplexes:
    """The figures of every complex of a wave, hidden ones included: for this package only."""
    return _all_complexes(found.pk)


@lru_cache(TABLES_IN_MEMORY)
def _all_complexes(pk: int) -> AllComplexes:
    wave = wave_in_memory(pk)
    stored = CountTable.objects.filter(wave=pk, level="complex", subgroup="").order_by("complex_id")
    ids = tuple(stored.values_list("complex_id", flat=True))
    counts = counts_of(stored.values_list("counts", "dwellings", "n").iterator(CHUNK))
    found = figures(counts, wave.plan)
    visible = np.array([pk in wave.publication.complexes for pk in ids], dtype=bool)
    disclosed = disclose(wave.policy, found, wave.plan, visible)
    parts = contributions(counts, found, disclosed, wave.plan)
    return AllComplexes(
        ids, {pk: place for place, pk in enumerate(ids)}, counts, found, disclosed, parts
    )


def unit_tables(
    waves: Sequence[int], level: str, *, pk: int | None, splits_of: int
) -> dict[tuple[int, str], tuple[Table, int | None, int]]:
    """(wave, subgroup) → the stored table of one unit; subgroups of wave `splits_of` only. One query."""
    of_level = CountTable.objects.filter(wave__in=waves, level=level)
    if pk is not None:
        of_level = of_level.filter(**{level: pk})
    stored = of_level.filter(subgroup="") | of_level.filter(wave=splits_of)
    rows = stored.values_list("wave_id", "subgroup", "counts", "dwellings", "n")
    return {(wave, subgroup): (counts, n, size) for wave, subgroup, counts, n, size in rows}


def wave_ref(wave: Wave) -> WaveRef:
    return WaveRef(wave.code, wave.title, wave.opens_on, wave.closes_on, wave.note)


def forget() -> None:
    """Read everything anew: after count tables were built, and between tests."""
    wave_in_memory.cache_clear()
    comparable.cache_clear()
    _all_complexes.cache_clear()
    for clear in also_forget:
        clear()
