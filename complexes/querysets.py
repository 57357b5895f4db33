"""Reusable filters. `visible_to(user)` is how views fetch: a stranger gets 404."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ComplexQuerySet(models.QuerySet["Complex"]):  # type: ignore[name-defined]
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every complex for signed-in staff, none for anybody else."""
        return self if user.is_authenticated and user.is_active else self.none()

    def search(self, words: str) -> Self:
        """Complexes whose code, name, kind, address, postcode or place holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(code__icontains=word)
                | Q(name__icontains=word)
                | Q(kind__icontains=word)
                | Q(address__icontains=word)
                | Q(postcode__icontains=word)
                | Q(place__icontains=word)
            )
        return found
