"""Files about a closed wave that the worker makes: private, kept for a day, never older than what they show.

A file carries a stamp of what people may still change: released texts and published editions. When one of
those changes it is no longer found, so a text that was taken back is in no download any more.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from proof.rules import written_at
from reports.models import Edition
from surveys.models import FreeText, Wave

KEEP = timedelta(days=1)


@dataclass(frozen=True)
class MadeFile:
    """One kind of file of one wave; it may not be there (yet, or any more)."""

    wave: Wave
    name: str  # "uitslag.xlsx"
    stamp: str

    @property
    def key(self) -> str:
        """Of its progress."""
        return f"made-{self.wave.pk}-{self.name}"

    @property
    def download_name(self) -> str:
        return f"{self.wave.code}-{self.name}"

    @property
    def path(self) -> Path:
        return folder() / f"{self.wave.pk}-{self.stamp}-{self.name}"

    @property
    def made_at(self) -> datetime | None:
        """None when there is no such file, or it is older than a day."""
        try:
            made_at = timezone.localtime(datetime.fromtimestamp(self.path.stat().st_mtime, UTC))
        except FileNotFoundError:
            return None
        return made_at if made_at >= timezone.now() - KEEP else None

    @contextmanager
    def written(self) -> Iterator[IO[bytes]]:
        """To write it beside its place; it is moved there when it is whole, and nothing half is left."""
        folder().mkdir(parents=True, mode=0o700, exist_ok=True)
        half = self.path.with_suffix(f".{secrets.token_hex(4)}")  # two at once never share a file
        try:
            with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
                yield file
            half.replace(self.path)
        finally:
            half.unlink(missing_ok=True)


def made_file(wave: Wave, name: str) -> MadeFile:
    """The file as it would be made now."""
    return MadeFile(wave, name, _stamp(wave))


def remove_old_files() -> None:
    """Everything older than a day: it can be made again, and editions are in the archive."""
    remove_files(files_before(timezone.now() - KEEP))


def files_before(moment: datetime) -> list[Path]:
    """What was written before this moment."""
    return [path for path in folder().glob("*") if written_at(path) < moment]


def remove_files(files: Iterable[Path]) -> int:
    files = list(files)
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "made"


def _stamp(wave: Wave) -> str:
    released = FreeText.objects.filter(wave=wave, state=FreeText.State.RELEASED)
    texts = released.order_by("released_text").values_list("complex_id", "released_text")
    editions = Edition.objects.filter(wave=wave).order_by("pk").values_list("content_sha256")
    said = json.dumps([wave.title, [*texts], [*editions]])
    return hashlib.sha256(said.encode()).hexdigest()[:20]
