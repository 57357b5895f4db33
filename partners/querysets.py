"""Reusable filters. Views of staff fetch through `visible_to(user)`, those of partners `for_contact`."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from partners.models import Contact, Covenant, Grant, Partner  # noqa: F401 (names in annotations)


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every partner for staff who may see partners, none for anybody else."""
        return self if may(user, Right.SEE_PARTNERS) else self.none()

    def active(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def ended(self) -> Self:
        return self.filter(ended_on__isnull=False)

    def search(self, words: str) -> Self:
        """Partners whose name, contact or complex holds every word."""
        found = self
        for word in words.split():
            own = self.model.objects
            found = found.filter(
                Q(name__icontains=word)
                | Q(note__icontains=word)
                | Q(pk__in=own.filter(contacts__name__icontains=word).values("pk"))
                | Q(pk__in=own.filter(contacts__email__icontains=word).values("pk"))
                | Q(pk__in=own.filter(grants__complex__name__icontains=word).values("pk"))
                | Q(pk__in=own.filter(grants__complex__code__iexact=word).values("pk"))
            )
        return found

    def with_totals(self, today: date) -> Self:
        """Adds `contact_count` (present) and `complex_count` (granted today)."""
        present = Q(contacts__left_on__isnull=True)
        return self.annotate(
            contact_count=Count("contacts", filter=present, distinct=True),
            complex_count=Count("grants", filter=in_force(today, "grants__"), distinct=True),
        )


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_PARTNERS) else self.none()

    def present(self) -> Self:
        """Who has not left, of organisations that still work with us."""
        return self.filter(left_on__isnull=True, partner__ended_on__isnull=True)

    def search(self, words: str) -> Self:
        """Contacts whose name, function, address or organisation holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(function__icontains=word)
                | Q(email__icontains=word)
                | Q(partner__name__icontains=word)
            )
        return found

    def signing_in(self) -> Self:
        """Who is present and has an account that works."""
        return self.present().filter(user__is_active=True)

    def of(self, user: "User | AnonymousUser") -> Self:
        """The contact that this account belongs to, while it may visit; at most one."""
        if not may(user, Right.VISIT_AS_PARTNER):
            return self.none()
        return self.signing_in().filter(user=user)


class GrantQuerySet(models.QuerySet["Grant"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_PARTNERS) else self.none()

    def in_force(self, today: date) -> Self:
        """Not withdrawn, begun, not over, of an organisation that still works with us."""
        return self.filter(in_force(today), partner__ended_on__isnull=True)

    def for_contact(self, user: "User | AnonymousUser", today: date) -> Self:
        """What the organisation of this account may see today."""
        if not may(user, Right.VISIT_AS_PARTNER):
            return self.none()
        return self.in_force(today).filter(
            partner__contacts__user=user,
            partner__contacts__user__is_active=True,
            partner__contacts__left_on__isnull=True,
        )

    def search(self, words: str) -> Self:
        """Grants of a complex whose name, code, address or place holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(complex__name__icontains=word)
                | Q(complex__code__iexact=word)
                | Q(complex__address__icontains=word)
                | Q(complex__place__icontains=word)
            )
        return found


class CovenantQuerySet(models.QuerySet["Covenant"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_PARTNERS) else self.none()

    def in_force(self, today: date) -> Self:
        """What something new may rest on today."""
        return self.filter(starts_on__lte=today).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )


def in_force(today: date, prefix: str = "") -> Q:
    """The condition of a grant that counts today; `prefix` leads to the grant."""
    return Q(
        **{
            f"{prefix}closed_at__isnull": True,
            f"{prefix}starts_on__lte": today,
            f"{prefix}ends_on__gte": today,
        }
    )
