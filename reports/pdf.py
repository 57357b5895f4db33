"""Sets a report on pages: the only module that calls WeasyPrint.

The PDF is a function of the content and of this release: the same content gives the same bytes. Every warning
of WeasyPrint is an error here, because it otherwise leaves a picture out and says so only in a log.
"""

import base64
import gc
import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.charts.data import Picture
from reports.content.document import ReportContent
from reports.layout import Layout, lay_out
from reports.pictures import pictures
from ui.colours import is_colour, light_palette

STYLE = "pdf/report.css"
ACCENT = "#0a4f8f"
PNG = "image/png;base64,"


class SettingFailed(Exception):  # noqa: N818 - a state, said in words
    """The report could not be set as it should be; the message holds what WeasyPrint said."""


def report_pdf(content: ReportContent) -> bytes:
    """The report as PDF/UA-1. Raises SettingFailed when anything in it cannot be set."""
    with _fewer_collections():
        layout = lay_out(content)
        drawn = pictures(layout.sheets)
        return finished(set_pages(report_html(content, layout, drawn), drawn))


def report_html(content: ReportContent, layout: Layout, drawn: Sequence[Picture]) -> str:
    """The report as one HTML document, in which `picture:3` is the fourth picture of `drawn`."""
    with translation.override(content.language):
        return render_to_string("pdf/report.html", _context(content, layout, drawn))


def set_pages(html: str, drawn: Sequence[Picture]) -> bytes:
    """WeasyPrint's PDF of `html`, in which `picture:3` is the fourth picture."""
    style, fonts = _style()
    with _warnings_are_errors():
        document = HTML(string=html, base_url="report:", url_fetcher=_Fetcher(drawn))
        set_: bytes = document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=b"buurtpeil",
        )
    return set_


def finished(pdf: bytes) -> bytes:
    """Table headers say whether they head a row or a column; the identifier follows from the contents."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _scope(document.Root.StructTreeRoot, in_head=False)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _scope(element: Any, *, in_head: bool) -> None:
    kind = element.get("/S")
    if kind == "/TH":
        scope = pikepdf.Name("/Column" if in_head else "/Row")
        attributes = element.get("/A", pikepdf.Dictionary(O=pikepdf.Name("/Table")))
        attributes["/Scope"] = scope
        element["/A"] = attributes
        return
    children = element.get("/K")
    if isinstance(children, pikepdf.Array):
        for child in children:
            if isinstance(child, pikepdf.Dictionary) and "/K" in child:
                _scope(child, in_head=in_head or kind == "/THead")


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
    """Hands out the pictures and the logo of this report only: it opens no file and no connection."""

    def __init__(self, drawn: Sequence[Picture]) -> None:
        super().__init__()
        self._drawn = drawn

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        kind, _, number = url.partition(":")
        if kind == "data" and number.startswith(PNG):  # the logo on the cover
            png = base64.b64decode(number.removeprefix(PNG))
            return URLFetcherResponse(url, png, {"Content-Type": "image/png"})
        if kind != "picture":
            raise ValueError(f"a report may not open {url}")
        svg = self._drawn[int(number)].svg
        return URLFetcherResponse(url, svg.encode(), {"Content-Type": "image/svg+xml"})


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
