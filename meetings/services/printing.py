"""The letter on A4 and the poster on A3: one page, or not at all. Nothing is ever cut off."""

import base64
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from complexes.context import current_corporation
from complexes.logos import logo_png
from meetings.services.errors import MeetingError
from meetings.summaries.letters import Letter
from ui import qr
from ui.colours import light_palette
from ui.pdf import page_count, pdf_from

SIZES = ("large", "middle", "small")  # of type; the smallest is still easy to read
KEPT = 8  # a page of staff asks whether it fits, and then for the letter itself


class DoesNotFit(MeetingError):  # noqa: N818 - a state, said in words
    """More words than fit on one page in the smallest type."""


@dataclass(frozen=True)
class House:
    """What the corporation's look adds to the words."""

    accent: str
    logo: str  # as a `data:` address; "" when there is none
    window: str  # of the envelope: "left" or "right"


def letter_pdf(letter: Letter) -> bytes:
    """The letter on one A4, for an envelope with a window. Raises DoesNotFit."""
    return _one_page(letter, "letter", _house())


def poster_pdf(letter: Letter) -> bytes:
    """The same words on one A3, for the hall. Raises DoesNotFit."""
    return _one_page(letter, "poster", _house())


def _house() -> House:
    corporation = current_corporation()
    logo = base64.b64encode(logo_png()).decode() if corporation.logo_hash else ""
    address = f"data:image/png;base64,{logo}" if logo else ""
    accent = light_palette(corporation.accent).accent
    return House(accent, address, corporation.envelope)


@lru_cache(KEPT)
def _one_page(letter: Letter, kind: str, house: House) -> bytes:
    for size in SIZES:
        context = {
            "letter": letter,
            "house": house,
            "size": size,
            "code": qr.picture(letter.link),
        }
        with override("nl"):
            pdf = pdf_from(f"meetings/print/{kind}.html", context)
        if page_count(pdf) == 1:
            return pdf
    raise DoesNotFit(
        _("De brief past niet op één bladzijde. Kies minder regels of schrijf korter.")
    )
