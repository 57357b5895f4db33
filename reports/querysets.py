"""Reusable filters over editions. `visible_to(user)` is how views fetch."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from reports.models import Edition  # noqa: F401 (a name in annotations)


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every edition for staff who may see results, none for anybody else."""
        return self if may(user, Right.SEE_RESULTS) else self.none()

    def search(self, words: str) -> Self:
        """Editions whose complex or wave, by name or code, holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(complex__name__icontains=word)
                | Q(complex__code__iexact=word)
                | Q(wave__title__icontains=word)
                | Q(wave__code__iexact=word)
            )
        return found

    def without_content(self) -> Self:
        """For lists: the content of a report is some 70 kB."""
        return self.defer("content").select_related("complex", "wave", "published_by")
