"""Slows down guessing of a password, per account name; nobody's address is looked at or kept.

The first failures are free; then every next one doubles the wait, up to a quarter of an hour. The
cache that all processes share holds a keyed hash of the name, a count and a time, for an hour. A name without
an account is slowed down just the same, so that waiting tells nothing. The price: somebody who
keeps guessing can make a colleague wait, at most a quarter of an hour at a time.
"""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = 30, 15 * 60  # seconds
KEEP = 60 * 60


def seconds_to_wait(name: str, *, now: float | None = None) -> int:
    """How long until somebody may try again with this account name; 0 when at once."""
    _, not_before = cache.get(_key(name), (0, 0.0))
    return max(0, round(not_before - (time.time() if now is None else now)))


def note_failure(name: str, *, now: float | None = None) -> None:
    """Count one wrong password for this account name."""
    failures = cache.get(_key(name), (0, 0.0))[0] + 1
    over = failures - FREE_FAILURES
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10)) if over >= 0 else 0
    cache.set(_key(name), (failures, (time.time() if now is None else now) + wait), KEEP)


def forget(name: str) -> None:
    """Begin again, after a right password."""
    cache.delete(_key(name))


def _key(name: str) -> str:
    return "sign-in:" + salted_hmac("accounts.throttle", name.strip().lower()).hexdigest()


def wait_words(seconds: int) -> str:
    """What is said to whoever has to wait."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Er is te vaak iets verkeerds ingevuld. Wacht een minuut en probeer het nog eens.",
        "Er is te vaak iets verkeerds ingevuld. Probeer het over %(minutes)d minuten nog eens.",
        minutes,
    ) % {"minutes": minutes}
