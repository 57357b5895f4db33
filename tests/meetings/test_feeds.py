"""Secret calendar addresses: they open only one's own meetings, and nothing once withdrawn."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from meetings.models import CalendarFeed, Participation
from meetings.services import feeds
from tests.factories import ContactFactory, UserFactory
from tests.factories.meetings import MeetingFactory, ParticipationFactory
from tests.judges import both
from tests.meetings.scenes import client_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("corporation")]

Answer = Participation.Answer
STAFF, PARTNER = "/bijeenkomsten/agenda/", "/mijn/agenda/"


@pytest.fixture
def organiser() -> User:
    return UserFactory(roles=[Role.ORGANISER])


def made(client: Client, page: str) -> str:
    """The path of a new address, as the page shows it."""
    html = client.post(page).content.decode()
    return re.search(r"(/agenda/[\w-]{43}\.ics)", html)[1]


def titles(path: str) -> list[str]:
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    return [event.summary for event in both(answer.content.decode()).events]


def test_colleague_makes_an_address_and_a_program_finds_every_meeting(organiser):
    now = timezone.now()
    MeetingFactory(title="Komt", starts_at=now + timedelta(days=9))
    MeetingFactory(title="Was", held=True)
    MeetingFactory(title="Gaat niet door", cancelled=True, starts_at=now + timedelta(days=20))
    old = now - timedelta(days=400)
    MeetingFactory(title="Lang geleden", starts_at=old, ends_at=old + timedelta(hours=1))

    path = made(client_as(organiser), STAFF)

    assert titles(path) == ["Was", "Komt", "Gaat niet door"]


def test_cancelled_meeting_is_marked_in_the_feed(organiser):
    MeetingFactory(cancelled=True)

    [event] = both(feeds.read(feeds.give(organiser, now=timezone.now()), now=timezone.now())).events

    assert (event.status, event.attendees, event.organizer) == ("CANCELLED", [], None)


def test_contact_finds_only_what_they_go_to_and_no_personal_link():
    contact = ContactFactory()
    for title, more in {
        "Gaat": {"answer": Answer.COMES},
        "Vraag": {},
        "Blijft weg": {"answer": Answer.ABSENT},
        "Stuurt Jan": {"answer": Answer.STAND_IN, "stand_in_name": "Jan"},
        "Eraf": {"taken_off_at": timezone.now()},
        "Nog niet gevraagd": {"invited_at": None},
    }.items():
        ParticipationFactory(meeting=MeetingFactory(title=title), contact=contact, **more)
    ParticipationFactory(meeting=MeetingFactory(title="Van een ander"))

    path = made(client_as(contact.user), PARTNER)

    assert sorted(titles(path)) == ["Gaat", "Vraag"]
    assert "/deelname/" not in Client().get(path).content.decode()


def test_address_is_shown_once_and_only_a_hash_is_kept(organiser):
    client = client_as(organiser)

    secret = made(client, STAFF).removeprefix("/agenda/").removesuffix(".ics")

    assert secret not in client.get(STAFF).content.decode()
    assert secret not in repr(list(CalendarFeed.objects.values_list()))


def test_new_address_makes_the_old_one_worthless(organiser):
    client = client_as(organiser)
    first, second = made(client, STAFF), made(client, STAFF)

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_withdrawing_asks_and_then_the_address_gives_nothing(organiser):
    client = client_as(organiser)
    path = made(client, STAFF)

    assert "intrekken?" in client.get(f"{STAFF}intrekken/").content.decode()
    assert Client().get(path).status_code == 200
    client.post(f"{STAFF}intrekken/")

    assert Client().get(path).status_code == 404
    assert "U hebt nog geen adres" in client.get(STAFF).content.decode()


def test_withdrawing_leaves_the_address_of_others(organiser):
    other = made(client_as(UserFactory()), STAFF)
    mine = client_as(organiser)
    made(mine, STAFF)

    mine.post(f"{STAFF}intrekken/")

    assert Client().get(other).status_code == 200


def test_colleague_who_left_or_lost_the_role_leaves_a_dead_address(organiser):
    path = made(client_as(organiser), STAFF)
    User.objects.filter(pk=organiser.pk).update(is_organiser=False)
    assert Client().get(path).status_code == 404
    User.objects.filter(pk=organiser.pk).update(is_organiser=True)
    assert Client().get(path).status_code == 200

    User.objects.filter(pk=organiser.pk).update(is_active=False)

    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("end", ["left", "ended", "disabled"])
def test_contact_who_may_no_longer_sign_in_leaves_a_dead_address(end):
    contact, today = ContactFactory(), timezone.localdate()
    path = made(client_as(contact.user), PARTNER)
    assert Client().get(path).status_code == 200
    if end == "left":
        contact.left_on = today
    elif end == "ended":
        contact.partner.ended_on = today
        contact.partner.save()
    else:
        User.objects.filter(pk=contact.user_id).update(is_active=False)
    contact.save()

    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("guess", ["x", "", "a" * 43, "../x", "%00"])
def test_guessed_address_gives_nothing(organiser, guess):
    feeds.give(organiser, now=timezone.now())

    assert Client().get(f"/agenda/{guess}.ics").status_code == 404


def test_feed_takes_nothing_but_reading(organiser):
    path = made(client_as(organiser), STAFF)

    assert Client().post(path).status_code == 405


def test_partner_account_without_a_contact_has_no_page():
    assert client_as(UserFactory(kind=User.Kind.PARTNER)).get(PARTNER).status_code == 404


def test_second_standing_address_of_one_person_is_refused_by_the_database(organiser):
    feeds.give(organiser, now=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(user=organiser, secret_hash="other", created_at=timezone.now())
    feeds.give(organiser, now=timezone.now())
    assert CalendarFeed.objects.filter(user=organiser).count() == 2
