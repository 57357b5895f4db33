"""A meeting on paper: a poster for the hall, on A3 or A4, and a flyer for the letterbox, on A5."""

import base64
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from complexes.context import current_corporation
from complexes.logos import logo_png
from complexes.models import ACCENT
from meetings.models import Meeting
from meetings.services.printing import DoesNotFit
from meetings.summaries import invitation
from meetings.summaries.moments import hours, spoken_hours
from ui import qr
from ui.colours import is_colour, light_palette
from ui.pdf import page_count, pdf_from

LONG, LONGER = 32, 62  # signs of a title, from which it is set smaller
# Items of the programme and names of partners: at most these, as nobody reads more on a wall, and fewer until
# all that is there fits. What is left out stands on the public page; nothing is ever cut off.
ROOM = ((3, 4), (3, 2), (3, 0), (2, 0), (1, 0), (0, 0))


class Size(StrEnum):
    """The sheet. One layout for all: everything on it is measured in the height of its text."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"


def poster(meeting: Meeting, size: Size) -> bytes:
    """One tagged page with a QR code to the public page of the meeting. Raises DoesNotFit."""
    for content in _ever_less(_content(meeting)):
        if _fits(content):
            return pdf_from("meetings/poster.html", content | {"size": size.value})
    raise DoesNotFit(_("De poster past niet op één bladzijde. Schrijf de plek korter."))


def _fits(content: dict[str, Any]) -> bool:
    """Whether the words between the bands have room, the same on every sheet."""
    return page_count(pdf_from("meetings/poster.html", content, variant=None)) == 1


def _ever_less(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same poster with fewer words each time; last without getting in, and with a smaller place."""
    told = set()
    for items, names in ROOM:
        less = {"items": whole["items"][:items], "organisations": whole["organisations"][:names]}
        number = (len(less["items"]), len(less["organisations"]))
        if number not in told:
            yield whole | less
        told.add(number)
    yield whole | less | {"access": []}
    for size in ("small", "smallest"):
        yield whole | less | {"access": [], "small": size}


def address(meeting: Meeting) -> str:
    """The public page, as the QR code says it."""
    with override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_URL + reverse("residents:meeting", args=[meeting.token])


def _content(meeting: Meeting) -> dict[str, Any]:
    corporation = current_corporation()
    accent = corporation.accent if is_colour(corporation.accent) else ACCENT
    logo = logo_png() if corporation.logo_hash else b""
    whole = address(meeting)
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
        "items": invitation.items(meeting),
        "organisations": invitation.organisations(meeting),
        "access": [one for one in invitation.access(meeting.venue) if one.there],
        "qr": qr.picture(whole, quiet=0),
        "short_address": whole.split("://", 1)[-1].rstrip("/"),
    }


def _title_size(title: str) -> str:
    return "longer" if len(title) > LONGER else "long" if len(title) > LONG else "short"
