"""Reusable filters over editions. `visible_to(user)` is how views fetch."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.access import may
from accounts.roles import Right
from complexes.models import Complex
from partners.models import Grant
from surveys.models import WaveComplex

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from reports.models import Edition, ResidentSheet, Share  # noqa: F401 (names in annotations)
    from reports.subjects import Subject
    from surveys.models import Wave


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every edition for staff who may see results, none for anybody else."""
        return self if may(user, Right.SEE_RESULTS) else self.none()

    def search(self, words: str) -> Self:
        """Editions whose complex, group or wave, by name or code, holds every word."""
        return self.filter(holding(words))

    def about(self, subject: "Subject", wave: "Wave") -> Self:
        """Every edition of one complex or group in one wave, newest first."""
        field = "complex" if isinstance(subject, Complex) else "group"
        return self.filter(**{field: subject}, wave=wave).order_by("-number")

    def without_content(self) -> Self:
        """For lists: the content of a report is some 70 kB. Adds `name`, to sort on."""
        found = self.defer("content").select_related("complex", "group", "wave", "published_by")
        return found.annotate(name=Coalesce("complex__name", "group__name"))


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
        """What this account of a partner may open today: shared with them, of complexes granted to them.

        For a group that is every complex of it: of one that is not granted nothing may be read in a total.
        """
        grants = Grant.objects.for_contact(user, today)
        one = grants.filter(partner=OuterRef("partner"), complex=OuterRef("edition__complex"))
        members = WaveComplex.objects.filter(
            wave=OuterRef("edition__wave"), group=OuterRef("edition__group")
        )
        granted = grants.filter(partner=OuterRef(OuterRef("partner")), complex=OuterRef("complex"))
        whole = Exists(members) & ~Exists(members.exclude(Exists(granted)))
        return self.standing(today).filter(Exists(one) | whole)

    def search(self, words: str) -> Self:
        """Shares of an edition whose complex, group or wave, by name or code, holds every word."""
        return self.filter(holding(words, "edition__"))

    def without_content(self) -> Self:
        """For lists: the content of a report is some 70 kB. Adds `name`, to sort on."""
        found = self.defer("edition__content").select_related(
            "edition__complex", "edition__group", "edition__wave"
        )
        return found.annotate(name=Coalesce("edition__complex__name", "edition__group__name"))


class ResidentSheetQuerySet(models.QuerySet["ResidentSheet"]):
    def public(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


def holding(words: str, prefix: str = "") -> Q:
    """Every word stands in the name or code of complex, group or wave; `prefix` leads to the edition."""
    found = Q()
    for word in words.split():
        found &= (
            Q(**{f"{prefix}complex__name__icontains": word})
            | Q(**{f"{prefix}complex__code__iexact": word})
            | Q(**{f"{prefix}group__name__icontains": word})
            | Q(**{f"{prefix}wave__title__icontains": word})
            | Q(**{f"{prefix}wave__code__iexact": word})
        )
    return found
