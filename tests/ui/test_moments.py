"""Days and times of the clock on the wall."""

from datetime import UTC, date, datetime, time

import pytest

from ui.moments import NoSuchTime, clock, hours, moment


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 6, 15), time(19, 30), datetime(2026, 6, 15, 17, 30, tzinfo=UTC)),
        (date(2026, 12, 15), time(19, 30), datetime(2026, 12, 15, 18, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(3, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_time_on_the_wall_is_one_moment(day, at, utc):
    assert moment(day, at) == utc
    assert clock(utc) == f"{at:%H.%M}"


@pytest.mark.parametrize("at", [time(2, 0), time(2, 59)])
def test_hour_that_the_clock_skips_does_not_exist(at):
    words = (
        f"Op 29 maart 2026 bestaat {at:%H.%M} uur niet: de klok gaat die nacht een uur vooruit. "
    )
    with pytest.raises(NoSuchTime) as refused:
        moment(date(2026, 3, 29), at)
    assert str(refused.value) == words + "Kies een uur later."


@pytest.mark.parametrize("at", [time(2, 0), time(2, 59)])
def test_hour_that_the_clock_shows_twice_is_not_chosen_for_anybody(at):
    words = f"Op 25 oktober 2026 is het twee keer {at:%H.%M} uur: de klok gaat die nacht een uur terug. "
    with pytest.raises(NoSuchTime) as refused:
        moment(date(2026, 10, 25), at)
    assert str(refused.value) == words + "Kies een tijd vóór 2.00 uur of vanaf 3.00 uur."


def test_hours_are_those_on_the_wall_here():
    start = datetime(2026, 6, 15, 17, 30, tzinfo=UTC)

    assert hours(start, datetime(2026, 6, 15, 19, 0, tzinfo=UTC)) == "19.30 – 21.00 uur"
