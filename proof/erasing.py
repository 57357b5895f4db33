"""Making sure that what was deleted cannot be read back from the database's files."""

import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

PATIENCE = (0.0, 0.1, 0.4, 1.0)  # seconds before each try


def erase_leftovers(tables: Iterable[str]) -> bool:
    """Rewrite the places where deleted rows of `tables` lay; False when that could not be done now.

    That is so within a caller's transaction, or when somebody keeps the database busy or looks back: try again.
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
        # A rewrite waits for whoever reads the table, and everybody who comes next waits behind it.
        cursor.execute("SET lock_timeout = '5s'")
        try:
            return all(_rewritten(cursor, table) for table in tables)
        finally:
            cursor.execute("RESET lock_timeout")


def _rewritten(cursor: CursorWrapper, table: str) -> bool:
    """Whether nothing that was deleted came along: rows stay while somebody may look back at them.

    A backup that runs looks back for hours, a program that just connects for a moment: that is worth waiting.
    """
    for wait in PATIENCE:
        time.sleep(wait)
        if _vacuumed(cursor, table) == [0]:
            return True
    return False


def _vacuumed(cursor: CursorWrapper, table: str) -> list[int]:
    """How many deleted rows had to stay; nothing when PostgreSQL did not rewrite it, to which it only warns.

    It says so in the language of the server; the number comes first or is the only one in all of them.
    """
    said: list[str] = []
    session = connection.connection

    def note(told: "Diagnostic") -> None:
        said.append(told.message_detail or "")

    session.add_notice_handler(note)
    try:
        cursor.execute(f"VACUUM (FULL, VERBOSE) {table}")
    finally:
        session.remove_notice_handler(note)
    return [int(found[0]) for text in said if (found := re.search(r"\d+", text))]


def _erase_in_sqlite() -> bool:
    # Deleted pages are zeroed already (secure_delete), but the log still holds what they said, and
    # free space inside pages keeps the order of arrival: rewrite the file, then empty the log.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    return not busy
