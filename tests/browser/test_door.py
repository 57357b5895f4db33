"""The door list and the board on a tablet whose connection comes and goes."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from accounts.roles import Role
from meetings.models import CheckIn, Meeting, TallyNote, TallyTick, Topic
from meetings.summaries.door import Attendance, attendance
from tests.browser.looking import wrong_on, wrong_on_every_screen
from tests.browser.test_staff_pages import signed_in
from tests.factories import CorporationFactory, UserFactory
from tests.factories.meetings import MeetingFactory, RegistrationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLET = {"viewport": {"width": 1024, "height": 768}}
SENT = "Verbonden. Alles is verstuurd."
AWAY = "Geen verbinding. U kunt gewoon doorgaan."


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """A page that lost its connection tries again every ten seconds."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def meeting() -> Meeting:
    CorporationFactory()
    meeting = MeetingFactory(open_to_residents=True, title="Avond over de hal")
    for name, people in (("Aydin", 2), ("Bakker", 1), ("Cornelis", 4)):
        RegistrationFactory(meeting=meeting, name=name, people=people, phone="0612345678")
    return meeting


@pytest.fixture
def keeper() -> User:
    return UserFactory(roles=[Role.FIELD_STAFF])


@pytest.fixture
def tablet(browser: Browser, live_server, keeper) -> Iterator[BrowserContext]:
    context = signed_in(browser, live_server.url, keeper, **TABLET)
    yield context
    context.close()


def opened(context: BrowserContext, server: str, meeting: Meeting, name: str = "deur") -> Page:
    """The page, once it says that it goes on without a connection."""
    page = context.new_page()
    page.goto(f"{server}/bijeenkomsten/{meeting.pk}/dag/{name}/")
    expect(stand(page)).to_have_text(SENT)
    expect(page.locator("#bewaard")).to_contain_text("Klaar voor gebruik zonder verbinding")
    return page


def stand(page: Page):
    return page.locator("#stand")


def come(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Is er: {name}").click()
    expect(page.get_by_role("button", name=f"Ongedaan maken: {name}")).to_be_visible()


def inside(page: Page, number: int) -> None:
    expect(page.locator("#binnen")).to_have_text(str(number))


def counted(meeting: Meeting) -> Attendance:
    return attendance(Meeting.objects.get(pk=meeting.pk))


def test_connection_cut_during_check_in_loses_nothing_and_counts_once(tablet, live_server, meeting):
    page = opened(tablet, live_server.url, meeting)
    come(page, "Aydin")
    expect(stand(page)).to_have_text(SENT)

    for evening in range(2):  # twice: it goes away again
        tablet.set_offline(True)
        name = ("Bakker", "Cornelis")[evening]
        come(page, name)
        page.get_by_role("button", name="+1 zonder aanmelding").click()
        expect(stand(page)).to_have_text(f"{AWAY} Nog te versturen: 2.")
        before = counted(meeting)
        page.reload()  # from the tablet itself
        expect(page.get_by_role("heading", name="Deurlijst")).to_be_visible()
        expect(page.get_by_role("button", name=f"Ongedaan maken: {name}")).to_be_visible()
        expect(stand(page)).to_have_text(f"{AWAY} Nog te versturen: 2.")
        assert counted(meeting) == before
        tablet.set_offline(False)
        expect(stand(page)).to_have_text(SENT)

    assert counted(meeting) == Attendance(households=3, by_name=7, loose=2, on_paper=0)
    inside(page, 9)
    assert CheckIn.objects.count() == 5


def test_answer_that_is_lost_on_the_way_back_makes_nothing_count_twice(
    tablet, live_server, meeting
):
    page = opened(tablet, live_server.url, meeting)

    lost = [True]

    def swallow(route):
        if not lost:
            return route.continue_()
        route.fetch()  # the server takes it
        return route.abort()  # and the tablet never hears so

    page.route("**/verstuur/", swallow)
    come(page, "Aydin")
    expect(stand(page)).to_have_text(f"{AWAY} Nog te versturen: 1.")
    assert counted(meeting) == Attendance(households=1, by_name=2, loose=0, on_paper=0)
    page.get_by_role("button", name="+1 zonder aanmelding").click()
    expect(stand(page)).to_have_text(f"{AWAY} Nog te versturen: 2.")

    lost.clear()
    page.reload()
    expect(stand(page)).to_have_text(SENT)

    assert counted(meeting) == Attendance(households=1, by_name=2, loose=1, on_paper=0)


def test_two_tablets_see_each_others_ticks_and_a_double_tick_is_harmless(
    browser, tablet, live_server, meeting, keeper
):
    other = signed_in(browser, live_server.url, keeper, **TABLET)
    here, there = opened(tablet, live_server.url, meeting), opened(other, live_server.url, meeting)
    tablet.set_offline(True)
    other.set_offline(True)
    come(here, "Aydin")
    come(there, "Aydin")
    come(there, "Bakker")

    tablet.set_offline(False)
    expect(stand(here)).to_have_text(SENT)
    other.set_offline(False)
    expect(stand(there)).to_have_text(SENT)
    come(here, "Cornelis")
    expect(stand(here)).to_have_text(SENT)

    expect(here.get_by_role("button", name="Ongedaan maken: Bakker")).to_be_visible()
    assert counted(meeting) == Attendance(households=3, by_name=7, loose=0, on_paper=0)
    there.get_by_role("button", name="Ongedaan maken: Aydin").click()  # in under the other's key
    expect(there.get_by_role("button", name="Is er: Aydin")).to_be_visible()
    expect(stand(there)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=2, by_name=5, loose=0, on_paper=0)
    other.close()


def test_two_pages_on_one_tablet_send_each_tick_once(tablet, live_server, meeting):
    first, second = (opened(tablet, live_server.url, meeting) for _page in range(2))
    tablet.set_offline(True)
    come(first, "Aydin")
    expect(second.get_by_role("button", name="Ongedaan maken: Aydin")).to_be_visible()
    come(second, "Bakker")
    tablet.set_offline(False)

    for page in (first, second):
        expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=2, by_name=3, loose=0, on_paper=0)


