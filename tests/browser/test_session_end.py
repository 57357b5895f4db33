"""A session that ends by itself: said beforehand, put off with a press, and what was typed is not lost."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from accounts.roles import Role
from accounts.sessions import SEEN
from complexes.models import Complex
from tests.browser.looking import wrong_on
from tests.factories import ComplexFactory, CorporationFactory, UserFactory
from tests.signing_in import app_code, give_app, session_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "een lange zin om in te loggen"
EDIT = "/complexen/C2/wijzigen/"
TYPED = "Object.keys(sessionStorage).filter(key => key.startsWith('buurtpeil-'))"
SOON, OVER = "logt Buurtpeil u uit, omdat u een tijd niets deed.", "U bent uitgelogd, omdat"


@pytest.fixture
def gea(real_db) -> User:
    cache.clear()
    CorporationFactory()
    ComplexFactory(code="C2", name="Korenbloemhof")
    return User.objects.create_user("gea@zilverbeek.example", PASSWORD, name="Gea", roles=Role)


@pytest.fixture
def page(context: BrowserContext, live_server, gea: User) -> Iterator[Page]:
    """Signed in, with a clock that can be moved."""
    sign_in(context, live_server, gea)
    opened = context.new_page()
    opened.clock.install()
    yield opened


def sign_in(context: BrowserContext, live_server, user: User) -> None:
    cookie = {"name": "buurtpeil-sessie", "value": session_key(user), "url": live_server.url}
    context.add_cookies([cookie])


def nobody_does_anything(page: Page, minutes: float) -> None:
    """Here and on the server."""
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store[SEEN] -= int(minutes * 60)
        store.save()
    page.clock.fast_forward(int(minutes * 60_000))


def kind_of(page: Page):
    return page.get_by_label("Soort", exact=False).first


def test_end_is_said_two_minutes_before_and_put_off_with_a_press(page: Page, live_server):
    page.goto(f"{live_server.url}{EDIT}")
    kind_of(page).fill("portiekflats aan de singel")
    nobody_does_anything(page, 57.5)
    page.clock.run_for(1500)
    expect(page.get_by_text(SOON)).to_be_hidden()

    nobody_does_anything(page, 1)
    page.clock.run_for(1500)
    expect(page.get_by_text(SOON)).to_be_visible()
    wrong = wrong_on(page)
    page.get_by_role("button", name="Blijf ingelogd").click()
    expect(page.get_by_text(SOON)).to_be_hidden()

    nobody_does_anything(page, 50)
    page.clock.run_for(1500)
    expect(page.get_by_text(SOON)).to_be_hidden()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert Complex.objects.get().kind == "portiekflats aan de singel"
    assert page.evaluate(TYPED) == []
    assert wrong == []


def test_what_was_typed_when_the_session_ended_comes_back_after_signing_in(
    page: Page, live_server, gea: User
):
    secret = give_app(gea)
    page.goto(f"{live_server.url}{EDIT}")
    kind_of(page).fill("portiekflats aan de singel")
    nobody_does_anything(page, 61)
    page.clock.run_for(1500)
    expect(page.get_by_text(OVER)).to_be_visible()
    wrong = wrong_on(page)

    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Wat u net verstuurde, is niet bewaard.")).to_be_visible()
    assert Complex.objects.get().kind != "portiekflats aan de singel"
    page.get_by_label("E-mailadres").fill(gea.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_label("Code", exact=True).fill(app_code(secret))
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(f"**{EDIT}")

    expect(page.get_by_text("Hier staat nog wat u eerder typte")).to_be_visible()
    expect(kind_of(page)).not_to_have_value("portiekflats aan de singel")
    wrong += wrong_on(page)
    page.get_by_role("button", name="Zet het terug").click()
    expect(kind_of(page)).to_have_value("portiekflats aan de singel")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert Complex.objects.get().kind == "portiekflats aan de singel"
    page.goto(f"{live_server.url}{EDIT}")
    expect(page.get_by_text("Hier staat nog")).to_have_count(0)
    assert page.evaluate(TYPED) == []
    assert wrong == []


def test_what_a_colleague_saved_meanwhile_is_told_when_typed_words_come_back(
    page: Page, live_server
):
    page.goto(f"{live_server.url}{EDIT}")
    kind_of(page).fill("van mij")
    Complex.objects.update(kind="van een ander")
    page.goto(f"{live_server.url}{EDIT}")
    page.get_by_role("button", name="Zet het terug").click()
    page.get_by_role("button", name="Bewaren").click()

    expect(page.get_by_role("alert").first).to_contain_text("Nu is opgeslagen:")
    assert Complex.objects.get().kind == "van een ander"
    expect(kind_of(page)).to_have_value("van mij")


def test_typed_words_are_thrown_away_when_asked_at_signing_out_and_for_a_colleague(
    page: Page, context: BrowserContext, live_server
):
    def type_something() -> None:
        page.goto(f"{live_server.url}{EDIT}")
        kind_of(page).fill("van Gea")
        assert page.evaluate(TYPED) == [f"buurtpeil-getypt:{EDIT}#0"]

    type_something()
    page.goto(f"{live_server.url}{EDIT}")
    page.get_by_role("button", name="Weggooien").click()
    assert page.evaluate(TYPED) == []

    type_something()
    sign_in(context, live_server, UserFactory(name="Ali"))
    page.goto(f"{live_server.url}{EDIT}")
    expect(page.get_by_text("Hier staat nog")).to_have_count(0)
    assert page.evaluate(TYPED) == []

    type_something()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/inloggen/**")
    assert page.evaluate(TYPED) == []


def test_form_that_was_refused_keeps_what_was_typed(page: Page, live_server):
    page.goto(f"{live_server.url}{EDIT}")
    kind_of(page).fill("van mij")
    page.get_by_label("Naam", exact=True).fill("")
    page.get_by_role("button", name="Bewaren").click()

    expect(page.get_by_role("alert").first).to_contain_text("Er klopt iets niet")
    assert page.evaluate(TYPED) == [f"buurtpeil-getypt:{EDIT}#0"]


def test_passwords_codes_and_forms_without_a_mark_are_never_kept(page: Page, live_server):
    page.goto(f"{live_server.url}/account/wachtwoord/")
    for field in page.locator("main input[type=password]").all():
        field.fill("geheim dat niemand mag zien")
    page.goto(f"{live_server.url}/medewerkers/uitnodigen/")
    page.get_by_label("E-mailadres").fill("nia@zilverbeek.example")
    page.goto(f"{live_server.url}{EDIT}")
    kind_of(page).fill("van mij")

    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")

    assert "van mij" in kept
    for secret in ("geheim", "nia@", "csrfmiddlewaretoken", "gea@"):
        assert secret not in kept
    token = page.locator("main [name=csrfmiddlewaretoken]").first.input_value()
    assert token not in kept


def test_sign_of_life_in_one_tab_counts_for_the_other(
    page: Page, context: BrowserContext, live_server
):
    page.goto(f"{live_server.url}{EDIT}")
    nobody_does_anything(page, 58.5)
    page.clock.run_for(1500)
    expect(page.get_by_text(SOON)).to_be_visible()
    other = context.new_page()
    other.clock.install(time=page.evaluate("Date.now()"))
    other.goto(f"{live_server.url}/complexen/")

    page.clock.run_for(1500)

    expect(page.get_by_text(SOON)).to_be_hidden()


def test_residents_pages_keep_nothing(page: Page, live_server):
    page.goto(f"{live_server.url}/vragenlijst/terugbellen/")
    page.locator("main input[type=tel], main [name=phone]").first.fill("06 12 34 56 78")

    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert not re.search(r"keeping\.js", page.content())
