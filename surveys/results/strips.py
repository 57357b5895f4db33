"""All complexes of a wave beside each other: for a strip of dots, and for a table."""

from collections.abc import Sequence
from functools import lru_cache

from complexes.models import Complex, ReportingGroup
from surveys.models import Wave
from surveys.results.bulk import WaveLevels, levels_in, rest_changes
from surveys.results.changes import Changes
from surveys.results.objects import NOTHING, change_of, level_of
from surveys.results.policy import Disclosed
from surveys.results.reading import (
    ClosedWave,
    also_forget,
    closed_wave,
    comparable,
    wave_ref,
)
from surveys.results.types import (
    Change,
    Indicator,
    ResponseSummary,
    Shown,
    Strip,
    StripPoint,
    UnitKind,
    UnitRef,
    UnitResult,
    WaveRef,
)
from surveys.results.units import corporation_result, earlier_waves, group_result, reported_groups

STRIPS_IN_MEMORY = 10  # some 2 MB each at a thousand complexes


def default_strip_keys(wave: Wave) -> tuple[str, ...]:
    """Keys of the wave's key indicators, as `strip` takes them: ("R1", "V4:share", …)."""
    found = [spec.indicator for spec in closed_wave(wave).plan.specs if spec.indicator.is_key]
    return tuple(one.key for one in sorted(found, key=lambda one: one.key_rank))


def strip(wave: Wave, key: str) -> Strip:
    """One indicator for every reportable complex and group, and the corporation's level.

    Raises WaveNotClosed; KeyError when the wave has no such indicator.
    """
    return strips(wave, (key,))[0]


def strips(wave: Wave, keys: Sequence[str]) -> tuple[Strip, ...]:
    """A strip per key, together: what they share is read once. Raises as `strip`."""
    found, complexes = closed_wave(wave), _all_points(wave, keys)
    groups = [group_result(wave, group) for group in reported_groups(wave)]
    corporation = corporation_result(wave)
    return tuple(_strip(found, key, complexes[key], groups, corporation) for key in keys)


def overview(wave: Wave, key: str = "") -> tuple[StripPoint, ...]:
    """Every complex of the wave in order of name, too small ones as `TOO_FEW`, for one indicator.

    Without a key: the first key indicator, else the first indicator. Raises WaveNotClosed, KeyError.
    """
    key = key or (default_strip_keys(wave) or closed_wave(wave).plan.keys)[0]
    return _all_points(wave, (key,))[key]


def _strip(
    found: ClosedWave,
    key: str,
    complexes: tuple[StripPoint, ...],
    groups: Sequence[UnitResult],
    corporation: UnitResult,
) -> Strip:
    figures = [(group, group.indicator(key)) for group in groups]
    whole = corporation.indicator(key)
    return Strip(
        indicator=found.plan.specs[found.plan.place[key]].indicator,
        points=(
            *(point for point in complexes if point.level is not NOTHING),
            *(
                StripPoint(group.unit, figure.level, group.response, figure.change, figure.rest)
                for group, figure in figures
                if figure
            ),
        ),
        corporation=whole.level if whole else NOTHING,
        too_few=tuple(point for point in complexes if point.level is NOTHING),
    )


def numbered_points(wave: Wave, key: str) -> tuple[tuple[int, StripPoint], ...]:
    """As `overview` with each complex's number; a change is since the latest wave comparable in this figure.

    Where no earlier wave is comparable, the change still says so.
    """
    names, earlier = _names(wave), earlier_waves(wave)
    waves = _comparable(wave, key, earlier) or earlier
    points = _points((*waves, wave), _refs((*waves, wave)), key, names, _group_names())
    return tuple(zip((pk for pk, _code, _name in names), points, strict=True))


def _comparable(wave: Wave, key: str, earlier: Sequence[Wave]) -> list[Wave]:
    place = closed_wave(wave).plan.place[key]
    return [one for one in earlier if comparable(wave.pk, closed_wave(one).pk)[place]]


Name = tuple[int, str, str]  # number, code and name of a complex


