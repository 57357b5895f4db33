"""A brake on guessing codes, without keeping an address.

Counted in this process's memory under a hash whose key is drawn anew every day and kept nowhere; only
codes that opened nothing count, so a block of flats behind one address is not locked out.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

WINDOW_SECONDS = 10 * 60
MOST_PER_ADDRESS = 20
MOST_TOGETHER = 2000

_key: tuple[date, bytes] = (date.min, b"")


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
        store.get(brake.name + _visitor(request), 0) >= brake.per_address
        or store.get(f"{brake.name}together", 0) >= brake.together
    )


def count_miss(request: HttpRequest, brake: Brake = CODES) -> None:
    store = caches["throttle"]
    for name in (brake.name + _visitor(request), f"{brake.name}together"):
        store.add(name, 0, WINDOW_SECONDS)
        try:
            store.incr(name)
        except ValueError:  # it ended between these two lines
            store.set(name, 1, WINDOW_SECONDS)


def _visitor(request: HttpRequest) -> str:
    return hashlib.blake2b(
        _network(request).encode(), key=_key_of_today(), digest_size=16
    ).hexdigest()


def _key_of_today() -> bytes:
    global _key
    today = timezone.localdate()
    if _key[0] != today:
        _key = (today, secrets.token_bytes(32))
    return _key[1]


def _network(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the network, as one home has billions of addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:  # behind our own proxy, whose last word we trust
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    try:
        version6 = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(ipaddress.IPv6Network((version6, 64), strict=False).network_address)
