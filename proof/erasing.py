"""Making sure that what was deleted cannot be read back from the database's files."""

from collections.abc import Iterable

from django.db import OperationalError, connection


def erase_leftovers(tables: Iterable[str]) -> bool:
    """Rewrite the places where deleted rows of `tables` lay; False when that could not be done now.

    That is so within a caller's transaction, or when somebody keeps the database busy: try again.
    What lies outside the database's own files (backups, archived WAL) is out of reach: docs/privacy.md.
    """
    if connection.in_atomic_block:
        return False
    try:
        if connection.vendor == "postgresql":
            return _erase_in_postgres(tables)
        return _erase_in_sqlite()
    except OperationalError:
        return False


def _erase_in_postgres(tables: Iterable[str]) -> bool:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM FULL {table}")
    return True


def _erase_in_sqlite() -> bool:
    # Deleted pages are zeroed already (secure_delete), but the log still holds what they said, and
    # free space inside pages keeps the order of arrival: rewrite the file, then empty the log.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    return not busy
