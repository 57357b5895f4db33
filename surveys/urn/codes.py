"""Access codes: 60 random bits that a person can type, a check character, and their keyed hash.

Twelve characters of Crockford's base 32 and one check character, written as `7K3M-Q0PZ-4T9XV`.
"""

import hashlib
import secrets
import unicodedata

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 12
LENGTH = RANDOM_CHARACTERS + 1
DIGEST_BYTES = 32
MAX_TYPED = 200  # a pasted link fits; more is not a code

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# What people read for something else: O, I and L are not in the alphabet, nor is U (read for V).
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def _powers() -> tuple[int, ...]:
    """2¹ … 2¹² in the field of 32 elements (x⁵ + x² + 1): twelve different weights, none of them 1."""
    weights, value = [], 1
    for _ in range(RANDOM_CHARACTERS):
        value <<= 1
        value ^= 0b100101 if value & 0b100000 else 0
        weights.append(value)
    return tuple(weights)


_WEIGHTS = _powers()


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        product ^= left if right & 1 else 0
        left <<= 1
        left ^= 0b100101 if left & 0b100000 else 0
        right >>= 1
    return product


# weight position → character value → product: a check costs twelve look-ups
_PRODUCTS = tuple(tuple(_times(weight, value) for value in range(32)) for weight in _WEIGHTS)


def check_character(characters: str) -> str:
    """The character after the twelve; every single typing error and every swap of two changes it.

    A weighted sum over the field of 32 elements with a different weight per place: one wrong
    character or two exchanged ones can never give the same sum, wherever they stand.
    """
    total = 0
    for products, character in zip(_PRODUCTS, characters, strict=True):
        total ^= products[_VALUE[character]]
    return ALPHABET[total]


def new_code() -> str:
    """A fresh code of 13 characters without hyphens, from the system's random source."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return drawn + check_character(drawn)


def normalise(typed: str) -> str | None:
    """The code that was meant, or None when it cannot be one.

    Forgives case, spaces, hyphens and other signs, O for 0, I or L for 1, U for V, digits of other
    scripts, and a whole pasted link with the code behind `#`.
    """
    if len(typed) > MAX_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed.rsplit("#", 1)[-1]).upper()
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain if sign.isalnum())
    code = digits.translate(_READ_AS)
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def pretty(code: str) -> str:
    """The code in three groups, as it is printed: `7K3M-Q0PZ-4T9XV`."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def digest(code: str) -> bytes:
    """The keyed hash that is stored. Without the pepper, which lives outside the database, it says nothing."""
    key = hashlib.blake2b(settings.CODE_PEPPER.encode(), digest_size=64).digest()
    hashed = hashlib.blake2b(
        code.encode(), key=key, digest_size=DIGEST_BYTES, person=b"buurtpeil-code"
    )
    return hashed.digest()


def digest_of_typed(typed: str) -> bytes:
    """Like `digest`, for whatever was typed: what is no code hashes to what no row has.

    So a mistyped code costs the same look-up as an unknown or a used one.
    """
    code = normalise(typed)
    return digest(code) if code else digest(secrets.token_hex(8))
