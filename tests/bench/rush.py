"""Residents answering at once: complete six-screen submissions on two gunicorn workers, 16 clients.

One walk is learned from the real pages; the clients then repeat it with a code and cookies of their own,
over loopback, a bounded number of times.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import django

from tests.bench.serving import cpu_of_workers, served
from tests.bench.visitor import Step, is_thanked, learn

CLIENTS = 16
SUBMISSIONS = 600
PORT = 8391
HOST = f"127.0.0.1:{PORT}"


def rush(codes: list[str], steps: list[Step]) -> tuple[int, float]:
    """(stored, seconds) of all codes, by CLIENTS clients at once."""
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        thanked = sum(clients.map(lambda code: _submitted(code, steps), codes))
    return thanked, time.perf_counter() - started


def _submitted(code: str, steps: list[Step]) -> bool:
    try:
        return is_thanked(PORT, code, steps)
    except OSError:
        return False


def prepare() -> list[str]:
    """An open wave with the short form and more codes than the rush needs."""
    django.setup()
    from datetime import timedelta

    from django.utils import timezone

    from complexes.models import Complex, Corporation
    from surveys.models import Questionnaire, Wave, WaveComplex
    from surveys.services.codes import issue_codes
    from surveys.services.waves import open_wave

    Corporation(name="Woonstichting Zilverbeek").save()
    now = timezone.now()
    wave = Wave.objects.create(
        code="rush",
        title="Drukte",
        opens_on=now.date(),
        closes_on=now.date() + timedelta(days=20),
        questionnaire=Questionnaire.objects.get(name="Kort (15 vragen)"),
    )
    complex_ = Complex.objects.create(code="R", name="Drukteplein", dwellings=SUBMISSIONS + 50)
    WaveComplex.objects.create(wave=wave, complex=complex_)
    open_wave(wave, now=now)
    return [code for _, code in issue_codes(wave, today=now.date())]


def measure(codes: list[str], master: int) -> list[dict[str, object]]:
    from tests.bench.measuring import row

    steps = learn(PORT, codes.pop())
    rush([codes.pop() for _ in range(CLIENTS)], steps)  # warm both workers
    served, asked = cpu_of_workers(master), time.process_time()
    stored, seconds = rush(codes[:SUBMISSIONS], steps)
    served, asked = cpu_of_workers(master) - served, time.process_time() - asked
    return [
        row("complete submissions, 16 clients, 2 workers", stored / seconds, "/s", "≥ 60"),
        row("CPU of the server per submission", 1000 * served / max(stored, 1), "ms", "≤ 30"),
        row("CPU of the clients per submission", 1000 * asked / max(stored, 1), "ms"),
        row("submissions that failed", SUBMISSIONS - stored, "", "0"),
        row("screens and pages posted per submission", len(steps), ""),
    ]


def main() -> None:
    from tests.bench.first_screen import first_screen_bytes
    from tests.bench.measuring import row, tell

    codes = prepare()
    with served(PORT) as server:
        rows = measure(codes, server.pid)
        rows.append(
            row("first screen, everything it loads", first_screen_bytes(HOST), "bytes", "≤ 14000")
        )
    from surveys.models import SealedItem

    rows.append(row("responses in the urn", SealedItem.objects.count() / 2, ""))
    tell(rows)


if __name__ == "__main__":
    main()
