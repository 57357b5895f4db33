"""A meeting on paper: a poster for the hall, on A3 or A4, and a flyer for the letterbox, on A5."""

import base64
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override

from complexes.context import current_corporation
from complexes.logos import logo_png
from complexes.models import ACCENT
from meetings.models import Meeting
from meetings.summaries import invitation
from meetings.summaries.moments import hours, spoken_hours
from ui import qr
from ui.colours import is_colour, light_palette
from ui.pdf import pdf_from

MOST_ITEMS, MOST_NAMES = 3, 4  # more than that nobody reads on a wall
LONG, LONGER = 32, 62  # signs of a title, from which it is set smaller
TWO_LINES = 80  # signs of the place; a longer one leaves no room for the programme


class Size(StrEnum):
    """The sheet. One layout for all: everything on it is measured in the height of its text."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"


def poster(meeting: Meeting, size: Size) -> bytes:
    """One tagged page with a QR code to the public page of the meeting."""
    return pdf_from("meetings/poster.html", _content(meeting) | {"size": size.value})


def address(meeting: Meeting) -> str:
    """The public page, as the QR code says it."""
    with override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_URL + reverse("residents:meeting", args=[meeting.token])


def _content(meeting: Meeting) -> dict[str, Any]:
    corporation = current_corporation()
    accent = corporation.accent if is_colour(corporation.accent) else ACCENT
    logo = logo_png() if corporation.logo_hash else b""
    whole, where = (
        address(meeting),
        f"{meeting.where} {meeting.venue.place if meeting.venue else ''}",
    )
    with override("en"):
        day = date_format(meeting.day, "l j F")
        english = f"{capfirst(meeting.get_kind_display())}: {day}, {hours(meeting)}"
    return {
        "meeting": meeting,
        "corporation": corporation,
        "logo": base64.b64encode(logo).decode(),
        "palette": light_palette(accent),
        "title_size": _title_size(meeting.title),
        "hours": hours(meeting),
        "spoken_hours": spoken_hours(meeting),
        "english": english,
        "items": invitation.items(meeting)[: MOST_ITEMS if len(where) <= TWO_LINES else 0],
        "organisations": invitation.organisations(meeting)[:MOST_NAMES],
        "access": [one for one in invitation.access(meeting.venue) if one.there],
        "qr": qr.picture(whole, quiet=0),
        "short_address": whole.split("://", 1)[-1].rstrip("/"),
    }


def _title_size(title: str) -> str:
    return "longer" if len(title) > LONGER else "long" if len(title) > LONG else "short"
