"""Letters and labels on paper: addresses behind the window of an envelope, never beside a code.

Addresses are shuffled anew for every file, so that the order of letters says nothing about the order of
anything else: whoever has this file and that of the cards cannot lay one beside the other.
"""

import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf

from complexes.context import current_corporation
from complexes.models import Corporation
from surveys.cards import short_address
from surveys.models import LetterAddress, WaveComplex
from ui.pdf import pdf_from

PER_SHEET = 24
_MM = 72 / 25.4
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
# Where an address begins, in points from the left and the bottom; 45 to 71 mm from the top of the sheet.
_LEFT = {Corporation.Window.LEFT: 22 * _MM, Corporation.Window.RIGHT: 116 * _MM}
_BOTTOM = _HEIGHT - 71 * _MM


@dataclass(frozen=True)
class Tick:
    """One line of a ruler, in millimetres; every tenth has a number."""

    at: int

    @property
    def long(self) -> int:
        return 6 if self.at % 10 == 0 else 4 if self.at % 5 == 0 else 2

    @property
    def label(self) -> str:
        return str(self.at) if self.at % 10 == 0 else ""


def letters_pdf(place: WaveComplex, addresses: Sequence[LetterAddress]) -> bytes:
    """A letter per address for a window envelope: laid out once, each address stamped on it."""
    corporation = current_corporation()
    context = {
        "complex": place.complex,
        "wave": place.wave,
        "corporation": corporation,
        "address": short_address(),
    }
    letter = _laid_out("surveys/letters/letter.html", context, pages=1)
    stamps = _laid_out(
        "surveys/letters/addresses.html", {"addresses": _shuffled(addresses)}, pages=len(addresses)
    )
    return _stamped(letter, stamps, left=_LEFT[Corporation.Window(corporation.envelope)])


def labels_pdf(place: WaveComplex, addresses: Sequence[LetterAddress]) -> bytes:
    """The same addresses as sheets of 24 labels of 70 × 37 mm."""
    order = _shuffled(addresses)
    sheets = [order[start : start + PER_SHEET] for start in range(0, len(order), PER_SHEET)]
    return pdf_from("surveys/letters/labels.html", {"sheets": sheets}, variant=None)


def test_sheet_pdf() -> bytes:
    """A letter to nobody with a ruler, to hold against the corporation's own envelope."""
    window = Corporation.Window(current_corporation().envelope)
    nobody = LetterAddress(line="Voorbeeldstraat 123", postcode="1234 AB", town="Voorbeelddorp")
    context = {
        "window": window.value,
        "words": window.label,
        "across": [Tick(at) for at in range(1, 210)],
        "down": [Tick(at) for at in range(1, 297)],
        "one": nobody,
    }
    return pdf_from("surveys/letters/test_sheet.html", context, variant=None)


def _shuffled(addresses: Sequence[LetterAddress]) -> list[LetterAddress]:
    """In an order that is nowhere else and never comes again."""
    order = list(addresses)
    secrets.SystemRandom().shuffle(order)
    return order


def _laid_out(template: str, context: dict[str, Any], *, pages: int) -> Pdf:
    """Raises RuntimeError when something ran over its page."""
    pdf = Pdf.open(io.BytesIO(pdf_from(template, context, variant=None)))
    if len(pdf.pages) != pages:
        raise RuntimeError(f"{template} has {len(pdf.pages)} pages instead of {pages}")
    return pdf


def _stamped(letter: Pdf, stamps: Pdf, *, left: float) -> bytes:
    """The letter once per stamp, with the stamp `left` points from the side."""
    pdf = Pdf.new()
    words = pdf.copy_foreign(letter.pages[0].as_form_xobject())
    draw = f"/Letter Do q 1 0 0 1 {left:.2f} {_BOTTOM:.2f} cm /Address Do Q".encode()
    content = pdf.make_stream(draw)
    for stamp in stamps.pages:
        address = pdf.copy_foreign(stamp.as_form_xobject())
        resources = Dictionary(XObject=Dictionary(Letter=words, Address=address))
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, _WIDTH, _HEIGHT]),
            Resources=resources,
            Contents=content,
        )
        pdf.pages.append(Page(page))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
