"""What a partner's contact sees: only what is granted to their organisation, only while it is."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from partners.models import Grant
from partners.services.access import grant_access, prolong, withdraw
from partners.services.errors import AlreadyGranted, CovenantNotInForce
from tests.factories import (
    ComplexFactory,
    ContactFactory,
    CovenantFactory,
    GrantFactory,
    PartnerFactory,
    UserFactory,
)
from tests.html import column, errors, words

pytestmark = pytest.mark.django_db
TODAY = date.today()
DAY = timedelta(days=1)


def client_of(contact) -> Client:
    client = Client()
    client.force_login(contact.user)
    return client


def seen(contact) -> list[str]:
    return column(client_of(contact).get("/mijn/complexen/"))


def test_two_partners_and_two_complexes_each_see_their_own():
    hof, plein = ComplexFactory(name="Hof"), ComplexFactory(name="Plein")
    one, other = ContactFactory(), ContactFactory()
    GrantFactory(partner=one.partner, complex=hof)
    GrantFactory(partner=other.partner, complex=plein)
    GrantFactory(partner=other.partner, complex=hof)

    assert (seen(one), seen(other)) == (["Hof"], ["Hof", "Plein"])
    home = words(client_of(one).get("/mijn/").content.decode())
    assert "Hof" in home
    assert "Plein" not in home


@pytest.mark.parametrize(
    ("starts", "ends", "visible"),
    [(0, 0, True), (-5, 0, True), (0, 5, True), (-5, -1, False), (1, 5, False)],
)
def test_grant_counts_from_its_first_day_to_its_last(starts, ends, visible):
    contact = ContactFactory()
    grant = GrantFactory(
        partner=contact.partner, starts_on=TODAY + starts * DAY, ends_on=TODAY + ends * DAY
    )

    assert seen(contact) == ([grant.complex.name] if visible else [])


def test_withdrawn_grant_ends_at_once_and_twice_changes_nothing(staff_client, staff):
    contact = ContactFactory()
    grant = GrantFactory(partner=contact.partner)
    visitor = client_of(contact)
    assert column(visitor.get("/mijn/complexen/")) == [grant.complex.name]

    path = f"/partners/toegang/{grant.pk}/intrekken/"
    assert staff_client.get(path).status_code == 200
    staff_client.post(path)

    assert column(visitor.get("/mijn/complexen/")) == []
    grant.refresh_from_db()
    closed = grant.closed_at
    withdraw(grant, by=staff)
    grant.refresh_from_db()
    assert grant.closed_at == closed
    assert staff_client.post(path).status_code == 404


def test_contact_who_left_or_is_shut_or_whose_partner_ended_sees_nothing():
    contacts = [ContactFactory() for _ in range(4)]
    for contact in contacts:
        GrantFactory(partner=contact.partner)
    gone, shut, ended, kept = contacts
    assert all(Grant.objects.for_contact(contact.user, TODAY) for contact in contacts)

    gone.left_on = TODAY
    gone.save()
    shut.user.is_active = False
    shut.user.save()
    ended.partner.ended_on = TODAY
    ended.partner.save()

    found = [Grant.objects.for_contact(contact.user, TODAY).count() for contact in contacts]
    assert found == [0, 0, 0, 1]
    assert kept.partner.grants.count() == 1


def test_staff_see_nothing_as_a_contact_and_contacts_nothing_as_staff(staff):
    contact = ContactFactory()
    GrantFactory(partner=contact.partner)

    assert not Grant.objects.for_contact(staff, TODAY)
    assert Grant.objects.visible_to(staff)
    assert not Grant.objects.visible_to(contact.user)
    assert client_of(contact).get(f"/partners/{contact.partner.pk}/").status_code == 404


def test_partner_account_without_a_contact_sees_a_page_that_says_so():
    client = Client()
    client.force_login(UserFactory(kind="partner"))

    assert "deelt nu niets met u" in words(client.get("/mijn/").content.decode())
    assert client.get("/").url == "/mijn/"


@pytest.mark.parametrize("number", [1, 3, 300])
def test_lists_of_a_partner_hold_their_queries(django_assert_num_queries, number):
    contact = ContactFactory()
    for _ in range(number):
        GrantFactory(partner=contact.partner)
    client = client_of(contact)

    with django_assert_num_queries(5):  # session, user, count, rows, corporation
        client.get("/mijn/complexen/")
    # session, user, contact, reports, meetings, promises, minutes, count, rows, corporation
    with django_assert_num_queries(10):
        client.get("/mijn/")


def test_giving_access_to_a_complex_by_its_code(staff_client, staff):
    partner, complex_ = PartnerFactory(), ComplexFactory(code="C2")
    path = f"/partners/{partner.pk}/toegang/nieuw/"
    sent = {"complex": "c2", "starts_on": "2026-01-01", "ends_on": "2099-12-31", "covenant": ""}

    staff_client.post(path, sent)

    grant = Grant.objects.get()
    assert (grant.partner, grant.complex, grant.granted_by) == (partner, complex_, staff)
    assert (str(grant.starts_on), str(grant.ends_on)) == ("2026-01-01", "2099-12-31")

    again = staff_client.post(path, sent)
    assert errors(again) == [
        f"{complex_.name} hoort al bij deze partner, tot en met 31 december 2099. "
        "Verleng de toegang daar."
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"complex": "C9"}, "Er is geen complex met deze code of naam."),
        ({"ends_on": "2020-01-01"}, "Deze dag ligt vóór het begin. Draai de twee dagen om."),
        ({"starts_on": "2019-01-01", "ends_on": "2020-01-01"}, "Deze dag is al geweest."),
        ({"covenant": "999"}, "Dit convenant geldt niet (meer). Kies een ander."),
    ],
)
def test_wrong_access_says_what_is_wrong(staff_client, typed, said):
    partner = PartnerFactory()
    ComplexFactory(code="C2")
    sent = {"complex": "C2", "starts_on": "2026-01-01", "ends_on": "2099-12-31", "covenant": ""}

    answer = staff_client.post(f"/partners/{partner.pk}/toegang/nieuw/", sent | typed)

    [error] = errors(answer)
    assert error.endswith(said)
    assert not Grant.objects.exists()


def test_grant_that_is_over_makes_room_and_stays_in_the_history(staff_client):
    over = GrantFactory(starts_on=TODAY - 90 * DAY, ends_on=TODAY - 30 * DAY)

    new = Grant(
        partner=over.partner, complex=over.complex, starts_on=TODAY, ends_on=TODAY + 9 * DAY
    )
    grant_access(new, by=None)

    over.refresh_from_db()
    assert (over.state(TODAY), over.ended_on) == ("over", TODAY - 30 * DAY)
    assert new.state(TODAY) == "in_force"
    page = words(staff_client.get(over.partner.get_absolute_url()).content.decode())
    assert f"Toegang tot {over.complex.name} afgelopen" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantFactory(partner=over.partner, complex=over.complex)


def test_grant_of_another_partner_does_not_stand_in_the_way():
    first = GrantFactory()
    second = GrantFactory(complex=first.complex)

    assert Grant.objects.in_force(TODAY).filter(complex=first.complex).count() == 2
    assert second.partner != first.partner


def test_ended_covenant_is_no_ground_for_anything_new(staff_client, staff):
    ended = CovenantFactory(ends_on=TODAY - DAY)
    ComplexFactory(code="C2")
    sent = {"complex": "C2", "starts_on": str(TODAY), "ends_on": str(TODAY), "covenant": ended.pk}

    answer = staff_client.post(f"/partners/{ended.partner.pk}/toegang/nieuw/", sent)

    assert errors(answer) == ["Op grond van: Dit convenant geldt niet (meer). Kies een ander."]
    resting = GrantFactory(partner=ended.partner, covenant=ended)
    with pytest.raises(CovenantNotInForce):
        prolong(resting, ends_on=TODAY + 400 * DAY, by=staff)
    page = words(staff_client.get(ended.partner.get_absolute_url()).content.decode())
    assert "beëindigd" in page


@pytest.mark.parametrize(
    ("covenant", "until"),
    [
        ({"ends_on": TODAY - DAY}, TODAY),
        ({"starts_on": TODAY + DAY}, TODAY),
        ({"ends_on": TODAY + DAY}, TODAY + 2 * DAY),
    ],
)
def test_access_never_outlasts_its_covenant(covenant, until):
    ground = CovenantFactory(**covenant)
    grant = Grant(
        partner=ground.partner,
        complex=ComplexFactory(),
        covenant=ground,
        starts_on=TODAY,
        ends_on=until,
    )

    with pytest.raises(CovenantNotInForce):
        grant_access(grant, by=None)
    assert not Grant.objects.exists()


def test_prolonging_says_so_when_somebody_else_did_it_first(staff_client):
    grant = GrantFactory()
    path = f"/partners/toegang/{grant.pk}/"
    seen_ = staff_client.get(path).context["form"]["seen"].value()
    staff_client.post(path, {"ends_on": "2098-01-01", "seen": seen_})

    answer = staff_client.post(path, {"ends_on": "2099-01-01", "seen": seen_})

    assert "Iemand anders heeft dit intussen gewijzigd" in words(answer.content.decode())
    grant.refresh_from_db()
    assert grant.ends_on == date(2098, 1, 1)
    past = staff_client.post(path, {"ends_on": str(TODAY - DAY)})
    assert "Trek haar dan in" in words(past.content.decode())


def test_withdrawn_grant_is_not_prolonged(staff):
    grant = GrantFactory(closed_at=timezone.now())

    with pytest.raises(AlreadyGranted):
        prolong(grant, ends_on=TODAY + DAY, by=staff)


def test_state_of_a_grant_withdrawn_on_its_last_day():
    closed = datetime(2026, 3, 1, 12, tzinfo=timezone.get_current_timezone())
    grant = GrantFactory.build(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1), closed_at=closed
    )

    assert grant.state(date(2026, 3, 2)) == "withdrawn"
