"""Meetings in other people's calendars (RFC 5545, 5546, 6047): pure functions, no database.

The zone is written by hand with its rules: two of six programmes read a list of dates wrongly in summer.
Nothing personal is in a publication; a request or a cancellation names the one person it is mailed to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mail.calendar_part import CalendarPart

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event, vCalAddress

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
MAKER = "-//Buurtpeil//Bijeenkomsten//NL"
LOOK_AGAIN = timedelta(hours=1)  # how often a program that follows a feed is asked to come by

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NOT_IN_A_NAME = re.compile(r'[";^\x00-\x1f\x7f-\x9f\ud800-\udfff]+')


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One meeting as a calendar shows it. `uid` never changes; `sequence` rises with time, place and title."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    stamp: datetime
    where: str = ""
    description: str = ""
    url: str = ""
    organiser_name: str = ""
    organiser_email: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who the mail goes to."""

    name: str
    email: str


def request(event: CalendarEvent, attendee: Attendee) -> CalendarPart:
    """An invitation, or with a higher sequence a change, for this one person."""
    return _mailed("REQUEST", event, attendee)


def cancel(event: CalendarEvent, attendee: Attendee) -> CalendarPart:
    """Takes the meeting out of this one person's calendar; its sequence is above the last request's."""
    return _mailed("CANCEL", event, attendee)


def publication(event: CalendarEvent) -> str:
    """The meeting for anybody to download: it asks nothing and names nobody."""
    return _written(_calendar(), [_meeting(event)])


def feed(events: Iterable[CalendarEvent], name: str) -> str:
    """All of somebody's meetings, for a program that comes by every hour; cancelled ones say so."""
    calendar = _calendar()
    for key in ("name", "x-wr-calname"):
        calendar.add(
            key, _icalendar().vText(_line(name))
        )  # as the library would not escape a name it does not know
    calendar.add("refresh-interval", LOOK_AGAIN)
    calendar["refresh-interval"].params["VALUE"] = "DURATION"
    calendar.add("x-published-ttl", "PT1H")
    return _written(calendar, [_meeting(event) for event in events])


def _icalendar() -> ModuleType:
    """The library, when a calendar is written: most requests write none, and it takes its time to load."""
    import icalendar

    return icalendar


def _mailed(method: str, event: CalendarEvent, attendee: Attendee) -> CalendarPart:
    calendar = _calendar()
    calendar.add("method", method)
    meeting = _meeting(event, is_cancelled=event.is_cancelled or method == "CANCEL")
    meeting.add("organizer", _person(event.organiser_name, event.organiser_email))
    asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
    if method == "REQUEST":
        asked |= {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    meeting.add("attendee", _person(attendee.name, attendee.email, asked))
    return CalendarPart(text=_written(calendar, [meeting]), method=method)


def _calendar() -> "Calendar":
    calendar: Calendar = _icalendar().Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _written(calendar: "Calendar", meetings: "list[Event]") -> str:
    """Lines end in CR LF and are folded at 75 octets, between characters."""
    calendar.add_component(_icalendar().Timezone.from_ical(ZONE))
    for meeting in meetings:
        calendar.add_component(meeting)
    text: str = calendar.to_ical().decode()
    return text


def _meeting(event: CalendarEvent, *, is_cancelled: bool | None = None) -> "Event":
    gone = event.is_cancelled if is_cancelled is None else is_cancelled
    meeting: Event = _icalendar().Event()
    meeting.add("uid", event.uid)
    meeting.add("sequence", event.sequence)
    meeting.add("dtstamp", event.stamp.astimezone(UTC))
    meeting.add("dtstart", _moment(event.starts_at))
    meeting.add("dtend", _moment(event.ends_at))
    meeting.add("summary", _line(event.title))
    meeting.add("status", "CANCELLED" if gone else "CONFIRMED")
    meeting.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    _add_if_any(meeting, "location", _line(event.where))
    _add_if_any(meeting, "description", _text(event.description))
    _add_if_any(meeting, "url", _line(event.url))
    return meeting


def _add_if_any(component: "Component", name: str, value: str) -> None:
    if value:
        component.add(name, value)


def _moment(at: datetime) -> datetime:
    """The time in Amsterdam; the hour that comes twice in October is written in UTC, to tell it apart."""
    local = at.astimezone(AMSTERDAM)
    comes_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return at.astimezone(UTC) if comes_twice else local


def _person(name: str, email: str, more: dict[str, str] | None = None) -> "vCalAddress":
    """An address with a name without the signs that no escaping carries through every program."""
    address: vCalAddress = _icalendar().vCalAddress(f"mailto:{_line(email)}")
    params: dict[str, Any] = dict(more or {})
    if clean := " ".join(NOT_IN_A_NAME.sub(" ", name).split()):
        params["CN"] = clean
    address.params.update(params)
    return address


def _line(words: str) -> str:
    return " ".join(CONTROL.sub(" ", words).split())


def _text(words: str) -> str:
    """Several lines, each ending in a single newline."""
    return CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()
