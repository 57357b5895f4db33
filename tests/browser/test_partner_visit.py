"""A partner's whole visit, from the mail to the report, on a phone and on a desk."""

import re
from pathlib import Path

import pikepdf
import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from mail.delivery import deliver_due
from partners.services.access import withdraw
from proof.models import AuditEntry, Verb
from reports.models import Edition
from reports.resident_sheet import publish_sheet
from reports.services import publish_edition
from reports.sharing import share_edition
from tests.browser.looking import wrong_on
from tests.factories import ContactFactory, CorporationFactory, GrantFactory
from tests.post_office import PostOffice
from tests.reports.reporting import korenbloemhof, place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(360, 740), (1280, 800)]
ADDRESS = "wijkagent@politie.example"


@pytest.fixture
def edition() -> Edition:
    cache.clear()
    CorporationFactory()
    wave = korenbloemhof((2020, 2022))
    return publish_edition(place(), wave, user=None)


def last_mail(post_office: PostOffice) -> str:
    deliver_due.call()
    assert {mail["To"] for mail in post_office.mails} == {ADDRESS}
    text: str = post_office.mails[-1].get_content()
    return text


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_from_the_mail_to_the_report(
    browser: Browser, live_server, settings, post_office, edition, tmp_path, width, height
):
    settings.PUBLIC_URL = live_server.url
    contact = ContactFactory(name="Petra Politie", email=ADDRESS, function="wijkagent")
    grant = GrantFactory(partner=contact.partner, complex=place())
    share_edition(edition, [contact.partner], by=None)
    text = last_mail(post_office)
    assert "Korenbloemhof" not in text
    [link] = re.findall(r"http\S+", text)
    context = browser.new_context(
        viewport={"width": width, "height": height}, accept_downloads=True
    )
    page, wrong = context.new_page(), []

    page.goto(link)
    wrong += wrong_on(page)
    page.get_by_label("E-mailadres").fill(ADDRESS)
    page.get_by_role("button", name="Mail mij een code").click()
    wrong += wrong_on(page)
    [code] = re.findall(r"Uw code is (\d{6})", last_mail(post_office))
    page.get_by_label("Code van zes cijfers").fill(code)
    page.get_by_role("button", name="Inloggen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Welkom, Petra Politie")
    wrong += wrong_on(page)
    page.get_by_role("link", name="Alle rapporten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw rapporten")
    wrong += wrong_on(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Korenbloemhof").click()
    path = Path(tmp_path / download.value.suggested_filename)
    download.value.save_as(path)
    assert path.name == "C2-2022-uitgave-1.pdf"
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 3
    [entry] = AuditEntry.objects.filter(verb=Verb.OPENED_REPORT)
    assert entry.actor == contact.user

    page.goto(f"{live_server.url}/mijn/complexen/")
    wrong += wrong_on(page)
    withdraw(grant, by=None)
    page.goto(f"{live_server.url}/mijn/rapporten/")
    expect(page.get_by_role("heading", level=2)).to_have_text("Nog geen rapporten")
    wrong += wrong_on(page)
    assert wrong == []
    context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_resident_reads_the_sheet(browser: Browser, live_server, edition, width, height):
    publish_sheet(edition, by=None)
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()

    page.goto(f"{live_server.url}/complex/C2/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Veilig wonen in Korenbloemhof")
    assert wrong_on(page) == []
    assert context.cookies() == []
    context.close()
