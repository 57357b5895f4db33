"""The home page and the search over everything: every app above this one adds its own part.

A provider is registered in `AppConfig.ready`, so that this app knows none of them. It gives only what the
user may see and open; what it does not give, is not on the page: there are no empty boxes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from accounts.models import User

Urgency = Literal["late", "soon", "calm"]


@dataclass(frozen=True)
class Need:
    """Something that waits for this user: what, a second line, by when, and the page where it is done."""

    title: str
    url: str
    subtitle: str = ""
    due_on: date | None = None
    urgency: Urgency = "calm"
    progress: float | None = None  # a share of 0 to 1, drawn as a bar with `progress_words`
    progress_words: str = ""


@dataclass(frozen=True)
class Section:
    """Needs of one kind under one heading. `link` leads to all of them."""

    title: str
    needs: tuple[Need, ...]
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Found:
    """One thing that a search found."""

    kind: str  # in words: "Complex", "Partner"
    title: str
    url: str
    subtitle: str = ""


NeedProvider = Callable[["User", date], Iterable[Section]]
SearchProvider = Callable[[str, "User", int], Iterable[Found]]  # words, user, at most
_needs: list[NeedProvider] = []
_searches: list[SearchProvider] = []


def register(*, needs: NeedProvider | None = None, search: SearchProvider | None = None) -> None:
    """Add a provider; registering the same one again changes nothing."""
    if needs and needs not in _needs:
        _needs.append(needs)
    if search and search not in _searches:
        _searches.append(search)


def sections(user: "User", today: date) -> list[Section]:
    """What waits for this user, in the order of registration; sections without needs are left out."""
    found = [section for provider in _needs for section in provider(user, today)]
    return [section for section in found if section.needs]


def search(words: str, user: "User", *, at_most: int = 10) -> list[Found]:
    """What this user may see and holds every word; at most so many of each kind."""
    if not words.strip():
        return []
    return [one for provider in _searches for one in provider(words, user, at_most)]
