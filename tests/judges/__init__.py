"""Two parsers of calendars that share no code with ours or with each other; both must agree."""

from dataclasses import dataclass, field
from typing import Any

PARAMETERS = ("CN", "CUTYPE", "ROLE", "PARTSTAT", "RSVP")


class Rejected(AssertionError):  # noqa: N818  reads better in a test
    """A judge cannot read it, or it is not allowed."""


@dataclass(frozen=True)
class Seen:
    """One event as a judge reads it. Instants are seconds of UTC."""

    uid: str
    sequence: int
    start: int
    end: int
    summary: str
    status: str
    transp: str
    location: str
    description: str
    url: str
    organizer: tuple[str, str] | None  # address and name
    attendees: list[dict[str, str | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    method: str | None
    events: list[Seen]


def both(text: str) -> Verdict:
    """What libical and ical.js read in the calendar; fails when they differ."""
    from tests.judges import ical_js, libical

    first, second = libical.read(text), ical_js.read(text)
    assert first == second, "libical and ical.js read different things"
    return first


def verdict(found: dict[str, Any]) -> Verdict:
    """From plain values."""
    events = []
    for event in found["events"]:
        organizer = event["organizer"]
        events.append(Seen(**event | {"organizer": tuple(organizer) if organizer else None}))
    return Verdict(found["method"], events)
