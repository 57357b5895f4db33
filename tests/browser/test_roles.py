"""Each role from the mail that invites to what that person comes for, second step included."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Invitation, User
from accounts.roles import Role
from accounts.services.people import invite
from mail.delivery import deliver_due
from partners.models import Grant
from reports.models import Share
from reports.services import publish_edition
from surveys.models import Wave
from tests.browser.looking import wrong_on
from tests.browser.test_joining import PASSWORD, virtual_key
from tests.browser.test_whole_job import open_a_wave
from tests.factories import ContactFactory, CorporationFactory, GrantFactory, UserFactory
from tests.post_office import PostOffice
from tests.reports.reporting import korenbloemhof, place
from tests.signing_in import app_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "nia@zilverbeek.example"
PHONE, DESK = (360, 740), (1280, 800)


@pytest.fixture(autouse=True)
def _a_place_to_work() -> None:
    """A complex with a result and a report, and the police around it."""
    cache.clear()
    CorporationFactory()
    wave = korenbloemhof((2022,))
    publish_edition(place(), wave, user=None)
    agent = ContactFactory(name="Petra Politie", function="wijkagent", phone="0900 8844")
    agent.partner.name = "Politie Noord"
    agent.partner.save()
    GrantFactory(partner=agent.partner, complex=place())


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def join(page: Page, base: str, post_office: PostOffice, *, passkey: bool) -> None:
    """From the link in the mail to the house."""
    deliver_due.call()
    [link] = re.findall(r"http\S+/uitnodiging/\S+", post_office.mails[-1].get_content())
    page.goto(base + link[link.index("/uitnodiging/") :])
    page.get_by_label("Uw naam").fill("Nia Nieuw")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Wachtwoord, nog eens").fill(PASSWORD)
    page.get_by_role("button", name="Account maken").click()
    heading(page, "Nog één stap")
    if passkey:
        page.get_by_role("link", name="Passkey maken").click()
        page.get_by_label("Naam").fill("Sleutelbos")
        page.get_by_role("button", name="Passkey maken").click()
    else:
        page.get_by_role("link", name="App koppelen").click()
        page.get_by_label("Code in de app").fill(app_code(page.locator("code.secret").inner_text()))
        page.get_by_role("button", name="Koppelen").click()
    heading(page, "Herstelcodes")
    page.get_by_role("link", name="Ik heb ze bewaard").click()


def find_place(page: Page) -> None:
    page.get_by_role("searchbox", name="Zoek een complex, meting of partner").fill("korenbloem")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Korenbloemhof").first.click()
    heading(page, "Korenbloemhof")


def open_menu(page: Page, words: str, *, group: str = "") -> None:
    """A link of the main menu, whichever of the two menus is shown; `group`: the word it is folded under."""
    fold = page.get_by_text("Menu", exact=True)
    if fold.is_visible():
        fold.click()
    menu = page.locator("nav.menu:visible")
    if group:
        menu.get_by_text(group, exact=True).click()
    menu.get_by_role("link", name=words, exact=True).click()


def manage_people(page: Page) -> None:
    """Invite a colleague, give one who is there another role, and close the account of one who left."""
    reader, leaver = UserFactory(name="Gea", roles=[Role.READER]), UserFactory(name="Ali")
    open_menu(page, "Medewerkers", group="Beheer")
    page.get_by_role("link", name="Iemand uitnodigen").click()
    page.get_by_label("E-mailadres").fill("bo@zilverbeek.example")
    page.get_by_label("Organisator van bijeenkomsten").check()
    page.get_by_role("button", name="Uitnodigen").click()
    expect(page.get_by_role("status").first).to_have_text("bo@zilverbeek.example is uitgenodigd.")
    open_menu(page, "Medewerkers", group="Beheer")
    page.get_by_role("link", name="Gea").click()
    page.get_by_label("Onderzoeksleider").check()
    page.get_by_role("button", name="Rollen bewaren").click()
    expect(page.get_by_role("status").first).to_contain_text("Gea")
    open_menu(page, "Medewerkers", group="Beheer")
    page.get_by_role("link", name="Ali").click()
    page.get_by_role("link", name="Afsluiten").click()
    page.get_by_role("button", name="Ja, afsluiten").click()
    expect(page.get_by_role("status").first).to_contain_text("Ali")
    invited = Invitation.objects.get(email="bo@zilverbeek.example")
    assert (invited.roles, invited.invited_by.email) == ([Role.ORGANISER], ADDRESS)
    reader.refresh_from_db()
    leaver.refresh_from_db()
    assert reader.roles == {Role.READER, Role.SURVEY_LEAD}
    assert not leaver.is_active
    expect(page.get_by_role("link", name="Overzicht")).to_have_count(
        0
    )  # no results for who manages


def open_a_wave_and_take_the_codes(page: Page) -> None:
    codes = open_a_wave(page, page.evaluate("location.origin"))
    assert len(set(codes)) == place().dwellings
    assert Wave.objects.get(code="najaar").state == Wave.State.OPEN


def organise(page: Page) -> None:
    """Give the police access to one more complex, and share a report with them."""
    open_menu(page, "Partners")
    page.get_by_role("link", name="Politie Noord").click()
    page.get_by_role("link", name="Complex toevoegen").click()
    page.get_by_label("Code of naam van het complex").fill("C3")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("status").first).to_have_text("Politie Noord hoort nu bij De Wolhof.")
    open_menu(page, "Rapporten")
    page.get_by_role("link", name="delen").click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Delen").click()
    expect(page.get_by_role("status").first).to_contain_text("gedeeld met 1 partner")
    assert Grant.objects.filter(complex__code="C3", granted_by__email=ADDRESS).exists()
    assert Share.objects.get().shared_by.email == ADDRESS


def look_up_whom_to_call(page: Page) -> None:
    find_place(page)
    page.get_by_role("link", name="Politie Noord").first.click()
    heading(page, "Politie Noord")
    expect(page.get_by_text("0900 8844").first).to_be_visible()


def find_a_complex(page: Page) -> None:
    find_place(page)
    expect(page.get_by_text("verlichting achterzijde").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Partners")).to_have_count(0)


def read_results_and_a_report(page: Page) -> None:
    open_menu(page, "Overzicht")
    page.get_by_role("main").get_by_role("link", name="Korenbloemhof").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Korenbloemhof")
    open_menu(page, "Rapporten")
    with page.expect_download() as download:
        page.get_by_role("link", name="Korenbloemhof").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"
    expect(page.get_by_role("link", name="delen")).to_have_count(0)


@pytest.mark.parametrize(
    ("role", "size", "passkey", "task"),
    [
        (Role.ADMINISTRATOR, DESK, False, manage_people),
        (Role.ADMINISTRATOR, PHONE, True, manage_people),
        (Role.SURVEY_LEAD, DESK, False, open_a_wave_and_take_the_codes),
        (Role.ORGANISER, DESK, True, organise),
        (Role.SIGNAL_OFFICER, DESK, False, look_up_whom_to_call),
        (Role.FIELD_STAFF, PHONE, False, find_a_complex),
        (Role.READER, PHONE, True, read_results_and_a_report),
    ],
)
def test_role_goes_from_invitation_to_its_own_work(
    browser,
    live_server,
    post_office,
    role: Role,
    size: tuple[int, int],
    passkey: bool,
    task: Callable[[Page], None],
):
    base = live_server.url.replace("127.0.0.1", "localhost")  # browsers want a name for passkeys
    invite(ADDRESS, [role], actor=UserFactory(), now=timezone.now())
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    virtual_key(context, page)

    join(page, base, post_office, passkey=passkey)
    task(page)
    wrong = wrong_on(page)
    context.close()

    assert wrong == []
    assert User.objects.get(email=ADDRESS).roles == {role}
