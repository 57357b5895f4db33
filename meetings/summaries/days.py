"""What kind of day it is: public holidays, school holidays, and when it is light. Pure; nothing is asked of
the network.

Public holidays come from the library `holidays`, the sun from `astral`, school holidays from a file with the
dates that the ministry of education published (meetings/facts/school_holidays.json).
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from astral import Observer
from astral.sun import sunrise, sunset
from django.utils import timezone

FACTS = Path(__file__).parents[1] / "facts" / "school_holidays.json"
REGIONS = ("noord", "midden", "zuid")
# The middle of the country: the sun is at most eight minutes earlier or later anywhere in it.
HERE = Observer(latitude=52.16, longitude=5.39)


@dataclass(frozen=True)
class SchoolHoliday:
    """A holiday that covers a day, and the regions whose schools are closed then."""

    name: str
    regions: tuple[str, ...]


def public_holiday(day: date) -> str:
    """The name of a day on which the Netherlands is closed, Good Friday and 5 May included; "" on others."""
    name = _public_holidays(day.year).get(day, "")
    return name[:1].lower() + name[1:] if name.startswith(("Eerste", "Tweede")) else name


@lru_cache(maxsize=16)
def _public_holidays(year: int) -> dict[date, str]:
    import holidays  # half a second: only for who plans

    found = holidays.country_holidays(
        "NL", years=year, categories=("public", "optional"), language="nl"
    )
    return dict(found)


def school_holiday(day: date, region: str = "") -> SchoolHoliday | None:
    """The school holiday on this day, in that region or in any; None when schools are open."""
    asked = (region,) if region in REGIONS else REGIONS
    for holiday in _school_holidays()["holidays"]:
        closed = tuple(one for one in asked if _covers(holiday[one], day))
        if closed:
            return SchoolHoliday(holiday["name"], closed)
    return None


def school_holidays_known(day: date) -> bool:
    """Whether the file reaches this day."""
    return day <= date.fromisoformat(_school_holidays()["known_until"])


def _covers(period: list[str], day: date) -> bool:
    return date.fromisoformat(period[0]) <= day <= date.fromisoformat(period[1])


@lru_cache(maxsize=1)
def _school_holidays() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


def daylight(day: date) -> tuple[datetime, datetime]:
    """When the sun rises and sets in the middle of the Netherlands."""
    zone = timezone.get_default_timezone()
    return sunrise(HERE, date=day, tzinfo=zone), sunset(HERE, date=day, tzinfo=zone)
