"""Making access codes. In plain they exist only in memory, once; the database keeps keyed hashes."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from proof.audit import record
from proof.models import Verb
from surveys.models import AccessCode, DayCount, SealedItem, Wave, WaveComplex
from surveys.services import locks
from surveys.services.refusals import (
    CodesAlreadyMade,
    NotInThisState,
    ReplacementsExhausted,
    ResponsesAlreadyIn,
)
from surveys.urn import codes

if TYPE_CHECKING:
    from proof.audit import Actor

REPLACEMENTS_AT_LEAST = 5
REPLACEMENTS_ONE_IN = 10

IssuedCode = tuple[WaveComplex, str]


def issue_codes(
    wave: Wave, *, today: date, anew: bool = False, by: "Actor" = None
) -> list[IssuedCode]:
    """A code for every dwelling of every complex, ordered by complex; they are shown this once.

    `anew` replaces all codes, only as long as no response has come in. Raises NotInThisState,
    CodesAlreadyMade or ResponsesAlreadyIn.
    """
    with transaction.atomic():
        locks.hold_state(wave.pk)
        fresh = Wave.objects.get(pk=wave.pk)
        if fresh.state != Wave.State.OPEN:
            raise NotInThisState
        if fresh.codes_made_on and not anew:
            raise CodesAlreadyMade
        if has_responses(fresh):
            raise ResponsesAlreadyIn
        AccessCode.objects.filter(wave_complex__wave=fresh).delete()
        issued = [
            (where, codes.new_code())
            for where in fresh.wave_complexes.select_related("complex")
            for _dwelling in range(where.dwellings or 0)
        ]
        _store(issued)
        fresh.wave_complexes.update(codes_issued=F("dwellings"), replacements_issued=0)
        Wave.objects.filter(pk=fresh.pk).update(codes_made_on=today)
        record(by, Verb.ISSUED_CODES, fresh, codes=len(issued))
    wave.codes_made_on = today
    return issued


def has_responses(wave: Wave) -> bool:
    """Whether anybody has sent anything, today included."""
    return (
        SealedItem.objects.filter(wave=wave).exists()
        or DayCount.objects.filter(wave_complex__wave=wave, responses__gt=0).exists()
    )


def replacements_allowed(where: WaveComplex) -> int:
    """A tenth of the dwellings, at least five: lost letters, not second votes."""
    return max(REPLACEMENTS_AT_LEAST, -(-(where.dwellings or 0) // REPLACEMENTS_ONE_IN))


def issue_replacement(where: WaveComplex, *, by: "Actor" = None) -> str:
    """One more code for a complex, shown this once; raises NotInThisState or ReplacementsExhausted.

    The code it replaces stays valid: nobody knows which one it was. Hence the cap.
    """
    with transaction.atomic():
        locks.hold_state(where.wave_id)
        fresh = WaveComplex.objects.select_related("wave", "complex").get(pk=where.pk)
        if fresh.wave.state != Wave.State.OPEN or not fresh.wave.codes_made_on:
            raise NotInThisState
        if fresh.replacements_issued >= replacements_allowed(fresh):
            raise ReplacementsExhausted
        code = codes.new_code()
        _store([(fresh, code)])
        WaveComplex.objects.filter(pk=fresh.pk).update(
            replacements_issued=F("replacements_issued") + 1
        )
        record(by, Verb.ISSUED_CODES, fresh.wave, replacement=True, complex=str(fresh.complex.name))
    return code


def _store(issued: list[IssuedCode]) -> None:
    # In the order of the hashes: the order in which rows lie tells nothing of the printed order.
    rows = sorted((codes.digest(code), where.pk) for where, code in issued)
    AccessCode.objects.bulk_create(
        (AccessCode(digest=digest, wave_complex_id=pk) for digest, pk in rows), batch_size=2000
    )
