"""Who is asking, as a name that nobody can turn back into an address, for counting wrong guesses.

A hash under a key that is drawn anew every day in this process's memory and kept nowhere.
"""

import hashlib
import ipaddress
import secrets
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

_key: tuple[date, bytes] = (date.min, b"")


def visitor(request: HttpRequest) -> str:
    """The same for all requests of one day from one address, or one home's network of IPv6."""
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
