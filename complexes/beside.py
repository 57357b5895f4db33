"""Cards beside the timeline of a complex: every app above this one adds its own.

As in complexes/timeline.py a provider takes (complex, user), is registered in `AppConfig.ready`, and gives only
what this user may see. A card without rows says what it is for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex


@dataclass(frozen=True)
class Row:
    title: str
    subtitle: str = ""
    url: str = ""
    pill: str = ""


@dataclass(frozen=True)
class Card:
    """`key` names the card in the page; `empty` is said when there are no rows; `link` leads to doing more."""

    key: str
    title: str
    rows: tuple[Row, ...] = ()
    empty: str = ""
    url: str = ""
    link: str = ""


CardProvider = Callable[["Complex", "User"], Iterable[Card]]
_cards: list[CardProvider] = []


def register(provider: CardProvider) -> None:
    """Add a provider; registering the same one again changes nothing."""
    if provider not in _cards:
        _cards.append(provider)


def cards(complex_: "Complex", user: "User") -> list[Card]:
    """What this user may see, in the order of registration."""
    return [card for provider in _cards for card in provider(complex_, user)]
