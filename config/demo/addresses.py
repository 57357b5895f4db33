"""Addresses for the letters of the open wave, as somebody would have read them in on the day of posting."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from surveys.models import LetterAddress, Wave
from surveys.services.letters import add_addresses

if TYPE_CHECKING:
    from accounts.models import User

COMPLEX, STREET = "C2", "Verzonnen Korenlaan"  # a street that is nowhere


def add_letter_addresses(user: "User", wave: Wave, now: datetime) -> None:
    """One per dwelling of one complex, so that letters and labels can be tried."""
    place = wave.wave_complexes.select_related("complex").get(complex__code=COMPLEX)
    complex_ = place.complex
    rows = [
        LetterAddress(
            place=place,
            line=f"{STREET} {2 * number}",
            postcode=complex_.postcode,
            town=complex_.place,
        )
        for number in range(1, (place.dwellings or 0) + 1)
    ]
    add_addresses(wave, rows, today=timezone.localdate(now), by=user)
