"""The database as its thief sees it: a copy of every file, as bytes."""

import os
import subprocess
from pathlib import Path

from django.db import connection

PAGES_OF = ("surveys_accesscode", "surveys_sealeditem", "surveys_daycount", "surveys_wave")


def database_bytes(folder: Path) -> dict[str, bytes]:
    """File name → content of a copy of the database: file, log and index, or a cluster's tables."""
    if connection.vendor == "postgresql":
        return _postgres_files()
    name = Path(str(connection.settings_dict["NAME"]))
    copied = {}
    for suffix in ("", "-wal", "-shm"):
        source = name.with_name(name.name + suffix)
        if source.exists():
            target = folder / source.name
            # By another process: whoever closes a file here drops the locks that SQLite holds on it.
            subprocess.run(["cp", source, target], check=True)
            copied[source.name] = target.read_bytes()
    return copied


def _postgres_files() -> dict[str, bytes]:
    # Written from memory to disk first, so that nothing hides in the server's buffers.
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (oid,) = cursor.fetchone()
    folder = Path(os.environ["BUURTPEIL_TEST_PGDATA"]) / "base" / str(oid)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def log_bytes() -> bytes:
    """PostgreSQL's write-ahead log, which also goes to archives and replicas."""
    folder = Path(os.environ["BUURTPEIL_TEST_PGDATA"]) / "pg_wal"
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def places_of(needle: bytes, files: dict[str, bytes]) -> list[tuple[str, int]]:
    """Where these bytes occur: file and offset."""
    found = []
    for name, content in files.items():
        start = content.find(needle)
        while start >= 0:
            found.append((name, start))
            start = content.find(needle, start + 1)
    return found
