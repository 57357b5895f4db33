"""The result of one unit in one closed wave: everything that may be shown, and nothing else."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from django.db.models import QuerySet

from complexes.models import Complex, Corporation, ReportingGroup
from surveys.models import FreeText, Wave
from surveys.results.changes import Changes, Side, compare
from surveys.results.distributions import distribution
from surveys.results.errors import NotInWave, WaveNotClosed
from surveys.results.indicators import national_figures
from surveys.results.objects import change_of, level_of
from surveys.results.policy import disclose, stricter
from surveys.results.reading import all_complexes, also_forget, closed_wave, wave_ref
from surveys.results.responding import response_of
from surveys.results.resting import without
from surveys.results.slices import Slice, Unit, slices
from surveys.results.splits import profiles_of, splits_of
from surveys.results.types import (
    Change,
    Distribution,
    IndicatorResult,
    TrendPoint,
    UnitKind,
    UnitResult,
    WaveRef,
)

RESULTS_IN_MEMORY = 128  # some 200 kB each


def unit_result(wave: Wave, complex_: Complex) -> UnitResult:
    """One complex. Raises WaveNotClosed, or NotInWave when it did not take part."""
    return _result(wave, Unit.of_complex(complex_))


def group_result(wave: Wave, group: ReportingGroup) -> UnitResult:
    """One reporting group. Raises WaveNotClosed, or NotInWave when no complex of it took part."""
    return _result(wave, Unit.of_group(group))


def reported_groups(wave: Wave) -> QuerySet[ReportingGroup]:
    """The groups whose total may be shown, by name. Raises WaveNotClosed."""
    return ReportingGroup.objects.filter(pk__in=closed_wave(wave).publication.groups)


def corporation_result(wave: Wave) -> UnitResult:
    """All complexes together, as far as they are reported. Raises WaveNotClosed."""
    return _result(wave, Unit.of_corporation(_corporation_name()))


def _corporation_name() -> str:
    return Corporation.objects.values_list("name", flat=True).first() or ""


def _result(wave: Wave, unit: Unit) -> UnitResult:
    waves = (*earlier_waves(wave), wave)
    refs = tuple(wave_ref(one) for one in waves)
    found = _frozen(waves, refs, unit, _corporation_name())
    return replace(found, texts=_texts(wave, unit)) if found.visible else found


@lru_cache(RESULTS_IN_MEMORY)
def _frozen(
    waves: tuple[Wave, ...], refs: tuple[WaveRef, ...], unit: Unit, corporation: str
) -> UnitResult:
    """All but the texts, which people go on releasing. `refs` are there so that a new title is seen."""
    found = slices(waves, unit)
    if not found or found[-1].closed.pk != waves[-1].pk:
        raise NotInWave(f"{unit.ref.name} is not in wave {waves[-1].code}")
    now, earlier = found[-1], found[:-1]
    if not now.visible:
        return UnitResult(now.wave, unit.ref, corporation, response_of(now, earlier))
    return UnitResult(
        wave=now.wave,
        unit=unit.ref,
        corporation=corporation,
        response=response_of(now, earlier),
        indicators=_indicators(now, earlier),
        distributions=_distributions(now, earlier),
        splits=splits_of(now),
        profiles=profiles_of(now),
        earlier=tuple(found.wave for found in earlier),
    )


also_forget.append(_frozen.cache_clear)


def earlier_waves(wave: Wave) -> list[Wave]:
    """Closed waves before this one, oldest first. Raises WaveNotClosed for an open one."""
    if wave.state != Wave.State.CLOSED:
        raise WaveNotClosed(f"wave {wave.code} is {wave.state}")
    return [
        found
        for found in Wave.objects.closed()
        if (found.closes_on, found.pk) < (wave.closes_on, wave.pk)
    ]


def _indicators(now: Slice, earlier: list[Slice]) -> tuple[IndicatorResult, ...]:
    over_time = [(before, _compared(now, before)) for before in reversed(earlier)]
    rest = _rest(now)
    results = []
    for place, spec in enumerate(now.plan.specs):
        changes = tuple(
            _change(now, before, found, place)
            for before, found in over_time
            if spec.indicator.tested and spec.indicator.key in before.plan.place
        )
        latest = earlier[-1].wave if earlier else None
        results.append(
            IndicatorResult(
                indicator=spec.indicator,
                level=level_of(now.disclosed, 0, place),
                change=next((c for c in changes if c.against == latest), None),
                changes=changes,
                trend=_trend(now, earlier, place),
                rest=rest[place] if rest else None,
                national=national_figures(spec.indicator),
            )
        )
    return tuple(results)


def _compared(now: Slice, before: Slice) -> Changes:
    policy = stricter(now.closed.policy, before.closed.policy)
    return compare(
        policy,
        now.plan,
        before.side(now.plan),
        Side(now.figures, now.disclosed),
        now.comparable(before),
    )


def _change(now: Slice, before: Slice, found: Changes, place: int) -> Change:
    indicator = now.plan.specs[place].indicator
    return change_of(
        found,
        (0, place),
        indicator=indicator,
        earlier=level_of(before.disclosed, 0, before.plan.place[indicator.key]),
        against=before.wave,
    )


def _trend(now: Slice, earlier: list[Slice], place: int) -> tuple[TrendPoint, ...]:
    key = now.plan.keys[place]
    asked = [found for found in [*earlier, now] if key in found.plan.place]
    points = []
    for number, found in enumerate(asked):
        own = found.plan.place[key]
        broken = number > 0 and not found.comparable(asked[number - 1])[own]
        points.append(TrendPoint(found.wave, level_of(found.disclosed, 0, own), bool(broken)))
    return tuple(points)


def _rest(now: Slice) -> list[Change | None]:
    """Per indicator the unit against the complexes reported alone that are not in it."""
    if now.unit.ref.kind is UnitKind.CORPORATION:
        return []
    others = all_complexes(now.closed)
    own = {member.complex_id for member in now.members}
    mine = np.array([pk in own for pk in others.ids], dtype=bool)
    plan = now.closed.plan
    rest = without(others.rest_parts, others.figures, others.disclosed, plan, mine)
    shown = disclose(now.closed.policy, rest, plan)
    places = now.plan.places_in(plan)
    side = Side(rest.at(places), shown.at(places))
    found = compare(
        now.closed.policy,
        now.plan,
        side,
        Side(now.figures, now.disclosed),
        np.ones(len(places), dtype=bool),
    )
    return [
        change_of(
            found,
            (0, place),
            indicator=spec.indicator,
            earlier=level_of(side.disclosed, 0, place),
            against=None,
        )
        if spec.indicator.tested and side.disclosed.passes[0, place]
        else None
        for place, spec in enumerate(now.plan.specs)
    ]


def _distributions(now: Slice, earlier: list[Slice]) -> dict[str, tuple[Distribution, ...]]:
    """Per variable one distribution per wave, oldest first; waves with another wording are left out."""
    asked = [(found, found.questions()) for found in [*earlier, now]]
    result = {}
    for variable, question in now.questions().items():
        result[variable] = tuple(
            distribution(
                found.closed.policy,
                found.wave,
                questions[variable],
                found.counts.options(variable) if found.visible else {},
                measures=found.measures,
            )
            for found, questions in asked
            if variable in questions
            and question.same_as(questions[variable])
            and (found is now or found.visible)
        )
    return result


def _texts(wave: Wave, unit: Unit) -> tuple[str, ...]:
    """Released texts of the complexes in this unit (rule 6), in alphabetical order: no order of arrival."""
    released = FreeText.objects.filter(wave=wave, state=FreeText.State.RELEASED)
    if unit.pk is not None:
        members = unit.members(closed_wave(wave))
        released = released.filter(complex__in=[member.complex_id for member in members])
    return tuple(released.order_by("released_text").values_list("released_text", flat=True))
