"""From the invitation in the mail to the house, on a phone and on a desk; and passkeys."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from accounts.roles import Role
from accounts.services.people import invite
from mail.delivery import deliver_due
from tests.browser.looking import wrong_on
from tests.factories import CorporationFactory, UserFactory
from tests.signing_in import app_code, session_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "een lange zin om in te loggen"
SIZES = [(360, 740), (1280, 800)]


@pytest.fixture(autouse=True)
def _nobody_waits():
    cache.clear()
    CorporationFactory()


def console_of(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_from_invitation_to_the_house(browser, live_server, settings, post_office, width, height):
    settings.PUBLIC_URL = live_server.url
    invite("nia@zilverbeek.example", [Role.READER], actor=UserFactory(), now=timezone.now())
    deliver_due.call()
    [link] = re.findall(r"http\S+/uitnodiging/\S+", post_office.mails[-1].get_content())
    context = browser.new_context(
        viewport={"width": width, "height": height}, accept_downloads=True
    )
    page = context.new_page()
    said, wrong = console_of(page), []

    page.goto(link)
    wrong += wrong_on(page)
    page.get_by_label("Uw naam").fill("Nia Nieuw")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Wachtwoord, nog eens").fill(PASSWORD)
    page.get_by_role("button", name="Account maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    wrong += wrong_on(page)
    page.goto(f"{live_server.url}/complexen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    page.get_by_role("link", name="App koppelen").click()
    wrong += wrong_on(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code in de app").fill(app_code(secret))
    page.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    wrong += wrong_on(page)
    shown = page.locator(".codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Bewaren als bestand").click()
    assert all(code in download.value.path().read_text() for code in shown)
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Nog één stap")
    page.goto(f"{live_server.url}/complexen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Complexen")
    context.close()

    assert (wrong, said, len(shown)) == ([], [], 10)


def virtual_key(context: BrowserContext, page: Page) -> None:
    """A key that says yes at once, in this browser only."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_passkey_is_made_opens_the_second_door_and_goes(browser, live_server, width, height):
    home = live_server.url.replace("127.0.0.1", "localhost")  # browsers want a name for passkeys
    gea = User.objects.create_user(
        "gea@zilverbeek.example", PASSWORD, name="Gea", roles=[Role.READER]
    )
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    said, wrong = console_of(page), []
    virtual_key(context, page)

    def first_door() -> None:
        page.goto(f"{home}/inloggen/")
        page.get_by_label("E-mailadres").fill(gea.email)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()

    first_door()
    page.get_by_role("link", name="Passkey maken").click()
    wrong += wrong_on(page)
    page.get_by_label("Naam").fill("Sleutelbos")
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.goto(f"{home}/account/")
    expect(page.get_by_text("Sleutelbos").first).to_be_visible()
    wrong += wrong_on(page)

    context.clear_cookies()
    first_door()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    wrong += wrong_on(page)
    page.get_by_role("button", name="Passkey gebruiken").click()
    page.wait_for_url(lambda url: "/inloggen/" not in url)
    page.goto(f"{home}/complexen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Complexen")
    page.goto(f"{home}/account/")
    page.get_by_role("link", name="verwijderen").click()
    wrong += wrong_on(page)
    page.get_by_role("button", name="Ja, verwijderen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    context.close()

    assert (wrong, said) == ([], [])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_partner_from_mail_to_their_page(browser: Browser, live_server, post_office, width, height):
    UserFactory(email="wim@gemeente.example", name="Wim", kind=User.Kind.PARTNER)
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    said, wrong = console_of(page), []

    page.goto(f"{live_server.url}/inloggen/")
    wrong += wrong_on(page)
    page.get_by_role("link", name="Inloggen met een code").click()
    wrong += wrong_on(page)
    page.get_by_label("E-mailadres").fill("wim@gemeente.example")
    page.get_by_role("button", name="Mail mij een code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul de code in")
    wrong += wrong_on(page)
    deliver_due.call()
    [code] = re.findall(r"Uw code is (\d{6})", post_office.mails[-1].get_content())
    page.get_by_label("Code van zes cijfers").fill(code)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda url: "/inloggen/" not in url)
    assert page.context.cookies()
    wrong += wrong_on(page)
    context.close()

    assert (wrong, said) == ([], [])


def test_administrators_pages_fit_a_phone_and_are_accessible(browser, live_server):
    boss = UserFactory(name="Bea Beheerder", email="een.heel.lang.adres.van.bea@zilverbeek.example")
    gea = UserFactory(name="Gea", roles=[Role.READER])
    invite("nia@zilverbeek.example", list(Role), actor=boss, now=timezone.now())
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies(
        [{"name": "buurtpeil-sessie", "value": session_key(boss), "url": live_server.url}]
    )
    page, wrong = context.new_page(), []
    for path in (
        "",
        f"{gea.pk}/",
        f"{gea.pk}/afsluiten/",
        f"{gea.pk}/tweede-stap-wissen/",
        "uitnodigingen/",
        "uitnodigen/",
        "mail/",
    ):
        page.goto(f"{live_server.url}/medewerkers/{path}")
        wrong += wrong_on(page)
    context.close()

    assert wrong == []
