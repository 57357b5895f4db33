"""The main job in one go: staff make and open a wave, residents answer, staff close it and read the result."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.models import User
from accounts.roles import Role
from surveys.models import AccessCode, FreeText, Response, SealedItem, Wave
from surveys.services.responding import Outcome, submit_response
from surveys.urn import codes
from tests.browser.conftest import PHONE
from tests.factories import ComplexFactory, CorporationFactory
from tests.signing_in import app_code, give_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "een lange zin om in te loggen"
WRITTEN = "Het fluitende lampje bij de kwikstaarthoek"  # occurs nowhere by chance
NEIGHBOURS = 11
MARK = "3"


@pytest.fixture
def staff_page(browser: Browser, live_server, real_db) -> Page:
    CorporationFactory()
    gea = User.objects.create_user(
        "gea@zilverbeek.example", PASSWORD, name="Gea Voorbeeld", roles=Role
    )
    secret = give_app(gea)
    ComplexFactory(code="C2", name="Korenbloemhof", dwellings=40)
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/inloggen/")
    page.get_by_label("E-mailadres").fill("gea@zilverbeek.example")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_label("Code", exact=True).fill(app_code(secret))
    page.get_by_role("button", name="Verder").click()
    yield page
    context.close()


def open_a_wave(page: Page, home: str) -> list[str]:
    """From the empty list to codes in hand, as the survey lead does it; the codes in plain."""
    today = timezone.localdate()
    page.goto(f"{home}/metingen/nieuw/")
    page.get_by_label("Titel").fill("Meting najaar")
    page.get_by_label("Code").fill("najaar")
    page.locator("#id_opens_on").fill(today.isoformat())
    page.locator("#id_closes_on").fill((today + timedelta(days=20)).isoformat())
    page.locator("#id_questionnaire").select_option(label="Kort (15 vragen)")
    page.get_by_role("button", name="Bewaren").click()
    page.goto(f"{home}/metingen/najaar/complexen/")
    page.get_by_role("checkbox", name="Korenbloemhof").check()
    page.get_by_role("button", name="Bewaren en naar de meting").click()
    page.goto(f"{home}/metingen/najaar/openen/")
    page.get_by_role("button", name="Ja, de meting openen").click()
    page.goto(f"{home}/metingen/najaar/codes/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Codes maken en downloaden").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    page.wait_for_url(f"{home}/metingen/najaar/")  # the progress of the download leads on by itself
    table = archive.read("C2-codes.csv").decode("utf-8-sig")
    return [row["code"] for row in csv.DictReader(io.StringIO(table), delimiter=";")]


def answer(browser: Browser, home: str, code: str) -> None:
    """One resident on a phone: a mark, a text, and nothing else."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{home}/vragenlijst/")
    page.fill("#code", code)
    page.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_role("button", name="Begin met de vragen").click()
    for _ in range(10):
        if page.url.rstrip("/").endswith("cijfers"):
            page.locator(f'label:has(input[name="R1"][value="{MARK}"])').click()
        if page.url.rstrip("/").endswith("open"):
            page.fill('[name="X1"]', WRITTEN)
        if page.url.rstrip("/").endswith("controle"):
            break
        page.get_by_role("button", name="Verder", exact=True).first.click()
    page.get_by_role("button", name="Verstuur mijn antwoorden").first.click()
    page.get_by_role("heading", name="Dank u wel").wait_for()
    context.close()


def places_of(words: str) -> set[str]:
    """Tables of the database in which any text or document holds these words."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(words in str(value) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found


def files_with(words: str) -> set[str]:
    """Files of this deployment, the database's own left out, that hold these words."""
    return {
        path.name
        for path in Path(settings.VAR_DIR).rglob("*")
        if path.is_file() and "sqlite3" not in path.name and words.encode() in path.read_bytes()
    }


def test_wave_from_empty_list_to_result_holds_the_answer_there_and_nowhere_else(
    browser, live_server, staff_page
):
    home = live_server.url
    issued = open_a_wave(staff_page, home)
    assert len(issued) == 40
    answer(browser, home, issued[0])
    for code in issued[1 : NEIGHBOURS + 1]:
        sent = submit_response(code, answers={"R1": 8.0, "V4": 1}, texts={}, now=timezone.now())
        assert sent is Outcome.STORED
    assert SealedItem.objects.count() == 2 * (NEIGHBOURS + 1)
    assert places_of(WRITTEN) == set()

    staff_page.goto(f"{home}/metingen/najaar/uitslag/")
    while_open = staff_page.locator("main").inner_text()
    assert "najaar" in while_open
    assert not any(figure in while_open for figure in ("7,6", "12 van", "rapportcijfer"))
    staff_page.goto(f"{home}/metingen/najaar/sluiten/")
    staff_page.get_by_role("button", name="Ja, voorgoed sluiten").click()
    staff_page.goto(f"{home}/metingen/najaar/")
    staff_page.get_by_role("link", name="Uitslag", exact=True).wait_for()

    assert Wave.objects.get().state == Wave.State.CLOSED
    marks = [response.answers["R1"] for response in Response.objects.all()]
    assert sorted(marks) == [float(MARK)] + [8.0] * NEIGHBOURS
    assert FreeText.objects.get().text == WRITTEN
    assert places_of(WRITTEN) == {"surveys_freetext"}
    assert (AccessCode.objects.count(), SealedItem.objects.count()) == (0, 0)
    for secret in (issued[0], codes.normalise(issued[0]), WRITTEN):
        assert files_with(secret) == set()
        assert secret == WRITTEN or places_of(secret) == set()

    staff_page.goto(f"{home}/metingen/najaar/uitslag/C2/")
    shown = staff_page.locator("main").inner_text()
    assert "7,6" in shown  # (3 + 11 × 8) / 12 = 7,58
    assert "12 van 40" in shown
    assert WRITTEN not in shown  # nobody has read and released it yet
