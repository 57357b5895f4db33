"""Killed in the middle: what was thanked for is there, nothing is there twice, closing repairs itself."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from surveys.models import AccessCode, DayCount, FreeText, Response, SealedItem, Wave
from surveys.services.closing import close_wave, needs_finishing
from surveys.services.custody import hand_over
from surveys.services.responding import Outcome, submit_response
from surveys.tasks import run_closing
from surveys.urn import keys
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = [
    pytest.mark.slow,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]
SENDERS = 6


def in_a_killed_child(work: Callable[[], Any], *, statement: int) -> bool:
    """Run `work` in a process that is killed just before its statement of this number.

    True when it was killed, False when it had fewer statements and ended well.
    """
    connections.close_all()  # a connection must not live on in two processes
    child = os.fork()
    if child == 0:
        try:
            _kill_before(statement)
            work()
            os._exit(0)
        except BaseException as error:
            sys.__stderr__.write(f"{error!r}\n")
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the child failed instead of being killed"
    return False


def _kill_before(statement: int) -> None:
    seen = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(count)


def text(number: int) -> str:
    return f"tekst van {number}"


def open_and_send() -> tuple[Wave, list[str]]:
    wave, issued = open_wave_with_codes(dwellings=SENDERS + 2)
    codes = [code for _place, code in issued]
    for number in range(SENDERS):
        answers = {"V1": number % 5 + 1, "R1": float(number + 1)}
        submit_response(codes[number], answers=answers, texts={"X1": text(number)}, now=NOON)
    return wave, codes


def test_closing_killed_before_every_statement_ends_exactly_once_when_run_again(real_db):
    statement, killed = 0, True
    while killed:
        statement += 1
        wave, _codes = open_and_send()
        killed = in_a_killed_child(lambda: close_wave(wave, now=NOON), statement=statement)  # noqa: B023
        wave.refresh_from_db()
        assert needs_finishing(wave) or wave.state in ("open", "closed")
        if wave.state != "closed":
            assert not Response.objects.filter(wave=wave).exists()
            assert SealedItem.objects.filter(wave=wave).count() == 2 * SENDERS
        closing = close_wave(wave, now=NOON)
        assert (closing.responses, closing.unreadable, closing.missing) == (SENDERS, 0, 0)
        assert closing.erased
        marks = [row.answers["R1"] for row in Response.objects.filter(wave=wave)]
        assert sorted(marks) == [float(number + 1) for number in range(SENDERS)]
        written = FreeText.objects.filter(wave=wave).values_list("text", flat=True)
        assert sorted(written) == sorted(text(number) for number in range(SENDERS))
        assert wave.wave_complexes.get().responses == SENDERS
        assert wave.count_tables.get(level="corporation", subgroup="").n == SENDERS
        for model, path in ((SealedItem, "wave"), (AccessCode, "wave_complex__wave")):
            assert not model.objects.filter(**{path: wave}).exists()
        assert (wave.state, wave.public_key, wave.wrapped_private_key) == ("closed", None, None)
    assert statement > 20, "the closing was cut short at every one of its statements"


def test_closing_with_a_custodian_killed_before_every_statement_keeps_no_key(
    real_db, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    statement, killed = 0, True
    while killed:
        statement += 1
        pair = keys.new_key_pair()
        wave, issued = open_wave_with_codes(dwellings=2, public_key=pair.public)
        submit_response(issued[0][1], answers={"R1": 7.0}, texts={}, now=NOON)
        hand_over(wave, pair.private, now=timezone.now())
        killed = in_a_killed_child(lambda: run_closing(wave), statement=statement)  # noqa: B023
        assert list((tmp_path / "custody").iterdir()) == []
        wave.refresh_from_db()
        assert needs_finishing(wave) or wave.state in ("open", "closed")
        if wave.state != "closed":  # the custodian brings the key once more
            hand_over(wave, pair.private, now=timezone.now())
        run_closing(wave)
        wave.refresh_from_db()
        assert (wave.state, wave.public_key) == ("closed", None)
        assert [row.answers for row in Response.objects.filter(wave=wave)] == [{"R1": 7.0}]
    assert statement > 20


def test_sending_killed_before_every_statement_is_whole_or_not_there(real_db):
    statement, killed = 0, True
    while killed:
        statement += 1
        wave, issued = open_wave_with_codes(dwellings=2)
        code = issued[0][1]

        def work(code: str = code) -> None:
            submit_response(code, answers={"V1": 1}, texts={}, now=NOON)

        killed = in_a_killed_child(work, statement=statement)
        items = SealedItem.objects.filter(wave=wave).count()
        unused = AccessCode.objects.filter(wave_complex__wave=wave).count()
        days = DayCount.objects.filter(wave_complex__wave=wave).values_list("responses", flat=True)
        assert (items, unused, sum(days)) in {(0, 2, 0), (2, 1, 1)}
        again = submit_response(code, answers={"V1": 1}, texts={}, now=NOON)
        assert again is (Outcome.GONE if items else Outcome.STORED)
        assert SealedItem.objects.filter(wave=wave).count() == 2
    assert statement > 4
