"""What may be kept as the document of a covenant: a PDF, judged by what is in it and not by its name."""

from typing import BinaryIO, cast

import pikepdf
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MARK = b"%PDF-"


class DocumentRefused(Exception):  # noqa: N818 (it says what is so)
    """`str()` is Dutch and says how to go on."""


def refuse_document(upload: UploadedFile) -> None:
    """Raise DocumentRefused for anything but a PDF that opens, of at most MAX_BYTES."""
    if (upload.size or 0) > MAX_BYTES:
        raise DocumentRefused(
            _("Dit bestand is groter dan %(most)s MB. Maak het kleiner, of splits het.")
            % {"most": MAX_BYTES // 1024 // 1024}
        )
    upload.seek(0)
    if upload.read(len(MARK)) != MARK:
        raise DocumentRefused(_("Dit is geen pdf. Bewaar het document als pdf en kies het dan."))
    upload.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, upload)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise DocumentRefused(
            _("Deze pdf heeft een wachtwoord. Bewaar hem zonder wachtwoord.")
        ) from error
    except pikepdf.PdfError as error:
        raise DocumentRefused(_("Deze pdf is beschadigd. Maak hem opnieuw.")) from error
    finally:
        upload.seek(0)
    if not pages:
        raise DocumentRefused(_("Deze pdf heeft geen bladzijden."))
