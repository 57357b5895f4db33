"""All complexes of a wave beside each other: for a strip of dots, and for a table."""

from collections.abc import Iterable

from complexes.models import Complex, ReportingGroup
from surveys.models import Wave
from surveys.results.bulk import WaveLevels, levels_in, rest_changes
from surveys.results.changes import Changes
from surveys.results.objects import NOTHING, change_of, level_of
from surveys.results.policy import Disclosed
from surveys.results.reading import ClosedWave, closed_wave, wave_ref
from surveys.results.types import (
    Change,
    Indicator,
    ResponseSummary,
    Shown,
    Strip,
    StripPoint,
    UnitKind,
    UnitRef,
    WaveRef,
)
from surveys.results.units import corporation_result, earlier_waves, group_result


def default_strip_keys(wave: Wave) -> tuple[str, ...]:
    """Keys of the wave's key indicators, as `strip` takes them: ("R1", "V4:share", …)."""
    found = [spec.indicator for spec in closed_wave(wave).plan.specs if spec.indicator.is_key]
    return tuple(one.key for one in sorted(found, key=lambda one: one.key_rank))


def strip(wave: Wave, key: str) -> Strip:
    """One indicator for every reportable complex and group, and the corporation's level.

    Raises WaveNotClosed; KeyError when the wave has no such indicator.
    """
    found = closed_wave(wave)
    indicator = found.plan.specs[found.plan.place[key]].indicator
    points = [point for point in overview(wave, key) if point.level is not NOTHING]
    corporation = corporation_result(wave).indicator(key)
    return Strip(
        indicator,
        (*points, *_groups(wave, found, key)),
        corporation.level if corporation else NOTHING,
    )


def overview(wave: Wave, key: str = "") -> tuple[StripPoint, ...]:
    """Every complex of the wave in order of name, too small ones as `TOO_FEW`, for one indicator.

    Without a key: the first key indicator, else the first indicator. Raises WaveNotClosed, KeyError.
    """
    found = closed_wave(wave)
    keys = default_strip_keys(wave) or found.plan.keys
    rows = _Rows(wave, found, key or keys[0])
    complexes = Complex.objects.filter(pk__in=found.participants).order_by("name", "code")
    names = dict(ReportingGroup.objects.values_list("pk", "name"))
    return tuple(rows.point(complex_, names) for complex_ in complexes)


class _Rows:
    """Arrays of one wave, turned into points one complex at a time."""

    def __init__(self, wave: Wave, found: ClosedWave, key: str) -> None:
        earlier = earlier_waves(wave)
        self.found = found
        self.waves: list[WaveRef] = [wave_ref(one) for one in earlier]
        self.asked = [key in closed_wave(one).plan.place for one in earlier]
        self.levels: WaveLevels = levels_in(wave, earlier)
        self.rest: tuple[Changes, Disclosed] = rest_changes(found)
        self.place = found.plan.place[key]
        self.rest_passes = self.rest[1].passes[:, self.place]
        self.row = {pk: row for row, pk in enumerate(self.levels.complex_ids)}

    @property
    def indicator(self) -> Indicator:
        return self.levels.indicators[self.place]

    def point(self, complex_: Complex, group_names: dict[int, str]) -> StripPoint:
        unit = UnitRef(UnitKind.COMPLEX, complex_.code, complex_.name)
        mine = self.found.participants[complex_.pk]
        if complex_.pk not in self.found.publication.complexes:
            reported = mine.group_id in self.found.publication.groups
            name = group_names.get(mine.group_id or 0, "") if reported else ""
            return StripPoint(unit, NOTHING, ResponseSummary(Shown.TOO_FEW, reported_with=name))
        row, policy = self.row[complex_.pk], self.found.policy
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


def _groups(wave: Wave, found: ClosedWave, key: str) -> Iterable[StripPoint]:
    for group in ReportingGroup.objects.filter(pk__in=found.publication.groups):
        result = group_result(wave, group)
        figure = result.indicator(key)
        if figure:
            yield StripPoint(result.unit, figure.level, result.response, figure.change, figure.rest)
