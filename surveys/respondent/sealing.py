"""What a resident's own device keeps: compressed, encrypted, authenticated; nobody else can read it.

The key follows from SECRET_KEY; after a change of it, SECRET_KEY_FALLBACKS still open what is on the way.
"""

import base64
import binascii
import hashlib
import json
import zlib
from functools import lru_cache
from typing import Any

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

Document = dict[str, Any]
MOST_UNPACKED = 64 * 1024


@lru_cache(maxsize=8)
def _box(secret: str) -> SecretBox:
    key = hashlib.blake2b(
        secret.encode(), digest_size=SecretBox.KEY_SIZE, person=b"buurtpeil-device"
    )
    return SecretBox(key.digest())


def seal(document: Document) -> str:
    """The document as a value that fits in a cookie: URL-safe text without padding."""
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = _box(settings.SECRET_KEY).encrypt(zlib.compress(plain, 9))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(value: str) -> Document | None:
    """The document that was sealed; None for anything tampered with, foreign or cut short."""
    try:
        sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            packed = _box(secret).decrypt(sealed)
        except (CryptoError, ValueError):
            continue
        return _unpacked(packed)
    return None


def _unpacked(packed: bytes) -> Document | None:
    try:
        document = json.loads(zlib.decompressobj().decompress(packed, MOST_UNPACKED))
    except (zlib.error, ValueError):
        return None
    return document if isinstance(document, dict) else None
