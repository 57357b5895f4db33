"""Filters over the audit log and over what retention did; who may see them is the page's right."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models import Q

if TYPE_CHECKING:
    from proof.models import AuditEntry, RetentionHold, RetentionRun  # noqa: F401 (names in types)

# The smallest kind, then the smallest after it, until there is none; DISTINCT would read every line.
_NEXT_KIND = """
    WITH RECURSIVE found(kind) AS (
        SELECT MIN(kind) FROM {table}
        UNION ALL
        SELECT (SELECT MIN(kind) FROM {table} WHERE kind > found.kind) FROM found WHERE found.kind IS NOT NULL
    )
    SELECT kind FROM found WHERE kind IS NOT NULL
"""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def search(self, words: str) -> Self:
        """Lines whose name or thing holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(actor_name__icontains=word) | Q(words__icontains=word))
        return found

    def kinds(self) -> list[str]:
        """Every kind of thing in the log, sorted; jumps from one to the next instead of reading all lines."""
        table, name = self.model._meta.db_table, connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(_NEXT_KIND.format(table=name(table)))
            return [kind for (kind,) in cursor.fetchall() if kind]


class HoldQuerySet(models.QuerySet["RetentionHold"]):
    def at_work(self, now: datetime) -> Self:
        """Holds that hold something now."""
        return self.filter(ended_at__isnull=True).filter(Q(until=None) | Q(until__gt=now))

    def search(self, words: str) -> Self:
        """Holds whose thing, reason or name holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(words__icontains=word) | Q(reason__icontains=word) | Q(by_name__icontains=word)
            )
        return found


class RunQuerySet(models.QuerySet["RetentionRun"]):
    def whole(self) -> Self:
        """Lines about a run itself, not about one of its rules."""
        return self.filter(rule="")

    def search(self, words: str) -> Self:
        """Lines whose words hold every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(words__icontains=word) | Q(confirmed_name__icontains=word))
        return found
