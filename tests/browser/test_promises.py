"""From a wave's evidence to promises and minutes, as staff and as a partner, in a real Chromium."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.models import User
from accounts.roles import Role
from meetings.models import Meeting, Minutes, Passage, Promise
from meetings.services.minutes import share_with_partners
from partners.models import Contact
from tests.browser.looking import SCREENS, wrong_on_every_screen
from tests.browser.test_staff_pages import signed_in
from tests.factories import ComplexFactory, ContactFactory, CorporationFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    PromiseFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
today = timezone.localdate  # asked anew each time: a run may go on past midnight


@pytest.fixture
def contact() -> Contact:
    CorporationFactory()
    return ContactFactory(name="Bo Verzonnen", function="wijkagent", partner__name="Politie Noord")


@pytest.fixture
def meeting(contact) -> Meeting:
    """A meeting that was held about a complex where the mark fell; the partner was there."""
    cache.clear()
    hof, other = ComplexFactory(code="C2", name="Korenbloemhof"), ComplexFactory()
    closed_wave(2020, {hof: people(40, R1=[8, 7, 8]), other: people(40, R1=[8])})
    closed_wave(2022, {hof: people(40, R1=[4, 3, 5]), other: people(40, R1=[8])})
    meeting = MeetingFactory(held=True, title="Bewonersavond", complexes=[hof])
    ParticipationFactory(meeting=meeting, contact=contact)
    PromiseFactory(complex=hof, what="Lamp in de garage", overdue=True)
    return meeting


@pytest.fixture
def organiser() -> User:
    return UserFactory(roles=[Role.ORGANISER], name="Olga Organisator")


def test_promise_is_made_by_staff_and_kept_by_the_partner(
    browser: Browser, live_server, meeting, organiser, contact
):
    server = live_server.url
    staff = signed_in(browser, server, organiser, **SCREENS["desk"])
    page = staff.new_page()
    page.goto(f"{server}/bijeenkomsten/{meeting.pk}/verslag/")
    page.get_by_role("link", name="Afspraak maken").click()
    page.get_by_label("Wat", exact=True).fill("Elke week een ronde door de garage")
    page.get_by_label("Wie doet het?").select_option(label="Bo Verzonnen, wijkagent")
    page.get_by_label("Klaar op").fill((today() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elke week een ronde door de garage")

    phone = signed_in(browser, server, contact.user, **SCREENS["phone"])
    own = phone.new_page()
    own.goto(f"{server}/mijn/")
    own.get_by_role("link", name="Elke week een ronde door de garage").click()
    own.get_by_label("kan niet").check()
    expect(own.get_by_label("Want …")).to_be_visible()
    expect(own.get_by_label("Klaar op")).to_be_hidden()
    expect(own.get_by_label("vervallen")).to_have_count(0)
    own.get_by_role("button", name="Bewaren").click()
    expect(own.get_by_role("alert")).to_contain_text("Zeg waarom.")
    own.get_by_label("loopt").check()
    own.get_by_label("Opmerking").fill("De eerste ronde is gelopen.")
    own.get_by_role("button", name="Bewaren").click()
    expect(own.get_by_role("status")).to_have_text("Bedankt. De corporatie ziet dit meteen.")

    page.reload()
    history = page.get_by_role("region", name="Verloop")
    expect(history).to_contain_text("De eerste ronde is gelopen.")
    expect(history).to_contain_text("Bo Verzonnen, wijkagent, Politie Noord")
    page.get_by_label("klaar", exact=True).check()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status")).to_have_text("De afspraak is bijgewerkt.")
    promise = Promise.objects.get(partner=contact.partner)
    assert (promise.state, promise.ended_on, promise.meeting) == ("done", today(), meeting)
    staff.close()
    phone.close()


def test_programme_comes_from_the_wave_and_is_ordered_without_javascript(
    browser: Browser, live_server, meeting, organiser
):
    screen = SCREENS["phone"] | {"java_script_enabled": False}
    context = signed_in(browser, live_server.url, organiser, **screen)
    page = context.new_page()
    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/programma/")
    page.get_by_role("link", name="Voorstellen uit de meting").first.click()
    page.get_by_label("Rapportcijfer veiligheid aantoonbaar slechter").check()
    page.get_by_label("Lamp in de garage").check()
    page.get_by_role("button", name="Op het programma zetten").click()

    titles = page.locator(".programme h2")
    expect(titles).to_have_text(["Rapportcijfer veiligheid", "Lamp in de garage"])
    expect(page.locator(".evidence img")).to_have_count(1)
    page.get_by_role("button", name="«Lamp in de garage» naar boven").click()
    expect(titles).to_have_text(["Lamp in de garage", "Rapportcijfer veiligheid"])
    context.close()


def test_pages_are_accessible_and_fit(browser: Browser, live_server, meeting, organiser, contact):
    item = ProgrammeItemFactory(meeting=meeting, title="Licht in de hal")
    Minutes.objects.create(meeting=meeting, summary="Vooral het licht.")
    passage = Passage.objects.create(
        meeting=meeting, item=item, speaker="police", text="Wij lopen vaker langs."
    )
    share_with_partners(meeting, by=organiser)
    promise = PromiseFactory(
        complex=meeting.complexes.get(), partner=contact.partner, meeting=meeting
    )
    base = f"/bijeenkomsten/{meeting.pk}"
    staff_pages = [
        f"{base}/programma/",
        f"{base}/programma/voorstellen/",
        f"{base}/programma/nieuw/",
        f"{base}/programma/{item.pk}/",
        f"{base}/programma/{item.pk}/weg/",
        f"{base}/verslag/",
        f"{base}/verslag/nieuw/",
        f"{base}/verslag/in-het-kort/",
        f"{base}/verslag/{passage.pk}/",
        f"{base}/verslag/naar-partners/",
        f"{base}/verslag/naar-bewoners/",
        f"{base}/verslag/terug/partners/",
        "/afspraken/",
        "/afspraken/?zoek=bestaat-niet",
        f"/afspraken/nieuw/?bijeenkomst={meeting.pk}",
        promise.get_absolute_url(),
        f"{promise.get_absolute_url()}wijzigen/",
        "/afspraken/complex/C2/",
        f"/afspraken/partner/{contact.partner_id}/",
        "/complexen/C2/",
        f"/partners/{contact.partner_id}/",
    ]
    own_pages = [
        "/mijn/",
        "/mijn/afspraken/",
        f"/mijn/afspraken/{promise.pk}/",
        f"/mijn/bijeenkomsten/{meeting.pk}/verslag/",
    ]
    wrong: list[str] = []
    for user, paths in ((organiser, staff_pages), (contact.user, own_pages)):
        context = signed_in(browser, live_server.url, user)
        page = context.new_page()
        for path in paths:
            answer = page.goto(live_server.url + path)
            assert answer is not None
            assert answer.status == 200, path
            wrong += wrong_on_every_screen(page)
        context.close()

    assert wrong == []
