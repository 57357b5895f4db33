"""A custodian's private key on its way to the worker: a wrapped note, read once, of an hour at most.

The note is a file of its own, outside the database and outside what is backed up. In it the key is wrapped
under the key of the environment, with the wave and the moment it expires. Whoever reads it removes it first:
from then on the key is in the worker's memory only, however the job ends. See docs/decisions/0010.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from surveys.models import Wave
from surveys.urn import keys

VALID = timedelta(hours=1)  # longer than any job that may be ahead in the queue


def hand_over(wave: Wave, private_key: bytes, *, now: datetime) -> None:
    """Leave the key for the closing that is about to be queued; a newer note replaces an older one."""
    remove_expired(now=now)
    _folder().mkdir(parents=True, mode=0o700, exist_ok=True)
    said = {
        "wave": wave.pk,
        "until": (now + VALID).timestamp(),
        "key": b64encode(private_key).decode(),
    }
    aside = _folder() / f"{secrets.token_hex(8)}.aside"
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(keys.wrap(json.dumps(said).encode()))
    aside.replace(_note(wave))


def take_over(wave: Wave, *, now: datetime) -> bytes | None:
    """The key that was left for this wave; None when there is none, or it is too old. It is gone afterwards."""
    note = _note(wave)
    try:
        wrapped = note.read_bytes()
    except FileNotFoundError:
        return None
    note.unlink(missing_ok=True)
    try:
        said = json.loads(keys.unwrap(wrapped))
    except keys.KeyMismatchError:  # wrapped under another environment, or tampered with
        return None
    if said["wave"] != wave.pk or said["until"] < now.timestamp():
        return None
    return b64decode(said["key"])


def remove_expired(*, now: datetime) -> int:
    """Remove notes that no worker came for; how many that were."""
    found = expired(now=now)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def expired(*, now: datetime) -> list[Path]:
    """Notes that no worker came for. Their age is looked at, not what they say."""
    limit = (now - VALID).timestamp()
    found = []
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # the worker took it meanwhile
            if path.stat().st_mtime < limit:
                found.append(path)
    return found


def _note(wave: Wave) -> Path:
    return _folder() / f"wave-{wave.pk}"


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "custody"
