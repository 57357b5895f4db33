"""The page of a partner: every app above this one adds its own part, in the manner of accounts/home.py.

A registry of its own, so that nothing meant for staff can land on it by mistake. A provider takes the
contact and today, and gives only what that contact may see and open.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from accounts.home import Section

if TYPE_CHECKING:
    from partners.models import Contact

Provider = Callable[["Contact", date], Iterable[Section]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; registering the same one again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def sections(contact: "Contact", today: date) -> list[Section]:
    """What there is for this contact, in the order of registration; empty sections are left out."""
    found = [section for provider in _providers for section in provider(contact, today)]
    return [section for section in found if section.needs]
