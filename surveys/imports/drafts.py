"""An uploaded file between the steps of an import: in a folder with a random name, for a day at most.

The session knows the name; without it nobody finds the folder. Nothing of the file enters the database.
When the import is done, the file and what was chosen go; the wave's code stays for the page that waits.
"""

import fcntl
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.reading import read_table
from sheets.tables import Table, Wish

KEEP = 24 * 60 * 60
SESSION_KEY = "imports"
MAX_DRAFTS = 5  # open at the same time in one session; the oldest goes
TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")


@dataclass
class Choices:
    """What somebody chose so far. Cells are kept in lower case, as they are compared."""

    wish: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)  # column → target; see choosing
    missing: list[str] = field(default_factory=list)
    decimal: str = "both"
    values: dict[str, dict[str, int]] = field(default_factory=dict)  # column → cell → option
    none: dict[str, list[str]] = field(default_factory=dict)  # column → cells that mean no answer
    bands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)  # column → code, text
    complexes: dict[str, str] = field(default_factory=dict)  # cell → complex code
    without: str = "reject"
    saved: str = ""  # TOML of a saved mapping, instead of all of the above
    wave: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # step → a form that was not right yet


@dataclass
class Draft:
    token: str
    name: str  # what the sender called the file
    choices: Choices = field(default_factory=Choices)

    @property
    def folder(self) -> Path:
        return folder_of_all() / self.token

    @property
    def path(self) -> Path:
        return self.folder / f"upload{Path(self.name).suffix.lower()}"

    def table(self) -> Table:
        """The file as read now; raises ImportRefused."""
        return read_table(self.path, name=self.name, wish=Wish(**self.choices.wish))

    def save(self) -> None:
        """Written aside first: a page that reads meanwhile sees the old or the new choices."""
        aside = self.folder / f"choices.{secrets.token_hex(4)}"
        aside.write_text(json.dumps({"name": self.name, "choices": asdict(self.choices)}))
        aside.replace(self.folder / "choices.json")


def folder_of_all() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def start_draft(session: SessionBase, name: str, chunks: Iterable[bytes]) -> Draft:
    """Keep the upload for the next steps; `name` has been checked to be a CSV's or a workbook's."""
    sweep()
    draft = Draft(secrets.token_urlsafe(24), name[:200])
    draft.folder.mkdir(parents=True, mode=0o700)
    with draft.path.open("wb") as target:
        for chunk in chunks:
            target.write(chunk)
    draft.path.chmod(0o600)
    draft.save()
    tokens = [*session.get(SESSION_KEY, []), draft.token]
    for token in tokens[:-MAX_DRAFTS]:
        shutil.rmtree(folder_of_all() / token, ignore_errors=True)
    session[SESSION_KEY] = tokens[-MAX_DRAFTS:]
    return draft


def is_ours(session: SessionBase, token: str) -> bool:
    """Whether this session uploaded the file, or did so before its import was done."""
    return bool(TOKEN.match(token)) and token in session.get(SESSION_KEY, [])


def open_draft(session: SessionBase, token: str) -> Draft | None:
    """The draft of this session; None for another's, and when it is gone."""
    return load_draft(token) if is_ours(session, token) else None


def load_draft(token: str) -> Draft | None:
    """The draft itself, for the worker; None when it is gone or its import is done."""
    if finished_code(token) is not None:
        return None
    try:
        kept = json.loads((folder_of_all() / token / "choices.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return Draft(token, kept["name"], Choices(**kept["choices"]))


def discard_draft(session: SessionBase, draft: Draft) -> None:
    """Remove the file and everything chosen."""
    shutil.rmtree(draft.folder, ignore_errors=True)
    session[SESSION_KEY] = [t for t in session.get(SESSION_KEY, []) if t != draft.token]


def finish_draft(draft: Draft, code: str) -> None:
    """The import is done: remove the file and everything chosen, and remember the wave's code."""
    draft.folder.mkdir(mode=0o700, exist_ok=True)
    (draft.folder / "done").write_text(code)
    (draft.folder / "choices.json").unlink(missing_ok=True)
    draft.path.unlink(missing_ok=True)


def finished_code(token: str) -> str | None:
    """The code of the wave that came of this upload; None while there is none."""
    try:
        return (folder_of_all() / token / "done").read_text()
    except FileNotFoundError:
        return None


@contextmanager
def hold(token: str, *, wait: bool) -> Iterator[None]:
    """One at a time imports or removes this upload; the lock ends with its process.

    Raises ImportRefused when the upload is gone, BlockingIOError when another holds it and `wait` is off.
    """
    try:
        lock = (folder_of_all() / token / "lock").open("w")
    except FileNotFoundError as error:
        raise ImportRefused(
            _("Het bestand is er niet meer: na een dag wordt het gewist. Kies het opnieuw.")
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def sweep(now: float | None = None) -> None:
    """Remove what was left for more than a day."""
    oldest = (time.time() if now is None else now) - KEEP
    for folder in folder_of_all().glob("*"):
        try:
            left = folder.is_dir() and folder.stat().st_mtime < oldest
        except FileNotFoundError:
            continue
        if left:
            shutil.rmtree(folder, ignore_errors=True)
