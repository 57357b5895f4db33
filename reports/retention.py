"""Rules of retention for files that reports made: they can be made again, so they last a day."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from proof import retention
from proof.retention import Due, Rule
from proof.rules import written_at


def register() -> None:
    retention.register(MADE_FILES)
    # What quotes a text must not outlive it.
    retention.after_removal("surveys.free_texts", remove_all)


def folders() -> tuple[Path, ...]:
    """Where zips of reports lie."""
    return (Path(settings.MEDIA_ROOT) / "zips",)


def _files() -> list[Path]:
    return [path for folder in folders() for path in folder.glob("*")]


def remove_all() -> int:
    """Remove every made file, whatever its age."""
    return _unlink(_files())


def _old(cutoff: datetime) -> list[Path]:
    return [path for path in _files() if written_at(path) < cutoff]


def _unlink(files: list[Path]) -> int:
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


MADE_FILES = Rule(
    key="reports.made_files",
    title=_("Zips en bestanden met uitslagen om te downloaden"),
    kept=_("na het maken"),
    note=_("Ze worden zo nodig opnieuw gemaakt. Uitgegeven rapporten blijven."),
    days=1,
    find=lambda cutoff: [Due(len(_old(cutoff)))],
    remove=lambda due, cutoff: _unlink(_old(cutoff)),
    total=lambda: len(_files()),
)
