"""What a mail brings for the calendar of who gets it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar (RFC 5545) and what it asks: "REQUEST" puts a meeting in, "CANCEL" takes it out."""

    text: str
    method: str
