"""The order of rows that people put in order by hand; their model keeps it in `position`."""

from typing import Any

from django.db.models import Max, QuerySet


def next_position(rows: QuerySet[Any]) -> int:
    """The place behind the last one; the first is 1."""
    last: int = rows.aggregate(last=Max("position"))["last"] or 0
    return last + 1


def move(rows: QuerySet[Any], pk: int, *, up: bool) -> None:
    """Change places with the one before or after. At the end, and for one that is gone, nothing changes."""
    found = list(rows)
    at = next((place for place, one in enumerate(found) if one.pk == pk), None)
    if at is None:
        return
    to = at - 1 if up else at + 1
    if 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    for place, one in enumerate(found, start=1):
        one.position = place
    rows.bulk_update(found, ["position"])
