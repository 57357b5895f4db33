"""An open wave with codes, made by the services as staff would."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from surveys.models import Wave, WaveComplex
from surveys.services.codes import issue_codes
from surveys.services.waves import open_wave
from tests.factories import ComplexFactory, WaveComplexFactory, WaveFactory

NOON = datetime(2026, 9, 7, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def open_wave_with_codes(
    *,
    dwellings: int = 30,
    complexes: int = 1,
    now: datetime = NOON,
    public_key: bytes | None = None,
    **wave_fields: Any,
) -> tuple[Wave, list[tuple[WaveComplex, str]]]:
    """A wave open from 1 to 26 September 2026 unless told else, and every code made, in plain.

    `public_key`: of a custodian, who keeps the other half.
    """
    fields = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 26)} | wave_fields
    wave = WaveFactory(**fields)
    for _number in range(complexes):
        WaveComplexFactory(wave=wave, complex=ComplexFactory(dwellings=dwellings))
    open_wave(wave, now=now, public_key=public_key)
    return wave, issue_codes(wave, today=now.date())
