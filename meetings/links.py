"""The address of a partner's personal page: signed, so that it cannot be guessed or changed into another's."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse

if TYPE_CHECKING:
    from meetings.models import Participation

SALT = "meetings.participation"


def signed(participation: "Participation") -> str:
    """Number and round; a later round makes the addresses of earlier ones worthless."""
    value = f"{participation.pk}-{participation.link_round}"
    return signing.Signer(salt=SALT, sep=".").sign(value)


def opened(text: str) -> tuple[int, int] | None:
    """The number and the round in a signed address; None for anything that we did not sign."""
    try:
        number, link_round = signing.Signer(salt=SALT, sep=".").unsign(text).split("-")
        return int(number), int(link_round)
    except (signing.BadSignature, ValueError):
        return None


def path(participation: "Participation") -> str:
    return reverse("meetings:invitation", args=[signed(participation)])


def address(participation: "Participation") -> str:
    """As it stands in a mail."""
    return f"{settings.PUBLIC_URL}{path(participation)}"
