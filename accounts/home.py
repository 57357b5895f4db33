"""The home page and the search over everything: every app above this one adds its own part.

A provider is registered in `AppConfig.ready`, so that this app knows none of them. It gives only what the
user may see and open; what it does not give, is not on the page: there are no empty boxes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from django.urls import reverse
from django.utils.http import urlencode

if TYPE_CHECKING:
    from accounts.models import User

Urgency = Literal["late", "soon", "calm"]
AT_MOST = 10  # of one kind on the page of a search


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
    pill: str = ""  # a verdict or state in words
    tone: Literal["better", "worse", "neutral"] = "neutral"
    sign: Literal["up", "down", ""] = ""


@dataclass(frozen=True)
class Section:
    """Needs of one kind under one heading. `link` leads to all of them, `note` says what is not shown."""

    title: str
    needs: tuple[Need, ...]
    url: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One step of setting up an empty deployment; `place` says where it comes among the others."""

    place: int
    title: str
    words: str
    url: str
    done: bool


@dataclass(frozen=True)
class Found:
    """One thing that a search found."""

    kind: str  # in words: "Complexen", "Partners"
    title: str
    url: str
    subtitle: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `url`: the list that shows all of it, when there is more than this."""

    kind: str
    found: tuple[Found, ...]
    url: str = ""


NeedProvider = Callable[["User", date], Iterable[Section]]
StepProvider = Callable[["User"], Iterable[Step]]
SearchProvider = Callable[[str, "User", int], Iterable[Found]]  # words, user, at most
_needs: list[NeedProvider] = []
_steps: list[StepProvider] = []
_searches: dict[SearchProvider, str] = {}


def register(
    *,
    needs: NeedProvider | None = None,
    steps: StepProvider | None = None,
    search: SearchProvider | None = None,
    search_page: str = "",
) -> None:
    """Add a provider; registering the same one again changes nothing.

    `search_page`: the name of the list that takes the same words in `?zoek=`.
    """
    if needs and needs not in _needs:
        _needs.append(needs)
    if steps and steps not in _steps:
        _steps.append(steps)
    if search:
        _searches[search] = search_page


def sections(user: "User", today: date) -> list[Section]:
    """What waits for this user, in the order of registration; sections without needs are left out."""
    found = [section for provider in _needs for section in provider(user, today)]
    return [section for section in found if section.needs]


def first_steps(user: "User") -> list[Step]:
    """The steps of setting up that this user may take, in order; none at all once all are done."""
    steps = [step for provider in _steps for step in provider(user)]
    unfinished = any(not step.done for step in steps)
    return sorted(steps, key=lambda step: step.place) if unfinished else []


def search(words: str, user: "User", *, at_most: int = AT_MOST) -> list[Group]:
    """What this user may see and holds every word; at most so many of each kind."""
    words = words.strip()
    if not words:
        return []
    return [
        group
        for provider, page in _searches.items()
        for group in _groups(provider(words, user, at_most + 1), words, page, at_most)
    ]


def _groups(found: Iterable[Found], words: str, page: str, at_most: int) -> Iterable[Group]:
    by_kind: dict[str, list[Found]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, same in by_kind.items():
        more = page and len(same) > at_most
        url = f"{reverse(page)}?{urlencode({'zoek': words})}" if more else ""
        yield Group(kind, tuple(same[:at_most]), url)
