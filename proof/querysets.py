"""Filters over the audit log and over what retention did; who may see them is the page's right."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from proof.models import AuditEntry, RetentionHold, RetentionRun  # noqa: F401 (names in types)


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def search(self, words: str) -> Self:
        """Lines whose name or thing holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(actor_name__icontains=word) | Q(words__icontains=word))
        return found


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
