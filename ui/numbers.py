"""Numbers, dates and names as Dutch readers write them. Decimals round half up; percentages are whole."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
SHORT_MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
MINUS = "−"


def decimal(value: float, places: int = 1, *, sign: bool = False) -> str:
    """7.25 → "7,3"; with sign: "+0,4", "−1,5"; zero never carries a sign."""
    # repr first: 7.25 must round as the number people see, not as its binary neighbour
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    prefix = MINUS if rounded < 0 else ("+" if sign and rounded > 0 else "")
    return prefix + str(abs(rounded)).replace(".", ",")


def percent(share: float, *, sign: bool = False) -> str:
    """0.361 → "36%"."""
    return decimal(float(Decimal(repr(float(share))) * 100), 0, sign=sign) + "%"


def points(difference: float) -> str:
    """A difference of shares in percentage points: 0.12 → "+12"."""
    return decimal(float(Decimal(repr(float(difference))) * 100), 0, sign=True)


def whole(number: int) -> str:
    """12345 → "12.345"."""
    return f"{number:,}".replace(",", ".")


def day(value: date) -> str:
    """2022-11-28 → "28 november 2022"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """2022-11-28 → "maandag 28 november 2022"."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def short_day(value: date) -> str:
    """2022-11-28 → "28 nov 2022"."""
    return f"{value.day} {SHORT_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """2022-11-28 → "november 2022"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def period(start: date, end: date | None, *, by_month: bool = False) -> str:
    """ "dec 2021 – feb 2022", "14 aug 2021": a day or a period, as precisely as it is known."""

    def said(value: date) -> str:
        return f"{SHORT_MONTHS[value.month - 1]} {value.year}" if by_month else short_day(value)

    first, last = said(start), said(end) if end else ""
    return first if last in ("", first) else f"{first} – {last}"


def enumerated(names: Sequence[str]) -> str:
    """ "Noord", "Noord en Midden", "Noord, Midden en Zuid"."""
    first, last = names[:-1], names[-1:]
    return " en ".join([", ".join(first), *last] if first else last)
