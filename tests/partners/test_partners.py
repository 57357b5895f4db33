"""The list of partners, one partner's page, ending the work with one, and two people at one form."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import home
from accounts.roles import Role
from complexes import beside
from partners.models import Partner
from proof.models import AuditEntry, Verb
from tests.factories import (
    ComplexFactory,
    ContactFactory,
    CovenantFactory,
    GrantFactory,
    PartnerFactory,
    UserFactory,
)
from tests.html import column, errors, heading, words

pytestmark = pytest.mark.django_db
TODAY = date.today()
LINE = r"<tr>\s*(<th scope=\"row\">.*?)</tr>"


def test_list_explains_what_partners_are_for_and_invites(staff_client):
    text = words(staff_client.get("/partners/").content.decode())

    assert "Nog geen partners" in text
    assert "Eerste partner toevoegen" in text


def test_list_counts_who_is_present_and_what_is_granted_today(staff_client):
    partner = PartnerFactory(name="Politie Noord", kind="police")
    ContactFactory.create_batch(2, partner=partner)
    ContactFactory(partner=partner, left_on=TODAY)
    for days in (0, -400, 5):  # today, long ago, still to come
        start = TODAY + timedelta(days=days)
        GrantFactory(partner=partner, starts_on=start, ends_on=start + timedelta(days=90))
    PartnerFactory(name="Buurtbemiddeling", kind="mediation")

    answer = staff_client.get("/partners/?sorteer=-complexen")

    assert column(answer, LINE) == [
        "Politie Noord politie 2 1",
        "Buurtbemiddeling buurtbemiddeling 0 0",
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("politie", ["Politie Noord"]),
        ("jansen", ["Politie Noord"]),
        ("korenbloem politie", ["Politie Noord"]),
        ("c2", ["Politie Noord"]),
        ("korenbloem kompas", []),
    ],
)
def test_list_finds_partners_by_name_contact_and_complex(staff_client, search, found):
    police = PartnerFactory(name="Politie Noord")
    ContactFactory(partner=police, name="Wim Jansen-Verzonnen")
    GrantFactory(partner=police, complex=ComplexFactory(code="C2", name="Korenbloemhof"))
    PartnerFactory(name="Kompas")

    assert column(staff_client.get("/partners/", {"zoek": search})) == found


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_six_queries(staff_client, django_assert_num_queries, number):
    for _ in range(number):
        ContactFactory(user=None)

    with django_assert_num_queries(6):  # session, user, count, some ended, rows, corporation
        answer = staff_client.get("/partners/")

    assert len(column(answer)) == min(number, 25)


@pytest.mark.parametrize("number", [1, 3, 300])
def test_page_of_a_partner_costs_eight_queries(staff_client, django_assert_num_queries, number):
    partner = PartnerFactory()
    for _ in range(number):
        contact = ContactFactory(partner=partner)
        GrantFactory(partner=partner, covenant=CovenantFactory(partner=partner))
    ContactFactory(partner=partner, left_on=TODAY, successor=contact)

    # session, user, partner, its three kinds, promises, corporation
    with django_assert_num_queries(8):
        staff_client.get(f"/partners/{partner.pk}/")


def test_making_and_changing_a_partner(staff_client):
    staff_client.post("/partners/nieuw/", {"name": "GGZ Kompas", "kind": "care"})
    partner = Partner.objects.get()

    path = f"/partners/{partner.pk}/wijzigen/"
    seen = staff_client.get(path).context["form"]["seen"].value()
    staff_client.post(path, {"name": "GGZ Kompas", "kind": "care", "note": "Zorg", "seen": seen})

    partner.refresh_from_db()
    assert (partner.name, partner.kind, partner.note) == ("GGZ Kompas", "care", "Zorg")


def test_name_of_an_active_partner_is_refused_and_that_of_an_ended_one_is_free(staff_client):
    partner = PartnerFactory(name="De Stem")

    answer = staff_client.post("/partners/nieuw/", {"name": "de stem", "kind": "tenants"})
    assert errors(answer) == ["Naam: Er is al een partner met deze naam."]

    partner.ended_on = TODAY
    partner.save()
    staff_client.post("/partners/nieuw/", {"name": "de stem", "kind": "tenants"})
    assert Partner.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerFactory(name="DE STEM")


def test_second_of_two_at_one_partner_is_told_and_loses_nothing(staff_client):
    partner = PartnerFactory(name="De Stem", kind="tenants", note="")
    path = f"/partners/{partner.pk}/wijzigen/"
    seen = staff_client.get(path).context["form"]["seen"].value()
    mine = {"name": "De Stem", "kind": "tenants", "note": "van mij", "seen": seen}
    staff_client.post(path, mine | {"note": "van een ander"})

    answer = staff_client.post(path, mine)

    assert "Nu is opgeslagen: Toelichting: van een ander." in words(answer.content.decode())
    assert answer.context["form"]["note"].value() == "van mij"
    partner.refresh_from_db()
    assert partner.note == "van een ander"

    staff_client.post(path, mine | {"seen": answer.context["form"]["seen"].value()})
    partner.refresh_from_db()
    assert partner.note == "van mij"


def test_ending_the_work_asks_first_and_then_shuts_every_door(staff_client, staff):
    partner = PartnerFactory(name="De Stem")
    contact = ContactFactory(partner=partner, name="Bo Verzonnen")
    grant = GrantFactory(partner=partner)
    path = f"/partners/{partner.pk}/beeindigen/"

    asked = words(staff_client.get(path).content.decode())
    assert "Bo Verzonnen" in asked
    assert "De toegang tot 1 complex vervalt." in asked
    partner.refresh_from_db()
    assert partner.ended_on is None

    staff_client.post(path)

    for thing in (partner, contact, contact.user, grant):
        thing.refresh_from_db()
    assert partner.ended_on == contact.left_on == TODAY
    assert not contact.user.is_active
    assert grant.closed_by == staff
    page = words(staff_client.get(f"/partners/{partner.pk}/").content.decode())
    assert "De samenwerking is beëindigd op" in page
    assert "Bo Verzonnen vertrok" in page
    assert column(staff_client.get("/partners/")) == []
    assert column(staff_client.get("/partners/?stand=beeindigd")) == ["De Stem"]
    assert {(entry.verb, entry.kind) for entry in AuditEntry.objects.all()} == {
        (Verb.WITHDREW, "partner"),
        (Verb.WITHDREW, "grant"),
        (Verb.DISABLED, "user"),
    }


@pytest.mark.parametrize(
    "end", ["wijzigen", "beeindigen", "contactpersonen/nieuw", "toegang/nieuw"]
)
def test_ended_partner_cannot_be_changed(staff_client, end):
    partner = PartnerFactory(ended_on=TODAY)

    assert staff_client.get(f"/partners/{partner.pk}/{end}/").status_code == 404
    assert heading(staff_client.get(f"/partners/{partner.pk}/")) == partner.name


def test_complex_shows_its_partners_of_today_to_who_may_see_partners(staff):
    complex_ = ComplexFactory()
    grant = GrantFactory(complex=complex_, partner__name="Politie")
    GrantFactory(complex=complex_, partner__name="Vroeger", closed_at=grant.granted_at)

    cards = {card.key: card for card in beside.cards(complex_, staff)}
    assert [row.title for row in cards["partners"].rows] == ["Politie"]
    others = beside.cards(complex_, UserFactory(roles=[Role.FIELD_STAFF]))
    assert "partners" not in {card.key for card in others}


def test_home_tells_who_may_edit_what_ends_soon():
    soon = TODAY + timedelta(days=10)
    partner = PartnerFactory(name="Politie")
    CovenantFactory(partner=partner, reference="CV-9", ends_on=soon)
    CovenantFactory(partner=partner, ends_on=TODAY - timedelta(days=1))
    CovenantFactory(partner=partner, ends_on=TODAY + timedelta(days=300))
    for name in ("A-hof", "B-hof"):
        GrantFactory(partner=partner, complex=ComplexFactory(name=name), ends_on=soon)

    [section] = home.sections(UserFactory(roles=[Role.ORGANISER]), TODAY)

    assert [(need.title, need.subtitle, need.due_on) for need in section.needs] == [
        ("Convenant CV-9 loopt af", "Politie", soon),
        ("Toegang van Politie loopt af", "A-hof en 1 andere", soon),
    ]
    assert home.sections(UserFactory(roles=[Role.READER]), TODAY) == []


def test_search_over_everything_finds_partners_for_who_may_see_them():
    PartnerFactory(name="Politie Noord")
    organiser = UserFactory(roles=[Role.ORGANISER])

    (found,) = [one.found for one in home.search("noord", organiser) if one.kind == "Partners"]
    assert [(one.title, one.subtitle) for one in found] == [("Politie Noord", "welzijn")]
    assert home.search("noord", UserFactory(roles=[Role.FIELD_STAFF])) == []
