"""The list of meetings, one meeting, and where else meetings show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import home
from accounts.roles import Role
from meetings.models import Meeting, Notice, Preparation, TeamMember
from meetings.needs import meeting_needs
from meetings.services import partners, planning, sign_up
from meetings.services.partner_mail import preview
from tests.factories import ComplexFactory, ContactFactory, UserFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    PreparationFactory,
    RegistrationFactory,
    VenueFactory,
    evening_in,
)
from tests.html import column, text_of

pytestmark = pytest.mark.django_db


def prepared_meetings(number, preparation=None, **values):
    """Meetings with one preparation each."""
    Preparation.objects.bulk_create(
        PreparationFactory.build(meeting=meeting, **preparation or {})
        for meeting in MeetingFactory.bulk(number, **values)
    )


def test_list_shows_what_is_to_come_and_filters_by_state(staff_client):
    late = MeetingFactory(title="Later", starts_at=evening_in(90))
    MeetingFactory(title="Eerder", announced=True)
    MeetingFactory(title="Geweest", starts_at=evening_in(-2))
    MeetingFactory(title="Gehouden", held=True)
    MeetingFactory(title="Afgelast", cancelled=True)

    assert column(staff_client.get("/bijeenkomsten/")) == ["Geweest", "Eerder", "Later"]
    assert "geweest, nog afronden" in text_of(staff_client.get("/bijeenkomsten/"))
    assert column(staff_client.get("/bijeenkomsten/?stand=gehouden")) == ["Gehouden"]
    assert column(staff_client.get("/bijeenkomsten/?stand=afgelast")) == ["Afgelast"]
    assert len(column(staff_client.get("/bijeenkomsten/?stand=alle"))) == 5
    assert column(staff_client.get("/bijeenkomsten/?stand=verzonnen&sorteer=-titel"))[0] == "Later"
    assert late.get_absolute_url() in staff_client.get("/bijeenkomsten/").content.decode()


def test_search_finds_title_venue_spot_and_complex_and_keeps_the_filter(staff_client):
    hof = ComplexFactory(name="Korenbloemhof", code="C2")
    MeetingFactory(title="Eén", complexes=[hof])
    MeetingFactory(title="Twee", venue=VenueFactory(name="De Schakel"))
    MeetingFactory(title="Drie", venue=None, spot="op het grasveld")
    MeetingFactory(title="Vier", complexes=[hof], held=True)

    assert column(staff_client.get("/bijeenkomsten/?zoek=korenbloem")) == ["Eén"]
    assert column(staff_client.get("/bijeenkomsten/?zoek=c2&stand=gehouden")) == ["Vier"]
    assert column(staff_client.get("/bijeenkomsten/?zoek=schakel")) == ["Twee"]
    page = staff_client.get("/bijeenkomsten/?zoek=grasveld&stand=alle")
    assert column(page) == ["Drie"]
    assert '<input type="hidden" name="stand" value="alle">' in page.content.decode()
    assert "Niets gevonden" in text_of(staff_client.get("/bijeenkomsten/?zoek=bestaat-niet"))


def test_empty_list_leads_to_planning_for_who_may(staff_client, client):
    page = staff_client.get("/bijeenkomsten/")
    assert "Nog geen bijeenkomsten" in text_of(page)
    assert page.content.decode().count('href="/bijeenkomsten/nieuw/"') == 2
    client.force_login(UserFactory(roles=[Role.READER]))
    assert 'href="/bijeenkomsten/nieuw/"' not in client.get("/bijeenkomsten/").content.decode()
    MeetingFactory(held=True)
    assert "Er staat niets gepland" in text_of(staff_client.get("/bijeenkomsten/"))


def test_list_counts_what_is_late_and_sorts_on_it(staff_client):
    calm, busy = MeetingFactory(title="Rustig"), MeetingFactory(title="Druk")
    gone = timezone.localdate() - timedelta(days=1)
    PreparationFactory.create_batch(2, meeting=busy, due_on=gone)
    PreparationFactory(meeting=busy, due_on=gone, state="skipped", ended_at=timezone.now())
    PreparationFactory(meeting=calm, due_on=timezone.localdate())

    page = staff_client.get("/bijeenkomsten/?sorteer=-telaat")

    assert column(page) == ["Druk", "Rustig"]
    assert [row.late_count for row in page.context["listing"].page] == [2, 0]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_meetings_costs_the_same_for_any_number(
    staff_client, django_assert_num_queries, number
):
    hof, venue = ComplexFactory(), VenueFactory()
    prepared_meetings(number, venue=venue, complexes=[hof])
    staff_client.get("/bijeenkomsten/")

    with django_assert_num_queries(7):
        staff_client.get("/bijeenkomsten/")


@pytest.mark.parametrize("number", [1, 3, 300])
def test_page_of_a_meeting_costs_the_same_for_any_number_of_people(
    staff_client, django_assert_num_queries, number
):
    meeting = MeetingFactory(open_to_residents=True, capacity=None)
    RegistrationFactory.bulk(number, meeting=meeting)
    PreparationFactory.create_batch(min(number, 30), meeting=meeting, owner=UserFactory())
    partner = ContactFactory().partner
    for contact in ContactFactory.create_batch(min(number, 30), partner=partner, user=None):
        ParticipationFactory(meeting=meeting, contact=contact)
    staff_client.get(meeting.get_absolute_url())

    with django_assert_num_queries(19):
        staff_client.get(meeting.get_absolute_url())


def test_page_tells_totals_and_no_names_of_residents(client):
    client.force_login(UserFactory(roles=[Role.READER]))
    meeting = MeetingFactory(open_to_residents=True)
    RegistrationFactory(meeting=meeting, name="Mevrouw Appel", people=3)
    RegistrationFactory(meeting=meeting, name="Meneer Peer", people=2, waiting=True)
    ParticipationFactory(meeting=meeting, answer="comes")
    ParticipationFactory(meeting=meeting)

    page = text_of(client.get(meeting.get_absolute_url()))

    assert "partners komen 1 van 2" in page
    assert "nog geen antwoord 1" in page
    assert "bewoners aangemeld 3 van 30" in page
    assert "op de wachtlijst 2" in page
    assert "Appel" not in page
    assert "Peer" not in page


def test_stranger_finds_no_meeting(client):
    meeting = MeetingFactory()
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    assert client.get(meeting.get_absolute_url()).status_code == 403
    assert client.get("/bijeenkomsten/").status_code == 403


def test_next_steps_follow_the_state(staff_client):
    meeting = MeetingFactory()
    page = text_of(staff_client.get(meeting.get_absolute_url()))
    assert "Kies wie u uitnodigt" in page
    assert "Kondig de bijeenkomst aan" in page

    ParticipationFactory(meeting=meeting, chosen=True)
    page = text_of(staff_client.get(meeting.get_absolute_url()))
    assert "1 uitnodiging is nog niet verstuurd." in page
    assert "Kies wie u uitnodigt" not in page

    Meeting.objects.update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    page = text_of(staff_client.get(meeting.get_absolute_url()))
    assert "De bijeenkomst is geweest" in page
    assert "Kondig de bijeenkomst aan" not in page


def test_partners_who_were_invited_are_to_hear_of_a_move_and_of_calling_off(staff_client, staff):
    meeting, now = MeetingFactory(), timezone.now()
    partners.choose(meeting, [ContactFactory()], now=now)
    seen = partners.mark(preview(meeting, now))
    partners.send_waiting(meeting, seen=seen, by=staff, now=now)
    untold = "1 persoon weet nog niet wat er is veranderd."
    assert untold not in text_of(staff_client.get(meeting.get_absolute_url()))

    starts = meeting.starts_at + timedelta(days=1)
    planning.move_meeting(meeting, starts, starts + timedelta(hours=1), by=staff, now=now)
    assert untold in text_of(staff_client.get(meeting.get_absolute_url()))
    planning.cancel_meeting(meeting, "De zaal is niet vrij.", by=staff, now=now)
    page = staff_client.get(meeting.get_absolute_url())
    assert untold in text_of(page)
    assert f'href="{meeting.get_absolute_url()}partners/mails/"' in page.content.decode()


def test_households_that_no_mail_reaches_are_to_be_rung_until_somebody_did(staff_client):
    meeting, now = MeetingFactory(open_to_residents=True), timezone.now()
    sign_up.register(meeting, sign_up.Household("Mevrouw Appel", phone="0612345678"), now=now)
    sign_up.register(
        meeting, sign_up.Household("Meneer Peer", email="peer@bewoner.example"), now=now
    )
    sign_up.tell_registrations(meeting, Notice.Kind.UPDATE, now=now)
    said = "1 huishouden moet iets weten en is niet per mail te bereiken."

    page = text_of(staff_client.get(meeting.get_absolute_url()))
    assert "Bel bewoners" in page
    assert said in page
    assert "Appel" not in page

    ring = Notice.objects.get(by_phone=True)
    sign_up.mark_rung(ring.registration, [ring.pk], now=now)
    assert said not in text_of(staff_client.get(meeting.get_absolute_url()))


def test_home_page_shows_what_is_to_come_and_what_waits_for_whom():
    today, now = timezone.localdate(), timezone.now()
    olga, wies = UserFactory(roles=[Role.ORGANISER]), UserFactory(roles=[Role.FIELD_STAFF])
    soon = MeetingFactory(title="Dichtbij", starts_at=now + timedelta(days=5))
    MeetingFactory(title="Ver weg", starts_at=now + timedelta(days=100))
    MeetingFactory(title="Voorbij", starts_at=now - timedelta(days=1))
    MeetingFactory(title="Afgelast", cancelled=True)
    TeamMember.objects.create(meeting=soon, user=wies)
    PreparationFactory(meeting=soon, title="Van Wies", owner=wies, due_on=today - timedelta(days=1))
    PreparationFactory(meeting=soon, title="Van niemand", due_on=today)
    PreparationFactory(meeting=soon, title="Later", owner=wies, due_on=today + timedelta(days=8))

    def told(user):
        ours = ("Bijeenkomsten", "Voor u te doen")
        found = [one for one in home.sections(user, today) if one.title in ours]
        return {one.title: [(need.title, need.urgency) for need in one.needs] for one in found}

    assert told(olga) == {
        "Bijeenkomsten": [("Voorbij", "late"), ("Dichtbij", "soon")],
        "Voor u te doen": [("Van niemand", "soon")],
    }
    assert told(wies) == {
        "Bijeenkomsten": [("Dichtbij", "soon")],
        "Voor u te doen": [("Van Wies", "late")],
    }
    assert told(UserFactory(roles=[Role.ADMINISTRATOR])) == {}


@pytest.mark.parametrize("number", [1, 3, 300])
def test_home_page_asks_two_questions_about_any_number_of_meetings(
    staff, django_assert_num_queries, number
):
    today, hof = timezone.localdate(), ComplexFactory()
    preparation = {"due_on": today, "owner": staff}
    prepared_meetings(number, preparation, venue=VenueFactory(), complexes=[hof])

    with django_assert_num_queries(2):
        told = {one.title: len(one.needs) for one in meeting_needs(staff, today)}

    assert told == {"Bijeenkomsten": min(number, 6), "Voor u te doen": min(number, 6)}


def test_search_over_everything_finds_meetings_for_who_may_see_them():
    MeetingFactory(title="Bewonersavond Korenbloemhof")

    def found(role):
        groups = home.search("korenbloemhof", UserFactory(roles=[role]))
        return [
            one.title for group in groups if group.kind == "Bijeenkomsten" for one in group.found
        ]

    assert found(Role.READER) == ["Bewonersavond Korenbloemhof"]
    assert found(Role.ADMINISTRATOR) == []


def test_complex_page_shows_its_meetings_and_starts_a_new_one(staff_client, client):
    hof = ComplexFactory(code="C2")
    MeetingFactory(title="Aanstaande avond", complexes=[hof])
    MeetingFactory(title="Gehouden avond", complexes=[hof], held=True)
    MeetingFactory(title="Elders")

    page = staff_client.get(hof.get_absolute_url())
    words = text_of(page)
    assert 'href="/bijeenkomsten/nieuw/?complex=C2"' in page.content.decode()
    assert words.count("Aanstaande avond") > words.count("Gehouden avond") >= 1
    assert "Elders" not in words
    kinds = dict(page.context["kinds"])
    assert str(kinds["meeting"]) == "Bijeenkomsten"
    client.force_login(UserFactory(roles=[Role.READER]))
    page = client.get(hof.get_absolute_url()).content.decode()
    assert "Aanstaande avond" in page
    assert "/bijeenkomsten/nieuw/" not in page
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    assert "Aanstaande avond" not in client.get(hof.get_absolute_url()).content.decode()
