"""What complexes bring to the home page of a new deployment, and how the search finds them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import home
from accounts.access import may
from accounts.home import Found, Step
from accounts.roles import Right
from complexes.models import Complex, Corporation

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    """Called once when the app is ready."""
    home.register(steps=first_steps)
    home.register(search=found_complexes, search_page="complexes:complex_list")


def first_steps(user: "User") -> Iterator[Step]:
    """Who the corporation is, and what it lets."""
    if not may(user, Right.MANAGE_SETTINGS):
        return
    yield Step(
        place=10,
        title=_("Uw corporatie"),
        words=_("Naam, kleur, logo en waar bewoners hulp krijgen. Dat zien zij op elke bladzijde."),
        url=reverse("complexes:corporation_edit"),
        done=Corporation.objects.exists(),
    )
    yield Step(
        place=20,
        title=_("Complexen"),
        words=_("De gebouwen en buurtjes waarvan de bewoners samen één uitslag krijgen."),
        url=reverse("complexes:complex_list"),
        done=Complex.objects.exists(),
    )


def found_complexes(words: str, user: "User", at_most: int) -> Iterator[Found]:
    """Complexes whose name, code, kind or address holds every word."""
    for complex_ in (
        Complex.objects.visible_to(user).search(words).order_by("name", "code")[:at_most]
    ):
        parts = [complex_.code, complex_.kind, complex_.address, complex_.place]
        told = " · ".join(part for part in parts if part)
        yield Found(_("Complexen"), complex_.name, complex_.get_absolute_url(), told)
