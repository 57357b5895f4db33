"""A day and a time of the clock on the wall, as one moment; and what to say when the clock is changed then."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ui import numbers


class NoSuchTime(ValueError):  # noqa: N818 (it says what is so)
    """The clock skips this time, or shows it twice; the text says which, and what to choose instead."""


def clock(value: datetime | time) -> str:
    """19:30 → "19.30", in English "19:30"; a moment as the time that it is here."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local:%H{':' if is_english() else '.'}%M}"


def is_english() -> bool:
    """Whether this is said in English; Dutch otherwise."""
    return (get_language() or "nl").startswith("en")


def hours(start: datetime, end: datetime) -> str:
    """ "19.30 – 21.00 uur"."""
    return _("%(start)s – %(end)s uur") % {"start": clock(start), "end": clock(end)}


def moment(day: date, at: time) -> datetime:
    """The moment at which the clock here shows this time on this day. Raises NoSuchTime when it is not one."""
    zone = timezone.get_default_timezone()
    first = datetime.combine(day, at, tzinfo=zone)
    second = first.replace(fold=1)
    said = {"day": numbers.day(day), "time": clock(at)}
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        raise NoSuchTime(
            _(
                "Op %(day)s bestaat %(time)s uur niet: de klok gaat die nacht een uur vooruit. "
                "Kies een uur later."
            )
            % said
        )
    if first.utcoffset() != second.utcoffset():
        raise NoSuchTime(
            _(
                "Op %(day)s is het twee keer %(time)s uur: de klok gaat die nacht een uur terug. "
                "Kies een tijd vóór 2.00 uur of vanaf 3.00 uur."
            )
            % said
        )
    return first


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class TimeField(forms.TimeField):
    """A time as a picker sends it, or as typed in Dutch where there is no picker: 19.30."""

    widget = TimeInput
    default_error_messages = {
        "invalid": gettext_lazy("Dit is geen tijd. Schrijf bijvoorbeeld 19.30.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        super().__init__(**kwargs)
