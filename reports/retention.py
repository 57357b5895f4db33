"""Rules of retention for files that reports made: they can be made again, so they last a day."""

from django.utils.translation import gettext_lazy as _

from proof import retention
from proof.retention import Due, Rule
from reports.made_files import files_before, folder, remove_files


def register() -> None:
    retention.register(MADE_FILES)
    # What quotes a text must not outlive it.
    retention.after_removal("surveys.free_texts", remove_all)


def remove_all() -> int:
    """Remove every made file, whatever its age."""
    return remove_files(folder().glob("*"))


MADE_FILES = Rule(
    key="reports.made_files",
    title=_("Zips en bestanden met uitslagen om te downloaden"),
    kept=_("na het maken"),
    note=_("Ze worden zo nodig opnieuw gemaakt. Uitgegeven rapporten blijven."),
    days=1,
    find=lambda cutoff: [Due(len(files_before(cutoff)))],
    remove=lambda due, cutoff: remove_files(files_before(cutoff)),
    total=lambda: len(list(folder().glob("*"))),
)
