"""One unit in one wave: its counts, figures and what of them may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from complexes.models import Complex, ReportingGroup
from surveys.models import Wave
from surveys.questions import Kind, Question
from surveys.results.changes import Side
from surveys.results.counts import Counts, counts_of
from surveys.results.figures import Figures, figures
from surveys.results.indicators import Plan, plan_of
from surveys.results.policy import Disclosed, disclose
from surveys.results.reading import (
    ClosedWave,
    Participant,
    all_complexes,
    closed_wave,
    unit_tables,
    wave_ref,
)
from surveys.results.remainders import revealing
from surveys.results.types import UnitKind, UnitRef, WaveRef


@dataclass(frozen=True)
class Unit:
    """A complex, a reporting group or the corporation; `pk` is None for the last."""

    ref: UnitRef
    pk: int | None

    @classmethod
    def of_complex(cls, found: Complex) -> "Unit":
        return cls(UnitRef(UnitKind.COMPLEX, found.code, found.name), found.pk)

    @classmethod
    def of_group(cls, found: ReportingGroup) -> "Unit":
        return cls(UnitRef(UnitKind.GROUP, "", found.name), found.pk)

    @classmethod
    def of_corporation(cls, name: str) -> "Unit":
        return cls(UnitRef(UnitKind.CORPORATION, "", name), None)

    def members(self, wave: ClosedWave) -> tuple[Participant, ...]:
        """The complexes of this unit that took part; () when it did not."""
        if self.pk is None:
            return tuple(wave.participants.values())
        if self.ref.kind is UnitKind.GROUP:
            return wave.in_group(self.pk)
        found = wave.participants.get(self.pk)
        return (found,) if found else ()

    def visible(self, wave: ClosedWave) -> bool:
        published = wave.publication
        if self.pk is None:
            return published.corporation
        reported = published.groups if self.ref.kind is UnitKind.GROUP else published.complexes
        return self.pk in reported


@dataclass(frozen=True)
class Slice:
    """A unit in a closed wave. `subgroups` are ("A1:2" → row in `split_counts`)."""

    wave: WaveRef
    closed: ClosedWave
    unit: Unit
    visible: bool
    plan: Plan
    counts: Counts
    subgroups: tuple[str, ...] = ()
    split_counts: Counts | None = None

    @property
    def members(self) -> tuple[Participant, ...]:
        return self.unit.members(self.closed)

    @cached_property
    def figures(self) -> Figures:
        return figures(self.counts, self.plan)

    @cached_property
    def disclosed(self) -> Disclosed:
        return disclose(self.closed.policy, self.figures, self.plan, self.visible)

    def side(self, plan: Plan) -> Side:
        """As one side of a comparison, in the order of another plan's indicators."""
        places = plan.places_in(self.plan)
        return Side(self.figures.at(places), self.disclosed.at(places))

    def comparable(self, earlier: "Slice") -> NDArray[np.bool_]:
        """Per indicator: the same questions, and for a group the same complexes."""
        found = self._comparisons.get(earlier.closed.pk)
        if found is None:
            found = self.plan.comparable(earlier.plan) & self._same_members(earlier)
            self._comparisons[earlier.closed.pk] = found
        return found

    @cached_property
    def _comparisons(self) -> dict[int, NDArray[np.bool_]]:
        # asked for once per indicator: comparing all wordings each time took most of a page
        return {}

    def _same_members(self, earlier: "Slice") -> bool:
        # The corporation goes on being itself when it builds or sells; a group is its complexes.
        if self.unit.ref.kind is not UnitKind.GROUP:
            return True
        ids = [{m.complex_id for m in found.members} for found in (self, earlier)]
        return ids[0] == ids[1]

    def questions(self) -> dict[str, Question]:
        """Variable → question of everything with a distribution, M2 per measure of a complex."""
        specs = {spec.indicator.variable: spec.questions[0] for spec in self.plan.specs}
        found: dict[str, Question] = {}
        for question in self.closed.asked:
            if question.background or question.kind is Kind.OPEN:
                continue
            if question.follow_up == "per_measure":
                prefix = f"{question.code}."
                found |= {name: q for name, q in specs.items() if name.startswith(prefix)}
            else:
                found |= dict.fromkeys((v.name for v in question.variables()), question)
        return found

    @property
    def measures(self) -> tuple[Mapping[str, Any], ...]:
        """The measures asked about; only a complex has them."""
        is_complex = self.unit.ref.kind is UnitKind.COMPLEX
        return self.members[0].measures if is_complex and self.members else ()


def slices(waves: Sequence[Wave], unit: Unit) -> list[Slice]:
    """The unit in each of these closed waves that it took part in; splits of the last wave only.

    One query for the counts of all waves. Raises WaveNotClosed.
    """
    closed = [(wave, closed_wave(wave)) for wave in waves]
    # An imported wave may know no complexes and still tell about the corporation.
    there = [(w, found) for w, found in closed if unit.members(found) or unit.visible(found)]
    if not there:
        return []
    tables = unit_tables(
        [found.pk for _, found in there],
        str(unit.ref.kind),
        pk=unit.pk,
        splits_of=waves[-1].pk,
    )
    return [_slice(wave, found, unit, tables) for wave, found in there]


def _slice(wave: Wave, found: ClosedWave, unit: Unit, tables: dict[Any, Any]) -> Slice:
    members = unit.members(found)
    measures = members[0].measures if unit.ref.kind is UnitKind.COMPLEX else ()
    plan = plan_of(found.asked, found.key_codes, measures) if measures else found.plan
    whole = unit.pk is not None or found.publication.whole
    empty: tuple[dict[str, Any], None, int] = ({}, None, 0)
    counts = counts_of([tables.get((found.pk, ""), empty)]) if whole else _covered(found)
    if unit.ref.kind is not UnitKind.COMPLEX:
        counts = counts.lacking(revealing(found, counts, [one.complex_id for one in members]))
    names = [name for pk, name in tables if pk == found.pk and name] if whole else []
    return Slice(
        wave=wave_ref(wave),
        closed=found,
        unit=unit,
        visible=unit.visible(found),
        plan=plan,
        counts=counts,
        subgroups=tuple(names),
        split_counts=counts_of(tables[found.pk, name] for name in names) if names else None,
    )


def _covered(found: ClosedWave) -> Counts:
    """The corporation without the few respondents that it would give away by subtraction."""
    everybody = all_complexes(found)
    counted = np.array([pk in found.publication.covered for pk in everybody.ids], dtype=bool)
    return everybody.counts.total(counted)
