"""Frozen dataclasses as JSON and back, exactly.

Every dataclass becomes an object with its own name under "is"; tuples become lists; dates become
{"is": "date"}. Floats survive a round trip bit for bit in JSON, in SQLite and in PostgreSQL's jsonb.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import Any

Kinds = Mapping[str, type]


def kinds_of(*modules: ModuleType) -> dict[str, type]:
    """Every dataclass of these modules, by name."""
    return {
        kind.__name__: kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and dataclasses.is_dataclass(kind)
    }


def freeze(value: Any) -> Any:
    """Plain lists, dictionaries, words and numbers. Raises TypeError for anything else."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: freeze(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
        return {"is": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [freeze(part) for part in value]
    if isinstance(value, date):
        return {"is": "date", "on": value.isoformat()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} cannot be frozen")


def thaw(value: Any, kinds: Kinds) -> Any:
    """Equal to what was frozen. Raises KeyError, TypeError or ValueError for what is not one of `kinds`."""
    if isinstance(value, list):
        return tuple(thaw(part, kinds) for part in value)
    if isinstance(value, dict):
        fields = dict(value)
        kind = fields.pop("is")
        if kind == "date":
            return date.fromisoformat(fields["on"])
        return kinds[kind](**{name: thaw(part, kinds) for name, part in fields.items()})
    return value
