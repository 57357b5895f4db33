"""Tags of the report's templates."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.charts.data import Sheet

register = template.Library()


@register.simple_tag(takes_context=True)
def sheet(context: dict[str, Any], sheet: Sheet | None) -> SafeString:
    """The picture of a sheet at its natural size, with its text alternative; nothing without one."""
    if sheet is None:
        return SafeString("")
    number, drawn = context["pictures"][id(sheet)]
    return format_html('<img src="picture:{}" alt="{}">', number, drawn.alt)


@register.filter
def lines(broken: tuple[str, ...]) -> SafeString:
    """Lines as they were broken, and nowhere else."""
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in broken))


@register.filter
def block_template(block: Any) -> str:
    """The template that sets a block: "pdf/blocks/changetable.html"."""
    return f"pdf/blocks/{type(block).__name__.lower()}.html"
