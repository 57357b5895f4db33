"""Covenants: what was agreed, the document behind a door, and ending one."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from partners import documents
from partners.models import Covenant
from tests.factories import (
    ContactFactory,
    CovenantFactory,
    GrantFactory,
    PartnerFactory,
    UserFactory,
)
from tests.html import errors, words

pytestmark = pytest.mark.django_db
TODAY = date.today()
DAY = timedelta(days=1)
FIELDS = {
    "reference": "CV-2026-1",
    "purpose": "veilige buurt",
    "legal_basis": "AVG 6.1.e",
    "starts_on": "2026-01-01",
    "ends_on": "",
}


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def pdf(**options: object) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.save(out, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "Convenant «Noord».pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def add(client: Client, partner, **more):
    return client.post(f"/partners/{partner.pk}/convenanten/nieuw/", FIELDS | more)


def test_document_is_kept_under_a_name_nobody_guesses_and_given_back_whole(staff_client, files):
    content = pdf()
    add(staff_client, PartnerFactory(), upload=upload(content))

    covenant = Covenant.objects.get()
    assert covenant.document_name == "Convenant «Noord».pdf"
    assert "Noord" not in covenant.document.name
    [kept] = (files / "covenants").iterdir()
    assert len(kept.stem) == 32
    answer = staff_client.get(f"/partners/convenanten/{covenant.pk}/document/")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_document_is_for_staff_who_may_see_partners_only(staff_client, files):
    add(staff_client, PartnerFactory(), upload=upload(pdf()))
    covenant = Covenant.objects.get()
    path = f"/partners/convenanten/{covenant.pk}/document/"
    answer = staff_client.get(path)
    assert (answer.status_code, answer.getvalue()[:5]) == (200, b"%PDF-")

    for user, status in (
        (ContactFactory(partner=covenant.partner).user, 404),
        (UserFactory(roles=["reader"]), 403),
    ):
        client = Client()
        client.force_login(user)
        assert client.get(path).status_code == status
    assert Client().get(path).status_code == 302
    for guess in (f"/files/{covenant.document.name}", f"/media/{covenant.document.name}"):
        assert staff_client.get(guess).status_code == 404
    assert staff_client.get("/partners/convenanten/99999/document/").status_code == 404
    without = CovenantFactory()
    assert staff_client.get(f"/partners/convenanten/{without.pk}/document/").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90 not a pdf", "Dit is geen pdf."),
        (b"<html>%PDF-1.7</html>", "Dit is geen pdf."),
        (b"%PDF-1.7\nand then nothing", "Deze pdf is beschadigd."),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "Deze pdf heeft een wachtwoord."),
    ],
)
def test_what_is_not_a_readable_pdf_is_refused_whatever_its_name(
    staff_client, files, content, said
):
    answer = add(staff_client, PartnerFactory(), upload=upload(content))

    [error] = errors(answer)
    assert said in error
    assert answer.context["form"]["purpose"].value() == "veilige buurt"
    assert not Covenant.objects.exists()
    assert not (files / "covenants").exists()


def test_document_that_is_too_large_is_refused(staff_client, monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 100)

    [error] = errors(add(staff_client, PartnerFactory(), upload=upload(pdf())))

    assert "groter dan" in error


@pytest.mark.django_db(transaction=True)
def test_new_document_takes_the_place_of_the_old(files):
    client = Client()
    client.force_login(UserFactory())
    add(client, PartnerFactory(), upload=upload(pdf()))
    covenant = Covenant.objects.get()
    path = f"/partners/convenanten/{covenant.pk}/"
    seen = client.get(path).context["form"]["seen"].value()

    newer = pdf(linearize=True)
    client.post(path, FIELDS | {"upload": upload(newer, "nieuw.pdf"), "seen": seen})

    [kept] = (files / "covenants").iterdir()
    assert kept.read_bytes() == newer
    covenant.refresh_from_db()
    assert covenant.document_name == "nieuw.pdf"


def test_ending_a_covenant_ends_the_access_that_rests_on_it(staff_client, staff):
    covenant = CovenantFactory(reference="CV-1")
    now = GrantFactory(partner=covenant.partner, covenant=covenant)
    coming = GrantFactory(partner=covenant.partner, covenant=covenant, starts_on=TODAY + 5 * DAY)
    free = GrantFactory(partner=covenant.partner)
    path = f"/partners/convenanten/{covenant.pk}/beeindigen/"
    asked = words(staff_client.get(path).content.decode())
    assert now.complex.name in asked
    assert free.complex.name not in asked

    staff_client.post(path, {"ends_on": TODAY.isoformat()})

    for thing in (covenant, now, coming, free):
        thing.refresh_from_db()
    assert covenant.ends_on == now.ends_on == TODAY
    assert coming.closed_by == staff
    assert free.ends_on > TODAY


def test_covenant_cannot_be_shortened_under_access_by_way_of_the_form(staff_client):
    covenant = CovenantFactory()
    GrantFactory(partner=covenant.partner, covenant=covenant)
    path = f"/partners/convenanten/{covenant.pk}/"
    seen = staff_client.get(path).context["form"]["seen"].value()

    answer = staff_client.post(path, FIELDS | {"ends_on": str(TODAY), "seen": seen})

    [error] = errors(answer)
    assert "Kies «Beëindigen»" in error


@pytest.mark.parametrize(
    ("day", "said"),
    [(-31, "vóór het begin"), (11, "Zo lang loopt het convenant niet")],
)
def test_last_day_lies_within_the_covenant(staff_client, day, said):
    covenant = CovenantFactory(ends_on=TODAY + 10 * DAY)

    answer = staff_client.post(
        f"/partners/convenanten/{covenant.pk}/beeindigen/", {"ends_on": str(TODAY + day * DAY)}
    )

    [error] = errors(answer)
    assert said in error


def test_reference_is_unique_for_one_partner(staff_client):
    covenant = CovenantFactory(reference="cv-2026-1")
    CovenantFactory(reference="CV-2026-1")

    answer = add(staff_client, covenant.partner)

    assert errors(answer) == ["Kenmerk: Deze partner heeft al een convenant met dit kenmerk."]
    with pytest.raises(IntegrityError), transaction.atomic():
        CovenantFactory(partner=covenant.partner, reference="CV-2026-1")


def test_second_of_two_at_one_covenant_is_told_and_loses_nothing(staff_client):
    covenant = CovenantFactory()
    path = f"/partners/convenanten/{covenant.pk}/"
    seen = staff_client.get(path).context["form"]["seen"].value()
    staff_client.post(path, FIELDS | {"purpose": "van een ander", "seen": seen})

    answer = staff_client.post(path, FIELDS | {"purpose": "van mij", "seen": seen})

    assert "Doel: van een ander" in words(answer.content.decode())
    assert answer.context["form"]["purpose"].value() == "van mij"
    covenant.refresh_from_db()
    assert covenant.purpose == "van een ander"
