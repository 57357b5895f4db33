"""Choosing complexes among a thousand, with or without JavaScript: search, tick, search again."""

from collections.abc import Iterable
from dataclasses import dataclass

from complexes.models import Complex
from complexes.querysets import ComplexQuerySet

ALL_AT_ONCE = 12  # so many fit on the screen; then nobody has to search
MOST_FOUND = 20


@dataclass(frozen=True)
class ComplexChoice:
    """What can be ticked: those chosen come first, then those found. `more`: a narrower search is needed."""

    chosen: tuple[Complex, ...] = ()
    found: tuple[Complex, ...] = ()
    words: str = ""
    more: bool = False
    searches: bool = True

    @property
    def nothing_found(self) -> bool:
        return bool(self.words) and not self.found


def complex_choice(
    visible: ComplexQuerySet, chosen: Iterable[str | int], words: str = ""
) -> ComplexChoice:
    """`chosen`: keys that are ticked now. One single hit is ticked at once."""
    keys = {int(one) for one in chosen if str(one).isdecimal()}
    ticked = tuple(visible.filter(pk__in=keys).order_by("name", "pk"))
    others = visible.exclude(pk__in=keys).order_by("name", "pk")
    if visible.count() <= ALL_AT_ONCE:
        return ComplexChoice(ticked, tuple(others), searches=False)
    words = words.strip()
    if not words:
        return ComplexChoice(ticked)
    found = tuple(others.search(words)[: MOST_FOUND + 1])
    if len(found) == 1:
        return ComplexChoice(tuple(sorted((*ticked, *found), key=lambda one: one.name)))
    return ComplexChoice(ticked, found[:MOST_FOUND], words, more=len(found) > MOST_FOUND)
