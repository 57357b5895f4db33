"""A process that sets reports: content in, PDF out. It reads no database and keeps nothing.

This module imports nothing of Django at its top, because a spawned process loads it before Django is set up.
"""

from typing import Any


def start() -> None:
    """Called once in every new process."""
    import django

    django.setup()


def set_report(stored: dict[str, Any]) -> bytes:
    """The PDF of an archived content. Raises SettingFailed, UnreadableArchive."""
    from reports.content.archive import from_json
    from reports.pdf import report_pdf

    return report_pdf(from_json(stored))
