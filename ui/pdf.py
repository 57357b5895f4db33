"""Posters, letters, lists and cards as PDF: HTML of ours set by WeasyPrint.

The complex report has its own door to WeasyPrint (reports/pdf.py), as its pictures are drawn as operators.
"""

import io
import logging
from contextlib import AbstractContextManager
from typing import Any

import pikepdf
from django.http import HttpResponse
from django.template.loader import render_to_string

UA = "pdf/ua-1"


class SettingFailed(RuntimeError):  # noqa: N818 - a state, said in words
    """The pages could not be set as they should be; the message holds what WeasyPrint said."""


def pdf_from(template: str, context: dict[str, Any], *, variant: str | None = UA) -> bytes:
    """The pages of a template as PDF, tagged unless `variant` is None.

    Addresses in it are relative to the folder of static files (`href="print/print.css"`); pictures may also be
    `data:`. Nothing else is opened. Raises SettingFailed on whatever WeasyPrint would only log.
    """
    from ui.pages import set_pages  # here, as few processes set pages and it loads WeasyPrint

    html = render_to_string(template, context)
    with warnings_are_errors():
        return set_pages(html, variant)


def page_count(pdf: bytes) -> int:
    """How many pages it has; more than meant is how words that do not fit show themselves."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def pdf_answer(pdf: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """A PDF to keep, or to look at (`inline`), under this name; no copy stays anywhere on the way."""
    shown = "inline" if inline else "attachment"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{shown}; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


class warnings_are_errors(logging.Handler, AbstractContextManager[None]):  # noqa: N801 (reads as a sentence after `with`)
    """Fails on what WeasyPrint only logs: a missing font or style sheet would go unseen to print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def __enter__(self) -> None:
        logging.getLogger("weasyprint").addHandler(self)

    def __exit__(self, kind: object, *_exception: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
        if self.said and kind is None:
            raise SettingFailed("; ".join(self.said))

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
