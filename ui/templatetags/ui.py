"""Template tags of the house: Dutch numbers and dates, lists that keep their query, fields."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest

from ui import moments, numbers

register = template.Library()

# A moment is shown as the day that it is here, not in Greenwich.
register.filter("dag", numbers.day, expects_localtime=True)
register.filter("weekdag", numbers.weekday, expects_localtime=True)
register.filter("korte_dag", numbers.short_day, expects_localtime=True)
register.filter("maand", numbers.month, expects_localtime=True)
register.filter("klok", moments.clock)
register.filter("procent", numbers.percent)
register.filter("heel", numbers.whole)


@register.filter
def komma(value: float, places: int = 1) -> str:
    return numbers.decimal(value, places)


@register.simple_tag
def periode(start: date, end: date | None = None) -> str:
    return numbers.period(start, end)


@register.simple_tag
def uren(start: datetime, end: datetime) -> str:
    return moments.hours(start, end)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's query string with some values changed; None or "" removes one."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            values.pop(key, None)
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A form field with label, help and error tied together; see components/field.html."""
    described = " ".join(
        [f"{bound.auto_id}_help"] * bool(bound.help_text)
        + [f"{bound.auto_id}_error"] * bool(bound.errors)
    )
    attributes: dict[str, Any] = {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if described and not bound.use_fieldset:
        attributes["aria-describedby"] = described
    widget = bound.field.widget
    kind = getattr(widget, "input_type", None)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=widget.attrs | attributes),
        "described": described,
        "group": bound.use_fieldset,
        "checkbox": kind == "checkbox" and not bound.use_fieldset,
        **options,
    }
