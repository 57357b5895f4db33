"""Tags of the report's templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.charts.data import Chart

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(context: dict[str, Any], chart: Chart) -> SafeString:
    """The picture of a chart of this report, at its natural size, with its text alternative."""
    number, drawn = context["pictures"][chart]
    return format_html('<img src="picture:{}" alt="{}">', number, drawn.alt)


@register.filter
def block_template(block: Any) -> str:
    """The template that sets a block: "pdf/blocks/changetable.html"."""
    return f"pdf/blocks/{type(block).__name__.lower()}.html"


@register.filter
def swatch(key: Any) -> str:
    """The class of a legend's colour."""
    return f"c{key.place}" if key.tone is None else f"t{key.tone + 2}"
