"""Closed waves of any size, filled with invented answers and counted by the product's own service."""

from datetime import date, timedelta
from random import Random

from complexes.models import Complex, Corporation, Incident, Measure
from config.demo.answers import Scene, invent
from surveys.bank import questionnaire_to_json
from surveys.models import CountTable, Questionnaire, Response, Wave, WaveComplex
from surveys.services.counting import build_count_tables


def complexes(count: int) -> list[Complex]:
    Corporation(name="Woonstichting Zilverbeek").save()
    made = Complex.objects.bulk_create(
        Complex(code=f"B{n:04}", name=f"Bench {n}", dwellings=90) for n in range(count)
    )
    for complex_ in made[:60]:
        Measure.objects.create(
            complex=complex_, kind="camera", title="camera's in de hal", status="in_place",
            in_place_on=date(2019, 5, 20),
        )  # fmt: skip
        Incident.objects.create(
            complex=complex_, kind="burglary", title="inbraken", starts_on=date(2021, 12, 1)
        )
    return made


def closed_wave(year: int, places: list[Complex], *, respondents: int) -> Wave:
    """A closed wave in which every complex gave `respondents` answers to the full form."""
    chosen = Questionnaire.objects.get(name="Volledig (29 vragen)")
    opens = date(year, 9, 20)
    wave = Wave.objects.create(
        code=str(year), title=f"Meting {year}", opens_on=opens, closes_on=opens + timedelta(days=25),
        questionnaire=chosen, document=questionnaire_to_json(chosen.document()),
        state=Wave.State.CLOSED, disclosure="standard",
    )  # fmt: skip
    WaveComplex.objects.bulk_create(
        WaveComplex(wave=wave, complex=place, dwellings=place.dwellings, responses=respondents)
        for place in places
    )
    random = Random(f"bench/{year}")
    rows = []
    for place in places:
        scene = Scene(respondents=respondents, mark=round(random.uniform(5.5, 7.8), 1), unsafe=12)
        rows += [Response(wave=wave, complex=place, answers=a) for a in invent(scene, random)]
    Response.objects.bulk_create(rows, batch_size=1000)
    build_count_tables(wave)
    return wave


def wide_wave(year: int, places: list[Complex], *, counted: int, respondents: int = 45) -> Wave:
    """A closed wave of many complexes: only `counted` are really counted, the others repeat their counts."""
    wave = closed_wave(year, places[:counted], respondents=respondents)
    tables = list(CountTable.objects.filter(wave=wave, level="complex", subgroup=""))
    more = places[counted:]
    WaveComplex.objects.bulk_create(
        WaveComplex(wave=wave, complex=place, dwellings=place.dwellings, responses=respondents)
        for place in more
    )
    CountTable.objects.bulk_create(
        (
            CountTable(
                wave=wave, level="complex", complex=place, dwellings=table.dwellings, n=table.n,
                weight_sum=table.weight_sum, weight_square_sum=table.weight_square_sum,
                counts=table.counts,
            )
            for number, place in enumerate(more)
            for table in [tables[number % counted]]
        ),
        batch_size=200,
    )  # fmt: skip
    return wave
