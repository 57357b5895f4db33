"""Locks around a wave's urn: many may send at once, none while the wave changes its state.

On PostgreSQL these are advisory locks, which leave no trace in a row (a row lock would keep the
number of the last sender's transaction). On SQLite a write transaction already excludes all others,
and a file lock keeps two closings apart; both end with their process, also when that is killed.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from surveys.models import Wave
from surveys.services.refusals import ClosingIsRunning

_STATE, _CLOSING = 0x42500001, 0x42500002  # two kinds of lock; the wave is the second number


def share_state(wave_id: int) -> None:
    """Until this transaction ends the wave keeps its state; others may share."""
    _advise("pg_advisory_xact_lock_shared", _STATE, wave_id)


def hold_state(wave_id: int) -> None:
    """Until this transaction ends nobody else shares or changes the wave's state."""
    _advise("pg_advisory_xact_lock", _STATE, wave_id)


@contextmanager
def closing(wave: Wave) -> Iterator[None]:
    """One closing of a wave at a time; raises ClosingIsRunning."""
    lock = _closing_in_postgres if connection.vendor == "postgresql" else _closing_in_a_file
    with lock(wave):
        yield


def _advise(function: str, kind: int, wave_id: int) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, wave_id])
        row = cursor.fetchone()
    return bool(row and row[0] is not False)


@contextmanager
def _closing_in_postgres(wave: Wave) -> Iterator[None]:
    if not _advise("pg_try_advisory_lock", _CLOSING, wave.pk):
        raise ClosingIsRunning
    try:
        yield
    finally:
        if connection.is_usable():
            _advise("pg_advisory_unlock", _CLOSING, wave.pk)


@contextmanager
def _closing_in_a_file(wave: Wave) -> Iterator[None]:
    path = Path(settings.VAR_DIR) / f"closing-{wave.pk}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ClosingIsRunning from error
        yield
