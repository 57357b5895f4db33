"""Pictures with their cache: a frozen result never changes, so its pictures are drawn once.

One cache entry holds the pictures of a whole page or report, under a hash of all their data.
"""

import base64
import hashlib
from collections.abc import Sequence

from django.core.cache import cache

from ui.charts.data import Drawable, Picture

DRAWING = 7  # raise when the same data is drawn differently, or what is drawn has another place in the code
KEEP = 60 * 24 * 60 * 60


def pictures(charts: Sequence[Drawable]) -> tuple[Picture, ...]:
    """A picture for every chart, in the same order; drawn now only when the cache has not seen this data."""
    if not charts:
        return ()
    key = f"pictures:{digest(charts)}"
    found: tuple[Picture, ...] | None = cache.get(key)
    if found is None:
        found = _draw(charts)
        cache.set(key, found, KEEP)
    return found


def picture(chart: Drawable) -> Picture:
    """One chart; several on one page are quicker together through `pictures`."""
    return pictures([chart])[0]


def picture_for_page(picture: Picture) -> str:
    """A `data:` URI for `<img src>`: the page's own policy forbids styles inside inline SVG."""
    encoded = base64.b64encode(picture.svg.encode()).decode()
    return f"data:image/svg+xml;base64,{encoded}"


def digest(charts: Sequence[Drawable]) -> str:
    """The same data gives the same hash on every machine; another drawing version gives another."""
    # a frozen dataclass of plain values says everything in its repr, at a third of the time of JSON
    return hashlib.sha256(repr((DRAWING, *charts)).encode()).hexdigest()


def _draw(charts: Sequence[Drawable]) -> tuple[Picture, ...]:
    # matplotlib takes a second to import and 60 MB: only a process that draws pays for it
    from ui.charts.picture import draw

    return tuple(draw(chart) for chart in charts)
