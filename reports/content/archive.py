"""A report's content as JSON and back, exactly: what an edition keeps. How is in ui.frozen."""

import hashlib
import json
from typing import Any

from reports.content import document
from reports.content.document import ReportContent
from ui.charts import data
from ui.frozen import freeze, kinds_of, thaw

KINDS = kinds_of(data, document)


class UnreadableArchive(ValueError):  # noqa: N818 - it is what it is
    """This document is not a report's content, or one of a later release."""


def to_json(content: ReportContent) -> dict[str, Any]:
    """Plain lists, dictionaries, words and numbers."""
    encoded: dict[str, Any] = freeze(content)
    return encoded


def from_json(stored: dict[str, Any]) -> ReportContent:
    """Equal to what was stored. Raises UnreadableArchive for anything else."""
    try:
        content = thaw(stored, KINDS)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableArchive(f"not a report: {error!r}") from error
    if not isinstance(content, ReportContent):
        raise UnreadableArchive("not a report")
    return content


def content_sha256(stored: dict[str, Any]) -> str:
    """The same content gives the same hash, in whatever order a database returns its keys."""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
