"""The key pair of a wave: the public key seals, the private key opens and is destroyed at closing."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox

_FILE_HEAD = "Buurtpeil – sleutel van een meting (bewaar dit bestand geheim)"


class KeyMismatchError(Exception):
    """The private key cannot be read, or is not the one of this wave."""


@dataclass(frozen=True)
class KeyPair:
    public: bytes
    private: bytes


def new_key_pair() -> KeyPair:
    private = PrivateKey.generate()
    return KeyPair(public=bytes(private.public_key), private=bytes(private))


def _wrapping_box() -> SecretBox:
    key = hashlib.blake2b(
        settings.URN_KEY.encode(), digest_size=SecretBox.KEY_SIZE, person=b"buurtpeil-urn"
    )
    return SecretBox(key.digest())


def wrap(private: bytes) -> bytes:
    """The private key under the key of the environment: what the database may hold."""
    return bytes(_wrapping_box().encrypt(private))


def unwrap(wrapped: bytes) -> bytes:
    """Raises KeyMismatchError when it was wrapped under another URN_KEY."""
    try:
        return bytes(_wrapping_box().decrypt(wrapped))
    except CryptoError as error:
        raise KeyMismatchError from error


def public_of(private: bytes) -> bytes:
    """The public half; KeyMismatchError when these bytes are no private key."""
    try:
        return bytes(PrivateKey(private).public_key)
    except (CryptoError, TypeError, ValueError) as error:
        raise KeyMismatchError from error


def check_private_key(private: bytes, *, public: bytes) -> PrivateKey:
    """The private key, ready to open with; KeyMismatchError when it does not belong to `public`."""
    if public_of(private) != public:
        raise KeyMismatchError
    return PrivateKey(private)


def to_file(private: bytes, *, wave_code: str) -> str:
    """The text of the file that a custodian keeps."""
    key = base64.b64encode(private).decode()
    return f"{_FILE_HEAD}\nmeting: {wave_code}\nsleutel: {key}\n"


def from_file(text: str) -> bytes:
    """The private key in a custodian's file; KeyMismatchError when it is another kind of file."""
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "sleutel":
            try:
                return base64.b64decode(value.strip(), validate=True)
            except binascii.Error as error:
                raise KeyMismatchError from error
    raise KeyMismatchError
