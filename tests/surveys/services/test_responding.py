"""Finding what a code opens, and sending: exactly once, sealed, in one transaction."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.models import AccessCode, DayCount, SealedItem
from surveys.services.responding import Outcome, find_open_code, submit_response
from surveys.services.waves import extend_wave
from surveys.urn import codes, sealing
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ANSWERS = {"V1": 2, "R1": 7.0}


def send(code: str, *, now: datetime = NOON, answers=ANSWERS, texts=None) -> Outcome:
    return submit_response(code, answers=answers, texts=texts or {}, now=now)


def test_find_open_code_gives_the_complex_of_an_unused_code():
    wave, issued = open_wave_with_codes(dwellings=3)
    place, code = issued[0]
    assert find_open_code(codes.pretty(code).lower(), TODAY) == place.pk
    assert find_open_code(code, wave.closes_on) == place.pk


def test_find_open_code_is_none_for_unknown_mistyped_used_early_and_late_codes():
    wave, issued = open_wave_with_codes(dwellings=3)
    code, used = issued[0][1], issued[1][1]
    send(used)
    assert find_open_code(codes.new_code(), TODAY) is None
    assert find_open_code(code[:-1] + ("0" if code[-1] != "0" else "1"), TODAY) is None
    assert find_open_code(used, TODAY) is None
    assert find_open_code(code, wave.opens_on - timedelta(days=1)) is None
    assert find_open_code(code, wave.closes_on + timedelta(days=1)) is None
    assert find_open_code("", TODAY) is None


@pytest.mark.parametrize("kind", ["unknown", "mistyped", "used", "good"])
def test_find_open_code_takes_one_query_whatever_the_reason(kind, django_assert_num_queries):
    _wave, issued = open_wave_with_codes(dwellings=2)
    send(issued[1][1])
    typed = {"unknown": codes.new_code(), "mistyped": "x", "used": issued[1][1]}
    with django_assert_num_queries(1):
        find_open_code(typed.get(kind, issued[0][1]), TODAY)


def test_submit_response_uses_the_code_and_leaves_two_items_of_the_waves_length():
    wave, issued = open_wave_with_codes(dwellings=3)
    assert send(issued[0][1], texts={"X1": "Het is donker."}) is Outcome.STORED
    assert AccessCode.objects.count() == 2
    assert [len(item.sealed) for item in SealedItem.objects.all()] == [wave.item_length] * 2
    assert [len(item.key) for item in SealedItem.objects.all()] == [16, 16]
    assert list(DayCount.objects.values_list("wave_complex", "day", "responses")) == [
        (issued[0][0].pk, TODAY, 1)
    ]


def test_submit_response_of_a_used_or_unknown_code_stores_nothing():
    _wave, issued = open_wave_with_codes(dwellings=3)
    send(issued[0][1])
    assert send(issued[0][1]) is Outcome.GONE
    assert send(codes.new_code()) is Outcome.GONE
    assert send("") is Outcome.GONE
    assert SealedItem.objects.count() == 2
    assert DayCount.objects.get().responses == 1


def test_submit_response_after_the_last_day_stores_nothing_and_keeps_the_code():
    wave, issued = open_wave_with_codes(dwellings=3)
    late = NOON + timedelta(days=30)
    assert send(issued[0][1], now=late) is Outcome.CLOSED
    assert (AccessCode.objects.count(), SealedItem.objects.count()) == (3, 0)
    extend_wave(wave, closes_on=late.date(), now=NOON)
    assert send(issued[0][1], now=late) is Outcome.STORED


def test_submit_response_counts_on_the_day_it_is_in_amsterdam():
    _wave, issued = open_wave_with_codes(dwellings=3)
    just_past_midnight = datetime(2026, 9, 2, 0, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    send(issued[0][1], now=just_past_midnight)
    assert DayCount.objects.get().day == date(2026, 9, 2)


def test_submit_response_longer_than_the_questionnaire_can_hold_stores_nothing():
    _wave, issued = open_wave_with_codes(dwellings=3)
    with pytest.raises(sealing.ItemTooLongError):
        send(issued[0][1], texts={"X1": "x" * 10_000})
    assert (AccessCode.objects.count(), SealedItem.objects.count()) == (3, 0)
    assert not DayCount.objects.exists()
