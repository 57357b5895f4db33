"""Pictures on a page: an image with its alternative text, and the table of its figures."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.charts.data import Chart, Picture
from ui.pictures import picture_for_page

register = template.Library()

MOST_ROWS = 150  # more makes a page heavy that nobody reads
_TOO_MANY = gettext_lazy(
    "Te veel complexen voor een tabel hier. De lijst bij de uitslag van de meting en het Excel-bestand "
    "hebben alle cijfers."
)


@register.simple_tag(takes_context=True)
def picture(context: dict[str, Any], chart: Chart, scale: float = 1.5) -> SafeString:
    """The chart as an image, `scale` times its natural size; `pictures` in the context holds the drawings."""
    drawn = _drawn(context, chart)
    return format_html(
        '<img class="picture" src="{}" alt="{}" width="{}" height="{}">',
        _source(drawn),
        drawn.alt,
        round(drawn.width * scale),
        round(drawn.height * scale),
    )


@register.simple_tag(takes_context=True)
def decoration(context: dict[str, Any], chart: Chart, scale: float = 1.5) -> SafeString:
    """A picture that says nothing the words beside it do not say: the numbers of an axis."""
    drawn = _drawn(context, chart)
    return format_html(
        '<img class="picture" src="{}" alt="" width="{}" height="{}">',
        _source(drawn),
        round(drawn.width * scale),
        round(drawn.height * scale),
    )


@register.simple_tag(takes_context=True)
def figures_of(context: dict[str, Any], *charts: Chart) -> SafeString:
    """What can be read off pictures of one kind, as one folded table."""
    drawn = [_drawn(context, chart) for chart in charts if chart]
    if not drawn:
        return SafeString("")
    head = format_html_join("", '<th scope="col">{}</th>', ((h,) for h in drawn[0].table.headers))
    rows = [row for one in drawn for row in one.table.rows]
    if len(rows) > MOST_ROWS:
        return format_html('<p class="soft small">{}</p>', _TOO_MANY)
    body = format_html_join("", "<tr>{}</tr>", ((_cells(row),) for row in rows))
    return format_html(
        '<details class="figures"><summary>{}</summary>'
        '<div class="figures-wrap" tabindex="0" role="group" aria-label="{}">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Cijfers in een tabel"),
        _("Cijfers bij het beeld"),
        head,
        body,
    )


def _cells(row: tuple[str, ...]) -> SafeString:
    first = format_html('<th scope="row">{}</th>', row[0])
    return first + format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:]))


def _source(drawn: Picture) -> SafeString:
    return SafeString(picture_for_page(drawn))  # base64 of our own drawing: nothing to escape


def _drawn(context: dict[str, Any], chart: Chart) -> Picture:
    drawings: dict[int, Picture] = context["pictures"]
    return drawings[id(chart)]
