"""Pages set by WeasyPrint, which takes half a second to load: `ui.pdf` imports this when it sets any."""

from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from django.contrib.staticfiles import finders
from weasyprint.urls import URLFetcher, URLFetcherResponse


def set_pages(html: str, variant: str | None) -> bytes:
    """The pages as PDF."""
    document = weasyprint.HTML(string=html, base_url=_static_folder(), url_fetcher=_Fetcher())
    pages: bytes = document.write_pdf(pdf_variant=variant)
    return pages


@cache
def _static_folder() -> str:
    """Where the style sheets of print are: the source, also where static files were collected."""
    found = finders.find("ui/tokens.css")
    return Path(str(found)).parent.parent.as_uri() + "/"


class _Fetcher(URLFetcher):
    """Opens static files and `data:` only: no connection is made, and no other file read."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.startswith(("data:", _static_folder())):
            raise ValueError(f"a page may not open {url}")
        return super().fetch(url, headers)
