"""Planning in a real Chromium: on a phone, with and without script; every page fits and passes axe."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from complexes.models import Complex
from meetings.models import Meeting, Preparation, SetAside
from tests.browser.looking import SCREENS, wrong_on, wrong_on_every_screen
from tests.browser.test_staff_pages import chromium, gea, signed_in  # noqa: F401
from tests.factories import ComplexFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    PreparationFactory,
    VenueFactory,
    amsterdam,
    quiet_day,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall():
    return VenueFactory(name="Buurthuis De Schakel", capacity=40, step_free=True, toilet=False)


@pytest.fixture
def evening(gea, hall) -> Meeting:  # noqa: F811
    """On a quiet day, in the hall, with something late and two partners."""
    day = quiet_day()
    meeting = MeetingFactory(
        title="Bewonersavond Parkzicht",
        venue=hall,
        starts_at=amsterdam(day.year, day.month, day.day, 20),
        takes_registrations=True,
        capacity=30,
    )
    MeetingFactory(venue=hall, starts_at=meeting.starts_at, title="Koffieochtend in de weg")
    today = timezone.localdate()
    PreparationFactory(meeting=meeting, owner=gea, due_on=today - timedelta(days=2))
    PreparationFactory(meeting=meeting, title="Een lang woord: bewonersbijeenkomstvoorbereiding")
    ParticipationFactory(meeting=meeting, answer="comes")
    return meeting


def test_every_page_of_planning_is_accessible_and_fits(chromium, live_server, gea, evening):  # noqa: F811
    base, one = evening.get_absolute_url(), evening.preparations.first()
    venue = evening.venue.get_absolute_url()
    paths = [
        "/",
        "/bijeenkomsten/",
        "/bijeenkomsten/?zoek=bestaat-niet",
        "/bijeenkomsten/nieuw/",
        base,
        *(f"{base}{step}/" for step in ("wijzigen", "verzetten", "aankondigen", "afronden")),
        *(f"{base}{step}/" for step in ("afgelasten", "kopieren", "voorbereidingen/nieuw")),
        f"/bijeenkomsten/voorbereidingen/{one.pk}/",
        f"/bijeenkomsten/voorbereidingen/{one.pk}/verwijderen/",
        "/locaties/",
        "/locaties/nieuw/",
        venue,
        f"{venue}wijzigen/",
        f"{venue}beeindigen/",
        evening.complexes.get().get_absolute_url(),
    ]
    context = signed_in(chromium, live_server.url, gea)
    page, wrong, console = context.new_page(), [], []
    page.on("console", lambda message: console.append(message.text))
    for path in paths:
        page.goto(live_server.url + path)
        wrong += wrong_on_every_screen(page)
    context.close()

    assert wrong == []
    assert console == []


@pytest.mark.parametrize("script", [True, False])
def test_meeting_is_planned_on_a_phone(chromium: Browser, live_server, gea: User, hall, script):  # noqa: F811
    Complex.objects.bulk_create(Complex(code=f"K{n}", name=f"Kavel {n}") for n in range(30))
    ComplexFactory(code="C2", name="Korenbloemhof")
    day = quiet_day()
    MeetingFactory(
        venue=hall, title="Koffie", starts_at=amsterdam(day.year, day.month, day.day, 19, 0)
    )
    context = signed_in(
        chromium, live_server.url, gea, java_script_enabled=script, **SCREENS["phone"]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/bijeenkomsten/")
    page.get_by_role("link", name="Bijeenkomst plannen").click()
    page.get_by_label("bewonersavond").check()
    page.get_by_label("Titel").fill("Samen kijken naar het licht")
    _choose_complex(page)
    expect(page.get_by_label("Titel")).to_have_value("Samen kijken naar het licht")
    page.get_by_label("Dag").fill(day.isoformat())
    page.get_by_label("Begint om").fill("19:30")
    page.get_by_label("Eindigt om").fill("21:00")
    page.get_by_label("Locatie").select_option(label="Buurthuis De Schakel (40 plaatsen)")
    page.get_by_label("Bewoners melden zich aan").check()
    page.get_by_label("Plaatsen voor bewoners").fill("41")
    page.get_by_role("button", name="Meer collega’s").click()
    expect(page.get_by_label("Taak")).to_have_count(6)
    expect(page.get_by_label("Plaatsen voor bewoners")).to_have_value("41")

    page.get_by_role("button", name="Vooruitkijken").click()
    expect(page.get_by_text("In Buurthuis De Schakel is dan al: Koffie")).to_be_visible()
    expect(page.get_by_text("6 weken ervoor")).to_be_visible()
    assert Meeting.objects.count() == 1

    page.get_by_role("button", name="Plannen").click()
    expect(page.get_by_role("alert").first).to_contain_text(
        "In Buurthuis De Schakel passen 40 mensen"
    )
    if script:  # axe cannot run without it
        assert wrong_on(page) == []
    page.get_by_label("Plaatsen voor bewoners").fill("40")
    page.get_by_role("button", name="Plannen").click()
    expect(page.get_by_role("alert")).to_contain_text("De locatie is dan bezet")
    page.get_by_label("Waarom kan dit zo?").first.fill("Wij zitten in de grote zaal.")
    page.get_by_role("button", name="Plannen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Samen kijken naar het licht")
    expect(page.get_by_text("Wij zitten in de grote zaal.")).to_be_visible()
    page.get_by_role("button", name=re.compile("niet nodig.*Partners uitnodigen")).click()
    expect(page.get_by_role("status").first).to_contain_text("staat nu op: niet nodig")
    context.close()
    meeting = Meeting.objects.get(title="Samen kijken naar het licht")
    assert [one.code for one in meeting.complexes.all()] == ["C2"]
    assert (meeting.capacity, meeting.takes_registrations) == (40, True)
    assert SetAside.objects.get().reason == "Wij zitten in de grote zaal."
    assert Preparation.objects.get(meeting=meeting, kind="partners").state == "skipped"


def _choose_complex(page: Page) -> None:
    """Search with Enter; the only one found is ticked at once."""
    page.get_by_label("Zoek een complex", exact=True).fill("korenbloem")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Korenbloemhof")).to_be_checked()
