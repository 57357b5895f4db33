"""Getting a test signed in: past the doors, where these are not what is tested, or with a code of an app."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts.factors import PERIOD, PROVEN, encrypt
from accounts.models import User
from accounts.sessions import BEGAN, SEEN

_force_login = Client.force_login


def force_login(client: Client, user: User, backend: str | None = None) -> None:
    """Django's, and the second door too; for staff and partners alike."""
    _force_login(client, user, backend)
    session = client.session
    _came_in(session, user)
    session.save()


def _came_in(session: SessionBase, user: User) -> None:
    """What the doors note in a session."""
    session[PROVEN] = user.pk
    session[BEGAN] = session[SEEN] = int(time.time())


def session_key(user: User) -> str:
    """The value of a browser's cookie, signed in through both doors."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.PasswordBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    _came_in(session, user)
    session.save()
    return session.session_key or ""


def give_app(user: User) -> str:
    """An app with codes, coupled; returns its secret."""
    secret = generate_totp_secret()
    data = {"secret": encrypt(secret)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return secret


def app_code(secret: str, *, periods: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + periods))
