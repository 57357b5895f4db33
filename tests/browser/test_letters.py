"""Letters of a wave as the survey lead makes them: addresses in, letters and labels out, addresses away."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from accounts.roles import Role
from surveys.models import LetterAddress
from tests.browser.looking import wrong_on
from tests.factories import (
    ComplexFactory,
    CorporationFactory,
    UserFactory,
    WaveComplexFactory,
    WaveFactory,
)
from tests.signing_in import session_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_addresses_are_read_in_printed_and_wiped(
    browser: Browser, live_server, settings, tmp_path: Path, width: int
):
    settings.MEDIA_ROOT = tmp_path / "files"
    CorporationFactory()
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=2)
    WaveComplexFactory(wave=WaveFactory(code="W"), complex=complex_)
    file = tmp_path / "adressen.csv"
    heads = "Code;Straat;Huisnummer;Postcode;Plaats\n"
    file.write_text(heads + "C2;Korenlaan;1;1234 AB;Dorp\nC2;Korenlaan;;1234 AB;Dorp\n")
    context = browser.new_context(viewport={"width": width, "height": 800})
    user = UserFactory(roles=[Role.SURVEY_LEAD])
    cookie = {"name": "buurtpeil-sessie", "value": session_key(user), "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()

    page.goto(f"{live_server.url}/metingen/W/brieven/")
    wrong = wrong_on(page)
    page.get_by_role("link", name="Adressen inlezen").click()
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Kijk wat het doet").click()
    expect(page.get_by_text("Het huisnummer ontbreekt.")).to_be_visible()
    wrong += wrong_on(page)
    file.write_text(heads + "C2;Korenlaan;1;1234 AB;Dorp\nC2;Korenlaan;2;1234 AB;Dorp\n")
    page.get_by_role("link", name="Ander bestand kiezen").click()
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Kijk wat het doet").click()
    page.get_by_role("button", name="Inlezen", exact=True).click()
    expect(page.get_by_role("status").first).to_have_text("Ingelezen: 2 nieuw, 0 gewijzigd.")
    wrong += wrong_on(page)
    for name in ("Brieven Korenbloemhof", "Etiketten Korenbloemhof", "Proefblad voor de envelop"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.path().read_bytes()[:5] == b"%PDF-"
    page.get_by_role("link", name="Adressen wissen").click()
    wrong += wrong_on(page)
    page.get_by_role("button", name="Ja, wissen").click()
    expect(page.get_by_role("status").first).to_have_text("2 adressen zijn gewist.")
    context.close()

    assert wrong == []
    assert not LetterAddress.objects.exists()
