"""What is done to an account, by its owner or by an administrator."""

from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from accounts.models import User


def end_sessions(user: User) -> None:
    """Every session of this account ends at its next request, wherever it is."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """Every session of this account but the one of this request ends."""
    end_sessions(user)
    update_session_auth_hash(request, user)
