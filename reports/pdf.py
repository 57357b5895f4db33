"""Sets a report on pages.

The PDF is a function of the content and of this release: the same content gives the same bytes. Every warning
of WeasyPrint is an error here, because it otherwise leaves a picture out and says so only in a log.
"""

import base64
import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.content.document import ReportContent
from reports.layout import Layout, lay_out
from reports.tagging import POINT, mend
from ui.charts.data import Picture
from ui.colours import is_colour, light_palette
from ui.pdf import UA, SettingFailed, warnings_are_errors
from ui.pictures import pictures

ACCENT = "#0a4f8f"
PNG = "image/png;base64,"
# Letters that XML knows no way to write; somebody's name may have one all the same.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def report_pdf(content: ReportContent) -> bytes:
    """The report as PDF/UA-1. Raises SettingFailed when anything in it cannot be set."""
    with _no_collections(), translation.override(content.language):
        layout = lay_out(content)
        drawn = pictures(layout.sheets)
        shown = _context(content, layout, drawn)
        colours = accent_style(content.front.accent)
        chapters = set_pages(render_to_string("pdf/report.html", shown), drawn, "report", colours)
        # last, because the contents say where the chapters begin
        shown["numbers"] = _numbers(chapters.pages)
        cover = set_pages(render_to_string("pdf/cover.html", shown), drawn, "cover", colours)
        return written(cover.copy([*cover.pages, *chapters.pages]))


def set_pages(markup: str, drawn: Sequence[Picture], style: str, colours: str = "") -> Document:
    """The pages of `markup`, which is well-formed; `picture:3` in it is the fourth picture."""
    images = {f"picture:{n}": _Painted(n, one) for n, one in enumerate(drawn)}
    with warnings_are_errors():
        return _Markup(markup).render(
            stylesheets=[_styles(style, colours)],
            font_config=_fonts(),
            pdf_variant=UA,
            cache=images,
        )


def written(document: Document) -> bytes:
    """The file of these pages."""
    with warnings_are_errors():
        pdf: bytes = document.write_pdf(pdf_variant=UA, finisher=mend)
    return pdf


def accent_style(accent: str) -> str:
    """What the corporation's own colour does; another one instead of what is not a colour."""
    own = light_palette(accent if is_colour(accent) else ACCENT)
    return (
        f".band {{ background: {own.accent}; color: {own.on_accent} }} "
        f".contents b {{ color: {own.accent} }} .n1 {{ border-color: {own.accent} }}"
    )


def _numbers(pages: Sequence[Page]) -> dict[str, int]:
    """Chapter → the page on which it begins; the cover is the first."""
    return {key: number for number, page in enumerate(pages, start=2) for key in page.anchors}


class _Markup(HTML):
    """A document of our own: read by the quick parser, and without the styles of any page in the world."""

    def __init__(self, markup: str) -> None:
        self.base_url, self.media_type, self.url_fetcher = "report:", "print", _Fetcher()
        root = ElementTree.fromstring(UNWRITABLE.sub("", markup))  # noqa: S314  our own templates
        self.wrapper_element = _Element.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


class _Element(ElementWrapper):
    """WeasyPrint looks through the whole document for titles and styles; ours stand in the head."""

    def query_all(self, *names: str) -> Iterator[ElementWrapper]:
        head = next(self.iter_children())
        return (one for one in head.iter_children() if one.local_name in names)


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


def _context(content: ReportContent, layout: Layout, drawn: Sequence[Picture]) -> dict[str, Any]:
    return {
        "content": content,
        "front": content.front,
        "layout": layout,
        # by identity: a sheet holds a hundred charts, and its hash all their values
        "pictures": {id(sheet): (n, drawn[n]) for n, sheet in enumerate(layout.sheets)},
    }


@cache
def _fonts() -> FontConfiguration:
    """The letters, read once per process."""
    fonts = FontConfiguration()
    with warnings_are_errors():
        CSS(filename=_found("fonts"), font_config=fonts)
    return fonts


@lru_cache(maxsize=50)
def _styles(name: str, colours: str) -> CSS:
    """What elements are in general, here, and in which colour: each sheet is asked about each element."""
    sheets = [Path(_found(one)).read_text(encoding="utf-8") for one in ("base", name)]
    with warnings_are_errors():
        return CSS(string="\n".join((*sheets, colours)))


def _found(name: str) -> str:
    found = finders.find(f"pdf/{name}.css")
    if not found:
        raise SettingFailed(f"static file pdf/{name}.css is missing")
    return str(Path(found))


class _Fetcher(URLFetcher):
    """Hands out the logo of this report only: it opens no file and no connection, as pictures are there."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        kind, _, rest = url.partition(":")
        if kind != "data" or not rest.startswith(PNG):
            raise ValueError(f"a report may not open {url}")
        png = base64.b64decode(rest.removeprefix(PNG))
        return URLFetcherResponse(url, png, {"Content-Type": "image/png"})


@contextmanager
def _no_collections() -> Iterator[None]:
    """A page is a great many small objects, all in use until it is written: looking for garbage finds none."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()
