"""Reusable filters. `visible_to(user)` is how views fetch: a stranger gets 404."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q, Sum

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from complexes.models import Complex, ReportingGroup  # noqa: F401 (a name in annotations)


class ComplexQuerySet(models.QuerySet["Complex"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every complex for staff who may see complexes, none for anybody else."""
        return self if may(user, Right.SEE_COMPLEXES) else self.none()

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


class ReportingGroupQuerySet(models.QuerySet["ReportingGroup"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every group for staff who may see complexes, none for anybody else."""
        return self if may(user, Right.SEE_COMPLEXES) else self.none()

    def search(self, words: str) -> Self:
        """Groups whose name, or the name or code of one of their complexes, holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(pk__in=self.model.objects.filter(complexes__name__icontains=word))
                | Q(pk__in=self.model.objects.filter(complexes__code__iexact=word))
            )
        return found

    def with_totals(self) -> Self:
        """Adds `complex_count` and `dwelling_count` (unknown numbers count as none)."""
        return self.annotate(
            complex_count=Count("complexes"), dwelling_count=Sum("complexes__dwellings", default=0)
        )
