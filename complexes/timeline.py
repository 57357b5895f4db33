"""The timeline of a complex: every app above this one adds its own kind of entry.

A provider takes (complex, user) and yields entries that this user may see. Apps register theirs in
`AppConfig.ready`, so that this app knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex

Kind = Literal["wave", "measure", "incident", "meeting", "promise", "signal", "report"]
Tone = Literal["better", "worse", "neutral"]


@dataclass(frozen=True)
class Entry:
    """One line: when (and how precisely said), what, a second line, a pill and a link."""

    kind: Kind
    starts_on: date
    when: str
    title: str
    subtitle: str = ""
    pill: str = ""
    tone: Tone = "neutral"
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """One figure on top of a complex's page: label, large value, small margin, verdict pill."""

    label: str
    value: str
    margin: str = ""
    pill: str = ""
    tone: Tone = "neutral"
    sign: Literal["up", "down", ""] = ""  # which way it went, beside the words of the pill
    url: str = ""


# What the filter above a timeline calls each kind of entry, in its order.
KINDS: dict[Kind, Any] = {
    "wave": _("Metingen"),
    "measure": _("Maatregelen"),
    "incident": _("Incidenten"),
    "meeting": _("Bijeenkomsten"),
    "promise": _("Afspraken"),
    "signal": _("Meldingen"),
    "report": _("Rapporten"),
}

EntryProvider = Callable[["Complex", "User"], Iterable[Entry]]
FigureProvider = Callable[["Complex", "User"], Iterable[KeyFigure]]
_entries: list[EntryProvider] = []
_figures: list[FigureProvider] = []


def register(
    *, entries: EntryProvider | None = None, figures: FigureProvider | None = None
) -> None:
    """Add a provider; registering the same one again changes nothing."""
    if entries and entries not in _entries:
        _entries.append(entries)
    if figures and figures not in _figures:
        _figures.append(figures)


def entries(complex_: "Complex", user: "User") -> list[Entry]:
    """All entries that `user` may see, newest first."""
    found = [entry for provider in _entries for entry in provider(complex_, user)]
    return sorted(found, key=lambda entry: entry.starts_on, reverse=True)


def figures(complex_: "Complex", user: "User") -> list[KeyFigure]:
    """The key figures that `user` may see, in the order of registration."""
    return [figure for provider in _figures for figure in provider(complex_, user)]
