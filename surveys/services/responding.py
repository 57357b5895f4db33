"""Answering: finding what a code opens, and sending, exactly once, into the sealed urn."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from surveys.models import AccessCode, DayCount, SealedItem, WaveComplex
from surveys.services import locks
from surveys.urn import codes, sealing

KEY_BYTES = 16


class Outcome(StrEnum):
    """What became of a sending. Tell a stranger who just types a code never which of the last two."""

    STORED = "stored"
    GONE = "gone"  # no such code, or not any more: used (by a lost reply, perhaps), or wave closed
    CLOSED = "closed"  # the code is unused, but its wave takes no answers today


def find_open_code(typed: str, today: date) -> WaveComplex | None:
    """The complex (with its wave) that an unused code opens today, else None.

    One look-up by key, whatever the reason of a None: unknown, mistyped, used and expired codes
    cost the same time.
    """
    code = (
        AccessCode.objects.filter(
            digest=codes.digest_of_typed(typed),
            wave_complex__wave__state="open",
            wave_complex__wave__opens_on__lte=today,
            wave_complex__wave__closes_on__gte=today,
        )
        .select_related("wave_complex__wave", "wave_complex__complex")
        .first()
    )
    return code.wave_complex if code else None


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
    found = _row(digest)
    if found is None:
        return Outcome.GONE
    where = found.wave_complex
    # Two items always, so that nobody sees who wrote something. Sealed before the transaction,
    # which other senders wait for.
    seal = {"wave_complex": where.pk, **_seal_of(where)}
    sealed = [sealing.seal_answers(answers, **seal), sealing.seal_text(texts, **seal)]
    with transaction.atomic():
        locks.share_state(where.wave_id)
        fresh = _row(digest)
        if fresh is None:
            return Outcome.GONE
        if not fresh.wave_complex.wave.accepts_on(today):
            return Outcome.CLOSED
        # Two senders may both have seen the row; only one of them deletes it.
        deleted, _rows = AccessCode.objects.filter(digest=digest).delete()
        if not deleted:
            return Outcome.GONE
        SealedItem.objects.bulk_create(
            SealedItem(key=secrets.token_bytes(KEY_BYTES), wave_id=where.wave_id, sealed=item)
            for item in sealed
        )
        _count(where, today)
    return Outcome.STORED


def _row(digest: bytes) -> AccessCode | None:
    # Without the wave's questions, which are large and not needed here.
    rows = AccessCode.objects.select_related("wave_complex__wave").only(
        "wave_complex__wave__state",
        "wave_complex__wave__opens_on",
        "wave_complex__wave__closes_on",
        "wave_complex__wave__public_key",
        "wave_complex__wave__item_length",
    )
    return rows.filter(digest=digest).first()


def _seal_of(where: WaveComplex) -> dict[str, Any]:
    return {"public_key": bytes(where.wave.public_key or b""), "length": where.wave.item_length}


def _count(where: WaveComplex, day: date) -> None:
    counts = DayCount.objects.filter(wave_complex=where, day=day)
    if not counts.update(responses=F("responses") + 1):
        DayCount.objects.get_or_create(wave_complex=where, day=day)
        counts.update(responses=F("responses") + 1)
