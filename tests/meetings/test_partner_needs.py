"""The home page of who plans meetings says which partners do not know how it is."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from mail.delivery import deliver_due
from meetings.models import Meeting
from meetings.partner_needs import partner_needs
from meetings.services import partners
from meetings.services.partner_mail import preview
from tests.factories import ContactFactory, UserFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(corporation):
    return UserFactory(roles=[Role.ORGANISER])


def invited(by, **more) -> Meeting:
    meeting, now = MeetingFactory(title="Buurttent", **more), timezone.now()
    partners.choose(meeting, [ContactFactory(email="gea@partner.example")], now=now)
    partners.send_waiting(meeting, seen=partners.mark(preview(meeting, now)), by=by, now=now)
    return meeting


def needs(user) -> list[tuple[str, str]]:
    return [
        (need.title, need.url)
        for section in partner_needs(user, timezone.localdate())
        for need in section.needs
    ]


def test_nothing_waits_when_everybody_knows(organiser):
    invited(organiser)

    assert needs(organiser) == []


def test_change_that_partners_do_not_know_waits(organiser):
    meeting = invited(organiser)
    Meeting.objects.update(spot="Bij de ingang")

    assert needs(organiser) == [
        (
            "Partners weten nog niet wat er wijzigt aan Buurttent",
            f"/bijeenkomsten/{meeting.pk}/partners/mails/",
        )
    ]


def test_cancelling_that_partners_do_not_know_waits_until_it_is_told(organiser):
    meeting = invited(organiser)
    now = timezone.now()
    Meeting.objects.update(state=Meeting.State.CANCELLED, cancelled_at=now)
    meeting.refresh_from_db()

    assert needs(organiser) == [
        (
            "Partners weten nog niet dat Buurttent niet doorgaat",
            f"/bijeenkomsten/{meeting.pk}/partners/mails/",
        )
    ]
    seen = partners.mark(preview(meeting, now))
    partners.send_waiting(meeting, seen=seen, by=organiser, now=now)
    assert needs(organiser) == []


def test_mail_that_bounced_waits(organiser, post_office):
    post_office.refused_addresses.add("gea@partner.example")
    meeting = invited(organiser)

    deliver_due.call()

    assert needs(organiser) == [
        (
            "De mail aan 1 partner over Buurttent kwam niet aan",
            f"/bijeenkomsten/{meeting.pk}/partners/",
        )
    ]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ORGANISER])
def test_nothing_waits_for_who_does_not_plan(organiser, role):
    invited(organiser)
    Meeting.objects.update(spot="Bij de ingang")
    assert needs(organiser)

    assert needs(UserFactory(roles=[role])) == []


@pytest.mark.parametrize("number", [1, 3, 12])
def test_needs_ask_four_queries_however_many_meetings(organiser, number, django_assert_num_queries):
    now = timezone.now()
    for place in range(number):
        meeting = MeetingFactory()
        partners.choose(meeting, [ContactFactory() for _n in range(2)], now=now)
        seen = partners.mark(preview(meeting, now))
        partners.send_waiting(meeting, seen=seen, by=organiser, now=now)
        Meeting.objects.filter(pk=meeting.pk).update(spot=f"Plek {place}")

    with django_assert_num_queries(4):
        needs(organiser)