def test_number_of_people_undo_and_last_one_back(tablet, live_server, meeting):
    page = opened(tablet, live_server.url, meeting)
    row = page.locator(".household", has_text="Bakker")
    row.get_by_role("button", name="Eén meer: Bakker").click()
    row.get_by_role("button", name="Eén meer: Bakker").click()
    come(page, "Bakker")
    expect(row).to_contain_text("✓ binnen met 3")
    for _again in range(3):
        page.get_by_role("button", name="+1 zonder aanmelding").click()
    inside(page, 6)
    page.get_by_role("button", name="Laatste terug").click()
    inside(page, 5)
    expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=1, by_name=3, loose=2, on_paper=0)

    page.get_by_role("button", name="Ongedaan maken: Bakker").click()
    inside(page, 2)
    expect(page.get_by_role("button", name="Is er: Bakker")).to_be_focused()
    expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=0, by_name=0, loose=2, on_paper=0)


def test_signed_out_meanwhile_the_names_go_and_what_waits_stays_until_signing_in(
    browser, tablet, live_server, meeting, keeper
):
    page = opened(tablet, live_server.url, meeting)
    tablet.set_offline(True)
    come(page, "Aydin")
    expect(stand(page)).to_contain_text("Nog te versturen: 1.")
    cookies = tablet.cookies()
    tablet.clear_cookies()
    tablet.set_offline(False)

    expect(stand(page)).to_contain_text("U bent niet meer ingelogd.")
    expect(stand(page)).to_contain_text(
        "Nog niet verstuurd: 1. Dat blijft op dit apparaat bewaard."
    )
    expect(page.get_by_text("Aydin")).to_have_count(0)
    assert counted(meeting).total == 0

    tablet.set_offline(True)
    page.reload()
    expect(stand(page)).to_contain_text(AWAY)
    expect(page.get_by_text("Aydin")).to_have_count(0)
    tablet.set_offline(False)
    tablet.add_cookies(cookies)
    page.reload()
    expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=1, by_name=2, loose=0, on_paper=0)


def test_signing_out_takes_the_names_from_the_tablet(tablet, live_server, meeting):
    page = opened(tablet, live_server.url, meeting)
    page.goto(live_server.url)
    page.get_by_role("button", name="Uitloggen").first.click()
    page.wait_for_url("**/inloggen/**")
    page.wait_for_load_state("networkidle")
    tablet.set_offline(True)

    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/dag/deur/")

    expect(stand(page)).to_contain_text("Geen verbinding")
    expect(page.get_by_text("Aydin")).to_have_count(0)


