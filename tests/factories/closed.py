"""Closed waves with real answers and real count tables."""

from collections.abc import Iterable, Mapping
from datetime import date

from complexes.models import Complex
from surveys.bank import questionnaire_to_json
from surveys.models import FreeText, Response, Wave, WaveComplex
from surveys.services.counting import build_count_tables
from tests.factories import WaveFactory

Answers = dict[str, object]


def people(n: int, **answers: object) -> list[Answers]:
    """`n` respondents; a value that is a list is dealt out in turn: R1=[6, 7, 8]."""
    return [
        {
            name: value[k % len(value)] if isinstance(value, list) else value
            for name, value in answers.items()
        }
        for k in range(n)
    ]


def closed_wave(
    year: int,
    responses: Mapping[Complex, Iterable[Answers]],
    *,
    texts: Mapping[Complex, Iterable[str]] | None = None,
    **fields: object,
) -> Wave:
    """The autumn wave of a year among these complexes, closed and counted; `texts` are released."""
    wave = WaveFactory(
        **{
            "code": str(year),
            "title": f"Meting {year}",
            "opens_on": date(year, 9, 19),
            "closes_on": date(year, 10, 14),
        }
        | fields
    )
    for complex_, answers in responses.items():
        WaveComplex.objects.create(
            wave=wave, complex=complex_, dwellings=complex_.dwellings, group=complex_.group
        )
        Response.objects.bulk_create(
            Response(wave=wave, complex=complex_, answers=one) for one in answers
        )
    for complex_, words in (texts or {}).items():
        FreeText.objects.bulk_create(
            FreeText(
                wave=wave,
                complex=complex_,
                variable="X1",
                text=said,
                state=FreeText.State.RELEASED,
                released_text=said,
            )
            for said in words
        )
    wave.document = questionnaire_to_json(wave.asked())
    wave.state = Wave.State.CLOSED
    wave.save()
    build_count_tables(wave)
    return wave
