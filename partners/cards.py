"""Cards on the page of a partner: every app above this one adds its own, in the manner of complexes/beside.py.

A provider takes (partner, user), is registered in `AppConfig.ready`, and gives only what this user may see.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from complexes.beside import Card

if TYPE_CHECKING:
    from accounts.models import User
    from partners.models import Partner

CardProvider = Callable[["Partner", "User"], Iterable[Card]]
_cards: list[CardProvider] = []


def register(provider: CardProvider) -> None:
    """Add a provider; registering the same one again changes nothing."""
    if provider not in _cards:
        _cards.append(provider)


def cards(partner: "Partner", user: "User") -> list[Card]:
    """What this user may see, in the order of registration."""
    return [card for provider in _cards for card in provider(partner, user)]
