"""A report's content as JSON and back, exactly: what an edition keeps.

Every dataclass becomes an object with its own name under "is"; tuples become lists; dates become
{"is": "date"}. Floats survive a round trip bit for bit in JSON, in SQLite and in PostgreSQL's jsonb.
"""

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

from reports.content import document
from reports.content.document import ReportContent
from ui.charts import data

KINDS: dict[str, type] = {
    kind.__name__: kind
    for module in (data, document)
    for kind in vars(module).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}


class UnreadableArchive(ValueError):  # noqa: N818 - it is what it is
    """This document is not a report's content, or one of a later release."""


def to_json(content: ReportContent) -> dict[str, Any]:
    """Plain lists, dictionaries, words and numbers."""
    encoded: dict[str, Any] = _encode(content)
    return encoded


def from_json(stored: dict[str, Any]) -> ReportContent:
    """Equal to what was stored. Raises UnreadableArchive for anything else."""
    try:
        content = _decode(stored)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableArchive(f"not a report: {error!r}") from error
    if not isinstance(content, ReportContent):
        raise UnreadableArchive("not a report")
    return content


def content_sha256(stored: dict[str, Any]) -> str:
    """The same content gives the same hash, in whatever order a database returns its keys."""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _encode(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _encode(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
        return {"is": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_encode(part) for part in value]
    if isinstance(value, date):
        return {"is": "date", "on": value.isoformat()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} does not belong in a report")


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(part) for part in value)
    if isinstance(value, dict):
        fields = dict(value)
        kind = fields.pop("is")
        if kind == "date":
            return date.fromisoformat(fields["on"])
        return KINDS[kind](**{name: _decode(part) for name, part in fields.items()})
    return value
