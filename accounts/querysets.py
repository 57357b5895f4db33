from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by e-mail address, in any case."""

    def create_user(
        self, email: str, password: str | None = None, *, roles: Iterable[Role] = (), **fields: Any
    ) -> "User":
        fields |= {role.field: True for role in roles}
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_role(self, role: Role) -> "models.QuerySet[User]":
        """Staff who have this role and may sign in."""
        return self.filter(is_active=True, **{role.field: True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)
