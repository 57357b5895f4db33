"""The second factor of staff: an app with codes (TOTP), passkeys, and recovery codes for need."""

import base64
import hashlib
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from accounts.models import User

PROVEN = "second_factor"
REAL = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
)  # recovery codes only stand in for one
PERIOD = 30  # seconds of one TOTP code
DRIFT = 1  # codes before and after now: clocks differ, people type slowly


class Unreadable(Exception):  # noqa: N818 (it says what is so)
    """A secret of a factor that the present BUURTPEIL_SECRET_KEY does not open."""


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=REAL).exists()


def is_proven(request: HttpRequest) -> bool:
    """Whether whoever has this session showed the second factor, or set it up in it."""
    return bool(request.session.get(PROVEN) == request.user.pk)


def note_proven(request: HttpRequest) -> None:
    request.session[PROVEN] = request.user.pk


def forget_proven(request: HttpRequest) -> None:
    request.session.pop(PROVEN, None)


@transaction.atomic
def use_code(user: User, typed: str) -> Authenticator | None:
    """The factor that this code belongs to, or None. A code works once: of an app until a newer one came."""
    own = Authenticator.objects.select_for_update().filter(user=user)
    for factor in own.exclude(type=Authenticator.Type.WEBAUTHN):
        is_app = factor.type == Authenticator.Type.TOTP
        try:
            used = (
                _use_totp(factor, typed) if is_app else RecoveryCodes(factor).validate_code(typed)
            )
        except Unreadable:
            continue
        if used:
            return factor
    return None


def _use_totp(factor: Authenticator, typed: str) -> bool:
    """Keeps the moment of the code, so that neither it nor an older one ever works again."""
    secret = decrypt(factor.data["secret"])
    counter = matching_counter(secret, typed)
    if counter is None or counter <= factor.data.get("last_counter", 0):
        return False
    factor.data["last_counter"] = counter
    factor.save(update_fields=["data"])
    return True


def matching_counter(secret: str, typed: str) -> int | None:
    """Which 30 seconds this code is of, when they are now or next to now."""
    now = int(time.time()) // PERIOD
    for counter in range(now - DRIFT, now + DRIFT + 1):
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if totp.compare_user_code(actual=typed, expected=expected):
            return counter
    return None


def encrypt(words: str) -> str:
    """Sealed under a key of BUURTPEIL_SECRET_KEY: a copy of the database alone makes no codes."""
    return base64.b64encode(_box().encrypt(words.encode())).decode()


def decrypt(sealed: str) -> str:
    """Raises Unreadable when it was sealed under another key: then the factor must be reset."""
    try:
        return _box().decrypt(base64.b64decode(sealed)).decode()
    except (CryptoError, ValueError) as error:
        raise Unreadable from error


def _box() -> SecretBox:
    key = settings.SECRET_KEY.encode()
    return SecretBox(hashlib.blake2b(key, digest_size=32, person=b"second-factor").digest())


def note_first_code(user: User, counter: int) -> None:
    """The code with which the app was set up is used up."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    app.data["last_counter"] = counter
    app.save(update_fields=["data"])


def codes_left(codes: Authenticator) -> int:
    """How many recovery codes still work; none when they can no longer be read."""
    try:
        return len(RecoveryCodes(codes).get_unused_codes())
    except Unreadable:
        return 0
