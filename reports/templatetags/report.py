"""Tags of the report's templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.charts.data import Sheet

register = template.Library()

FIGURE_SPACE = "\u2007"  # as wide as a digit


@register.simple_tag(takes_context=True)
def sheet(context: dict[str, Any], sheet: Sheet | None) -> SafeString:
    """The picture of a sheet at its natural size, with its text alternative; nothing without one."""
    if sheet is None:
        return SafeString("")
    number, drawn = context["pictures"][id(sheet)]
    return format_html('<img src="picture:{}" alt="{}"/>', number, drawn.alt)


@register.filter
def lines(broken: tuple[str, ...]) -> str:
    """Lines as they were broken; the style of their element keeps the breaks."""
    return "\n".join(broken)


@register.filter
def page_of(numbers: dict[str, int], chapter: str) -> str:
    """The page on which a chapter begins, as wide whether it has one digit or two."""
    return str(numbers[chapter]).ljust(5, FIGURE_SPACE)


@register.filter
def block_template(block: Any) -> str:
    """The template that sets a block: "pdf/blocks/changetable.html"."""
    return f"pdf/blocks/{type(block).__name__.lower()}.html"
