"""Rows of which neither order nor transaction may tell when somebody wrote them."""

import secrets
from typing import Any

from django.db.models import QuerySet


def write_anew(stored: QuerySet[Any], rows: list[Any]) -> None:
    """Replace what is stored by `rows`, shuffled, inside the caller's transaction.

    The newest row is then neither the last nor the only one of its transaction. Hold a lock that keeps others
    from adding rows meanwhile.
    """
    stored.delete()
    secrets.SystemRandom().shuffle(rows)
    stored.model._default_manager.bulk_create(rows, batch_size=500)