def test_meeting_that_is_held_takes_the_names_from_the_tablet_after_what_waits_was_sent(
    tablet, live_server, meeting
):
    page = opened(tablet, live_server.url, meeting)
    tablet.set_offline(True)
    come(page, "Aydin")
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=timezone.now())
    tablet.set_offline(False)

    words = "Deze bijeenkomst is gehouden. De lijst is van dit apparaat gewist."
    expect(stand(page)).to_have_text(words)
    expect(page.get_by_text("Aydin")).to_have_count(0)
    assert counted(meeting) == Attendance(households=1, by_name=2, loose=0, on_paper=0)
    assert page.evaluate("caches.keys()") == []
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_after_two_days_without_a_connection_the_names_are_gone_and_what_waits_is_not(
    tablet, live_server, meeting
):
    page = opened(tablet, live_server.url, meeting)
    tablet.set_offline(True)
    come(page, "Aydin")
    page.clock.install(time=timezone.now() + timedelta(hours=47))
    page.reload()
    expect(page.get_by_text("Aydin")).to_be_visible()

    page.clock.set_system_time(timezone.now() + timedelta(hours=49))
    page.reload()

    expect(page.get_by_text("Aydin")).to_have_count(0)
    expect(stand(page)).to_contain_text("Nog te versturen: 1.")


def test_refused_tick_is_shown_and_can_be_counted_without_a_name(tablet, live_server, meeting):
    page = opened(tablet, live_server.url, meeting)
    tablet.set_offline(True)
    come(page, "Cornelis")
    meeting.registrations.get(name="Cornelis").delete()
    tablet.set_offline(False)

    refused = page.locator("#niet-geteld")
    expect(refused).to_contain_text("Dit huishouden staat niet meer op de lijst.")
    assert counted(meeting).total == 0
    refused.get_by_role("button", name="Tel mee zonder naam").click()
    expect(refused).to_be_hidden()
    expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=0, by_name=0, loose=4, on_paper=0)


def test_board_without_a_connection_keeps_topics_ticks_and_notes(tablet, live_server, meeting):
    page = opened(tablet, live_server.url, meeting, "bord")
    tablet.set_offline(True)
    page.get_by_label("Nieuw onderwerp").fill("Licht in de hal")
    page.keyboard.press("Enter")
    more = page.get_by_role("button", name="Eén bewoner meer: Licht in de hal")
    for _resident in range(3):
        more.click()
    page.get_by_role("button", name="Eén terug: Licht in de hal").click()
    page.get_by_text("Aantekeningen (0)").click()
    field = page.get_by_label("Wat werd er gezegd?")
    field.fill("Mevrouw Jansen viel")
    expect(page.get_by_text("Staat hier een naam?")).to_be_visible()
    field.fill("Al twee maanden stuk")
    expect(page.get_by_text("Staat hier een naam?")).to_be_hidden()
    page.get_by_role("button", name="Bewaar aantekening").click()
    page.reload()
    expect(page.locator(".topic .number")).to_have_text("2")
    assert Topic.objects.count() == 0

    tablet.set_offline(False)
    expect(stand(page)).to_have_text(SENT)

    assert Topic.objects.get().label == "Licht in de hal"
    assert TallyTick.objects.filter(undone=False).count() == 2
    assert TallyNote.objects.get().text == "Al twee maanden stuk"


def test_same_topic_put_on_two_tablets_becomes_one_with_the_ticks_of_both(
    browser, tablet, live_server, meeting, keeper
):
    other = signed_in(browser, live_server.url, keeper, **TABLET)
    pages = [opened(one, live_server.url, meeting, "bord") for one in (tablet, other)]
    for context, page, label in ((tablet, pages[0], "Licht"), (other, pages[1], "LICHT")):
        context.set_offline(True)
        page.get_by_label("Nieuw onderwerp").fill(label)
        page.keyboard.press("Enter")
        page.get_by_role("button", name=re.compile(f"Eén bewoner meer: {label}")).click()
    for context, page in ((tablet, pages[0]), (other, pages[1])):
        context.set_offline(False)
        expect(stand(page)).to_have_text(SENT)

    assert Topic.objects.get().label == "Licht"
    assert TallyTick.objects.filter(undone=False).count() == 2
    expect(pages[1].locator(".topic .number")).to_have_text("2")
    other.close()


