"""Codes on paper: a CSV and sheets of cards with QR codes, made in memory and kept nowhere.

The words of a card are laid out once per complex; they, QR codes and codes are then stamped on sheets
of eight, which makes a thousand cards in seconds.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Page, Pdf

from complexes.context import current_corporation
from complexes.models import Complex
from surveys import qr
from surveys.models import Wave
from surveys.services.codes import IssuedCode
from surveys.urn.codes import ALPHABET, pretty
from ui.cells import safe_cell
from ui.pdf import pdf_from

PER_SHEET = 8
PATH = "/vragenlijst/"
_MM = 72 / 25.4
_SHEET_WIDTH, _SHEET_HEIGHT = 210 * _MM, 297 * _MM
_CARD_WIDTH, _CARD_HEIGHT = _SHEET_WIDTH / 2, _SHEET_HEIGHT / 4
_QR_SIDE, _QR_LEFT, _QR_TOP = 36 * _MM, 64 * _MM, 20 * _MM  # with its quiet zone of four modules
_CODE_LEFT, _CODE_BASE, _CODE_SIZE = 8 * _MM, 54.5 * _MM, 18
_FONT_UNITS = 1000


def link(code: str) -> str:
    """What the QR code says: the code stands behind `#`, which browsers never send to a server."""
    return f"{_link_head()}{pretty(code)}"


def _link_head() -> str:
    return f"{settings.PUBLIC_URL}{PATH}#"


def short_address() -> str:
    """What residents type: without `https://` and the last slash."""
    return f"{settings.PUBLIC_URL}{PATH}".split("://", 1)[-1].rstrip("/")


@dataclass(frozen=True)
class Layout:
    """One laid-out card per complex, without codes: made before codes are, so that none are lost."""

    pdf: Pdf
    number: dict[int, int]  # complex id → page


def lay_out(wave: Wave) -> Layout:
    """The cards of all complexes of a wave; raises RuntimeError when the layout is not as meant."""
    complexes = list(Complex.objects.filter(wave_complexes__wave=wave).order_by("pk"))
    context = {
        "names": [complex.name for complex in complexes],
        "wave": wave,
        "corporation": current_corporation(),
        "address": short_address(),
    }
    layout = Pdf.open(io.BytesIO(pdf_from("surveys/cards.html", context, variant=None)))
    if len(layout.pages) != len(complexes):
        raise RuntimeError("a card ran over its page")
    return Layout(layout, {complex.pk: page for page, complex in enumerate(complexes)})


def stream_zip(issued: Sequence[IssuedCode], layout: Layout) -> Iterator[tuple[int, bytes]]:
    """A zip with a CSV and a PDF of cards per complex, in pieces; nothing of it is written to disk.

    With each piece comes how many codes are in the zip so far. `issued` comes ordered by complex.
    """
    buffer, done = _Stream(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, group in groupby(issued, key=lambda pair: pair[0]):
            codes = [code for _place, code in group]
            name = place.complex.code
            archive.writestr(f"{name}-codes.csv", codes_csv(place.complex, codes))
            card = layout.pdf.pages[layout.number[place.complex_id]]
            archive.writestr(f"{name}-kaarten.pdf", cards_pdf(codes, card))
            done += len(codes)
            yield done, buffer.take()
    yield done, buffer.take()


def codes_csv(complex: Complex, codes: Sequence[str]) -> bytes:
    """A line per code, for a mail merge: semicolons and a byte order mark, as Dutch Excel reads."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["complex", "naam", "code", "adres", "link"])
    for code in codes:
        writer.writerow(
            [complex.code, safe_cell(complex.name), pretty(code), short_address(), link(code)]
        )
    return text.getvalue().encode("utf-8-sig")


def cards_pdf(codes: Sequence[str], card: Page) -> bytes:
    """Sheets of eight cards, A4, each with its QR code (36 mm with quiet zone) and code."""
    pdf = Pdf.new()
    pdf.pages.append(card)
    words = pdf.make_indirect(pdf.pages[0].as_form_xobject())
    del pdf.pages[0]
    font = _embed_font(pdf)
    resources = Dictionary(XObject=Dictionary(Words=words), Font=Dictionary(Code=font))
    for start in range(0, len(codes), PER_SHEET):
        content = b"".join(
            _stamp(code, place) for place, code in enumerate(codes[start : start + PER_SHEET])
        )
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, _SHEET_WIDTH, _SHEET_HEIGHT]),
            Resources=resources,
            Contents=pdf.make_stream(content),
        )
        pdf.pages.append(Page(page))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _stamp(code: str, place: int) -> bytes:
    """Page operators that draw one card, its code and QR code; `place` counts row by row."""
    left = (place % 2) * _CARD_WIDTH
    bottom = _SHEET_HEIGHT - (place // 2 + 1) * _CARD_HEIGHT
    words = f"q 1 0 0 1 {left:.2f} {bottom:.2f} cm /Words Do "
    text = (
        f"BT /Code {_CODE_SIZE} Tf 0.114 0.141 0.188 rg "
        f"{_CODE_LEFT:.2f} {_CARD_HEIGHT - _CODE_BASE:.2f} Td ({pretty(code)}) Tj ET "
    )
    box = (
        f"{_QR_SIDE:.2f} 0 0 {_QR_SIDE:.2f} {_QR_LEFT:.2f} "
        f"{_CARD_HEIGHT - _QR_TOP - _QR_SIDE:.2f} cm "
    )
    dark = qr.modules(_link_head(), pretty(code))
    return (words + text + box).encode() + qr.drawn(dark) + b" Q "


@cache
def _code_font() -> tuple[bytes, list[int]]:
    """The letters of codes cut out of the house's typeface, and the widths of characters 32–126."""
    path = finders.find("fonts/source-sans-3-semibold.ttf")
    font = TTFont(path)
    cutter = subset.Subsetter(subset.Options(layout_features=["lnum", "zero"], glyph_names=False))
    cutter.populate(text=ALPHABET + "-")
    cutter.subset(font)
    letters, scale = font.getBestCmap(), _FONT_UNITS / font["head"].unitsPerEm
    widths = [
        round(font["hmtx"][letters[sign]][0] * scale) if sign in letters else 0
        for sign in range(32, 127)
    ]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), widths


def _embed_font(pdf: Pdf) -> Dictionary:
    data, widths = _code_font()
    file = pdf.make_stream(data, Length1=len(data))
    name = Name("/BUURTP+SourceSans3-Semibold")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=[-500, -300, 1500, 1000],
        ItalicAngle=0,
        Ascent=750,
        Descent=-250,
        CapHeight=660,
        StemV=110,
        FontFile2=file,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=32,
            LastChar=126,
            Widths=widths,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


class _Stream(io.RawIOBase):
    """A file that cannot be rewound: what was written is taken away in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
