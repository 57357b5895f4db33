"""Builds the count tables of a wave, once, at closing: every figure later is read from them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import numpy as np

from complexes.models import Corporation
from surveys.models import CountTable, Response, Wave, WaveComplex
from surveys.questions import Questionnaire
from surveys.results.policy import SPLIT_FROM
from surveys.results.reading import forget
from surveys.services.tallies import Tally, add_scale_scores, backgrounds_in, subgroups_of
from surveys.statistics.levels import Array
from surveys.statistics.raking import Margin, RakingRefused, rake

CHUNK = 2000
EVERYBODY = ""
Tallies = dict[str, Tally]  # subgroup → tally; EVERYBODY is always there


def build_count_tables(wave: Wave) -> None:
    """Count every answer per complex, reporting group and corporation, and freeze the disclosure rules.

    Sets on every WaveComplex `responses`, `more_responses_than_dwellings` (its N then counts as unknown)
    and `weighted`, and the weights of responses where known margins allow raking. Subgroups of a unit
    under 30 respondents are not kept: they could never be shown. Building again replaces the
    tables. Runs in the caller's transaction. ValueError for a response of a complex not in the wave.
    """
    wave.count_tables.all().delete()
    asked = wave.asked()
    rows = {row.complex_id: row for row in wave.wave_complexes.all()}
    groups: dict[int, Tallies] = {row.group_id: _empty() for row in rows.values() if row.group_id}
    corporation = _empty()
    for complex_id, responses in _by_complex(wave, list(rows)):
        row = _row_of(rows, complex_id, wave)
        if row:
            _describe(row, responses)
        tallies = _tallies(responses, asked)
        _merge(corporation, tallies)
        if row:
            _keep(tallies, wave=wave, complex_id=row.complex_id, dwellings=row.known_dwellings)
        if row and row.group_id:
            _merge(groups[row.group_id], tallies)
    for group_id, tallies in groups.items():
        members = [row for row in rows.values() if row.group_id == group_id]
        _keep(tallies, wave=wave, group_id=group_id, dwellings=_dwellings(members, tallies))
    _keep(corporation, wave=wave, dwellings=_dwellings(rows.values(), corporation))
    WaveComplex.objects.bulk_update(
        rows.values(), ["responses", "more_responses_than_dwellings", "weighted"], batch_size=500
    )
    _freeze_disclosure(wave)
    forget()


def _empty() -> Tallies:
    return {EVERYBODY: Tally()}


def _by_complex(wave: Wave, complexes: list[int]) -> Iterator[tuple[int | None, list[Response]]]:
    """Responses per complex, one complex in memory at a time; complexes without any come last."""
    silent = set(complexes)
    stored = Response.objects.filter(wave=wave).order_by("complex_id").iterator(CHUNK)
    for complex_id, responses in groupby(stored, key=lambda response: response.complex_id):
        yield complex_id, list(responses)
        silent.discard(complex_id)
    for complex_id in silent:
        yield complex_id, []


def _row_of(rows: dict[int, WaveComplex], complex_id: int | None, wave: Wave) -> WaveComplex | None:
    if complex_id is not None and complex_id not in rows:
        raise ValueError(f"a response of complex {complex_id}, which is not in wave {wave.code}")
    return rows.get(complex_id) if complex_id is not None else None


def _describe(row: WaveComplex, responses: list[Response]) -> None:
    """What closing tells about a complex in the wave; weighs its responses when margins allow."""
    row.responses = len(responses)
    row.more_responses_than_dwellings = bool(row.dwellings and row.responses > row.dwellings)
    if row.margins and row.known_dwellings:
        _weigh(responses, _raked(row, responses))
    row.weighted = len({response.weight for response in responses}) > 1


def _raked(row: WaveComplex, responses: list[Response]) -> Array:
    """Raked weights with mean 1, so that a weighted complex counts for no more than its answers; else 1."""
    margins = [_margin(name, known, responses) for name, known in row.margins.items()]
    try:
        weights = rake(margins, float(row.known_dwellings or 0))
    except RakingRefused:
        return np.ones(len(responses))
    return weights / weights.mean()


def _margin(variable: str, known: dict[str, float], responses: list[Response]) -> Margin:
    places = {option: place for place, option in enumerate(known)}
    cells = [places.get(str(response.answers.get(variable)), -1) for response in responses]
    return Margin(np.array(cells, dtype=np.intp), np.array(list(known.values()), dtype=float))


def _weigh(responses: list[Response], weights: Array) -> None:
    changed = []
    for response, weight in zip(responses, weights.tolist(), strict=True):
        if response.weight != weight:
            response.weight = weight
            changed.append(response)
    Response.objects.bulk_update(changed, ["weight"], batch_size=500)


def _tallies(responses: list[Response], asked: Questionnaire) -> Tallies:
    people = [(dict(response.answers), response.weight) for response in responses]
    add_scale_scores([answers for answers, _ in people], asked)
    backgrounds = backgrounds_in(asked)
    sets: defaultdict[tuple[str, float], list[dict[str, Any]]] = defaultdict(list)
    for answers, weight in people:
        for subgroup in (EVERYBODY, *subgroups_of(answers, backgrounds)):
            sets[subgroup, weight].append(answers)
    tallies = _empty()
    for (subgroup, weight), found in sets.items():
        tallies.setdefault(subgroup, Tally()).add(found, weight)
    return tallies


def _merge(total: Tallies, part: Tallies) -> None:
    for subgroup, tally in part.items():
        total.setdefault(subgroup, Tally()).merge(tally)


def _keep(tallies: Tallies, *, dwellings: int | None, **unit: Any) -> None:
    """Write the tables of one unit: a complex_id, a group_id, or neither for the corporation."""
    level = CountTable.Level.CORPORATION
    if "complex_id" in unit or "group_id" in unit:
        level = CountTable.Level.COMPLEX if "complex_id" in unit else CountTable.Level.GROUP
    split = tallies[EVERYBODY].n >= SPLIT_FROM
    CountTable.objects.bulk_create(
        CountTable(
            level=level,
            subgroup=subgroup,
            dwellings=None if subgroup else dwellings,
            n=tally.n,
            weight_sum=tally.weight,
            weight_square_sum=tally.weight_square,
            counts=tally.counts(),
            **unit,
        )
        for subgroup, tally in tallies.items()
        if split or subgroup == EVERYBODY
    )


def _dwellings(rows: Iterable[WaveComplex], tallies: Tallies) -> int | None:
    """N of several complexes together; unknown when one is, or when more answers than that came in."""
    known = [row.known_dwellings for row in rows]
    if not known or None in known:
        return None
    total = sum(dwellings for dwellings in known if dwellings)
    return total if tallies[EVERYBODY].n <= total else None


def _freeze_disclosure(wave: Wave) -> None:
    if not wave.disclosure:
        corporation = Corporation.objects.first()
        standard = Corporation.Disclosure.STANDARD
        wave.disclosure = corporation.disclosure if corporation else standard
        wave.save(update_fields=["disclosure"])
