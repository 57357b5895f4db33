"""An earlier wave mapped in a browser: usual things in sight, the rest folded away until it is needed."""

import pytest
from playwright.sync_api import expect

from surveys.models import Response, Wave
from tests.browser.looking import SCREENS, wrong_on
from tests.browser.test_staff_pages import chromium, gea, signed_in
from tests.factories import ComplexFactory
from tests.surveys.imports.builders import csv_bytes

pytestmark = pytest.mark.slow
__all__ = ["chromium", "gea"]  # fixtures

ROWS = [
    ["Complex", "Cijfer", "bang", "nut"],
    *[["C2", str(number % 5 + 1), str(number % 2), "ja"] for number in range(10)],
]


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_scale_and_several_columns_are_said_on_the_pages(
    chromium, live_server, gea, settings, tmp_path, screen
):
    settings.MEDIA_ROOT = tmp_path
    ComplexFactory(code="C2", name="De Linde")
    page = signed_in(chromium, live_server.url, gea, **SCREENS[screen]).new_page()
    page.goto(f"{live_server.url}/metingen/inlezen/")
    file = {"name": "oud.csv", "mimeType": "text/csv", "buffer": csv_bytes(ROWS)}
    page.get_by_label("Bestand").set_input_files([file])
    page.get_by_role("button", name="Verder").click()
    for column, target in {"Cijfer": "R1", "bang": "P2=1", "nut": "P2=2"}.items():
        page.get_by_label(column, exact=True).select_option(target)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Slechtste cijfer in het bestand").fill("1")  # unfolded: they stop at five
    page.get_by_label("Beste cijfer in het bestand").fill("5")
    assert wrong_on(page) == []
    page.get_by_role("button", name="Verder").click()
    expect(page.locator(".errors")).to_contain_text("Een andere schaal is een andere versie")
    page.get_by_label("Versie van de vraag").first.fill("2")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code van de meting").fill("2019")
    page.get_by_label("Titel").fill("Enquête 2019")
    page.locator("#id_opens_on").fill("2019-05-01")
    page.locator("#id_closes_on").fill("2019-06-01")
    page.get_by_role("button", name="Bekijk de proef").click()
    page.get_by_role("button", name="Lees 10 inzendingen in").click()
    page.get_by_role("heading", name="Enquête 2019 is ingelezen").wait_for()
    assert Wave.objects.get().code == "2019"
    stored = sorted(Response.objects.values_list("answers", flat=True), key=str)
    assert {each["R1"] for each in stored} == {1.0, 3.25, 5.5, 7.75, 10.0}
    assert {tuple(each["P2"]) for each in stored} == {(1, 2), (2,)}
