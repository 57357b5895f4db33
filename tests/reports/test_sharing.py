"""Sharing editions: chosen partners, one content-free mail each, opened only while everything still holds."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from complexes import beside
from mail.models import OutgoingMail
from partners.services.access import withdraw
from partners.services.errors import CovenantNotInForce
from proof.models import AuditEntry, Verb
from reports.models import Edition, ResidentSheet, Share
from reports.services import publish_edition
from reports.sharing import NotGranted, candidates, share_edition
from surveys.models import Wave
from tests.factories import (
    ComplexFactory,
    ContactFactory,
    CovenantFactory,
    GrantFactory,
    PartnerFactory,
    UserFactory,
    WaveFactory,
)
from tests.html import column, errors, words
from tests.reports.reporting import korenbloemhof, place

pytestmark = pytest.mark.django_db
TODAY = date.today()
DAY = timedelta(days=1)


def edition_of(complex_, wave=None, **more) -> Edition:
    """An edition without the second it takes to set its pages."""
    values = {
        "wave": wave or Wave.objects.first() or WaveFactory(),
        "complex": complex_,
        "number": Edition.objects.count() + 1,
        "published_on": TODAY,
        "content": {},
        "content_sha256": "",
        "pdf_sha256": "",
    }
    return Edition.objects.create(**values | more)


def client_of(contact) -> Client:
    client = Client()
    client.force_login(contact.user)
    return client


def share(edition, *partners, **more) -> list[Share]:
    return share_edition(edition, partners, by=None, **more)


def visible(contact) -> set[Share]:
    return set(Share.objects.for_contact(contact.user, TODAY))


@pytest.fixture
def contact(corporation):
    """Somebody of a partner to whom a complex is granted."""
    contact = ContactFactory(name="Bo Verzonnen", email="bo@politie.example")
    GrantFactory(partner=contact.partner, complex=ComplexFactory(name="Hof"))
    return contact


@pytest.fixture
def edition(contact) -> Edition:
    return edition_of(contact.partner.grants.get().complex)


def test_candidates_are_partners_with_access_today_and_their_contacts_who_sign_in(edition, contact):
    partner = contact.partner
    ContactFactory(partner=partner, user=None)
    ContactFactory(partner=partner, left_on=TODAY)
    ContactFactory(partner=partner, user__is_active=False)
    GrantFactory(complex=edition.complex, ends_on=TODAY - DAY, starts_on=TODAY - 9 * DAY)
    GrantFactory(complex=edition.complex, starts_on=TODAY + DAY)
    GrantFactory(complex=edition.complex, closed_at=timezone.now())
    GrantFactory()

    [found] = candidates(edition, TODAY)

    assert (found.partner, found.contacts, found.refused) == (partner, (contact,), "")
    share(edition, partner)
    assert candidates(edition, TODAY) == []


def test_preview_names_who_gets_mail_and_sends_nothing(staff_client, edition, contact):
    alone = GrantFactory(complex=edition.complex, partner=PartnerFactory(name="De Stem")).partner
    path = f"/rapporten/{edition.pk}/delen/"
    form = staff_client.get(path).context["form"]
    assert set(form["partner"].value()) == {contact.partner.pk, alone.pk}

    asked = {"verder": 1, "partner": [contact.partner.pk, alone.pk], "expires_on": ""}
    text = words(staff_client.get(path, asked).content.decode())

    assert "mail aan Bo Verzonnen, bo@politie.example" in text
    assert "De Stem niemand kan inloggen; er gaat geen mail" in text
    assert not Share.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_sharing_sends_one_mail_without_content_however_often_it_is_sent(
    staff_client, staff, edition, contact
):
    path = f"/rapporten/{edition.pk}/delen/"
    asked = {"verder": 1, "partner": [contact.partner.pk], "expires_on": "2099-01-01"}

    staff_client.post(path, asked)
    staff_client.post(path, asked)
    share(edition, contact.partner)

    shared = Share.objects.get()
    assert (shared.shared_by, str(shared.expires_on)) == (staff, "2099-01-01")
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("bo@politie.example", "Er staat een rapport voor u klaar")
    assert AuditEntry.objects.filter(verb=Verb.SHARED).count() == 1


def test_text_of_the_mail_says_where_to_sign_in_and_nothing_of_the_report(
    edition, contact, post_office, django_capture_on_commit_callbacks, settings
):
    settings.PUBLIC_URL = "https://buurtpeil.example"
    with django_capture_on_commit_callbacks(execute=True):
        share(edition, contact.partner)

    [mail] = post_office.mails
    text = mail.get_content()
    assert "https://buurtpeil.example/inloggen/code/?next=/mijn/" in text
    for secret in (edition.complex.name, edition.complex.code, edition.wave.title):
        assert secret not in text + mail["Subject"]


def test_partner_without_access_is_refused_and_then_nothing_is_shared(edition, contact):
    stranger = PartnerFactory()
    with pytest.raises(NotGranted):
        share(edition, contact.partner, stranger)
    assert not Share.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_partner_that_is_no_candidate_cannot_be_posted(staff_client, edition):
    stranger = PartnerFactory()

    answer = staff_client.post(
        f"/rapporten/{edition.pk}/delen/", {"verder": 1, "partner": [stranger.pk], "expires_on": ""}
    )

    assert errors(answer) == ["Met wie?: Met deze partner kan dit rapport nu niet gedeeld worden."]
    assert not Share.objects.exists()


def test_ended_covenant_is_no_ground_for_sharing(staff_client, edition, contact):
    grant = contact.partner.grants.get()
    grant.covenant = CovenantFactory(partner=contact.partner, reference="CV-1", ends_on=TODAY - DAY)
    grant.save()

    [found] = candidates(edition, TODAY)
    assert "Convenant CV-1 is beëindigd" in found.refused
    with pytest.raises(CovenantNotInForce):
        share(edition, contact.partner)
    page = words(staff_client.get(f"/rapporten/{edition.pk}/delen/").content.decode())
    assert "Convenant CV-1 is beëindigd" in page


def test_share_that_is_over_makes_room_for_a_new_one(edition, contact):
    [old] = share(edition, contact.partner)
    Share.objects.update(expires_on=TODAY - DAY)
    assert visible(contact) == set()

    [new] = share(edition, contact.partner)

    assert visible(contact) == {new}
    assert old != new
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=old.pk).update(revoked_at=None)


def test_two_partners_and_two_complexes_each_open_only_their_own(edition, contact):
    other = ContactFactory()
    elsewhere = edition_of(GrantFactory(partner=other.partner).complex)
    [mine], [theirs] = share(edition, contact.partner), share(elsewhere, other.partner)

    assert (visible(contact), visible(other)) == ({mine}, {theirs})
    # Both may see the complex now, but nobody shared that edition with the second.
    GrantFactory(partner=other.partner, complex=edition.complex)
    assert visible(other) == {theirs}
    assert client_of(other).get(f"/mijn/rapporten/{mine.pk}/").status_code == 404
    assert client_of(other).get(f"/mijn/rapporten/{mine.pk + 999}/").status_code == 404
    assert client_of(other).get(f"/rapporten/{edition.pk}/").status_code == 404
    assert client_of(other).get(f"/rapporten/{edition.pk}/delen/").status_code == 404


def break_grant(contact, made):
    withdraw(contact.partner.grants.get(), by=None)


def end_grant(contact, made):
    contact.partner.grants.update(ends_on=TODAY - DAY, starts_on=TODAY - 9 * DAY)


def postpone_grant(contact, made):
    contact.partner.grants.update(starts_on=TODAY + DAY)


def move_grant(contact, made):
    contact.partner.grants.update(complex=ComplexFactory())


def revoke_share(contact, made):
    Share.objects.update(revoked_at=timezone.now())


def expire_share(contact, made):
    Share.objects.update(expires_on=TODAY - DAY)


def leave(contact, made):
    contact.left_on = TODAY
    contact.save()


def end_partner(contact, made):
    contact.partner.ended_on = TODAY
    contact.partner.save()


@pytest.mark.parametrize(
    "happens",
    [
        break_grant,
        end_grant,
        postpone_grant,
        move_grant,
        revoke_share,
        expire_share,
        leave,
        end_partner,
    ],
)
def test_known_address_is_gone_at_once_when_anything_ends(edition, contact, happens):
    [made] = share(edition, contact.partner)
    visitor = client_of(contact)
    assert visible(contact) == {made}
    assert column(visitor.get("/mijn/rapporten/")) == ["Hof (pdf)"]
    assert "Rapport Hof" in words(visitor.get("/mijn/").content.decode())

    happens(contact, made)

    assert visitor.get(f"/mijn/rapporten/{made.pk}/").status_code == 404
    assert column(visitor.get("/mijn/rapporten/")) == []
    assert "Rapport Hof" not in words(visitor.get("/mijn/").content.decode())


def test_disabled_account_is_signed_out_and_opens_nothing(edition, contact):
    [made] = share(edition, contact.partner)
    visitor = client_of(contact)
    contact.user.is_active = False
    contact.user.save()

    assert visitor.get(f"/mijn/rapporten/{made.pk}/").status_code == 302
    assert visible(contact) == set()


def test_share_counts_until_its_last_day(edition, contact):
    [made] = share(edition, contact.partner, expires_on=TODAY)

    assert visible(contact) == {made}
    assert not Share.objects.for_contact(contact.user, TODAY + DAY)


def test_opening_gives_the_pdf_is_logged_every_time_and_shown_to_staff(corporation, staff_client):
    wave = korenbloemhof((2022,))
    contact = ContactFactory(name="Bo Verzonnen")
    GrantFactory(partner=contact.partner, complex=place())
    edition = publish_edition(place(), wave, user=None)
    [made] = share(edition, contact.partner)
    path = f"/rapporten/{edition.pk}/delen/"
    assert "nog niet geopend" in words(staff_client.get(path).content.decode())

    for _ in range(2):
        answer = client_of(contact).get(f"/mijn/rapporten/{made.pk}/")

    assert answer["Content-Type"] == "application/pdf"
    assert "C2-2022-uitgave-1.pdf" in answer["Content-Disposition"]
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) > 3
    entries = AuditEntry.objects.filter(verb=Verb.OPENED_REPORT)
    assert {(entry.actor, entry.kind, entry.key) for entry in entries} == {
        (contact.user, "share", str(made.pk))
    }
    assert entries.count() == 2
    text = words(staff_client.get(path).content.decode())
    assert "2 keer geopend, het laatst op" in text
    assert "door Bo Verzonnen" in text


def test_revoking_asks_first_and_is_logged(staff_client, edition, contact):
    [made] = share(edition, contact.partner)
    path = f"/rapporten/gedeeld/{made.pk}/intrekken/"
    assert staff_client.get(path).status_code == 200
    assert visible(contact) == {made}

    staff_client.post(path)

    assert visible(contact) == set()
    assert staff_client.post(path).status_code == 404
    assert AuditEntry.objects.filter(verb=Verb.UNSHARED).count() == 1


def expiry_form(client: Client, share: Share) -> dict[str, str]:
    form = client.get(f"/rapporten/gedeeld/{share.pk}/termijn/").context["form"]
    return {"seen": form.fingerprint, "expires_on": (TODAY + DAY).isoformat()}


def test_last_day_of_a_share_changes_without_mail_and_is_logged(staff_client, edition, contact):
    [made] = share(edition, contact.partner)
    mails = OutgoingMail.objects.count()

    answer = staff_client.post(
        f"/rapporten/gedeeld/{made.pk}/termijn/", expiry_form(staff_client, made)
    )

    assert answer.url == f"/rapporten/{edition.pk}/delen/"
    assert Share.objects.get().expires_on == TODAY + DAY
    assert not Share.objects.for_contact(contact.user, TODAY + 2 * DAY)
    assert OutgoingMail.objects.count() == mails
    last = AuditEntry.objects.filter(verb=Verb.SHARED).latest("pk")
    assert last.details == {"until": (TODAY + DAY).isoformat()}


def test_last_day_of_a_share_is_not_in_the_past_and_not_of_a_revoked_one(
    staff_client, edition, contact
):
    [made] = share(edition, contact.partner)
    path, sent = f"/rapporten/gedeeld/{made.pk}/termijn/", expiry_form(staff_client, made)

    past = staff_client.post(path, sent | {"expires_on": (TODAY - DAY).isoformat()})
    assert errors(past) == ["Tot en met: Deze dag is al geweest."]
    assert Share.objects.get().expires_on is None
    Share.objects.update(revoked_at=timezone.now())

    assert staff_client.post(path, sent).status_code == 404


def test_second_editor_of_a_last_day_is_told_and_loses_nothing(staff_client, edition, contact):
    [made] = share(edition, contact.partner)
    path, sent = f"/rapporten/gedeeld/{made.pk}/termijn/", expiry_form(staff_client, made)
    Share.objects.update(expires_on=TODAY)

    answer = staff_client.post(path, sent)

    assert "Iemand anders heeft dit intussen gewijzigd." in words(answer.content.decode())
    assert answer.context["form"]["expires_on"].value() == (TODAY + DAY).isoformat()
    assert Share.objects.get().expires_on == TODAY


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_a_partner_costs_five_queries(contact, django_assert_num_queries, number):
    complex_ = contact.partner.grants.get().complex
    for _ in range(number):
        share(edition_of(complex_), contact.partner)
    visitor = client_of(contact)

    with django_assert_num_queries(5):  # session, user, count, rows, corporation
        answer = visitor.get("/mijn/rapporten/")
    assert len(column(answer)) == min(number, 25)
    # session, user, contact, meetings, promises, invitations, shares, count, grants, corporation
    with django_assert_num_queries(10):
        visitor.get("/mijn/")


@pytest.mark.parametrize("number", [1, 3, 300])
def test_page_to_share_holds_its_queries(staff_client, edition, django_assert_num_queries, number):
    for _ in range(number):
        GrantFactory(complex=edition.complex, partner=ContactFactory().partner)
        share(edition, GrantFactory(complex=edition.complex).partner)

    # session, user, edition, candidates, contacts, choices, shares, openings, sheet, corporation
    with django_assert_num_queries(10):
        staff_client.get(f"/rapporten/{edition.pk}/delen/")


def test_list_is_searched_sorted_and_says_what_to_do_when_empty(contact):
    visitor = client_of(contact)
    assert "U krijgt een e-mail" in words(visitor.get("/mijn/rapporten/").content.decode())
    for name in ("Alk", "Bies"):
        complex_ = ComplexFactory(name=name)
        GrantFactory(partner=contact.partner, complex=complex_)
        share(edition_of(complex_), contact.partner)

    assert column(visitor.get("/mijn/rapporten/?sorteer=complex")) == ["Alk (pdf)", "Bies (pdf)"]
    assert column(visitor.get("/mijn/rapporten/?zoek=bie")) == ["Bies (pdf)"]
    assert "Niets gevonden" in words(visitor.get("/mijn/rapporten/?zoek=x").content.decode())


# The resident sheet ------------------------------------------------------------------------------


@pytest.fixture
def published(corporation) -> Edition:
    wave = korenbloemhof()
    return publish_edition(place(), wave, user=None)


def test_sheet_is_public_only_after_somebody_read_it_and_said_yes(staff_client, staff, published):
    path = f"/rapporten/{published.pk}/bewonersblad/"
    assert Client().get("/complex/C2/").status_code == 404
    look = words(staff_client.get(path).content.decode())
    assert Client().get("/complex/C2/").status_code == 404

    staff_client.post(path)

    answer = Client().get("/complex/C2/")
    text = words(answer.content.decode())
    assert answer.status_code == 200
    assert "Veilig wonen in Korenbloemhof" in text
    for said in ("een lager cijfer dan in 2020: een 6,0. Toen was het een 7,5.", "000 - 000 00 00"):
        assert said in text
    assert "een lager cijfer dan in 2020: een 6,0. Toen was het een 7,5." in look
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    [card] = [card for card in beside.cards(place(), staff) if card.key == "bewonersblad"]
    assert card.rows[0].url == "/complex/C2/"


def test_sheet_leaves_out_incidents_quotes_and_small_complexes(staff_client, published):
    assert "zeven woninginbraken" in str(published.content).lower()
    assert "De lamp" in str(published.content)
    staff_client.post(f"/rapporten/{published.pk}/bewonersblad/")

    html = Client().get("/complex/C2/").content.decode()

    assert "inbraken" not in html
    assert "De lamp" not in html
    assert "erlichting achterzijde" not in html  # of 2019, before the last wave
    assert Client().get("/complex/C6/").status_code == 404


def test_sheet_of_a_newer_edition_takes_the_place_and_withdrawing_is_at_once(
    staff_client, published
):
    staff_client.post(f"/rapporten/{published.pk}/bewonersblad/")
    newer = publish_edition(place(), published.wave, user=None)
    staff_client.post(f"/rapporten/{newer.pk}/bewonersblad/")
    staff_client.post(f"/rapporten/{newer.pk}/bewonersblad/")

    sheet = ResidentSheet.objects.public().get()
    assert sheet.edition == newer
    assert ResidentSheet.objects.count() == 2
    path = f"/rapporten/bewonersblad/{sheet.pk}/weghalen/"
    assert staff_client.get(path).status_code == 200
    assert Client().get("/complex/C2/").status_code == 200

    staff_client.post(path)

    assert Client().get("/complex/C2/").status_code == 404
    assert [entry.verb for entry in AuditEntry.objects.filter(kind="residentsheet")] == [
        Verb.WITHDREW,
        Verb.PUBLISHED,
        Verb.PUBLISHED,
    ]


def test_reader_and_partner_cannot_make_a_sheet_public(published):
    path = f"/rapporten/{published.pk}/bewonersblad/"
    reader = Client()
    reader.force_login(UserFactory(roles=["reader"]))

    assert reader.post(path).status_code == 403
    assert client_of(ContactFactory()).post(path).status_code == 404
    assert not ResidentSheet.objects.exists()
