"""A meeting from the idea to promises kept, told once as staff, partners and residents live it.

What each part does at its edges is tested beside that part; here they must fit together.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from accounts.roles import Role
from mail.delivery import deliver_due
from meetings.models import Feedback, Meeting, Promise, Topic
from meetings.summaries.door import attendance
from tests.browser.conftest import PHONE
from tests.browser.looking import wrong_on
from tests.browser.test_staff_pages import signed_in
from tests.factories import (
    ContactFactory,
    CorporationFactory,
    GrantFactory,
    PartnerFactory,
    UserFactory,
)
from tests.factories.meetings import VenueFactory, quiet_day
from tests.post_office import PostOffice
from tests.reports.reporting import korenbloemhof, place

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PARTNERS = {
    "Petra Politie": "petra@politie.example",
    "Gijs Gemeente": "gijs@gemeente.example",
    "Samira Sociaal": "samira@wijkteam.example",
}
STAND_IN = "ineke@gemeente.example"
AWAY = "Geen verbinding. U kunt gewoon doorgaan."
SENT = "Verbonden. Alles is verstuurd."


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=40_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def olga() -> User:
    """The organiser; around her a corporation with a closed wave, partners and a venue."""
    CorporationFactory(name="Woonstichting Zilverbeek", phone="000 - 000 00 00")
    korenbloemhof((2020, 2022))
    for name, email in PARTNERS.items():
        partner = PartnerFactory(name=f"Organisatie van {name.split()[0]}")
        ContactFactory(partner=partner, name=name, email=email)
        GrantFactory(partner=partner, complex=place())
    VenueFactory(name="De Spil", capacity=60)
    return UserFactory(name="Olga Organisator", roles=[Role.ORGANISER, Role.SURVEY_LEAD])


class Story:
    """The browsers of who take part, and the mail between them."""

    def __init__(self, browser: Browser, server: str, olga: User, post: PostOffice) -> None:
        self.browser, self.server, self.post = browser, server, post
        self.wrong: list[str] = []
        self.desk: BrowserContext = signed_in(
            browser, server, olga, viewport={"width": 1280, "height": 900}, accept_downloads=True
        )
        self.desk.set_default_timeout(60_000)
        self.page: Page = self.desk.new_page()

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.get()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.server}{path}")
        self.look(self.page)

    def part(self, path: str = "") -> None:
        self.go(f"/bijeenkomsten/{self.meeting.pk}/{path}")

    def look(self, page: Page) -> None:
        self.wrong += wrong_on(page)

    def press(self, name: str) -> None:
        """Press it, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def mails_to(self, address: str) -> list[str]:
        deliver_due.call()
        found = [mail for mail in self.post.mails if mail["To"] == address]
        return [mail.get_body(("plain",)).get_content() for mail in found]  # type: ignore[attr-defined]

    def phone(self) -> tuple[BrowserContext, Page]:
        context = self.browser.new_context(viewport=PHONE)
        context.set_default_timeout(60_000)
        return context, context.new_page()


@pytest.fixture
def story(browser, live_server, settings, olga, post_office) -> Iterator[Story]:
    settings.PUBLIC_URL = live_server.url
    told = Story(browser, live_server.url, olga, post_office)
    yield told
    told.desk.close()


def test_from_a_closed_wave_to_the_report(story: Story):
    plan_from_evidence(story)
    invite_three_partners(story)
    fill_the_room_and_more(story)
    move_it_and_tell_partners(story)
    hold_it_without_a_connection(story)
    write_minutes_and_a_promise(story)
    tell_residents(story)
    make_the_report(story)

    assert story.wrong == []


def plan_from_evidence(story: Story) -> None:
    page, day = story.page, quiet_day()
    story.go("/bijeenkomsten/nieuw/")
    page.get_by_label("bewonersavond").check()
    page.get_by_label("Korenbloemhof").check()
    page.get_by_label("Titel").fill("Bewonersavond Korenbloemhof")
    page.locator("#id_wave").select_option(label="Meting 2022")
    set_moment(page, day)
    page.locator("#id_venue").select_option(label="De Spil (60 plaatsen)")
    page.get_by_label("Bewoners melden zich aan").check()
    page.get_by_label("Plaatsen voor bewoners").fill("4")
    story.press("Plannen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewonersavond Korenbloemhof")
    story.look(page)

    story.part("programma/voorstellen/")
    first = page.locator(".offers label", has_text="aantoonbaar slechter").first
    first.click()
    story.press("Op het programma zetten")
    expect(page.locator(".programme > li")).to_have_count(1)
    story.look(page)


