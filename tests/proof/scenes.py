"""Scenes of retention: a closed wave with texts, and a night that follows another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from proof.alone import alone
from proof.models import RetentionRun
from surveys.models import FreeText, Wave
from tests.factories import ComplexFactory
from tests.factories.closed import closed_wave

NIGHT = datetime(2030, 3, 10, 3, tzinfo=ZoneInfo("Europe/Amsterdam"))  # the clock, moved
SECRET = "korenbloem-fluistert-om-middernacht"


def wave_of(year: int, texts: int = 1, *, words: str = SECRET) -> Wave:
    """A wave that ended on 14 October of that year, with so many texts."""
    complex_ = ComplexFactory()
    said = [f"{words} {year} {number}" for number in range(texts)]
    return closed_wave(year, {complex_: []}, texts={complex_: said})


def night_before(now: datetime = NIGHT, *, days: float = 1) -> None:
    """A run that trusted its clock and ended well, so that the next one trusts its own."""
    at = now - timedelta(days=days)
    for outcome in (RetentionRun.Outcome.BEGUN, RetentionRun.Outcome.DONE):
        RetentionRun.objects.create(at=at, words="Opruimen", outcome=outcome)


def texts_per_year() -> dict[int, int]:
    found: dict[int, int] = {}
    for closes_on in FreeText.objects.values_list("wave__closes_on", flat=True):
        found[closes_on.year] = found.get(closes_on.year, 0) + 1
    return found


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


@contextmanager
def another_process_in(job: str) -> Iterator[None]:
    """Somebody else is inside `alone(job)`: in a session of their own, or PostgreSQL would let both in."""
    inside, over = Event(), Event()

    def stay() -> None:
        with alone(job):
            inside.set()
            over.wait(20)
        connection.close()

    thread = Thread(target=stay)
    thread.start()
    assert inside.wait(20)
    try:
        yield
    finally:
        over.set()
        thread.join()
