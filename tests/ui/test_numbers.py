"""Numbers and dates as Dutch readers write them."""

from datetime import date

import pytest

from ui import numbers


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (7.25, 1, "7,3"),  # half goes up, as people round; not to even
        (7.35, 1, "7,4"),  # stored as 7.3499999…; the number people see counts
        (2.675, 2, "2,68"),
        (-7.25, 1, "−7,3"),
        (6, 1, "6,0"),
        (0.04, 1, "0,0"),
        (-0.04, 1, "0,0"),  # no minus before a zero
        (10, 0, "10"),
        (1234.5, 0, "1235"),
    ],
)
def test_decimal_rounds_half_up_with_a_comma(value, places, said):
    assert numbers.decimal(value, places) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.4, "+0,4"), (-1.5, "−1,5"), (0.04, "0,0"), (-0.04, "0,0"), (0, "0,0")]
)
def test_decimal_with_sign_leaves_zero_unsigned(value, said):
    assert numbers.decimal(value, sign=True) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.125, "13%"), (0.361, "36%"), (0.285, "29%"), (0, "0%"), (1, "100%"), (0.004, "0%")],
)
def test_percent_is_whole_and_rounds_half_up(share, said):
    assert numbers.percent(share) == said


@pytest.mark.parametrize(
    ("difference", "said"), [(0.12, "+12"), (-0.175, "−18"), (0.004, "0"), (-0.004, "0")]
)
def test_points_carry_a_sign_unless_zero(difference, said):
    assert numbers.points(difference) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")]
)
def test_whole_has_a_point_per_thousand(number, said):
    assert numbers.whole(number) == said


def test_dates_are_written_with_dutch_months():
    moment = date(2022, 11, 28)

    assert numbers.day(moment) == "28 november 2022"
    assert numbers.short_day(moment) == "28 nov 2022"
    assert numbers.month(moment) == "november 2022"
    assert [numbers.short_day(date(2022, month, 1)) for month in (3, 5, 10)] == [
        "1 mrt 2022",
        "1 mei 2022",
        "1 okt 2022",
    ]


@pytest.mark.parametrize(
    ("end", "by_month", "said"),
    [
        (None, False, "1 dec 2021"),
        (date(2021, 12, 1), False, "1 dec 2021"),
        (date(2022, 2, 28), False, "1 dec 2021 – 28 feb 2022"),
        (None, True, "dec 2021"),
        (date(2021, 12, 31), True, "dec 2021"),
        (date(2022, 2, 28), True, "dec 2021 – feb 2022"),
    ],
)
def test_period_is_as_precise_as_it_is_known(end, by_month, said):
    assert numbers.period(date(2021, 12, 1), end, by_month=by_month) == said


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Noord"], "Noord"),
        (["Noord", "Midden"], "Noord en Midden"),
        (("Noord", "Midden", "Zuid"), "Noord, Midden en Zuid"),
    ],
)
def test_names_are_enumerated_with_en_before_the_last(names, words):
    assert numbers.enumerated(names) == words
