"""Addresses for the letters of a wave: kept for those letters, and gone with every trace afterwards.

Nothing here knows of codes. Who lays a letter beside a card must not be able to tell later which card that
was: letters come in an order that no list has (surveys.letters), and cards are shuffled by hand.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from proof.audit import record
from proof.models import Verb
from proof.tasks import wipe_soon
from surveys.models import LetterAddress, Wave, WaveComplex
from surveys.querysets import LetterAddressQuerySet
from surveys.services import locks
from surveys.services.refusals import NotInThisState

if TYPE_CHECKING:
    from proof.audit import Actor

CAN_SEND = (Wave.State.DRAFT, Wave.State.OPEN)
TABLES = (LetterAddress._meta.db_table,)


def add_addresses(
    wave: Wave, addresses: Iterable[LetterAddress], *, today: date, by: "Actor"
) -> None:
    """Keep addresses for the letters of a wave that is not closed; raises NotInThisState."""
    with transaction.atomic():
        locks.hold_state(wave.pk)
        if Wave.objects.get(pk=wave.pk).state not in CAN_SEND:
            raise NotInThisState
        rows = list(addresses)
        for row in rows:
            row.imported_on = today
        LetterAddress.objects.bulk_create(rows, batch_size=500)
        record(by, Verb.IMPORTED, wave, kind="addresses", added=len(rows))


def delete_addresses(wave: Wave, *, by: "Actor") -> int:
    """Delete every address of a wave, with what it left in the files; how many that were."""
    with transaction.atomic():
        number = forget_addresses(wave.wave_complexes.all())
        if number:
            record(by, Verb.REMOVED, wave, kind="addresses", lines=number)
    return number


def forget_addresses(places: Iterable[WaveComplex]) -> int:
    """Delete the addresses of these complexes of waves; the files are wiped after the transaction."""
    number, _per_model = LetterAddress.objects.filter(place__in=places).delete()
    if number:
        wipe_soon(TABLES)
    return number


def outlived(day: date) -> LetterAddressQuerySet:
    """What was read in before this day."""
    return LetterAddress.objects.filter(imported_on__lt=day)


def last_day(imported_on: date, days: int) -> date:
    """Until when an address is kept that was read in on this day."""
    return imported_on + timedelta(days=days)
