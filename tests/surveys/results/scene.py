"""Builds closed waves with exactly chosen answers, through the counting service."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from complexes.models import Complex, ReportingGroup
from surveys.bank import BANK, questionnaire_to_json
from surveys.models import Response, Wave, WaveComplex
from surveys.questions import Question, Questionnaire
from surveys.services.counting import build_count_tables
from tests.factories import ComplexFactory

Answers = list[dict[str, Any]]


def wave_of(
    year: int,
    codes: str | Iterable[Question] = "V1 V4 R1",
    *,
    disclosure: str = "standard",
    keys: tuple[str, ...] = ("R1", "V4"),
) -> Wave:
    """A draft wave of that year with these questions frozen; `close` ends it."""
    same = Wave.objects.filter(code__startswith=str(year)).count()
    questions = [BANK[c] for c in codes.split()] if isinstance(codes, str) else list(codes)
    return Wave.objects.create(
        code=f"{year}.{same}" if same else str(year),
        title=f"Meting {year}",
        opens_on=date(year, 9, 1),
        closes_on=date(year, 9, 30),
        document=questionnaire_to_json(Questionnaire(tuple(questions))),
        key_indicators=list(keys),
        disclosure=disclosure,
    )


def answer(
    wave: Wave,
    complex_: Complex | None,
    people: Answers,
    *,
    dwellings: int | None = 60,
    group: ReportingGroup | None = None,
    margins: Mapping[str, Mapping[str, float]] | None = None,
    measures: list[dict[str, Any]] | None = None,
) -> None:
    """A complex takes part in the wave with these answers; None: respondents of no known complex."""
    if complex_ is not None:
        WaveComplex.objects.create(
            wave=wave,
            complex=complex_,
            dwellings=dwellings,
            group=group,
            margins=margins or {},
            measures=measures or [],
        )
    Response.objects.bulk_create(
        Response(wave=wave, complex=complex_, answers=person) for person in people
    )


def close(wave: Wave) -> Wave:
    wave.state = Wave.State.CLOSED
    wave.save()
    build_count_tables(wave)
    return wave


def closed(year: int, people: Answers, *, complex_: Complex | None = None, **options: Any) -> Wave:
    """One complex in one closed wave."""
    how = {name: options.pop(name) for name in ("codes", "disclosure", "keys") if name in options}
    wave = wave_of(year, **how)
    answer(wave, complex_ or ComplexFactory(), people, **options)
    return close(wave)


def unsafe(yes: int, no: int, **more: Any) -> Answers:
    """`yes` people who ever feel unsafe and `no` who do not."""
    return [{"V4": 3, **more}] * yes + [{"V4": 1, **more}] * no


def marks(*values: float) -> Answers:
    return [{"R1": value} for value in values]


def mixed(n: int, *, low: float = 6, high: float = 8) -> Answers:
    """n people with every answer given by somebody: nothing extreme, marks around the middle."""
    return [
        {"V1": 1 + place % 5, "V4": 1 + place % 4, "R1": low if place % 2 else high}
        for place in range(n)
    ]
