"""Contacts: who may sign in, who leaves, and whose account it is."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from mail.models import OutgoingMail
from partners.models import Contact
from tests.factories import ContactFactory, PartnerFactory, UserFactory
from tests.html import errors, words

pytestmark = pytest.mark.django_db
TODAY = date.today()
BO = {"name": "Bo Verzonnen", "function": "wijkagent", "email": "bo@politie.example", "phone": ""}


def add(client: Client, partner, **more):
    return client.post(f"/partners/{partner.pk}/contactpersonen/nieuw/", BO | more)


def change(client: Client, contact: Contact, **more):
    path = f"/partners/contactpersonen/{contact.pk}/"
    form = client.get(path).context["form"]
    kept = {name: form[name].value() or "" for name in (*BO, "seen")}
    return client.post(path, kept | more)


def test_new_contact_who_may_sign_in_gets_an_account_and_one_mail_without_anything_in_it(
    staff_client, corporation, settings
):
    settings.PUBLIC_URL = "https://buurtpeil.example"
    partner = PartnerFactory()
    add(staff_client, partner, may_sign_in="on")

    account = Contact.objects.get().user
    assert (account.kind, account.email, account.is_active) == ("partner", BO["email"], True)
    assert not account.has_usable_password()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (
        "bo@politie.example",
        "U kunt inloggen bij Woonstichting Zilverbeek",
    )


def test_contact_who_may_not_sign_in_has_no_account(staff_client):
    add(staff_client, PartnerFactory(), email="")

    assert Contact.objects.get().user is None
    assert not OutgoingMail.objects.exists()


def test_signing_in_needs_an_address(staff_client):
    answer = add(staff_client, PartnerFactory(), email="", may_sign_in="on")

    assert errors(answer) == [
        "E-mailadres: Vul een e-mailadres in: daar komt de code om in te loggen."
    ]


@pytest.mark.parametrize("kind", [User.Kind.STAFF, User.Kind.PARTNER])
def test_address_of_another_account_is_refused_and_what_was_typed_stays(staff_client, kind):
    taken = UserFactory(kind=kind, email="BO@politie.example")
    if kind == User.Kind.PARTNER:
        ContactFactory(user=taken, email="")

    answer = add(staff_client, PartnerFactory(), may_sign_in="on")

    assert errors(answer) == [
        "E-mailadres: Met dit e-mailadres logt al iemand anders in. Gebruik een eigen adres."
    ]
    assert 'value="bo@politie.example"' in answer.content.decode()
    assert not Contact.objects.filter(name=BO["name"]).exists()


def test_two_present_contacts_never_share_an_address():
    ContactFactory(email="bo@politie.example", left_on=TODAY)
    ContactFactory(email="bo@politie.example", user=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactFactory(email="Bo@Politie.example", user=None)


def test_changed_address_is_what_one_signs_in_with(staff_client):
    contact = ContactFactory()

    change(staff_client, contact, email="nieuw@politie.example", may_sign_in="on")

    contact.refresh_from_db()
    assert contact.user.email == contact.email == "nieuw@politie.example"
    assert not OutgoingMail.objects.exists()  # nothing new to tell


def test_taking_away_the_sign_in_ends_an_open_session_at_once(staff_client):
    contact = ContactFactory()
    visitor = Client()
    visitor.force_login(contact.user)
    assert visitor.get("/mijn/").status_code == 200

    change(staff_client, contact)

    assert visitor.get("/mijn/").status_code == 302
    change(staff_client, contact, may_sign_in="on")
    assert OutgoingMail.objects.count() == 1  # let in again, and told so


def test_contact_who_leaves_is_shut_out_at_once_and_stays_on_record(staff_client):
    contact = ContactFactory(name="Bo Verzonnen", function="wijkagent")
    after = ContactFactory(partner=contact.partner, name="Mo Nieuw")
    visitor = Client()
    visitor.force_login(contact.user)
    assert visitor.get("/mijn/").status_code == 200
    path = f"/partners/contactpersonen/{contact.pk}/vertrek/"
    assert "Inloggen kan vanaf nu niet meer" in words(staff_client.get(path).content.decode())

    left = TODAY - timedelta(days=3)
    staff_client.post(path, {"left_on": left.isoformat(), "successor": after.pk})

    assert visitor.get("/mijn/").status_code == 302
    contact.refresh_from_db()
    assert (contact.left_on, contact.successor, contact.user.is_active) == (left, after, False)
    page = words(staff_client.get(contact.partner.get_absolute_url()).content.decode())
    assert "Bo Verzonnen (wijkagent) vertrok, opgevolgd door Mo Nieuw" in page
    assert staff_client.get(path).status_code == 404


def test_leaving_on_a_day_to_come_or_for_somebody_elsewhere_is_refused(staff_client):
    contact, elsewhere = ContactFactory(), ContactFactory()
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    sent = {"left_on": tomorrow, "successor": elsewhere.pk}

    answer = staff_client.post(f"/partners/contactpersonen/{contact.pk}/vertrek/", sent)

    assert len(errors(answer)) == 2
    contact.refresh_from_db()
    assert contact.left_on is None


def test_address_of_somebody_who_left_works_again_for_who_comes_back(staff_client):
    gone = ContactFactory(email=BO["email"], left_on=TODAY, user__is_active=False)
    account = gone.user

    add(staff_client, PartnerFactory(), may_sign_in="on")

    account.refresh_from_db()
    gone.refresh_from_db()
    assert (account.is_active, gone.user) == (True, None)
    assert Contact.objects.get(left_on=None).user == account


def test_second_of_two_at_one_contact_is_told_and_loses_nothing(staff_client):
    contact = ContactFactory(phone="")
    path = f"/partners/contactpersonen/{contact.pk}/"
    seen = staff_client.get(path).context["form"]["seen"].value()
    change(staff_client, contact, phone="000 - 1")

    answer = staff_client.post(path, BO | {"phone": "000 - 2", "seen": seen})

    assert "Telefoon: 000 - 1" in words(answer.content.decode())
    assert answer.context["form"]["phone"].value() == "000 - 2"
    contact.refresh_from_db()
    assert contact.phone == "000 - 1"


def test_who_left_has_a_successor_and_nobody_succeeds_themselves():
    contact, other = ContactFactory(), ContactFactory()
    for fields in ({"successor": other}, {"successor": contact, "left_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(**fields)
