"""What is done with complexes that is more than saving one form."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from complexes.models import Complex, Entrance, ReportingGroup


class StillInUse(Exception):  # noqa: N818 (it says what is so)
    """Something that evidence rests on cannot be deleted; `holders` is the number of records that hold it."""

    def __init__(self, holders: int) -> None:
        super().__init__(f"held by {holders} records")
        self.holders = holders


@transaction.atomic
def delete_kept_by_evidence(thing: Complex | ReportingGroup) -> None:
    """Delete a complex or a reporting group; raises StillInUse while waves, reports or complexes hold it."""
    try:
        thing.delete()
    except ProtectedError as error:
        raise StillInUse(len(error.protected_objects)) from error


@transaction.atomic
def save_entrances(complex_: Complex, rows: Iterable[dict[str, Any]]) -> None:
    """Store the rows {id, name, dwellings, remove} as entrances of `complex_`; their names differ.

    Entrances that no row names stay: somebody else may have just added them. A row whose entrance is gone
    becomes a new one, so that nothing typed is lost.
    """
    stored = {entrance.pk: entrance for entrance in complex_.entrances.select_for_update()}
    rows = list(rows)
    gone = {row["id"] for row in rows if row["remove"]}
    complex_.entrances.filter(pk__in=gone).delete()
    kept = [row for row in rows if not row["remove"]]
    known = [row for row in kept if row["id"] in stored]
    for row in known:  # two entrances may have swapped names, which the constraint sees halfway
        if stored[row["id"]].name != row["name"]:
            complex_.entrances.filter(pk=row["id"]).update(name=f"~{row['id']}")
    for row in known:
        complex_.entrances.filter(pk=row["id"]).update(name=row["name"], dwellings=row["dwellings"])
    Entrance.objects.bulk_create(
        Entrance(complex=complex_, name=row["name"], dwellings=row["dwellings"])
        for row in kept
        if row["id"] not in stored
    )
