"""The judge from the C world: libical, called straight from its shared library."""

from ctypes import CDLL, Structure, c_char_p, c_int, c_long, c_void_p
from ctypes.util import find_library
from typing import Any

from tests.judges import PARAMETERS, Rejected, Verdict, verdict


class Time(Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    ]


def _library() -> CDLL:
    name = find_library("ical")
    assert name, "Run `make setup-test` first: libical is not installed."
    library = CDLL(name)
    texts = ("icalproperty_get_value_as_string", "icalproperty_method_to_string")
    texts += ("icalproperty_get_parameter_as_string", "icalcomponent_as_ical_string")
    for name in (*texts, "icalcomponent_get_uid", "icalvalue_get_text"):
        getattr(library, name).restype = c_char_p
    for name in (
        "icalparser_parse_string",
        "icalcomponent_get_first_component",
        "icalcomponent_get_next_component",
        "icalcomponent_get_first_property",
        "icalcomponent_get_next_property",
        "icalcomponent_get_timezone",
        "icalproperty_get_value",
        "icaltimezone_get_utc_timezone",
    ):
        getattr(library, name).restype = c_void_p
    library.icalproperty_get_datetime_with_component.restype = Time
    library.icaltime_as_timet_with_zone.restype = c_long
    library.icaltime_as_timet_with_zone.argtypes = [Time, c_void_p]
    return library


L = _library()
Pointer = c_void_p


def read(text: str) -> Verdict:
    """Rejects mistakes, and what RFC 5546 does not allow for the method."""
    calendar = c_void_p(L.icalparser_parse_string(c_char_p(text.encode())))
    if not calendar:
        raise Rejected("cannot be read at all")
    L.icalrestriction_check(calendar)  # adds an X-LIC-ERROR for what the method does not allow
    if L.icalcomponent_count_errors(calendar):
        raise Rejected(L.icalcomponent_as_ical_string(calendar).decode())
    return verdict({"method": _method(calendar), "events": [_event(e) for e in _events(calendar)]})


def _kind(of: str, name: str) -> int:
    number: int = getattr(L, f"ical{of}_string_to_kind")(c_char_p(name.encode()))
    return number


def _events(calendar: Pointer) -> list[Pointer]:
    kind = _kind("component", "VEVENT")
    found, event = [], L.icalcomponent_get_first_component(calendar, kind)
    while event:
        found.append(c_void_p(event))
        event = L.icalcomponent_get_next_component(calendar, kind)
    return found


def _properties(component: Pointer, name: str) -> list[Pointer]:
    kind = _kind("property", name)
    found, one = [], L.icalcomponent_get_first_property(component, kind)
    while one:
        found.append(c_void_p(one))
        one = L.icalcomponent_get_next_property(component, kind)
    return found


def _method(calendar: Pointer) -> str | None:
    properties = _properties(calendar, "METHOD")
    return _value(properties[0]) if properties else None


def _value(prop: Pointer) -> str:
    text: str = L.icalproperty_get_value_as_string(prop).decode()
    return text


def _text(event: Pointer, name: str) -> str:
    """The unescaped text of a property."""
    for prop in _properties(event, name):
        return L.icalvalue_get_text(c_void_p(L.icalproperty_get_value(prop))).decode()
    return ""


def _plain(event: Pointer, name: str) -> str:
    properties = _properties(event, name)
    return _value(properties[0]) if properties else ""


def _instant(event: Pointer, name: str) -> int:
    """With the zone that the calendar brings along."""
    [prop] = _properties(event, name)
    time = L.icalproperty_get_datetime_with_component(prop, event)
    if not time.zone:
        raise Rejected(f"{name} has no zone")
    seconds: int = L.icaltime_as_timet_with_zone(time, time.zone)
    return seconds


def _parameter(prop: Pointer, name: str) -> str | None:
    text = L.icalproperty_get_parameter_as_string(prop, c_char_p(name.encode()))
    return text.decode() if text else None


def _event(event: Pointer) -> dict[str, Any]:
    organizers = _properties(event, "ORGANIZER")
    return {
        "uid": _text(event, "UID"),
        "sequence": int(_plain(event, "SEQUENCE")),
        "start": _instant(event, "DTSTART"),
        "end": _instant(event, "DTEND"),
        "summary": _text(event, "SUMMARY"),
        "status": _plain(event, "STATUS"),
        "transp": _plain(event, "TRANSP"),
        "location": _text(event, "LOCATION"),
        "description": _text(event, "DESCRIPTION"),
        "url": _plain(event, "URL"),
        "organizer": [_value(organizers[0]), _parameter(organizers[0], "CN") or ""]
        if organizers
        else None,
        "attendees": [
            {"email": _value(one)} | {name: _parameter(one, name) for name in PARAMETERS}
            for one in _properties(event, "ATTENDEE")
        ],
    }
