"""The corporation's logo: read from what was sent, made anew, kept in the database.

Only PNG and JPEG. An SVG can carry script and links, and cleaning one is never finished; it is refused with
the way on. What was sent is never kept: its pixels are drawn into a new PNG, so that nothing else of the file
(names, places, code behind the picture) is left.
"""

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from complexes.models import Corporation, Logo
from proof.audit import record
from proof.models import Verb

if TYPE_CHECKING:
    from accounts.models import User

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000  # decoded 64 MB at most
ROOM = (480, 160)  # twice as sharp as it is ever shown
HEAVY = 24 * 1024  # heavier than a resident on a slow line should wait for: fewer colours then


class NoLogo(ValueError):  # noqa: N818 - it is what it is
    """This file cannot be the logo; the message says why and what to do."""


def read_logo(file: BinaryIO, size: int) -> bytes:
    """The picture in this file as a small PNG. Raises NoLogo."""
    if size > MOST_BYTES:
        raise NoLogo(_("Dit bestand is groter dan 2 MB. Maak het kleiner en kies het opnieuw."))
    try:
        with Image.open(file, formats=("PNG", "JPEG")) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise NoLogo(_("Deze afbeelding is te groot. Hoogstens 4000 bij 4000 beeldpunten."))
            picture = sent.convert("RGBA")
    except UnidentifiedImageError as error:
        raise NoLogo(
            _(
                "Dit is geen PNG- of JPEG-afbeelding. Een SVG mag niet, omdat daar programma’s in "
                "kunnen zitten. Bewaar het logo als PNG en kies dat."
            )
        ) from error
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoLogo(_("Dit bestand is beschadigd. Bewaar het logo opnieuw als PNG.")) from error
    picture.thumbnail(ROOM)
    return _written(picture)


def _written(picture: Image.Image) -> bytes:
    png = _png(picture)
    if len(png) > HEAVY:
        png = _png(picture.quantize(64, method=Image.Quantize.FASTOCTREE))
    return png


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def keep_logo(corporation: Corporation, png: bytes, *, actor: "User") -> None:
    """Make this the logo everywhere, and write in the log that it changed."""
    name = hashlib.sha256(png).hexdigest()[:16]
    Corporation.objects.filter(pk=corporation.pk).update(logo_hash=name)
    Logo.objects.update_or_create(corporation=corporation, defaults={"png": png})
    record(actor, Verb.CHANGED_SETTINGS, corporation, fields=["logo"])


@transaction.atomic
def remove_logo(corporation: Corporation, *, actor: "User") -> None:
    """No logo any more: the name alone."""
    Logo.objects.filter(corporation=corporation).delete()
    Corporation.objects.filter(pk=corporation.pk).update(logo_hash="")
    record(actor, Verb.CHANGED_SETTINGS, corporation, fields=["logo"])


def logo_png() -> bytes:
    """The logo as kept; empty when there is none."""
    return bytes(Logo.objects.values_list("png", flat=True).first() or b"")
