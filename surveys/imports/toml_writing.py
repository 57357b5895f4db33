"""A document → TOML text that `tomllib` reads back as the same document. Only what a mapping holds."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

BARE = re.compile(r"^[A-Za-z0-9_-]+$")


def write_toml(document: Mapping[str, Any]) -> str:
    """Plain values first, then tables, then arrays of tables, in the order of the document."""
    return "\n".join(_lines(document, ())).strip() + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for key, value in table.items():
        if not _is_table(value) and not _is_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        name = ".".join(_key(part) for part in (*path, key))
        if _is_table(value):
            yield from ("", f"[{name}]", *_lines(value, (*path, key)))
        elif _is_tables(value):
            for each in value:
                yield from ("", f"[[{name}]]")
                yield from (f"{_key(k)} = {_value(v)}" for k, v in each.items())


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_table(each) for each in value)


def _key(key: str) -> str:
    return key if BARE.match(key) else _text(key)


def _text(text: str) -> str:
    # JSON's escapes are TOML's, except that TOML wants DEL escaped too
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}"
    return f"[{', '.join(_value(each) for each in value)}]"
