"""Addresses for letters: nothing leads from a code to one, and once deleted they are in no file."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from surveys.models import AccessCode, LetterAddress
from surveys.services.letters import delete_addresses
from tests.attack.files import database_bytes, places_of
from tests.attack.town import Town
from tests.factories import CorporationFactory, UserFactory

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []
STREET = "Kwikstaartlaan-van-niemand"  # occurs nowhere by chance


def bring_in(town: Town) -> Client:
    """As staff do it: a file, a look, and yes."""
    CorporationFactory()
    client = Client()
    client.force_login(UserFactory())
    heads = "Code;Straat;Huisnummer;Postcode;Plaats\n"
    rows = [
        f"{place.complex.code};{STREET};{number};1234 AB;Oudewaarde\n"
        for place in town.wave.wave_complexes.select_related("complex").order_by("pk")
        for number in range(1, 31)
    ]
    file = SimpleUploadedFile("adressen.csv", (heads + "".join(rows)).encode())
    shown = client.post(
        f"/metingen/{town.wave.code}/brieven/adressen/", {"file": file}, follow=True
    )
    path, seal = shown.redirect_chain[-1][0], shown.context["plan"].seal
    assert client.post(path, {"zegel": seal}).status_code == 302
    assert LetterAddress.objects.count() == 60
    return client


def print_letters(client: Client, town: Town) -> list[str]:
    """All that is printed, as it is read, without spaces."""
    pdfs = [
        client.get(f"/metingen/{town.wave.code}/brieven/{place.complex.code}/{kind}.pdf").content
        for place in town.wave.wave_complexes.select_related("complex")
        for kind in ("brieven", "etiketten")
    ]
    return ["".join("".join(pages_of(pdf)).split()) for pdf in pdfs]


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def every_file(folder: Path, roots: list[Path]) -> dict[str, bytes]:
    """The database and whatever else the house wrote."""
    kept = {
        str(path): path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()
    }
    own = {name: content for name, content in kept.items() if "test.sqlite3" not in name}
    return own | database_bytes(folder)


def test_no_row_of_any_table_leads_from_a_code_to_an_address():
    """By construction: addresses are referred to by nothing, and refer to a complex of a wave only."""
    leads_out = {field.name for field in LetterAddress._meta.get_fields() if field.is_relation}
    leads_in = {
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is LetterAddress and not field.auto_created
    }
    codes = {field.name for field in AccessCode._meta.get_fields()}

    assert (leads_out, leads_in) == ({"place"}, set())
    assert codes == {"digest", "wave_complex"}
    assert {field.name for field in LetterAddress._meta.fields} == {
        "key",
        "place",
        "line",
        "postcode",
        "town",
        "imported_on",
    }


def test_no_file_holds_an_address_and_a_code_and_letters_hold_no_code(
    town: Town, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "files"
    client = bring_in(town)
    letters = print_letters(client, town)

    assert len(letters) == 4
    assert all(STREET in letter for letter in letters), "they can be read, or nothing is proved"
    known = [*town.unused, *(resident.code for resident in town.residents)]
    files = every_file(tmp_path, [tmp_path / "files", Path(settings.VAR_DIR)])
    assert places_of(STREET.encode(), files), "the address is there, or nothing is proved"
    for code in known:
        for form in (code, "-".join((code[:4], code[4:8], code[8:]))):
            assert not places_of(form.encode(), files)
            assert [letter for letter in letters if form in letter] == []


def test_address_is_in_no_log_session_or_line_of_the_audit_log(
    town: Town, settings, tmp_path, caplog
):
    settings.MEDIA_ROOT = tmp_path / "files"
    client = bring_in(town)
    print_letters(client, town)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table == LetterAddress._meta.db_table:
                continue
            cursor.execute(f"SELECT * FROM {table}")
            assert STREET not in str(cursor.fetchall()), table
    assert STREET not in caplog.text
    assert STREET not in str(dict(client.session))


@pytest.mark.parametrize("way", ["by hand", "closing"])
def test_deleted_address_is_in_no_file(town: Town, settings, tmp_path, way):
    settings.MEDIA_ROOT = tmp_path / "files"
    client = bring_in(town)
    print_letters(client, town)
    roots = [tmp_path / "files", Path(settings.VAR_DIR)]
    assert places_of(STREET.encode(), every_file(tmp_path, roots))

    if way == "by hand":
        delete_addresses(town.wave, by=None)
    else:
        town.close()

    assert not LetterAddress.objects.exists()
    assert places_of(STREET.encode(), every_file(tmp_path, roots)) == []


def test_upload_that_was_stopped_leaves_nothing(town: Town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    CorporationFactory()
    client = Client()
    client.force_login(UserFactory())
    code = town.wave.wave_complexes.first().complex.code
    text = f"Code;Straat;Huisnummer;Postcode;Plaats\n{code};{STREET};1;1234 AB;Oudewaarde\n"
    file = SimpleUploadedFile("adressen.csv", text.encode())
    shown = client.post(
        f"/metingen/{town.wave.code}/brieven/adressen/", {"file": file}, follow=True
    )
    roots = [tmp_path / "files", Path(settings.VAR_DIR)]
    assert places_of(STREET.encode(), every_file(tmp_path, roots))

    client.post(shown.redirect_chain[-1][0], {"stoppen": "1"})

    assert places_of(STREET.encode(), every_file(tmp_path, roots)) == []
