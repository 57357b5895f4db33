"""Uploaded files between the steps of an import: in a folder with a random name, for a day at most.

The session knows the name; without it nobody finds the folder. Nothing of a file enters the database.
"""

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from sheets.reading import read_table
from sheets.tables import Table, Wish

KEEP = 24 * 60 * 60
MOST = 5  # of one kind at the same time in one session; the oldest goes
TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")


@dataclass(frozen=True)
class Upload:
    folder: Path
    name: str  # what the sender called the file

    @property
    def token(self) -> str:
        return self.folder.name

    @property
    def path(self) -> Path:
        return self.folder / f"upload{Path(self.name).suffix.lower()}"

    def table(self, wish: Wish | None = None) -> Table:
        """The file as read now; raises ImportRefused."""
        return read_table(self.path, name=self.name, wish=wish)


@dataclass(frozen=True)
class Shelf:
    """Where uploads of one kind stand, and the session's list of them."""

    name: str

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.name

    def put(self, session: SessionBase, name: str, chunks: Iterable[bytes]) -> Upload:
        """Keep a file; `name` has been checked to be a CSV's or a workbook's."""
        self.sweep()
        upload = Upload(self.folder / secrets.token_urlsafe(24), name[:200])
        upload.folder.mkdir(parents=True, mode=0o700)
        with upload.path.open("wb") as target:
            for chunk in chunks:
                target.write(chunk)
        upload.path.chmod(0o600)
        (upload.folder / "name").write_text(upload.name)
        tokens = [*session.get(self.name, []), upload.token]
        for token in tokens[:-MOST]:
            shutil.rmtree(self.folder / token, ignore_errors=True)
        session[self.name] = tokens[-MOST:]
        return upload

    def is_ours(self, session: SessionBase, token: str) -> bool:
        """Whether this session uploaded it, or did so before it was removed."""
        return bool(TOKEN.match(token)) and token in session.get(self.name, [])

    def find(self, token: str) -> Upload | None:
        """The upload, for who knows that it may be used; None when it is gone."""
        try:
            name = (self.folder / token / "name").read_text()
        except FileNotFoundError:
            return None
        upload = Upload(self.folder / token, name)
        return upload if upload.path.exists() else None

    def find_ours(self, session: SessionBase, token: str) -> Upload | None:
        """The upload of this session; None for another's, and when it is gone."""
        return self.find(token) if self.is_ours(session, token) else None

    def discard(self, session: SessionBase, token: str) -> None:
        """Remove the file and everything beside it."""
        if self.is_ours(session, token):
            shutil.rmtree(self.folder / token, ignore_errors=True)
            session[self.name] = [one for one in session[self.name] if one != token]

    def sweep(self, now: float | None = None) -> None:
        """Remove what was left for more than a day."""
        remove(self.left_before((time.time() if now is None else now) - KEEP))

    def left_before(self, moment: float) -> list[Path]:
        """Folders of uploads that nothing was done with since `moment`."""
        left = []
        for folder in self.folder.glob("*"):
            with suppress(FileNotFoundError):
                if folder.is_dir() and folder.stat().st_mtime < moment:
                    left.append(folder)
        return left


def shelf(name: str) -> Shelf:
    """The shelf of this name; retention knows every one that was asked for."""
    return _shelves.setdefault(name, Shelf(name))


def shelves() -> list[Shelf]:
    return list(_shelves.values())


def remove(folders: Iterable[Path]) -> int:
    """Remove these folders with what is in them; returns how many are gone."""
    folders = list(folders)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return sum(not folder.exists() for folder in folders)


_shelves: dict[str, Shelf] = {}
