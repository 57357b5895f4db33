"""Residents signing up at once: the page of a meeting, the form, sending it and the own page.

200 households for 250 seats, 16 clients, two gunicorn workers, over loopback; the last ones come on the waiting
list. Every household has an address of its own, as the brake counts by address.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import django

from tests.bench.measuring import row, tell
from tests.bench.serving import cpu_of_workers, served
from tests.bench.visitor import TOKEN, Answer, Visitor

CLIENTS, HOUSEHOLDS, SEATS = 16, 200, 250
PORT = 8393
KEY = re.compile(rb'name="key" value="([^"]+)"')


@dataclass
class Household:
    """One that signs up; `seconds` per request, the sending itself apart."""

    number: int
    seconds: list[float] = field(default_factory=list)
    sending: float = 0.0
    succeeded: bool = False

    def sign_up(self, page: str) -> "Household":
        visitor = Visitor(PORT, home=f"127.0.{1 + self.number // 200}.{1 + self.number % 200}")
        self._timed(visitor, page)
        form = self._timed(visitor, f"{page}aanmelden/").page()
        token, key = TOKEN.search(form), KEY.search(form)
        if token is None or key is None:
            return self
        said = {
            "csrfmiddlewaretoken": token[1].decode(),
            "key": key[1].decode(),
            "name": f"Bewoner {self.number}",
            "email": f"bewoner{self.number}@voorbeeld.example",
            "people": 1 + self.number % 3,
            "interpreter": "Tigrinya" if self.number % 10 == 0 else "",
        }
        sent = self._timed(visitor, f"{page}aanmelden/", urlencode(said).encode())
        self.sending = self.seconds[-1]
        self.succeeded = sent.status == 302 and self._timed(visitor, sent.location).status == 200
        return self

    def _timed(self, visitor: Visitor, path: str, body: bytes | None = None) -> Answer:
        started = time.perf_counter()
        answer = visitor.ask(path, body)
        self.seconds.append(time.perf_counter() - started)
        return answer


def prepare() -> str:
    """The path of a meeting that is announced and has a programme."""
    from complexes.models import Corporation
    from meetings.models import Meeting
    from tests.factories.meetings import MeetingFactory, ParticipationFactory, ProgrammeItemFactory

    Corporation(name="Woonstichting Zilverbeek", phone="000 - 000 00 00").save()
    meeting: Meeting = MeetingFactory(open_to_residents=True, capacity=SEATS)
    for position in range(4):
        ProgrammeItemFactory(meeting=meeting, position=position, words="Wat er is gedaan.")
        ParticipationFactory(meeting=meeting, answer="comes")
    return f"/bijeenkomst/{meeting.token}/"


def rush(page: str, numbers: range) -> tuple[list[Household], float]:
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        done = list(clients.map(lambda number: Household(number).sign_up(page), numbers))
    return done, time.perf_counter() - started


def at_95(seconds: list[float]) -> float:
    """Milliseconds that 95 of 100 stay under."""
    return 1000 * sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def main() -> None:
    django.setup()
    page = prepare()
    with served(PORT) as server:
        rush(page, range(HOUSEHOLDS, HOUSEHOLDS + CLIENTS))  # warm both workers
        spent = cpu_of_workers(server.pid)
        done, seconds = rush(page, range(HOUSEHOLDS))
        spent = cpu_of_workers(server.pid) - spent
    from meetings.models import Meeting

    meeting = Meeting.objects.get()
    seated = sum(meeting.registrations.seated().values_list("people", flat=True))
    wrong = abs(meeting.seats_taken - seated) + max(0, seated - SEATS)
    tell(
        [
            row("sign-ups, 16 clients, 2 workers", len(done) / seconds, "/s"),
            row(
                "CPU of the server per sign-up, four pages", 1000 * spent / len(done), "ms", "≤ 60"
            ),
            row("p95 of sending the form", at_95([one.sending for one in done]), "ms", "≤ 300"),
            row(
                "p95 of every page", at_95([s for one in done for s in one.seconds]), "ms", "≤ 300"
            ),
            row("sign-ups that failed", sum(not one.succeeded for one in done), "", "0"),
            row("seats counted wrongly or given away twice", wrong, "", "0"),
            row("households on the waiting list", meeting.registrations.waiting().count(), ""),
        ]
    )


if __name__ == "__main__":
    main()