def _all_points(wave: Wave, keys: Sequence[str]) -> dict[str, tuple[StripPoint, ...]]:
    """Per key every complex of the wave, in order of name."""
    names, groups = _names(wave), _group_names()
    waves = (*earlier_waves(wave), wave)
    refs = _refs(waves)
    return {key: _points(waves, refs, key, names, groups) for key in keys}


def _names(wave: Wave) -> tuple[Name, ...]:
    complexes = Complex.objects.filter(pk__in=closed_wave(wave).participants)
    return tuple(complexes.order_by("name", "code").values_list("pk", "code", "name"))


def _group_names() -> tuple[tuple[int, str], ...]:
    return tuple(ReportingGroup.objects.order_by("pk").values_list("pk", "name"))


def _refs(waves: Sequence[Wave]) -> tuple[WaveRef, ...]:
    return tuple(wave_ref(one) for one in waves)


@lru_cache(STRIPS_IN_MEMORY)
def _points(
    waves: tuple[Wave, ...],
    refs: tuple[WaveRef, ...],
    key: str,
    names: tuple[Name, ...],
    groups: tuple[tuple[int, str], ...],
) -> tuple[StripPoint, ...]:
    """What is closed never changes; names may, so they are part of what is remembered."""
    rows = _Rows(waves, refs, key)
    return tuple(rows.point(name, dict(groups)) for name in names)


also_forget.append(_points.cache_clear)


class _Rows:
    """Arrays of one wave, turned into points one complex at a time."""

    def __init__(self, waves: Sequence[Wave], refs: Sequence[WaveRef], key: str) -> None:
        *earlier, wave = waves
        self.found = found = closed_wave(wave)
        self.waves = refs
        self.asked = [key in closed_wave(one).plan.place for one in earlier]
        self.levels: WaveLevels = levels_in(wave, earlier)
        self.rest: tuple[Changes, Disclosed] = rest_changes(found)
        self.place = found.plan.place[key]
        self.rest_passes = self.rest[1].passes[:, self.place]
        self.row = {pk: row for row, pk in enumerate(self.levels.complex_ids)}

    @property
    def indicator(self) -> Indicator:
        return self.levels.indicators[self.place]

    def point(self, complex_: Name, group_names: dict[int, str]) -> StripPoint:
        pk, code, name = complex_
        unit = UnitRef(UnitKind.COMPLEX, code, name)
        mine = self.found.participants[pk]
        if pk not in self.found.publication.complexes:
            reported = mine.group_id in self.found.publication.groups
            group = group_names.get(mine.group_id or 0, "") if reported else ""
            return StripPoint(unit, NOTHING, ResponseSummary(Shown.TOO_FEW, reported_with=group))
        row, policy = self.row[pk], self.found.policy
        n = policy.count(mine.n)
        response = ResponseSummary(
            shown=Shown.INDICATIVE if mine.n < policy.indicative_below else Shown.FULL,
            n=n,
            dwellings=mine.dwellings,
            rate=policy.rate(min(n / mine.dwellings, 1.0)) if mine.dwellings else None,
            too_many=mine.too_many,
            weighted=mine.weighted,
        )
        level = level_of(self.levels.levels, row, self.place)
        return StripPoint(unit, level, response, self._change(row), self._rest(row))

    def _change(self, row: int) -> Change | None:
        found, before = self.levels.changes, self.levels.earlier
        against = int(self.levels.against[row])
        if found is None or before is None or against < 0 or not self.indicator.tested:
            return None
        if not self.asked[against]:
            return None
        return change_of(
            found,
            (row, self.place),
            indicator=self.indicator,
            earlier=level_of(before, row, self.place),
            against=self.waves[against],
        )

    def _rest(self, row: int) -> Change | None:
        found, levels = self.rest
        if not self.indicator.tested or not self.rest_passes[row]:
            return None
        return change_of(
            found,
            (row, self.place),
            indicator=self.indicator,
            earlier=level_of(levels, row, self.place),
            against=None,
        )
