"""From choosing partners to their answers, in a real browser: one comes, one declines, one sends somebody."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.roles import Role
from mail.delivery import deliver_due
from meetings.models import Meeting, Participation
from tests.browser.looking import wrong_on
from tests.factories import ContactFactory, CorporationFactory, GrantFactory, UserFactory
from tests.factories.meetings import MeetingFactory
from tests.judges import both
from tests.post_office import PostOffice
from tests.signing_in import session_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Answer = Participation.Answer


def arrived(post_office: PostOffice) -> dict[str, tuple[str, str, str | None]]:
    """By address, what came since the last look: subject, own link, what it asks of the calendar."""
    deliver_due.call()
    found = {}
    for mail in post_office.mails:
        text = mail.get_body(("plain",)).get_content()
        links = re.findall(r"http\S+/deelname/\S+", text)
        part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
        asks = both(part.get_payload(decode=True).decode()).method
        found[mail["To"]] = (mail["Subject"], links[0] if links else "", asks)
    post_office.mails = []
    return found


def answer(browser: Browser, link: str, label: str, wrong: list[str], **typed: str) -> None:
    """On a phone of one's own, without signing in."""
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(link)
    wrong += wrong_on(page)
    page.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies of u komt.")
    wrong += wrong_on(page)
    page.get_by_label(label, exact=True).check()
    for name, words in typed.items():
        page.get_by_label(re.compile(name.replace("_", " "))).fill(words)
    page.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.get_by_role("status")).to_contain_text("Uw antwoord is bewaard")
    wrong += wrong_on(page)
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_three_partners_are_invited_and_answer_each_in_their_own_way(
    browser: Browser, live_server, settings, post_office, width
):
    settings.PUBLIC_URL = live_server.url
    CorporationFactory()
    meeting = MeetingFactory(title="Buurttent Korenbloemhof")
    contacts = [ContactFactory(name=name) for name in ("Petra", "Gijs", "Hanna")]
    for contact in contacts:
        GrantFactory(partner=contact.partner, complex=meeting.complexes.get())
    context = browser.new_context(viewport={"width": width, "height": 800})
    key = session_key(UserFactory(roles=[Role.ORGANISER]))
    context.add_cookies([{"name": "buurtpeil-sessie", "value": key, "url": live_server.url}])
    page, wrong = context.new_page(), []

    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/partners/")
    wrong += wrong_on(page)
    page.get_by_role("link", name="Partners kiezen").first.click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Wie nodigt u uit?")
    wrong += wrong_on(page)
    for contact in contacts:
        page.get_by_role("checkbox", name=contact.name).check()
    page.get_by_label("Wat vraagt u van hen?").fill("Vertellen wat u in de buurt doet.")
    page.get_by_role("button", name="Op de lijst zetten").click()
    expect(page.get_by_role("status")).to_contain_text("Er is nog niets verstuurd")
    wrong += wrong_on(page)
    deliver_due.call()
    assert post_office.mails == []
    page.get_by_role("link", name="Mails bekijken en versturen").click()
    page.get_by_text("Petra", exact=True).click()
    expect(
        page.get_by_text("Wij vragen u: Vertellen wat u in de buurt doet.").first
    ).to_be_visible()
    wrong += wrong_on(page)
    page.get_by_role("button", name="3 mails versturen").click()
    expect(page.get_by_role("status")).to_contain_text("3 mails zijn verstuurd")

    mails = arrived(post_office)
    assert set(mails) == {contact.email for contact in contacts}
    petra, gijs, hanna = (mails[contact.email][1] for contact in contacts)
    answer(browser, petra, "Ja, ik kom", wrong)
    answer(browser, gijs, "Nee, ik kom niet", wrong, Opmerking="Ik heb dienst.")
    typed = {"Naam_van": "Ayşe Yılmaz", "E-mailadres_van": "ayse@partner.example"}
    answer(browser, hanna, "Nee, maar er komt iemand anders", wrong, **typed)

    assert [mail[::2] for mail in arrived(post_office).values()] == [
        (mails[contacts[2].email][0], "REQUEST")
    ]
    page.reload()
    for words in ("Ik heb dienst.", "Ayşe Yılmaz", "2 komen of sturen iemand"):
        expect(page.get_by_text(words).first).to_be_visible()
    wrong += wrong_on(page)

    later = {"starts_at": meeting.starts_at + timedelta(hours=1)}
    Meeting.objects.update(**later, ends_at=meeting.ends_at + timedelta(hours=1))
    page.reload()
    page.get_by_role("link", name="Mails bekijken en versturen").click()
    page.get_by_role("button", name="4 mails versturen").click()
    expect(page.get_by_role("status")).to_contain_text("4 mails zijn verstuurd")
    assert {mail[2] for mail in arrived(post_office).values()} == {"REQUEST"}
    wrong += wrong_on(page)

    page.goto(f"{live_server.url}/bijeenkomsten/agenda/")
    page.get_by_role("button", name="Adres maken").click()
    expect(page.get_by_text("/agenda/")).to_be_visible()
    wrong += wrong_on(page)
    started = timezone.now() - timedelta(hours=1)
    Meeting.objects.update(starts_at=started, ends_at=started + timedelta(hours=2))
    page.goto(f"{live_server.url}/bijeenkomsten/{meeting.pk}/partners/")
    page.get_by_role("checkbox", name="Petra was erbij").check()
    page.get_by_role("button", name="Bewaren wie erbij was").click()
    expect(page.get_by_role("checkbox", name="Petra was erbij")).to_be_checked()
    wrong += wrong_on(page)
    there = Participation.objects.values_list("contact__name", "was_there")
    assert dict(there) == {"Petra": True, "Gijs": False, "Hanna": False}
    assert wrong == []
    context.close()