def invite_three_partners(story: Story) -> None:
    page = story.page
    story.part("partners/")
    page.get_by_role("link", name="Partners kiezen").first.click()
    for name in PARTNERS:
        page.get_by_role("checkbox", name=name).check()
    story.press("Op de lijst zetten")
    page.get_by_role("link", name="Mails bekijken en versturen").click()
    for name in PARTNERS:
        expect(page.locator("summary", has_text=name)).to_have_count(1)
    assert not story.post.mails
    story.press("3 mails versturen")

    answer(story, "Petra Politie", "Ja, ik kom")
    answer(story, "Gijs Gemeente", "Nee, maar er komt iemand anders", stand_in="Ineke Inval")
    answer(story, "Samira Sociaal", "Nee, ik kom niet")
    assert len(story.mails_to(STAND_IN)) == 1
    story.part("partners/")
    expect(page.locator("main")).to_contain_text("2 komen of sturen iemand · 1 komt niet")


def answer(story: Story, name: str, words: str, *, stand_in: str = "") -> None:
    """A contact answers with the link of their own mail, without signing in."""
    [text] = story.mails_to(PARTNERS[name])
    [link] = re.findall(r"http\S+/deelname/\S+", text)
    context, page = story.phone()
    page.goto(link)
    page.get_by_label(words, exact=True).check()
    if stand_in:
        page.get_by_label("Naam van wie er komt").fill(stand_in)
        page.get_by_label("E-mailadres van wie er komt").fill(STAND_IN)
    page.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.locator("dl.facts")).to_contain_text("Uw antwoord")
    story.look(page)
    context.close()


def fill_the_room_and_more(story: Story) -> None:
    """Four seats: two households fit, the third waits."""
    story.part("aankondigen/")
    story.press("Ja, aankondigen")
    for name, people in (("Aydin", 3), ("Bakker", 1), ("Cornelis", 2)):
        context, page = story.phone()
        page.goto(f"{story.server}/complex/C2/")
        page.get_by_role("link", name="Bewonersavond Korenbloemhof").click()
        story.look(page)
        page.locator("a.button").first.click()
        page.get_by_label("Uw naam").fill(name)
        page.get_by_label("Uw e-mailadres").fill(f"{name.lower()}@bewoner.example")
        page.get_by_label("Met hoeveel mensen komt u?").select_option(str(people))
        with page.expect_navigation():
            page.locator("form button.button").first.click()
        story.look(page)
        context.close()
    states = dict(story.meeting.registrations.values_list("name", "state"))
    assert states == {"Aydin": "seated", "Bakker": "seated", "Cornelis": "waiting"}
    assert story.meeting.seats_taken == 4


def move_it_and_tell_partners(story: Story) -> None:
    story.part("verzetten/")
    day = quiet_day(story.meeting.day)
    set_moment(story.page, day)
    story.press("Verzetten")
    assert story.meeting.day == day
    story.part("partners/mails/")
    story.press("4 mails versturen")  # the stand-in too, and who declined: this day may suit them
    assert [len(story.mails_to(address)) for address in PARTNERS.values()] == [2, 2, 2]
    assert len(story.mails_to("aydin@bewoner.example")) == 2


def hold_it_without_a_connection(story: Story) -> None:
    the_day_has_come(story.meeting)
    page = story.page
    story.part("dag/deur/")
    expect(page.locator("#stand")).to_have_text(SENT)
    expect(page.locator("#bewaard")).to_contain_text("Klaar voor gebruik zonder verbinding")
    story.desk.set_offline(True)
    page.get_by_role("button", name="Is er: Aydin").click()
    page.get_by_role("button", name="+1 zonder aanmelding").click()
    expect(page.locator("#stand")).to_have_text(f"{AWAY} Nog te versturen: 2.")
    assert attendance(story.meeting).total == 0
    story.desk.set_offline(False)
    expect(page.locator("#stand")).to_have_text(SENT)
    assert attendance(story.meeting).total == 4

    story.part("dag/bord/")
    page.get_by_label("Nieuw onderwerp").fill("donkere berging")
    for name in ("Zet op het bord", "Eén bewoner meer"):
        with page.expect_response("**/verstuur/"):
            page.get_by_role("button", name=name).first.click()
    expect(page.locator("#stand")).to_have_text(SENT)
    story.part("dag/onderwerpen/top-3/")
    story.press("Bewaar de top 3")
    assert Topic.objects.get().rank == 1
    story.part("afronden/")
    story.press("Ja, zij is gehouden")


