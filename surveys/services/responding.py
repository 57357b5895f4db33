"""Answering: finding what a code opens, and sending, exactly once, into the sealed urn."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from surveys.services import locks
from surveys.urn import codes, sealing

KEY_BYTES = 16

# Plain SQL: to build these statements the ORM takes ten times as long as the database takes to run them,
# and thousands of residents may send in one evening.
OPENED_BY = """
    SELECT place.id, wave.id,
           wave.state = 'open' AND %s BETWEEN wave.opens_on AND wave.closes_on,
           wave.public_key, wave.item_length
    FROM surveys_accesscode code
    JOIN surveys_wavecomplex place ON place.id = code.wave_complex_id
    JOIN surveys_wave wave ON wave.id = place.wave_id
    WHERE code.digest = %s"""
USE_UP = "DELETE FROM surveys_accesscode WHERE digest = %s"
PUT = "INSERT INTO surveys_sealeditem (key, wave_id, sealed) VALUES (%s, %s, %s)"
COUNT = """
    INSERT INTO surveys_daycount (wave_complex_id, day, responses) VALUES (%s, %s, 1)
    ON CONFLICT (wave_complex_id, day) DO UPDATE SET responses = surveys_daycount.responses + 1"""


class Outcome(StrEnum):
    """What became of a sending. Tell a stranger who just types a code never which of the last two."""

    STORED = "stored"
    GONE = "gone"  # no such code, or not any more: used (by a lost reply, perhaps), or wave closed
    CLOSED = "closed"  # the code is unused, but its wave takes no answers today


class Opened(NamedTuple):
    """What an unused code opens: a complex in a wave, and what sealing for it takes."""

    wave_complex: int
    wave: int
    accepts: bool  # answers today
    public_key: bytes
    item_length: int


def find_open_code(typed: str, today: date) -> int | None:
    """The WaveComplex that an unused code opens today, else None.

    One look-up by key, whatever the reason of a None: unknown, mistyped, used and expired codes
    cost the same time.
    """
    found = _opened_by(codes.digest_of_typed(typed), today)
    return found.wave_complex if found and found.accepts else None


def submit_response(
    typed_code: str, *, answers: Mapping[str, Any], texts: Mapping[str, str], now: datetime
) -> Outcome:
    """Put one dwelling's answers and texts in the urn and use up the code, in one transaction.

    Once the code's row is gone nothing is stored again, so thirty sendings of one code, or a retry
    after a lost reply, store one. `answers` and `texts` are cleaned by a form (see sealing); raises
    sealing.ItemTooLongError, with nothing stored, when they are more than the questionnaire can hold.
    """
    today = timezone.localdate(now)
    digest = codes.digest_of_typed(typed_code)
    found = _opened_by(digest, today)
    if found is None:
        return Outcome.GONE
    # Two items always, so that nobody sees who wrote something. Sealed before the transaction,
    # which other senders wait for.
    seal: dict[str, Any] = {
        "wave_complex": found.wave_complex,
        "public_key": found.public_key,
        "length": found.item_length,
    }
    sealed = [sealing.seal_answers(answers, **seal), sealing.seal_text(texts, **seal)]
    with transaction.atomic(), connection.cursor() as urn:
        locks.share_state(found.wave)
        fresh = _opened_by(digest, today)
        if fresh is None:
            return Outcome.GONE
        if not fresh.accepts:
            return Outcome.CLOSED
        urn.execute(USE_UP, [digest])
        if not urn.rowcount:  # two senders may both have seen the row; only one of them deletes it
            return Outcome.GONE
        urn.executemany(
            PUT, [(secrets.token_bytes(KEY_BYTES), found.wave, item) for item in sealed]
        )
        urn.execute(COUNT, [found.wave_complex, today])
    return Outcome.STORED


def _opened_by(digest: bytes, today: date) -> Opened | None:
    with connection.cursor() as cursor:
        cursor.execute(OPENED_BY, [today, digest])
        row = cursor.fetchone()
    return Opened(row[0], row[1], bool(row[2]), bytes(row[3] or b""), row[4]) if row else None
