"""What somebody chose so far about an upload, beside the file itself.

When the import is done, the file and what was chosen go; the wave's code stays for the page that waits.
"""

import fcntl
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.tables import Table, Wish
from sheets.uploads import Upload, shelf

SHELF = shelf("imports")


@dataclass
class Choices:
    """What somebody chose so far. Cells are kept in lower case, as they are compared."""

    wish: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)  # column → target; see choosing
    missing: list[str] = field(default_factory=list)
    decimal: str = "both"
    values: dict[str, dict[str, int]] = field(default_factory=dict)  # column → cell → option
    none: dict[str, list[str]] = field(default_factory=dict)  # column → cells that mean no answer
    refused: dict[str, list[str]] = field(default_factory=dict)  # no answers of a new question
    bands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)  # column → code, text, version, …
    complexes: dict[str, str] = field(default_factory=dict)  # cell → complex code
    without: str = "reject"
    saved: str = ""  # TOML of a saved mapping, instead of all of the above
    wave: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # step → a form that was not right yet


@dataclass
class Draft:
    upload: Upload
    choices: Choices = field(default_factory=Choices)

    @property
    def token(self) -> str:
        return self.upload.token

    @property
    def name(self) -> str:
        return self.upload.name

    @property
    def folder(self) -> Path:
        return self.upload.folder

    def table(self) -> Table:
        """The file as read now; raises ImportRefused."""
        return self.upload.table(Wish(**self.choices.wish))

    def save(self) -> None:
        """Written aside first: a page that reads meanwhile sees the old or the new choices."""
        aside = self.folder / f"choices.{secrets.token_hex(4)}"
        aside.write_text(json.dumps(asdict(self.choices)))
        aside.replace(self.folder / "choices.json")


def folder_of_all() -> Path:
    return SHELF.folder


def start_draft(session: SessionBase, name: str, chunks: Iterable[bytes]) -> Draft:
    """Keep the upload for the next steps; `name` has been checked to be a CSV's or a workbook's."""
    draft = Draft(SHELF.put(session, name, chunks))
    draft.save()
    return draft


def is_ours(session: SessionBase, token: str) -> bool:
    """Whether this session uploaded the file, or did so before its import was done."""
    return SHELF.is_ours(session, token)


def open_draft(session: SessionBase, token: str) -> Draft | None:
    """The draft of this session; None for another's, and when it is gone."""
    return load_draft(token) if is_ours(session, token) else None


def load_draft(token: str) -> Draft | None:
    """The draft itself, for the worker; None when it is gone or its import is done."""
    upload = SHELF.find(token)
    if upload is None or finished_code(token) is not None:
        return None
    try:
        kept = json.loads((upload.folder / "choices.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return Draft(upload, Choices(**kept))


def discard_draft(session: SessionBase, draft: Draft) -> None:
    """Remove the file and everything chosen."""
    SHELF.discard(session, draft.token)


def finish_draft(draft: Draft, code: str) -> None:
    """The import is done: remove the file and everything chosen, and remember the wave's code."""
    draft.folder.mkdir(mode=0o700, exist_ok=True)
    (draft.folder / "done").write_text(code)
    for path in (draft.folder / "choices.json", draft.folder / "name", draft.upload.path):
        path.unlink(missing_ok=True)


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
