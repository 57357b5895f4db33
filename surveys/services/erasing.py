"""Making sure that what was deleted cannot be read back from the database's files."""

from django.db import OperationalError, connection

# Where a code, a sealed item, a day count or the wrapped key of a closed wave has been, and where
# requests to be called lay in the order in which they came.
_TABLES = (
    "surveys_accesscode",
    "surveys_sealeditem",
    "surveys_daycount",
    "surveys_wave",
    "surveys_callrequest",
)


def erase_leftovers() -> bool:
    """Rewrite the places where deleted rows lay; False when that could not be done now.

    That is so within a caller's transaction, or when somebody keeps the database busy: try again.
    What lies outside the database's own files (backups, archived WAL) is out of reach: docs/privacy.md.
    """
    if connection.in_atomic_block:
        return False
    try:
        return _erase_in_postgres() if connection.vendor == "postgresql" else _erase_in_sqlite()
    except OperationalError:
        return False


def _erase_in_postgres() -> bool:
    with connection.cursor() as cursor:
        for table in _TABLES:
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
