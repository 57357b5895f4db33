"""When a meeting is, in the language of the page: the clock in figures, and as people say it."""

from datetime import datetime

from django.utils import timezone

from meetings.models import Meeting
from ui.moments import clock, is_english

DUTCH = (
    "twaalf",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
)
ENGLISH = (
    "twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
)  # fmt: skip
DUTCH_MINUTES = {
    0: "{hour} uur", 5: "vijf over {hour}", 10: "tien over {hour}", 15: "kwart over {hour}",
    20: "tien voor half {next}", 25: "vijf voor half {next}", 30: "half {next}", 35: "vijf over half {next}",
    40: "tien over half {next}", 45: "kwart voor {next}", 50: "tien voor {next}", 55: "vijf voor {next}",
}  # fmt: skip
ENGLISH_MINUTES = {
    0: "{hour} o’clock", 5: "five past {hour}", 10: "ten past {hour}", 15: "quarter past {hour}",
    20: "twenty past {hour}", 25: "twenty-five past {hour}", 30: "half past {hour}",
    35: "twenty-five to {next}", 40: "twenty to {next}", 45: "quarter to {next}", 50: "ten to {next}",
    55: "five to {next}",
}  # fmt: skip


def hours(meeting: Meeting) -> str:
    """ "van 19.30 tot 21.00 uur", "from 19:30 to 21:00"."""
    first, last = clock(meeting.starts_at), clock(meeting.ends_at)
    return f"from {first} to {last}" if is_english() else f"van {first} tot {last} uur"


def spoken_hours(meeting: Meeting) -> str:
    """ "half acht tot negen uur ’s avonds"; "" where nobody says such a time in words."""
    english = is_english()
    first, last = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    said = [_in_words(moment, english) for moment in (first, last)]
    if not all(said):
        return ""
    parts = [_part_of_day(moment.hour, english) for moment in (first, last)]
    begin = said[0] if parts[0] == parts[1] else f"{said[0]} {parts[0]}"
    return f"{begin} {'to' if english else 'tot'} {said[1]} {parts[1]}"


def _in_words(here: datetime, english: bool) -> str:
    minutes = (ENGLISH_MINUTES if english else DUTCH_MINUTES).get(here.minute, "")
    names = ENGLISH if english else DUTCH
    return minutes.format(hour=names[here.hour % 12], next=names[(here.hour + 1) % 12])


def _part_of_day(hour: int, english: bool) -> str:
    if hour < 6:
        return "in the night" if english else "’s nachts"
    if hour < 12:
        return "in the morning" if english else "’s ochtends"
    if hour < 18:
        return "in the afternoon" if english else "’s middags"
    return "in the evening" if english else "’s avonds"
