"""Closing a wave: the only moment at which answers can be read, and after which nobody is in them.

One job, all or nothing, that may be run again after a crash at any point: answers stop, items are
opened outside the transaction that others wait for, and one transaction writes the shuffled
responses, counts them and deletes urn, codes, day counts and key. What was deleted is then wiped.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from proof.audit import record
from proof.models import Verb
from surveys.models import (
    AccessCode,
    DayCount,
    FreeText,
    LetterAddress,
    Response,
    SealedItem,
    Wave,
)
from surveys.services import locks
from surveys.services.calls import mix_calls
from surveys.services.counting import build_count_tables
from surveys.services.erasing import erase_leftovers
from surveys.services.refusals import KeyNeeded, KeyUnreadable, NotInThisState, WrongKey
from surveys.services.waves import move
from surveys.urn import keys, sealing
from ui.progress import Progress, set_progress

if TYPE_CHECKING:
    from proof.audit import Actor

_CHUNK = 500
_BATCH = 1000


@dataclass(frozen=True)
class Closing:
    """What came out of the urn. Nothing is dropped silently: what could not be read is counted."""

    responses: int
    unreadable: int = 0  # sealed items, damaged or foreign
    missing: int = 0  # responses counted on the days, of which no answers were found
    erased: bool = False  # False: run again to wipe what deletion left in the files


@dataclass
class _Opened:
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)  # (wave complex, …)
    texts: list[tuple[int, str, str]] = field(default_factory=list)  # (wave complex, variable, …)
    unreadable: int = 0


def progress_key(wave: Wave) -> str:
    return f"closing-{wave.pk}"


def needs_finishing(wave: Wave) -> bool:
    """Whether a closing was cut short: run `close_wave` again, it repairs itself."""
    return wave.state == Wave.State.CLOSING or (
        wave.state == Wave.State.CLOSED and wave.public_key is not None
    )


def key_is_with_custodian(wave: Wave) -> bool:
    return wave.public_key is not None and wave.wrapped_private_key is None


def close_wave(
    wave: Wave, *, now: datetime, private_key: bytes | None = None, by: "Actor" = None
) -> Closing:
    """Close an open wave, or finish a closing that was cut short.

    `private_key` only when a custodian keeps it. Refusals leave the wave as it was: NotInThisState,
    ClosingIsRunning, KeyNeeded, WrongKey, KeyUnreadable.
    """
    with locks.closing(wave):
        fresh = Wave.objects.get(pk=wave.pk)
        if fresh.state == Wave.State.CLOSED:
            counted = fresh.wave_complexes.aggregate(n=Sum("responses"))["n"] or 0
            closing = Closing(counted, fresh.unreadable_items)
        else:
            key = _private_key(fresh, private_key)
            _stop_answers(fresh, now, by)
            closing = _empty_urn(fresh, _open_items(fresh, key))
        closing = _finish(fresh, closing)
    wave.refresh_from_db()
    return closing


def check_private_key(wave: Wave, private_key: bytes | None) -> None:
    """Raises KeyNeeded, WrongKey or KeyUnreadable when the wave could not be closed with this."""
    _private_key(wave, private_key)


def _private_key(wave: Wave, given: bytes | None) -> PrivateKey:
    if wave.public_key is None:
        raise NotInThisState
    if wave.wrapped_private_key is None and given is None:
        raise KeyNeeded
    try:
        private = given or keys.unwrap(bytes(wave.wrapped_private_key or b""))
        return keys.check_private_key(private, public=bytes(wave.public_key))
    except keys.KeyMismatchError as error:
        raise (WrongKey if given else KeyUnreadable) from error


def _stop_answers(wave: Wave, now: datetime, by: "Actor") -> None:
    _report(wave, _("Er kunnen geen antwoorden meer bij."), 0, 1)
    with transaction.atomic():
        # Whoever is sending now finishes first; whoever comes later finds the wave closed.
        locks.hold_state(wave.pk)
        wave.refresh_from_db()
        if wave.state == Wave.State.CLOSING:
            return
        move(wave, Wave.State.CLOSING)
        wave.closes_on = max(wave.opens_on, min(wave.closes_on, timezone.localdate(now)))
        wave.save(update_fields=["state", "closes_on"])
        record(by, Verb.CLOSED_WAVE, wave, now=now)


def _open_items(wave: Wave, key: PrivateKey) -> _Opened:
    places = set(wave.wave_complexes.values_list("pk", flat=True))
    items = SealedItem.objects.filter(wave=wave).order_by("key")
    total, opened = items.count(), _Opened()
    rows = items.values_list("sealed", flat=True).iterator(chunk_size=_CHUNK)
    for number, sealed in enumerate(rows):
        if number % _CHUNK == 0:
            _report(wave, _("De antwoorden worden geopend."), number, total)
        try:
            item = sealing.open_item(bytes(sealed), private_key=key)
        except sealing.UnreadableItemError:
            opened.unreadable += 1
            continue
        if item.wave_complex not in places:
            opened.unreadable += 1
        elif item.kind is sealing.Kind.ANSWERS:
            opened.answers.append((item.wave_complex, item.content))
        else:
            opened.texts += [(item.wave_complex, *written) for written in item.content.items()]
    return opened


def _empty_urn(wave: Wave, opened: _Opened) -> Closing:
    mix = secrets.SystemRandom().shuffle
    mix(opened.answers)
    mix(opened.texts)
    _report(wave, _("De antwoorden worden gemengd en geteld."), 0, 1)
    with transaction.atomic():
        locks.hold_state(wave.pk)
        wave.refresh_from_db()
        move(wave, Wave.State.CLOSED)
        expected = DayCount.objects.filter(wave_complex__wave=wave).aggregate(n=Sum("responses"))[
            "n"
        ]
        _write(wave, opened)
        wave.unreadable_items = opened.unreadable
        build_count_tables(wave)
        _delete_urn(wave)
        wave.wrapped_private_key = None
        # The public key stays until the leftovers are wiped: it marks a closing to be finished.
        wave.save(update_fields=["state", "unreadable_items", "wrapped_private_key"])
    responses = len(opened.answers)
    return Closing(responses, opened.unreadable, missing=max(0, (expected or 0) - responses))


def _write(wave: Wave, opened: _Opened) -> None:
    complexes = dict(wave.wave_complexes.values_list("pk", "complex_id"))
    Response.objects.bulk_create(
        (
            Response(wave=wave, complex_id=complexes[place], answers=answers)
            for place, answers in opened.answers
        ),
        batch_size=_BATCH,
    )
    FreeText.objects.bulk_create(
        (
            FreeText(wave=wave, complex_id=complexes[place], variable=name, text=text)
            for place, name, text in opened.texts
        ),
        batch_size=_BATCH,
    )


def _delete_urn(wave: Wave) -> None:
    SealedItem.objects.filter(wave=wave).delete()
    AccessCode.objects.filter(wave_complex__wave=wave).delete()
    DayCount.objects.filter(wave_complex__wave=wave).delete()
    LetterAddress.objects.of_wave(wave).delete()  # nobody gets a letter about it any more


def _finish(wave: Wave, closing: Closing) -> Closing:
    _report(wave, _("Wat is gewist, wordt ook uit de bestanden verwijderd."), 0, 1)
    mix_calls()
    erased = erase_leftovers()
    if erased:
        Wave.objects.filter(pk=wave.pk).update(public_key=None)
    words = (
        _("De meting is gesloten.")
        if erased
        else _(
            "De meting is gesloten, maar resten zijn nog niet gewist omdat de database bezet was. "
            "Voer het sluiten nog een keer uit."
        )
    )
    set_progress(progress_key(wave), Progress("done", 1, 1, words))
    return Closing(closing.responses, closing.unreadable, closing.missing, erased)


def _report(wave: Wave, words: str, done: int, total: int) -> None:
    set_progress(progress_key(wave), Progress("running", done, total, words))
