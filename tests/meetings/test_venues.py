"""Where meetings are held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Venue
from meetings.services.errors import VenueInUse
from meetings.services.venues import end_venue
from tests.factories.meetings import MeetingFactory, VenueFactory
from tests.html import column, text_of

pytestmark = pytest.mark.django_db

SENT = {
    "name": "De Schakel",
    "address": "Parkweg 1",
    "place": "Oudewaarde",
    "capacity": "60",
    "step_free": "yes",
    "lift": "no",
    "toilet": "",
    "ring_loop": "",
}


def test_venue_is_added_with_what_is_known_and_what_is_not(staff_client):
    answer = staff_client.post("/locaties/nieuw/", SENT, follow=True)

    venue = Venue.objects.get()
    assert (venue.step_free, venue.lift, venue.toilet, venue.ring_loop) == (True, False, None, None)
    page = text_of(answer)
    assert "Zonder drempels of trap ja" in page
    assert "Lift, of op de begane grond nee" in page
    assert "Toilet voor rolstoelen niet bekend" in page
    assert "Ringleiding niet bekend" in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Dit veld is verplicht"),
        ({"name": " de schakel "}, "name", "Er is al een locatie met deze naam."),
        ({"address": ""}, "address", "Dit veld is verplicht"),
        ({"capacity": "0"}, "capacity", "minstens 1"),
        ({"capacity": "veel"}, "capacity", "Voer een geheel getal in"),
        ({"step_free": "misschien"}, "step_free", "Selecteer een geldige keuze"),
        ({"contact_email": "geen adres"}, "contact_email", "geldig e-mailadres"),
    ],
)
def test_what_a_venue_cannot_be_is_said_at_its_field(staff_client, changes, field, words):
    VenueFactory(name="De Schakel")

    answer = staff_client.post("/locaties/nieuw/", SENT | {"name": "Het Anker"} | changes)

    assert list(answer.context["form"].errors) == [field]
    assert words in text_of(answer)
    assert Venue.objects.count() == 1


def test_two_editors_of_a_venue_are_told(staff_client):
    venue = VenueFactory(name="De Schakel")
    url = f"/locaties/{venue.pk}/wijzigen/"
    seen = staff_client.get(url).context["form"].initial["seen"]
    Venue.objects.filter(pk=venue.pk).update(step_free=False)

    answer = staff_client.post(url, SENT | {"seen": seen})

    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(answer)
    venue.refresh_from_db()
    assert venue.step_free is False


def test_venue_that_is_used_no_more_cannot_be_chosen_and_its_name_is_free(staff_client):
    venue = VenueFactory(name="De Schakel")
    held = MeetingFactory(held=True, venue=venue)
    page = staff_client.get(f"/locaties/{venue.pk}/beeindigen/")
    assert "De Schakel niet meer gebruiken?" in text_of(page)
    assert Venue.objects.in_use().exists()

    staff_client.post(f"/locaties/{venue.pk}/beeindigen/")

    assert not Venue.objects.in_use().exists()
    assert staff_client.get(f"/locaties/{venue.pk}/wijzigen/").status_code == 404
    form = staff_client.get("/bijeenkomsten/nieuw/").context["form"]
    assert venue not in form.fields["venue"].queryset
    assert "De Schakel" in text_of(staff_client.get(held.get_absolute_url()))
    staff_client.post("/locaties/nieuw/", SENT)
    assert Venue.objects.in_use().get().name == "De Schakel"
    assert column(staff_client.get("/locaties/?stand=vroeger")) == ["De Schakel"]


def test_venue_of_a_meeting_to_come_stays_in_use(staff_client):
    venue, now = VenueFactory(), timezone.now()
    meeting = MeetingFactory(venue=venue)
    with pytest.raises(VenueInUse):
        end_venue(venue, on=timezone.localdate(), now=now)
    assert meeting.title in text_of(staff_client.get(f"/locaties/{venue.pk}/beeindigen/"))
    answer = staff_client.post(f"/locaties/{venue.pk}/beeindigen/", follow=True)
    assert "Hier zijn nog bijeenkomsten gepland." in text_of(answer)

    end_venue(venue, on=timezone.localdate(), now=meeting.ends_at + timedelta(seconds=1))

    assert not Venue.objects.in_use().exists()


def test_list_searches_sorts_and_says_what_to_do_when_empty(staff_client):
    assert "Nog geen locaties" in text_of(staff_client.get("/locaties/"))
    VenueFactory(name="De Schakel", place="Oudewaarde", capacity=60)
    VenueFactory(name="Het Anker", place="Nieuwewaarde", capacity=20)

    assert column(staff_client.get("/locaties/")) == ["De Schakel", "Het Anker"]
    assert column(staff_client.get("/locaties/?sorteer=plaatsen")) == ["Het Anker", "De Schakel"]
    assert column(staff_client.get("/locaties/?zoek=nieuwewaarde anker")) == ["Het Anker"]
    assert "Niets gevonden" in text_of(staff_client.get("/locaties/?zoek=bestaat-niet"))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_venues_costs_the_same_for_any_number(
    staff_client, django_assert_num_queries, number
):
    VenueFactory.bulk(number)
    staff_client.get("/locaties/")

    with django_assert_num_queries(6):
        staff_client.get("/locaties/")
