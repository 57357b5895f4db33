"""Staff pages in a real Chromium: axe, no sideways scrolling, keyboard, phone, dark, without JavaScript."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from accounts.models import User
from accounts.roles import Role
from complexes.models import Complex, Entrance
from tests.browser.looking import SCREENS, wrong_on, wrong_on_every_screen
from tests.factories import (
    ComplexFactory,
    CorporationFactory,
    IncidentFactory,
    MeasureFactory,
    ReportingGroupFactory,
)
from tests.signing_in import app_code, give_app, session_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "een lange zin om in te loggen"
PAGES = [
    "/",
    "/zoeken/",
    "/zoeken/?zoek=koren",
    "/zoeken/?zoek=bestaat-niet",
    "/overzicht/",
    "/instellingen/logo/",
    "/complexen/",
    "/complexen/?zoek=bestaat-niet",
    "/complexen/nieuw/",
    "/complexen/C2/",
    "/complexen/C2/wijzigen/",
    "/complexen/C2/verwijderen/",
    "/complexen/C2/maatregelen/nieuw/",
    "/complexen/C2/incidenten/nieuw/",
    "/rapportagegroepen/",
    "/rapportagegroepen/1/",
    "/rapportagegroepen/1/verwijderen/",
    "/instellingen/",
    "/account/",
    "/account/wachtwoord/",
    "/account/app/",
    "/account/passkeys/nieuw/",
    "/medewerkers/",
    "/medewerkers/uitnodigingen/",
    "/medewerkers/uitnodigen/",
    "/medewerkers/mail/",
    "/bestaat-niet/",
]


@pytest.fixture
def chromium(browser: Browser) -> Browser:
    return browser


@pytest.fixture
def gea() -> User:
    CorporationFactory()
    return User.objects.create_user(
        "gea@zilverbeek.example", PASSWORD, name="Gea Voorbeeld", roles=Role
    )


@pytest.fixture
def hof() -> Complex:
    hof = ComplexFactory(
        code="C2",
        name="Korenbloemhof",
        kind="portiekflats, 4 lagen",
        place="Oudewaarde",
        group=ReportingGroupFactory(id=1, name="Kleine complexen"),
    )
    for number in range(3):
        Entrance.objects.create(complex=hof, name=f"Portiek {number}", dwellings=8)
    MeasureFactory(complex=hof)
    MeasureFactory(complex=hof, title="sloten", status="planned", planned_on="2022-11-28")
    IncidentFactory(complex=hof)
    return hof


def signed_in(chromium: Browser, server: str, user: User, **screen: object) -> BrowserContext:
    context = chromium.new_context(**screen)
    context.add_cookies([{"name": "buurtpeil-sessie", "value": session_key(user), "url": server}])
    return context


def test_every_page_is_accessible_and_fits(chromium, live_server, gea, hof):
    context = signed_in(chromium, live_server.url, gea)
    page, wrong, console = context.new_page(), [], []
    page.on("console", lambda message: console.append(message.text))
    for path in PAGES:
        page.goto(live_server.url + path)
        wrong += wrong_on_every_screen(page)
    context.close()

    assert wrong == []
    # the page that is not there, as the browser reports it; a breach of the content policy would be here too
    assert [line for line in console if "404" not in line] == []


@pytest.mark.parametrize("script", [True, False])
def test_from_the_door_to_a_measure_by_keyboard(chromium, live_server, gea, hof, script):
    context = chromium.new_context(java_script_enabled=script)
    page, secret = context.new_page(), give_app(gea)
    page.goto(f"{live_server.url}/complexen/C2/maatregelen/nieuw/")
    expect(page.get_by_label("E-mailadres")).to_be_focused()
    page.keyboard.type("gea@zilverbeek.example")
    page.keyboard.press("Tab")
    page.keyboard.type("fout wachtwoord")
    page.keyboard.press("Enter")
    assert "horen niet bij elkaar" in page.get_by_role("alert").inner_text()
    expect(page.get_by_label("E-mailadres")).to_have_value("gea@zilverbeek.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/tweede-stap/**")
    page.get_by_label("Code", exact=True).fill(app_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/complexen/C2/maatregelen/nieuw/")

    page.get_by_label("Maatregel", exact=True).fill("verlichting")
    page.get_by_label("Soort").select_option(label="verlichting")
    page.get_by_role("radio", name="uitgevoerd").check()
    assert page.get_by_label("Uitgevoerd op").is_visible()
    assert not page.get_by_label("Gepland voor").is_visible()
    page.get_by_label("Uitgevoerd op").fill("2022-05-10")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/complexen/C2/")

    assert "«verlichting» is bewaard." in page.get_by_role("status").inner_text()
    assert page.get_by_text("10 mei 2022").count() == 2  # timeline and list of measures
    context.close()


def test_phone_menu_opens_and_leads_on(chromium, live_server, gea, hof):
    context = signed_in(
        chromium, live_server.url, gea, java_script_enabled=False, **SCREENS["phone"]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/complexen/")
    settings = page.get_by_role("link", name="Instellingen")
    assert settings.count() == 0 or not settings.first.is_visible()

    page.get_by_text("Menu", exact=True).click()
    page.locator(".menu-fold").get_by_text("Beheer", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Instellingen").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Instellingen"
    context.close()


def test_skip_link_is_first_and_leads_to_the_content(chromium, live_server, gea, hof):
    context = signed_in(chromium, live_server.url, gea, **SCREENS["desk"])
    page = context.new_page()
    page.goto(f"{live_server.url}/complexen/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
    context.close()


def test_mistakes_get_the_focus_and_lead_to_their_field(chromium, live_server, gea, hof):
    context = signed_in(chromium, live_server.url, gea, **SCREENS["phone"])
    page = context.new_page()
    page.goto(f"{live_server.url}/complexen/C2/incidenten/nieuw/")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaren").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    assert wrong_on(page) == []

    page.get_by_role("link", name="Op of vanaf: Dit veld is verplicht.").click()

    assert page.evaluate("document.activeElement.id") == "id_starts_on"
    context.close()


def test_chosen_colour_is_shown_before_it_is_kept(chromium, live_server, gea, hof):
    context = signed_in(chromium, live_server.url, gea, **SCREENS["desk"])
    page = context.new_page()
    page.goto(f"{live_server.url}/instellingen/")
    page.get_by_label("Accentkleur").fill("#7a1f5c")
    with page.expect_navigation():
        page.get_by_role("button", name="Eerst bekijken").click()

    button = page.get_by_role("button", name="Bewaren")
    assert button.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(122, 31, 92)"
    assert wrong_on(page) == []
    context.close()
