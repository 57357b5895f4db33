"""Locks around a wave's urn: many may send at once, none while the wave changes its state.

On PostgreSQL these are advisory locks, which leave no trace in a row (a row lock would keep the
number of the last sender's transaction). On SQLite a write transaction already excludes all others,
and a file lock keeps two closings apart; both end with their process, also when that is killed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from proof.alone import BusyError, alone
from surveys.models import Wave
from surveys.services.refusals import ClosingIsRunning

_STATE = 0x42500001  # the kind of lock; the wave is the second number


def share_state(wave_id: int) -> None:
    """Until this transaction ends the wave keeps its state; others may share."""
    _advise("pg_advisory_xact_lock_shared", _STATE, wave_id)


def hold_state(wave_id: int) -> None:
    """Until this transaction ends nobody else shares or changes the wave's state."""
    _advise("pg_advisory_xact_lock", _STATE, wave_id)


@contextmanager
def closing(wave: Wave) -> Iterator[None]:
    """One closing of a wave at a time; raises ClosingIsRunning."""
    try:
        with alone(f"closing-{wave.pk}"):
            yield
    except BusyError as error:
        raise ClosingIsRunning from error


def _advise(function: str, kind: int, wave_id: int) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, wave_id])
