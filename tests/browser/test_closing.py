"""Closing with a custodian's key in a browser: the file is read there and never sent as a file."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from surveys.models import Wave
from surveys.urn import keys
from tests.browser.looking import SCREENS, wrong_on
from tests.browser.test_staff_pages import chromium, gea, signed_in
from tests.factories.urn import open_wave_with_codes

pytestmark = pytest.mark.slow
__all__ = ["chromium", "gea"]  # fixtures


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_custodian_chooses_the_key_file_and_the_wave_closes(
    chromium, live_server, real_db, gea, screen
):
    pair, today = keys.new_key_pair(), timezone.localdate()
    open_wave_with_codes(
        code="W", dwellings=3, now=timezone.now(), public_key=pair.public,
        opens_on=today, closes_on=today + timedelta(days=9),
    )  # fmt: skip
    page = signed_in(chromium, live_server.url, gea, **SCREENS[screen]).new_page()
    page.goto(f"{live_server.url}/metingen/W/sluiten/")
    assert wrong_on(page) == []
    for private, words in ((keys.new_key_pair().private, "past niet"), (pair.private, "")):
        text = keys.to_file(private, wave_code="W")
        file = {"name": "sleutel-W.txt", "mimeType": "text/plain", "buffer": text.encode()}
        page.get_by_label("Sleutelbestand", exact=True).set_input_files([file])
        expect(page.get_by_label("Inhoud van het sleutelbestand")).to_have_value(text)
        page.get_by_role("button", name="Ja, voorgoed sluiten").click()
        if words:
            expect(page.locator(".errors")).to_contain_text(words)
            assert Wave.objects.get().state == "open"
    page.get_by_text("De meting is gesloten.").wait_for()
    assert Wave.objects.get().state == "closed"
