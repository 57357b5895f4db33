"""A QR code as a picture for a page that is printed; surveys.qr makes thousands of them, this makes one."""

import segno

QUIET = 4  # modules of white on every side, as readers need


def picture(text: str, *, quiet: int = QUIET) -> str:
    """The QR code of `text` as a `data:` address of an SVG: sharp at every size.

    `quiet` is 0 where the page itself is white around it.
    """
    code = segno.make(text, error="m", micro=False)
    address: str = code.svg_data_uri(border=quiet, dark="#1d2430", light="#ffffff", omitsize=True)
    return address
