from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User


class PasswordBackend(ModelBackend):
    """Staff sign in with a password. Partners have none, whatever a column may say."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        user = super().authenticate(request, username=username, password=password, **credentials)
        return user if isinstance(user, User) and not user.is_partner else None
