"""How long the answer takes says nothing about a code: unknown, mistyped, used and too late alike."""

import random
import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from surveys.respondent import throttle
from surveys.services.responding import find_open_code, submit_response
from surveys.urn import codes
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = [
    pytest.mark.slow,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]
ROUNDS = 200
# With SQLite all work is this process's own, and its CPU time does not see what else the machine does.
clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time
# The fast tenth of each kind in one run, taken in turns: what a busy machine adds falls away, and what
# is left between the kinds stays below this.
MOST = 1.25


def kinds_of_codes() -> dict[str, Callable[[], str]]:
    """A fresh code of each kind at every call, so that nothing is answered from a cache."""
    _wave, issued = open_wave_with_codes(dwellings=40)
    past, expired = open_wave_with_codes(dwellings=40)
    type(past).objects.filter(pk=past.pk).update(closes_on="2026-09-06")
    used = [code for _place, code in issued]
    for code in used:
        submit_response(code, answers={}, texts={}, now=NOON)

    def mistyped() -> str:
        code = codes.new_code()
        return code[:-1] + ("0" if code[-1] != "0" else "1")

    return {
        "unknown": codes.new_code,
        "mistyped": mistyped,
        "used": lambda: random.choice(used),
        "too late": lambda: random.choice(expired)[1],
    }


def fast_tenths(
    kinds: dict[str, Callable[[], str]], ask: Callable[[str], object]
) -> dict[str, float]:
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _round in range(ROUNDS):
        for kind in random.sample(list(kinds), len(kinds)):
            code = kinds[kind]()
            started = clock()
            ask(code)
            spent[kind].append(clock() - started)
    return {kind: statistics.quantiles(times, n=10)[0] for kind, times in spent.items()}


def test_looking_a_code_up_takes_the_same_time_whatever_is_wrong_with_it(real_db):
    kinds = kinds_of_codes()
    for code in (kind() for kind in kinds.values()):
        assert find_open_code(code, NOON.date()) is None
    found = fast_tenths(kinds, lambda code: find_open_code(code, NOON.date()))
    assert max(found.values()) / min(found.values()) < MOST, found


def test_the_page_for_a_code_takes_the_same_time_and_says_the_same(real_db, monkeypatch):
    kinds = kinds_of_codes()
    monkeypatch.setattr(throttle, "MOST_PER_ADDRESS", 10**6)  # asked more often than people do
    client = Client()

    def ask(code: str) -> bytes:
        return client.post("/vragenlijst/", {"code": code}).content.replace(code.encode(), b"")

    pages = {kind: ask(make()) for kind, make in kinds.items()}
    alike = {_without_token(page) for page in pages.values()}
    assert len(alike) == 1
    found = fast_tenths(kinds, ask)
    assert max(found.values()) / min(found.values()) < MOST, found


def _without_token(page: bytes) -> bytes:
    start = page.index(b"csrfmiddlewaretoken")
    end = page.index(b">", start)
    return page[:start] + page[end:]
