from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.roles import RIGHTS, Right, Role

if TYPE_CHECKING:
    from accounts.models import Invitation, User  # noqa: F401 (names in annotations)


class UserQuerySet(models.QuerySet["User"]):
    def staff(self) -> Self:
        return self.filter(kind=self.model.Kind.STAFF)

    def with_role(self, role: Role) -> Self:
        """Staff who have this role and may sign in."""
        return self.filter(is_active=True, **{role.field: True})

    def with_right(self, right: Right) -> Self:
        """Staff who may do this and may sign in."""
        able = [Q(**{role.field: True}) for role in Role if right in RIGHTS[role]]
        return self.staff().filter(reduce(or_, able, Q(pk__in=())), is_active=True)

    def visible_to(self, user: "User") -> Self:
        """Colleagues, for who manages people; nobody else sees the list."""
        return self.staff() if Right.MANAGE_PEOPLE in user.rights else self.none()

    def with_factor(self) -> Self:
        """Adds `has_factor`: whether somebody has a second factor."""
        authenticators = apps.get_model(
            "mfa", "Authenticator"
        ).objects  # it points back at this model
        own = authenticators.filter(user=OuterRef("pk")).exclude(type="recovery_codes")
        return self.annotate(has_factor=Exists(own))

    def search(self, words: str) -> Self:
        """People whose name or address holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc]
    """Finds and makes users by e-mail address, in any case."""

    def create_user(
        self, email: str, password: str | None = None, *, roles: Iterable[Role] = (), **fields: Any
    ) -> "User":
        fields |= {role.field: True for role in roles}
        user: User = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email__iexact=username)
        return user


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Sent, and neither taken up nor withdrawn; perhaps too old to be of use."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def visible_to(self, user: "User") -> Self:
        return self.open() if Right.MANAGE_PEOPLE in user.rights else self.none()

    def valid(self, now: datetime) -> Self:
        return self.open().filter(expires_at__gt=now)

    def search(self, words: str) -> Self:
        found = self
        for word in words.split():
            found = found.filter(email__icontains=word)
        return found
