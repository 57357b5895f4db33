"""What a line of the log may not hold: an address that is a key by itself."""

import logging
from uuid import uuid4

import pytest

from ui.logs import WithoutKeys

KEY = "MTI-1.kq0_8xLr3dTz"


def line(path: str) -> str:
    record = logging.LogRecord("django.request", 30, "", 0, "Forbidden: %s", (path,), None)
    assert WithoutKeys().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "path", ["/deelname/%s/", "/en/deelname/%s/", "/agenda/%s.ics", "/uitnodiging/%s/"]
)
def test_address_that_is_a_key_is_logged_without_it(path):
    said = line(path % KEY)

    assert KEY not in said
    assert said.startswith(f"Forbidden: {path.split('%s')[0]}…")


def test_key_of_a_registration_is_taken_out_wherever_it_stands():
    key = str(uuid4())

    assert line(f"/bijeenkomst/a1b2c3d4e5/aanmelding/{key.upper()}/afmelden/") == (
        "Forbidden: /bijeenkomst/a1b2c3d4e5/aanmelding/…/afmelden/"
    )


def test_other_addresses_are_logged_as_they_are():
    assert line("/bijeenkomsten/12/partners/") == "Forbidden: /bijeenkomsten/12/partners/"
