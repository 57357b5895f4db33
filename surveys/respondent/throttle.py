"""A brake on guessing codes, without keeping an address.

Counted in this process's memory under a name that changes daily (ui.visitor); only codes that opened
nothing count, so a block of flats behind one address is not locked out.
"""

from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest

from ui.visitor import visitor

WINDOW_SECONDS = 10 * 60
MOST_PER_ADDRESS = 20
MOST_TOGETHER = 2000


@dataclass(frozen=True)
class Brake:
    """What is counted apart, and how much of it in ten minutes is too much."""

    name: str
    per_address: int = MOST_PER_ADDRESS
    together: int = MOST_TOGETHER


CODES = Brake("")  # codes that opened nothing
CALLS = Brake(
    "bellen-", per_address=20, together=200
)  # requests to be called; a tent has one address


def is_braked(request: HttpRequest, brake: Brake = CODES) -> bool:
    """Whether this visitor, or everybody together, did too much of this."""
    store = caches["throttle"]
    return (
        store.get(brake.name + visitor(request), 0) >= brake.per_address
        or store.get(f"{brake.name}together", 0) >= brake.together
    )


def count_miss(request: HttpRequest, brake: Brake = CODES) -> None:
    store = caches["throttle"]
    for name in (brake.name + visitor(request), f"{brake.name}together"):
        store.add(name, 0, WINDOW_SECONDS)
        try:
            store.incr(name)
        except ValueError:  # it ended between these two lines
            store.set(name, 1, WINDOW_SECONDS)
