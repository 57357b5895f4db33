"""A job that must not run twice at once. The lock ends with its process, also when that is killed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


class BusyError(Exception):
    """Another process does this job now."""


@contextmanager
def alone(job: str) -> Iterator[None]:
    """Only one process at a time inside; raises BusyError. `job` is a short name for a file: "closing-7"."""
    lock = _in_postgres if connection.vendor == "postgresql" else _in_a_file
    with lock(job):
        yield


@contextmanager
def _in_postgres(job: str) -> Iterator[None]:
    if not _ask("pg_try_advisory_lock", job):
        raise BusyError(job)
    try:
        yield
    finally:
        if connection.is_usable():
            _ask("pg_advisory_unlock", job)


def _ask(function: str, job: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"buurtpeil {job}"])
        return bool(cursor.fetchone()[0])


@contextmanager
def _in_a_file(job: str) -> Iterator[None]:
    database = Path(
        str(connection.settings_dict["NAME"])
    ).name  # two databases do not wait for each other
    with (Path(settings.VAR_DIR) / f"{database}-{job}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(job) from error
        yield
