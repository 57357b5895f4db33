"""Sets a report on pages: the only module that calls WeasyPrint.

The PDF is a function of the content and of this release: the same content gives the same bytes. Every warning
of WeasyPrint is an error here, because it otherwise leaves a picture out and says so only in a log.
"""

import base64
import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.content.document import ReportContent
from reports.layout import Layout, lay_out
from ui.charts.data import Picture
from ui.colours import is_colour, light_palette
from ui.pictures import pictures

STYLE = "pdf/report.css"
ACCENT = "#0a4f8f"
PNG = "image/png;base64,"
POINT = 0.75  # a CSS pixel in points


class SettingFailed(Exception):  # noqa: N818 - a state, said in words
    """The report could not be set as it should be; the message holds what WeasyPrint said."""


def report_pdf(content: ReportContent) -> bytes:
    """The report as PDF/UA-1. Raises SettingFailed when anything in it cannot be set."""
    with _fewer_collections():
        layout = lay_out(content)
        drawn = pictures(layout.sheets)
        return set_pages(report_html(content, layout, drawn), drawn)


def report_html(content: ReportContent, layout: Layout, drawn: Sequence[Picture]) -> str:
    """The report as one HTML document, in which `picture:3` is the fourth picture of `drawn`."""
    with translation.override(content.language):
        return render_to_string("pdf/report.html", _context(content, layout, drawn))


def set_pages(html: str, drawn: Sequence[Picture]) -> bytes:
    """WeasyPrint's PDF of `html`, in which `picture:3` is the fourth picture."""
    style, fonts = _style()
    with _warnings_are_errors():
        document = HTML(string=html, base_url="report:", url_fetcher=_Fetcher())
        set_: bytes = document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            cache={f"picture:{n}": _Painted(n, one) for n, one in enumerate(drawn)},
            finisher=_say_scopes,
        )
    return set_


class _Painted:
    """What WeasyPrint takes for an image: operators that were written and packed when it was drawn."""

    def __init__(self, number: int, picture: Picture) -> None:
        self.id = number
        self._picture = picture

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, ...]:
        width, height = self._picture.width, self._picture.height
        return width / POINT, height / POINT, width / height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        stream.transform(a=width / self._picture.width, d=height / self._picture.height)
        stream.draw_x_object(stream.add_image(self, False, 1))

    def get_x_object(self, _interpolate: bool, _ratio: float) -> pydyf.Stream:
        size = pydyf.Array((0, 0, self._picture.width, self._picture.height))
        about = {"Type": "/XObject", "Subtype": "/Form", "BBox": size, "Filter": "/FlateDecode"}
        return pydyf.Stream([self._picture.operators], about)


def _say_scopes(_document: Any, pdf: pydyf.PDF) -> None:
    """Table headers say whether they head a row or a column, which WeasyPrint leaves out."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and one.get("S") == "/TH":
            group = _parent(pdf, _parent(pdf, one))
            one["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _parent(pdf: pydyf.PDF, element: Any) -> Any:
    return pdf.objects[int(element["P"].split()[0])]


def _context(content: ReportContent, layout: Layout, drawn: Sequence[Picture]) -> dict[str, Any]:
    accent = content.front.accent
    return {
        "content": content,
        "front": content.front,
        "layout": layout,
        "palette": light_palette(accent if is_colour(accent) else ACCENT),
        # by identity: a sheet holds a hundred charts, and its hash all their values
        "pictures": {id(sheet): (n, drawn[n]) for n, sheet in enumerate(layout.sheets)},
    }


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """Read once per process: the style sheet with its four fonts."""
    found = finders.find(STYLE)
    if not found:
        raise SettingFailed(f"static file {STYLE} is missing")
    fonts = FontConfiguration()
    with _warnings_are_errors():
        return CSS(filename=str(Path(found)), font_config=fonts), fonts


class _Fetcher(URLFetcher):
    """Hands out the logo of this report only: it opens no file and no connection, as pictures are there."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        kind, _, rest = url.partition(":")
        if kind != "data" or not rest.startswith(PNG):
            raise ValueError(f"a report may not open {url}")
        png = base64.b64decode(rest.removeprefix(PNG))
        return URLFetcherResponse(url, png, {"Content-Type": "image/png"})


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """A page is a great many small objects that live until it is written: looking for garbage costs a sixth."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    collector, logger = _Collector(), logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
    if collector.said:
        raise SettingFailed("; ".join(collector.said))
