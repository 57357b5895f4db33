"""A resident signs up for a meeting on a phone: both languages, with and without JavaScript, by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from meetings.models import AdvanceQuestion, Meeting, Registration
from tests.browser.conftest import PHONE
from tests.browser.looking import wrong_on
from tests.browser.test_respondent import FIRST_SCREEN_BYTES, press
from tests.factories import ContactFactory, CorporationFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    VenueFactory,
    amsterdam,
)

pytestmark = pytest.mark.browser
WORDS = {
    "nl": {"on": "Ik kom: meld mij aan", "send": "Meld mij aan", "in": "U bent aangemeld",
           "change": "Iets veranderen", "save": "Bewaar", "saved": "Uw aanmelding is veranderd.",
           "leave": "Ik kom toch niet: meld mij af", "yes": "Ja, meld mij af", "out": "U bent afgemeld",
           "needs": "Heeft u iets nodig?", "ask": "Verstuur mijn vraag", "asked": "Wij hebben uw vraag"},
    "en": {"on": "I am coming: sign me up", "send": "Sign me up", "in": "You are signed up",
           "change": "Change something", "save": "Save", "saved": "Your changes are saved.",
           "leave": "I am not coming after all: cancel my place", "yes": "Yes, cancel my place",
           "out": "Your place is cancelled", "needs": "Do you need anything?",
           "ask": "Send my question", "asked": "We have your question"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def corporation(real_db):
    return CorporationFactory()


@pytest.fixture
def meeting(real_db) -> Meeting:
    venue = VenueFactory(step_free=True, toilet=False, transport="Bus 12, halte Marktplein")
    made = MeetingFactory(
        open_to_residents=True,
        title="Veilig de hal in",
        starts_at=amsterdam(2031, 1, 20),
        venue=venue,
    )
    ProgrammeItemFactory(meeting=made, title="De lift", words="Wat er is gedaan.")
    contact = ContactFactory(partner__name="Politie Oudewaarde")
    ParticipationFactory(meeting=made, contact=contact, answer="comes")
    return made


@pytest.fixture(params=[True, False], ids=["with-js", "without-js"])
def phone(browser: Browser, request) -> Iterator[Page]:
    opened = browser.new_context(viewport=PHONE, java_script_enabled=request.param)
    yield opened.new_page()
    opened.close()


def address(live_server, meeting, rest="", language="nl") -> str:
    prefix = "" if language == "nl" else "/en"
    return f"{live_server.url}{prefix}/bijeenkomst/{meeting.token}/{rest}"


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=True).click()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_resident_signs_up_changes_and_withdraws(phone: Page, live_server, meeting, language):
    said = WORDS[language]
    phone.goto(address(live_server, meeting, language=language))
    follow(phone, said["on"])
    phone.fill("#naam", "Anna Demo")
    phone.fill("#mail", "anna@voorbeeld.example")
    phone.select_option("#mensen", "3")
    phone.locator("summary", has_text=said["needs"]).click()
    phone.locator("label[for=rolstoel]").click()
    press(phone, said["send"])
    expect(phone.locator("h1")).to_have_text(said["in"])

    phone.locator("summary", has_text=said["change"]).first.click()
    phone.select_option("#mensen", "2")
    press(phone, said["save"])
    expect(phone.get_by_role("status")).to_have_text(said["saved"])
    made = Registration.objects.get()
    assert (made.name, made.people, made.language, made.needs.wheelchair) == (
        "Anna Demo",
        2,
        language,
        True,
    )

    follow(phone, said["leave"])
    press(phone, said["yes"])
    expect(phone.locator("h1")).to_have_text(said["out"])
    meeting.refresh_from_db()
    assert meeting.seats_taken == 0


def test_going_back_and_sending_again_is_one_registration(page: Page, live_server, meeting):
    page.goto(address(live_server, meeting, "aanmelden/"))
    page.fill("#naam", "Anna Demo")
    page.fill("#telefoon", "06 12 34 56 78")
    press(page, "Meld mij aan")
    own = page.url.split("?")[0]
    page.go_back()
    expect(page.locator("#naam")).to_have_value("Anna Demo")  # a new page, with what was typed
    press(page, "Meld mij aan")

    assert page.url.split("?")[0] == own
    assert Registration.objects.count() == 1


def test_resident_signs_up_by_keyboard_alone(page: Page, live_server, meeting):
    page.goto(address(live_server, meeting, "aanmelden/"))
    typed = {"naam": "Anna Demo", "mail": "anna@voorbeeld.example", "mensen": "3"}
    for _ in range(30):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "document.activeElement.id || document.activeElement.textContent.trim()"
        )
        if here in typed:
            page.keyboard.type(typed[here])
        if here == "Meld mij aan":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("U bent aangemeld")
    made = Registration.objects.get()
    assert (made.name, made.email, made.people) == ("Anna Demo", "anna@voorbeeld.example", 3)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_resident_asks_a_question(phone: Page, live_server, meeting, language):
    phone.goto(address(live_server, meeting, "vraag/", language))
    phone.fill("#vraag", "Wanneer komt de lift?")
    press(phone, WORDS[language]["ask"])

    expect(phone.locator("h1")).to_contain_text(WORDS[language]["asked"])
    assert AdvanceQuestion.objects.get().text == "Wanneer komt de lift?"


def every_page(live_server, meeting, language) -> Iterator[str]:
    """Every page of residents, also full, cancelled and over."""
    own = Registration.objects.create(meeting=meeting, name="Anna", state="seated")
    waits = Registration.objects.create(meeting=meeting, name="Bo", state="waiting", phone="06")
    full = MeetingFactory(open_to_residents=True, capacity=1)
    Meeting.objects.filter(pk=full.pk).update(seats_taken=1)
    off = MeetingFactory(cancelled=True, announced_at=meeting.announced_at)
    for rest in ("", "aanmelden/", "vraag/", "vraag/?nu=gevraagd",
                 f"aanmelding/{own.pk}/?nu=aangemeld", f"aanmelding/{waits.pk}/",
                 f"aanmelding/{own.pk}/afmelden/"):  # fmt: skip
        yield address(live_server, meeting, rest, language)
    for other in (full, off, MeetingFactory(announced=True), MeetingFactory(held=True)):
        for rest in ("", "aanmelden/"):
            yield address(live_server, other, rest, language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_passes_axe_and_fits_on_320_pixels(
    browser: Browser, live_server, meeting, language
):
    small = browser.new_context(viewport={"width": 320, "height": 640})
    page = small.new_page()
    for url in every_page(live_server, meeting, language):
        page.goto(url)
        assert wrong_on(page) == []
        assert page.locator("html").get_attribute("lang") == language
    small.close()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_form_with_errors_passes_axe_and_leads_to_what_is_wrong(
    page: Page, live_server, meeting, language
):
    page.goto(address(live_server, meeting, "aanmelden/", language))
    press(page, WORDS[language]["send"])

    assert wrong_on(page) == []
    expect(page.locator(".errors")).to_be_focused()
    page.locator(".errors a").first.click()
    expect(page.locator("#naam")).to_be_focused()


def test_first_screen_is_small_and_asks_no_other_site(page: Page, live_server, meeting):
    loaded: dict[str, int] = {}
    page.on("response", lambda answer: loaded.update({answer.url: len(answer.body())}))
    page.goto(address(live_server, meeting), wait_until="networkidle")

    assert all(url.startswith(live_server.url) for url in loaded)
    html = loaded[address(live_server, meeting)]
    assert html < FIRST_SCREEN_BYTES
