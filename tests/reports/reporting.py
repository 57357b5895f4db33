"""A corporation with three closed waves, for reports."""

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pikepdf

from complexes.models import Complex
from reports.content.document import ReportContent
from reports.pdf import report_pdf
from surveys.models import Questionnaire, Wave
from tests.factories import ComplexFactory, IncidentFactory, MeasureFactory, ReportingGroupFactory
from tests.factories.closed import closed_wave, people

SAFE = [1, 2, 2, 3, 4]
LESS_SAFE = [2, 3, 4, 4, 5]


def korenbloemhof(years: tuple[int, ...] = (2018, 2020, 2022)) -> Wave:
    """The newest of these waves: Korenbloemhof (C2) worse in it, two others, and one too small (C6)."""
    place = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96, kind="portiekflats")
    others = [
        ComplexFactory(code="C1", name="De Zilvermeeuw", dwellings=144),
        ComplexFactory(code="C3", name="De Wolhof", dwellings=62),
    ]
    group = ReportingGroupFactory(name="Kleine complexen")
    small = ComplexFactory(code="C6", name="De Sluiswachter", dwellings=12, group=group)
    MeasureFactory(complex=place, title="verlichting achterzijde")
    IncidentFactory(complex=place, title="zeven woninginbraken")
    waves = [
        closed_wave(
            year,
            {
                place: people(
                    44 if year == years[-1] else 32,
                    R1=[5, 6, 7] if year == years[-1] else [7, 8],
                    V1=SAFE,
                    V2=LESS_SAFE if year == years[-1] else SAFE,
                    V3a=SAFE,
                    V4=[1, 2, 5],
                    S1=SAFE,
                    A1=[1, 2, 3, 3],
                ),
                **{one: people(40, R1=[6, 7, 8], V2=SAFE, V4=[1, 2], S1=SAFE) for one in others},
                small: people(7, R1=3, V4=4, V2=5),
            },
            questionnaire=Questionnaire.objects.get(name__startswith="Volledig"),
            texts={place: ["De lamp <b>achter</b> is stuk."]},
        )
        for year in years
    ]
    return waves[-1]


def small_complexes(
    answers: tuple[int, ...] = (7, 8), years: tuple[int, ...] = (2020, 2022)
) -> Wave:
    """The newest of these waves: a group of small complexes K1, K2, …, and three larger ones outside it.

    Every small complex gives its own mark for safety (3, 4, …), so that one can be told from the others.
    """
    group = ReportingGroupFactory(name="Kleine complexen")
    small = [
        ComplexFactory(code=f"K{place}", name=f"Hofje {place}", dwellings=14, group=group)
        for place, _n in enumerate(answers, start=1)
    ]
    large = [ComplexFactory(code=f"L{k}", name=f"Flat {k}", dwellings=90) for k in (1, 2, 3)]
    MeasureFactory(complex=small[0], title="nieuwe lampen", in_place_on=date(2021, 3, 1))
    IncidentFactory(complex=small[-1], title="twee branden")
    marks = {
        one: people(n, R1=3 + place, V4=[1, 2, 5], V2=SAFE)
        for place, (one, n) in enumerate(zip(small, answers, strict=True))
    }
    marks |= {one: people(40, R1=[6, 7, 8], V4=[1, 2, 5], V2=SAFE) for one in large}
    return [closed_wave(year, marks) for year in years][-1]


def place(code: str = "C2") -> Complex:
    return Complex.objects.get(code=code)


@cache
def set_once(content: ReportContent) -> bytes:
    """The same report for every test that only looks at it."""
    return report_pdf(content)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(element: Any) -> Iterator[Any]:
    """Every structure element of a tagged PDF, in reading order."""
    yield element
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from elements(child)


def structure(document: pikepdf.Pdf) -> list[Any]:
    return list(elements(document.Root.StructTreeRoot.K[0]))
