"""Thirty at once with one code; sending while the wave closes; two closings at once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from surveys.models import AccessCode, DayCount, Response, SealedItem, Wave
from surveys.services.closing import close_wave
from surveys.services.codes import issue_replacement
from surveys.services.refusals import ClosingIsRunning, ReplacementsExhausted
from surveys.services.responding import Outcome, submit_response
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []


def at_once(number: int, work: Callable[[int], Any]) -> list[Any]:
    """`work(i)` in as many threads, each with a connection of its own, all let go together."""
    gate = threading.Barrier(number)

    def run(mine: int) -> Any:
        connection.ensure_connection()
        gate.wait()
        try:
            return work(mine)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def send(code: str, number: int = 0) -> Outcome:
    return submit_response(code, answers={"V1": number % 5 + 1}, texts={}, now=NOON)


def test_thirty_parallel_sends_of_one_code_store_exactly_one(real_db):
    _wave, issued = open_wave_with_codes(dwellings=3)
    outcomes = at_once(30, lambda number: send(issued[0][1], number))
    assert Counter(outcomes) == {Outcome.STORED: 1, Outcome.GONE: 29}
    assert (AccessCode.objects.count(), SealedItem.objects.count()) == (2, 2)
    assert DayCount.objects.get().responses == 1


def test_thirty_parallel_sends_of_thirty_codes_store_all_and_count_them(real_db):
    wave, issued = open_wave_with_codes(dwellings=30)
    outcomes = at_once(30, lambda number: send(issued[number][1], number))
    assert outcomes == [Outcome.STORED] * 30
    assert SealedItem.objects.count() == 60
    assert DayCount.objects.get().responses == 30
    assert close_wave(wave, now=NOON).responses == 30


def test_sends_while_the_wave_closes_are_stored_and_counted_or_refused(real_db):
    wave, issued = open_wave_with_codes(dwellings=24)

    def work(number: int) -> Any:
        if number == 12:
            return close_wave(Wave.objects.get(pk=wave.pk), now=NOON + timedelta(days=1))
        return send(issued[number][1], number)

    outcomes = at_once(24, work)
    closing = outcomes.pop(12)
    stored = outcomes.count(Outcome.STORED)
    assert stored + outcomes.count(Outcome.GONE) + outcomes.count(Outcome.CLOSED) == 23
    assert (closing.responses, closing.missing, closing.unreadable) == (stored, 0, 0)
    assert Response.objects.count() == stored
    assert not SealedItem.objects.exists()


def test_two_closings_at_once_one_is_told_to_wait_and_nothing_doubles(real_db):
    wave, issued = open_wave_with_codes(dwellings=20)
    for number, (_place, code) in enumerate(issued):
        send(code, number)

    def work(_number: int) -> Any:
        try:
            return close_wave(Wave.objects.get(pk=wave.pk), now=NOON).responses
        except ClosingIsRunning:
            return "running"

    outcomes = at_once(4, work)
    # Who comes when the first is done finds it closed, and says the same.
    assert set(outcomes) <= {20, "running"}
    assert 20 in outcomes
    assert Response.objects.count() == 20


def test_parallel_replacements_never_pass_the_cap(real_db):
    _wave, issued = open_wave_with_codes(dwellings=3)
    place = issued[0][0]

    def work(_number: int) -> bool:
        try:
            issue_replacement(place)
        except ReplacementsExhausted:
            return False
        return True

    assert sum(at_once(12, work)) == 5
    assert AccessCode.objects.count() == 8
