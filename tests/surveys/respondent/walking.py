"""A resident without a browser: the test client, one wave open today, and the screens by name."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from surveys.models import Questionnaire, Wave, WaveComplex
from surveys.respondent import device
from surveys.services.codes import issue_codes
from surveys.services.waves import open_wave
from tests.factories import ComplexFactory, MeasureFactory, WaveComplexFactory, WaveFactory

SHORT, FULL = "Kort (15 vragen)", "Volledig (29 vragen)"


def open_today(name: str = SHORT, *, measures: int = 0, **fields: Any) -> tuple[Wave, list[str]]:
    """A wave of one complex, open today, and its codes in plain."""
    today = timezone.localdate()
    wave = WaveFactory(
        opens_on=today - timedelta(days=1),
        closes_on=today + timedelta(days=10),
        outcome_on=date(today.year + 1, 1, 1),
        questionnaire=Questionnaire.objects.get(name=name),
        **fields,
    )
    complex_ = ComplexFactory(name="De Wilgenhof", dwellings=12)
    for number in range(measures):
        MeasureFactory(complex=complex_, title=f"verandering {number + 1}")
    WaveComplexFactory(wave=wave, complex=complex_)
    open_wave(wave, now=timezone.now())
    return wave, [code for _place, code in issue_codes(wave, today=today)]


def enter(client: Client, code: str, language: str = "", **more: str) -> HttpResponse:
    """Type the code; the answer is the page or redirect that follows."""
    prefix = f"/{language}" if language else ""
    return client.post(f"{prefix}/vragenlijst/", {"code": code, **more})


def fill(client: Client, step: str, answers: dict[str, Any] | None = None, then: str = "") -> Any:
    """Send one screen."""
    query = f"?dan={then}" if then else ""
    return client.post(f"/vragenlijst/vragen/{step}/{query}", answers or {})


def begin(code: str) -> Client:
    client = Client()
    assert enter(client, code).status_code == 302
    return client


SHORT_STEPS = ["veiligheid", "overlast", "samenhang", "vertrouwen", "cijfers", "open"]


def answer_all(client: Client, answers: dict[str, dict[str, Any]] | None = None) -> None:
    """Every screen of the short form, with what is given and nothing else."""
    for step in SHORT_STEPS:
        fill(client, step, (answers or {}).get(step, {}))


def send(client: Client) -> Any:
    return client.post("/vragenlijst/vragen/controle/")


def kept(client: Client) -> device.Sitting | None:
    """What the device keeps, opened with our key."""
    from surveys.respondent.sealing import unseal

    document = unseal(client.cookies[device.COOKIE].value)
    return device.Sitting(**document) if document else None


def place_of(wave: Wave) -> WaveComplex:
    return wave.wave_complexes.get()
