"""Reusable filters over editions. `visible_to(user)` is how views fetch."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.access import may
from accounts.roles import Right
from partners.models import Grant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from reports.models import Edition, ResidentSheet, Share  # noqa: F401 (names in annotations)


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every edition for staff who may see results, none for anybody else."""
        return self if may(user, Right.SEE_RESULTS) else self.none()

    def search(self, words: str) -> Self:
        """Editions whose complex or wave, by name or code, holds every word."""
        return self.filter(holding(words))

    def without_content(self) -> Self:
        """For lists: the content of a report is some 70 kB."""
        return self.defer("content").select_related("complex", "wave", "published_by")


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every share for staff who share reports, none for anybody else."""
        return self if may(user, Right.SHARE_REPORTS) else self.none()

    def standing(self, today: date) -> Self:
        """Neither revoked nor over."""
        return self.filter(revoked_at__isnull=True).filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=today)
        )

    def for_contact(self, user: "User | AnonymousUser", today: date) -> Self:
        """What this account of a partner may open today: shared with them, of a complex granted to them."""
        granted = Grant.objects.for_contact(user, today).filter(
            partner=OuterRef("partner"), complex=OuterRef("edition__complex")
        )
        return self.standing(today).filter(Exists(granted))

    def search(self, words: str) -> Self:
        """Shares of an edition whose complex or wave, by name or code, holds every word."""
        return self.filter(holding(words, "edition__"))

    def without_content(self) -> Self:
        """For lists: the content of a report is some 70 kB."""
        return self.defer("edition__content").select_related("edition__complex", "edition__wave")


class ResidentSheetQuerySet(models.QuerySet["ResidentSheet"]):
    def public(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


def holding(words: str, prefix: str = "") -> Q:
    """Every word stands in the name or code of complex or wave; `prefix` leads to the edition."""
    found = Q()
    for word in words.split():
        found &= (
            Q(**{f"{prefix}complex__name__icontains": word})
            | Q(**{f"{prefix}complex__code__iexact": word})
            | Q(**{f"{prefix}wave__title__icontains": word})
            | Q(**{f"{prefix}wave__code__iexact": word})
        )
    return found