def test_disk_that_takes_no_more_is_said_and_the_tick_is_sent_all_the_same(
    tablet, live_server, meeting
):
    page = opened(tablet, live_server.url, meeting)
    page.evaluate(
        "() => { IDBObjectStore.prototype.add = () => {"
        " throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    tablet.set_offline(True)
    come(page, "Aydin")
    expect(stand(page)).to_have_text(f"{AWAY} Nog te versturen: 1.")
    expect(page.locator("#bewaard")).to_contain_text("Houd deze pagina open tot alles verstuurd is")

    tablet.set_offline(False)
    expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=1, by_name=2, loose=0, on_paper=0)


def test_browser_that_keeps_nothing_works_with_a_connection_and_says_so(
    tablet, live_server, meeting
):
    page = tablet.new_page()
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/dag/deur/")
    expect(page.locator("#bewaard")).to_contain_text("Dit apparaat kan niets bewaren.")

    come(page, "Aydin")
    page.get_by_role("button", name="Ongedaan maken: Aydin").click()
    come(page, "Bakker")

    expect(stand(page)).to_have_text(SENT)
    assert counted(meeting) == Attendance(households=1, by_name=1, loose=0, on_paper=0)


def test_without_javascript_the_page_leads_to_a_list_that_works(
    browser, live_server, meeting, keeper
):
    context = signed_in(browser, live_server.url, keeper, java_script_enabled=False, **TABLET)
    page = context.new_page()
    for name, link in (("deur", "namen"), ("bord", "onderwerpen")):
        page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/dag/{name}/")
        page.get_by_role("link", name="Naar de gewone lijst").click()
        page.wait_for_url(f"**/dag/{link}/")
    page.get_by_label("Wat noemt een bewoner?").fill("Licht")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Eén bewoner meer: Licht").click()
    expect(page.get_by_role("cell", name="1", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/dag/namen/")
    page.get_by_role("button", name="Is er: Aydin").click()
    expect(page.get_by_role("button", name="Ongedaan maken: Aydin")).to_be_visible()

    assert counted(meeting) == Attendance(households=1, by_name=2, loose=0, on_paper=0)
    assert TallyTick.objects.count() == 1
    context.close()


def test_pages_of_the_day_are_accessible_and_fit(browser, live_server, meeting, keeper):
    meeting.complexes.get().entrances.create(name="Portiek 1")
    light = Topic.objects.create(meeting=meeting, label="Licht in de hal van het hoge gebouw")
    TallyTick.objects.create(topic=light)
    TallyNote.objects.create(topic=light, text="Al lang stuk")
    context = signed_in(browser, live_server.url, keeper)
    page, wrong = context.new_page(), []
    for part in (
        "",
        "namen/",
        "papier/",
        "onderwerpen/",
        "onderwerpen/top-3/",
        f"onderwerpen/{light.key}/",
        f"onderwerpen/{light.key}/weghalen/",
    ):
        page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/dag/{part}")
        wrong += wrong_on_every_screen(page)
    context.close()

    assert wrong == []


@pytest.mark.parametrize("name", ["deur", "bord"])
@pytest.mark.parametrize("width", [320, 360, 1024])
def test_page_of_a_tablet_is_accessible_and_has_large_targets(
    browser, live_server, meeting, keeper, name, width
):
    entrances = meeting.complexes.get().entrances
    entrances.create(name="Portiek 1")
    Topic.objects.create(meeting=meeting, label="Licht")
    context = signed_in(browser, live_server.url, keeper, viewport={"width": width, "height": 740})
    page, console = context.new_page(), []
    page.on("console", lambda message: console.append(message.text))
    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/dag/{name}/")
    expect(stand(page)).to_have_text(SENT)
    for summary in page.locator("summary:visible").all():
        summary.click()

    assert wrong_on(page) == []
    small = page.evaluate(
        "[...document.querySelectorAll('button, input, summary, textarea, .button')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 48)"
        ".map((one) => one.outerHTML)"
    )
    assert (small, console) == ([], [])
    context.close()
