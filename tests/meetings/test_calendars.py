"""What lands in other people's calendars, as two parsers read it that know nothing of ours."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meetings import calendars
from meetings.calendars import AMSTERDAM, Attendee, CalendarEvent
from tests.judges import Rejected, both, ical_js, libical
from tests.meetings.scenes import last_sunday

STAMP = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
EVENT = CalendarEvent(
    uid="0b9f9c1e@zilverbeek.example",
    sequence=0,
    starts_at=datetime(2027, 6, 15, 17, 30, tzinfo=UTC),
    ends_at=datetime(2027, 6, 15, 19, 0, tzinfo=UTC),
    title="Buurttent Korenbloemhof",
    stamp=STAMP,
    where="Op het grasveld, bij de ingang",
    description="Wilt u laten weten of u komt?\n\nhttps://zilverbeek.example/uitnodiging/abc/",
    url="https://zilverbeek.example/uitnodiging/abc/",
    organiser_name="Wonen Zilverbeek",
    organiser_email="buurtpeil@zilverbeek.example",
)
GEA = Attendee("Gea Bakker", "gea@politie.example")


def read_one(text: str):
    [event] = both(text).events
    return event


def test_request_is_read_whole_by_both_parsers():
    part = calendars.request(EVENT, GEA)

    verdict = both(part.text)

    assert (part.method, verdict.method) == ("REQUEST", "REQUEST")
    [event] = verdict.events
    assert (event.uid, event.sequence) == (EVENT.uid, 0)
    assert event.start == EVENT.starts_at.timestamp()
    assert event.end == EVENT.ends_at.timestamp()
    assert (event.summary, event.location) == (EVENT.title, EVENT.where)
    assert (event.description, event.url) == (EVENT.description, EVENT.url)
    assert (event.status, event.transp) == ("CONFIRMED", "OPAQUE")
    assert event.organizer == ("mailto:buurtpeil@zilverbeek.example", "Wonen Zilverbeek")
    assert event.attendees == [
        {
            "email": "mailto:gea@politie.example",
            "CN": "Gea Bakker",
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE",
        }
    ]


def test_update_keeps_the_uid_and_raises_the_sequence_and_the_stamp():
    later = timedelta(days=1)
    moved = replace(
        EVENT,
        sequence=1,
        starts_at=EVENT.starts_at + later,
        ends_at=EVENT.ends_at + later,
        stamp=STAMP + later,
    )

    text = calendars.request(moved, GEA).text

    event = read_one(text)
    assert (event.uid, event.sequence) == (EVENT.uid, 1)
    assert event.start == (EVENT.starts_at + later).timestamp()
    assert "\r\nDTSTAMP:20261126T093000Z\r\n" in text


def test_cancellation_names_the_same_meeting_and_asks_for_no_answer():
    part = calendars.cancel(replace(EVENT, sequence=2), GEA)

    verdict = both(part.text)

    assert (part.method, verdict.method) == ("CANCEL", "CANCEL")
    [event] = verdict.events
    assert (event.uid, event.sequence) == (EVENT.uid, 2)
    assert (event.status, event.transp) == ("CANCELLED", "TRANSPARENT")
    [attendee] = event.attendees
    assert (attendee["email"], attendee["RSVP"], attendee["PARTSTAT"]) == (
        "mailto:gea@politie.example",
        None,
        None,
    )


def test_publication_asks_nothing_and_names_nobody():
    public = replace(EVENT, description="Kom langs.", url="https://zilverbeek.example/b/1/")

    verdict = both(calendars.publication(public))

    assert verdict.method is None
    [event] = verdict.events
    assert (event.organizer, event.attendees) == (None, [])
    assert (event.summary, event.description) == (EVENT.title, "Kom langs.")


def test_feed_holds_every_meeting_and_says_which_are_cancelled():
    off = replace(EVENT, uid="anders@zilverbeek.example", sequence=3, is_cancelled=True)

    text = calendars.feed([EVENT, off], "Bijeenkomsten van Gea;\nWonen Zilverbeek")

    verdict = both(text)
    assert verdict.method is None
    assert [(one.uid, one.status, one.attendees) for one in verdict.events] == [
        (EVENT.uid, "CONFIRMED", []),
        (off.uid, "CANCELLED", []),
    ]
    assert "\r\nX-WR-CALNAME:Bijeenkomsten van Gea\\; Wonen Zilverbeek\r\n" in text
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_feed_of_nobody_is_still_a_calendar():
    assert both(calendars.feed([], "Leeg")).events == []


def instants() -> list[datetime]:
    """Every half hour of the days around both clock changes, of a day in June and one in December."""
    days = [
        change + timedelta(days=shift)
        for year in range(2026, 2031)
        for change in (last_sunday(year, 3), last_sunday(year, 10))
        for shift in (-1, 0, 1)
    ]
    days += [date(year, month, 15) for year in range(2026, 2031) for month in (6, 12)]
    midnights = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    return [start + timedelta(minutes=30 * half) for start in midnights for half in range(48)]


def test_every_instant_around_the_clock_changes_is_read_back_exactly():
    moments = instants()
    assert len({moment.astimezone(AMSTERDAM).utcoffset() for moment in moments}) == 2
    events = [
        replace(EVENT, uid=str(number), starts_at=moment, ends_at=moment + timedelta(minutes=90))
        for number, moment in enumerate(moments)
    ]

    read = both(calendars.feed(events, "Alles")).events

    assert [(one.start, one.end) for one in read] == [
        (one.starts_at.timestamp(), one.ends_at.timestamp()) for one in events
    ]


def test_usual_times_are_written_as_the_clock_in_amsterdam_shows_them():
    for month, shown in ((6, "20270615T193000"), (12, "20271215T183000")):
        starts = datetime(2027, month, 15, 17, 30, tzinfo=UTC)
        moved = replace(EVENT, starts_at=starts, ends_at=starts + timedelta(hours=1))

        text = calendars.request(moved, GEA).text

        assert f"\r\nDTSTART;TZID=Europe/Amsterdam:{shown}\r\n" in text


def test_judges_use_the_zone_that_travels_along():
    """Without its summer the same text is an hour off for both: so the zone is what they read."""
    text = calendars.publication(EVENT)
    no_summer = re.sub(r"BEGIN:DAYLIGHT.*END:DAYLIGHT\r\n", "", text, flags=re.DOTALL)
    assert no_summer != text

    assert read_one(no_summer).start == EVENT.starts_at.timestamp() + 3600


def test_zone_has_rules_and_no_list_of_dates():
    text = calendars.publication(EVENT)

    assert text.count("RRULE:FREQ=YEARLY") == 2
    assert "RDATE" not in text


NAMES = {
    'Jan "de Beuk" Bakker': "Jan de Beuk Bakker",
    "Bakker; wijkagent ^n Noord": "Bakker wijkagent n Noord",
    "Bakker, Jan: politie": "Bakker, Jan: politie",
    "Noor 🧡 El-Amrani": "Noor 🧡 El-Amrani",
    "محمد الأمين": "محمد الأمين",
    "Jan\r\nATTENDEE:mailto:ander@elders.example": "Jan ATTENDEE:mailto:ander@elders.example",
    "Jan\x00\x1b Bakker\x7f\x85": "Jan Bakker",
    "Zeer lange naam " * 40: ("Zeer lange naam " * 40).strip(),
    "🧡" * 200: "🧡" * 200,
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items(), ids=range(len(NAMES)))
def test_any_name_reaches_both_parsers_without_the_signs_that_break_them(name, shown):
    part = calendars.request(replace(EVENT, organiser_name=name), Attendee(name, GEA.email))

    event = read_one(part.text)

    assert event.organizer == (f"mailto:{EVENT.organiser_email}", shown)
    assert [one["CN"] for one in event.attendees] == [shown]
    assert [one["email"] for one in event.attendees] == ["mailto:gea@politie.example"]


@pytest.mark.parametrize("name", ["", ' ";^ '])
def test_name_of_which_nothing_is_left_is_left_out(name):
    [attendee] = read_one(calendars.request(EVENT, Attendee(name, GEA.email)).text).attendees

    assert (attendee["email"], attendee["CN"]) == ("mailto:gea@politie.example", None)


LONG = ('Regel met ; en , en \\ en "ë" en 🧡 en مرحبا\n' * 130)[:5000]


def test_description_of_5000_characters_arrives_whole():
    event = read_one(calendars.request(replace(EVENT, description=LONG), GEA).text)

    assert len(LONG) == 5000
    assert event.description == LONG.strip()


def test_words_cannot_add_a_line_to_the_calendar():
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nMETHOD:CANCEL\x00"
    part = calendars.request(
        replace(EVENT, title=evil, where=evil, description=evil, url=f"https://x.example/{evil}"),
        Attendee(evil, f"gea@politie.example{evil}"),
    )

    event = read_one(part.text)

    assert event.summary == event.location == "x END:VEVENT BEGIN:VEVENT METHOD:CANCEL"
    assert event.description == "x\nEND:VEVENT\nBEGIN:VEVENT\nMETHOD:CANCEL"


def test_empty_place_description_and_address_are_left_out():
    bare = replace(EVENT, where="", description=" \n", url="")

    text = calendars.request(bare, GEA).text

    assert both(text).events
    assert not re.search(r"^(LOCATION|DESCRIPTION|URL)", text, flags=re.MULTILINE)


@pytest.mark.parametrize("sign", ["a", "ë", "م", "🧡"])
def test_lines_are_folded_at_75_octets_between_characters(sign):
    long = replace(EVENT, title=sign * 300, description=sign * 5000)

    octets = calendars.request(long, Attendee(sign * 300, GEA.email)).text.encode()

    assert octets.endswith(b"END:VCALENDAR\r\n")
    lines = octets.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two


def without(text: str, name: str) -> str:
    return re.sub(rf"{name}[^\r]*\r\n( [^\r]*\r\n)*", "", text)


@pytest.mark.parametrize("name", ["ORGANIZER", "DTSTAMP", "UID"])
def test_judge_rejects_a_request_without_what_rfc_5546_wants(name):
    """The judge is not blind: what is missing shows."""
    text = calendars.request(EVENT, GEA).text
    libical.read(text)

    with pytest.raises(Rejected):
        libical.read(without(text, name))


def test_second_judge_rejects_what_is_no_calendar():
    with pytest.raises(Rejected):
        ical_js.read(calendars.publication(EVENT).replace("END:VEVENT\r\n", ""))


def test_second_judge_knows_a_zone_only_from_the_calendar_itself():
    text = calendars.request(EVENT, GEA).text
    ical_js.read(text)
    zone = re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", text, flags=re.DOTALL)

    with pytest.raises(Rejected, match="dtstart has no zone"):
        ical_js.read(text.replace(zone[0], ""))
    assert ical_js.read(text).events
