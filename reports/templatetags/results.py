"""Blocks of a result on a page."""

import re

from django import template

register = template.Library()


@register.filter
def block_template(block: object) -> str:
    """ChangeTable → "reports/blocks/change_table.html": every kind of block has its own template."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(block).__name__).lower()
    return f"reports/blocks/{name}.html"