def write_minutes_and_a_promise(story: Story) -> None:
    page = story.page
    story.part("verslag/nieuw/")
    page.locator("#id_speaker").select_option("residents")
    page.get_by_label("Wat is gezegd").fill("In de berging is het donker.")
    page.get_by_label("bewoners en partners").check()
    story.press("Bewaren")
    story.part("verslag/naar-bewoners/")
    page.locator("main form button.button-primary").click()
    story.look(page)

    story.part("verslag/")
    page.get_by_role("link", name="Afspraak maken").click()
    page.locator("#id_what").fill("nieuwe lampen in de berging")
    page.locator("#id_due_on").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    story.press("Bewaren")
    promise = Promise.objects.get()
    assert (promise.what, promise.meeting, promise.is_public) == (
        "nieuwe lampen in de berging",
        story.meeting,
        True,
    )


def tell_residents(story: Story) -> None:
    page = story.page
    story.part("bewoners-terug/")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Brief maken.*Korenbloemhof")).click()
    story.look(page)
    card = page.get_by_role("region", name="Afspraken")
    card.get_by_role("link", name=re.compile("lampen in de berging")).click()
    page.get_by_label("U zei").fill("In de berging is het donker.")
    story.press("Bewaar")
    results = page.get_by_role("region", name="Uit de vragenlijst")
    results.get_by_role("link", name=re.compile("U gaf een")).click()
    page.get_by_label("Ons antwoord").fill("Dat vinden wij te laag.")
    story.press("Bewaar")
    page.get_by_role("link", name="Nalezen en openbaar maken").click()
    expect(page.locator("main")).to_contain_text("De brief past op één bladzijde.")
    story.look(page)
    story.press("Ja, openbaar maken")
    assert Feedback.objects.public().count() == 1
    give_an_opinion(story)
    keep_the_promise(story)

    context, phone = story.phone()
    phone.goto(f"{story.server}/complex/C2/")
    story.look(phone)
    phone.get_by_role("link", name="Lees verder").click()
    expect(phone.locator("main")).to_contain_text("U zei: In de berging is het donker.")
    expect(phone.locator("main")).to_contain_text("Wij doen: Nieuwe lampen in de berging.")
    expect(phone.locator("main")).to_contain_text("Sinds deze brief")
    expect(phone.locator("main")).to_contain_text("dit is klaar.")
    story.look(phone)
    context.close()


def give_an_opinion(story: Story) -> None:
    """On the tablet, which goes back to an empty form by itself."""
    context, tablet = story.phone()
    start = f"{story.server}/bijeenkomst/{story.meeting.token}/mening/?tablet=1"
    tablet.goto(start)
    story.look(tablet)
    tablet.get_by_label("Ja, zeker").first.check()
    tablet.get_by_role("button", name="Verstuur").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    tablet.wait_for_url(start)
    assert tablet.locator("input:checked").count() == 0
    assert story.meeting.evaluations.count() == 1
    context.close()


def keep_the_promise(story: Story) -> None:
    story.go(f"/afspraken/{Promise.objects.get().pk}/")
    story.page.get_by_label("klaar", exact=True).check()
    story.press("Bewaren")
    assert Promise.objects.get().state == "done"


def make_the_report(story: Story) -> None:
    page = story.page
    story.go("/complexen/C2/")
    timeline = page.locator(".timeline")
    expect(timeline).to_contain_text("Bewonersavond Korenbloemhof")
    expect(timeline).to_contain_text("Brief ‘U zei – wij doen’")
    answer = page.request.get(f"{story.server}/metingen/2022/uitslag/C2/concept/")
    assert answer.ok
    with pikepdf.open(io.BytesIO(answer.body())) as document:
        assert len(document.pages) <= 9
        with document.open_outline() as outline:
            assert "Bijeenkomsten en afspraken" in str(outline)


def set_moment(page: Page, day: date) -> None:
    page.locator("#id_day").fill(day.isoformat())
    page.locator("#id_starts").fill("19:30")
    page.locator("#id_ends").fill("21:00")


def the_day_has_come(meeting: Meeting) -> None:
    """A browser cannot wait for two months: the meeting comes to today."""
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(minutes=60)
    )
