"""Addresses for letters: brought in whole or not at all, printed without codes, and gone in time."""

import io
import re
import subprocess
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from complexes.models import Corporation
from complexes.views.intakes import SHELF
from proof.models import AuditEntry, RetentionPeriod, Verb
from proof.retention.running import run
from surveys.models import LetterAddress, Wave, WaveComplex
from surveys.retention import ADDRESSES
from surveys.services.closing import close_wave
from surveys.services.letters import add_addresses, delete_addresses
from surveys.services.refusals import NotInThisState
from surveys.services.waves import choose_complexes, delete_draft
from tests.factories import ComplexFactory, UserFactory, WaveComplexFactory, WaveFactory
from tests.factories.urn import open_wave_with_codes
from tests.html import column, text_of
from tests.proof.scenes import NIGHT, night_before
from ui.numbers import day

pytestmark = pytest.mark.django_db
PAGE, UPLOAD = "/metingen/W/brieven/", "/metingen/W/brieven/adressen/"
HEADS = "Code;Straat;Huisnummer;Toevoeging;Postcode;Plaats\n"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def place(corporation) -> WaveComplex:
    wave = WaveFactory(code="W", title="Meting najaar")
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=3)
    return WaveComplexFactory(wave=wave, complex=complex_)


def look(client: Client, text: str, name: str = "adressen.csv"):
    """The page that shows what this file would do."""
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, text.encode())}, follow=True)


def press(client: Client, shown):
    """«Inlezen» on that page."""
    path = shown.redirect_chain[-1][0]
    return client.post(path, {"zegel": shown.context["plan"].seal}, follow=True)


def kept() -> list[tuple[str, ...]]:
    fields = "place__complex__code", "line", "postcode", "town"
    return list(LetterAddress.objects.order_by("postcode", "line").values_list(*fields))


def keep(place: WaveComplex, number: int, *, today: date | None = None) -> None:
    rows = [
        LetterAddress(place=place, line=f"Zilverlaan {n}", postcode="1234 AB", town="Oudewaarde")
        for n in range(1, number + 1)
    ]
    add_addresses(place.wave, rows, today=today or timezone.localdate(), by=None)


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


def lines() -> list[tuple]:
    entries = AuditEntry.objects.order_by("pk")
    return [(one.verb, one.words, one.details) for one in entries]


# Bringing in ------------------------------------------------------------------------------------


def test_file_of_addresses_is_shown_first_and_then_read_in(place, staff_client):
    text = HEADS + (
        "c2;Zilverlaan;1;;1234ab;Oudewaarde\n"
        "C2;Zilverlaan 2 B;;;1234 AB;Oudewaarde\n"
        "C2;Zilverlaan;3;zw;1234 AB;Oudewaarde\n"
    )

    shown = look(staff_client, text)

    assert kept() == []
    assert column(shown, r"<ul class=\"names\">.*?</ul>") == [
        "Korenbloemhof: Zilverlaan 1, 1234 AB Oudewaarde "
        "Korenbloemhof: Zilverlaan 2 B, 1234 AB Oudewaarde "
        "Korenbloemhof: Zilverlaan 3 zw, 1234 AB Oudewaarde"
    ]
    done = press(staff_client, shown)
    assert "Ingelezen: 3 nieuw, 0 gewijzigd." in text_of(done)
    assert kept() == [
        ("C2", "Zilverlaan 1", "1234 AB", "Oudewaarde"),
        ("C2", "Zilverlaan 2 B", "1234 AB", "Oudewaarde"),
        ("C2", "Zilverlaan 3 zw", "1234 AB", "Oudewaarde"),
    ]
    assert lines() == [(Verb.IMPORTED, "Meting najaar", {"kind": "addresses", "added": 3})]
    assert not any(SHELF.folder.glob("*"))


def test_bad_rows_are_named_by_line_and_nothing_is_read_in(place, staff_client):
    ComplexFactory(code="C9")
    text = HEADS + (
        "C2;Zilverlaan;1;;1234 AB;Oudewaarde\n"
        "C9;Zilverlaan;2;;1234 AB;Oudewaarde\n"  # not in this wave
        "C2;Zilverlaan;;;1234 AB;Oudewaarde\n"
        "C2;Zilverlaan;3;;12345;Oudewaarde\n"
        "C2;Zilverlaan;4;;0234 AB;Oudewaarde\n"
        "C2;;5;;1234 AB;Oudewaarde\n"
        "C2;Zilverlaan;6;;1234 AB;\n"
        "C2;zilverlaan;1;;1234 AB;Oudewaarde\n"
        "C2;Zilverlaan 1;;;1234ab;Oudewaarde\n"
        "C2;Zilverlaan;7\n"
        f"C2;{'z' * 65};1234;zw;1234 AB;Oudewaarde\n"
    )

    shown = look(staff_client, text)

    plan = shown.context["plan"]
    assert [(one.line, one.column, one.reason) for one in plan.problems] == [
        (3, "Code", "Dit complex doet niet mee aan deze meting."),
        (4, "Huisnummer", "Het huisnummer ontbreekt."),
        (5, "Postcode", "Schrijf vier cijfers en twee letters, zoals 1234 AB."),
        (6, "Postcode", "Schrijf vier cijfers en twee letters, zoals 1234 AB."),
        (7, "Straat", "Deze cel is leeg."),
        (8, "Plaats", "Deze cel is leeg."),
        (9, "Toevoeging", "Staat ook op regel 2."),
        (10, "Straat", "Staat ook op regel 2."),
        (11, "", "Deze regel heeft 3 cellen en niet 6."),
        (12, "Straat", "Te lang voor een envelop: hoogstens 70 tekens."),
    ]
    assert not plan.can_run
    press(staff_client, shown)
    assert kept() == []


def test_addresses_that_are_there_stay_and_a_number_that_is_not_that_of_dwellings_is_told(
    place, staff_client
):
    keep(place, 2)
    text = HEADS + "".join(f"C2;ZILVERLAAN;{n};;1234 AB;Oudewaarde\n" for n in (2, 5, 6))

    shown = look(staff_client, text)

    plan = shown.context["plan"]
    assert (len(plan.added), plan.same) == (2, 1)
    assert plan.notes == ("Korenbloemhof: 4 adressen en 3 woningen.",)
    press(staff_client, shown)
    assert [line for _code, line, *_rest in kept()] == [
        "ZILVERLAAN 5",
        "ZILVERLAAN 6",
        "Zilverlaan 1",
        "Zilverlaan 2",
    ]


def test_names_in_the_file_are_skipped_and_said_to_be(place, staff_client):
    text = "Code;Naam;Straat;Huisnummer;Postcode;Plaats\nC2;J. Verzonnen;Laan;1;1234 AB;Dorp\n"

    shown = look(staff_client, text)

    assert "Deze kolommen worden niet gebruikt: Naam." in text_of(shown)
    assert "Verzonnen" not in text_of(shown)
    press(staff_client, shown)
    assert "Verzonnen" not in str(list(LetterAddress.objects.values()))


def test_sample_can_be_filled_in_and_read_back(place, staff_client):
    WaveComplexFactory(wave=place.wave, complex=ComplexFactory(code="C1"))
    for ending in ("xlsx", "csv"):
        answer = staff_client.get(f"{UPLOAD}voorbeeld.{ending}")
        file = SimpleUploadedFile(f"a.{ending}", answer.content)
        plan = staff_client.post(UPLOAD, {"file": file}, follow=True).context["plan"]
        assert (len(plan.added), plan.problems) == (1, [])
    assert staff_client.get(f"{UPLOAD}voorbeeld.exe").status_code == 404


def test_wave_that_closed_meanwhile_takes_no_address(place, staff_client):
    shown = look(staff_client, HEADS + "C2;Laan;1;;1234 AB;Dorp\n")
    Wave.objects.update(state=Wave.State.CLOSED)

    assert press(staff_client, shown).status_code == 404
    assert staff_client.get(UPLOAD).status_code == 404
    with pytest.raises(NotInThisState):
        add_addresses(place.wave, [], today=timezone.localdate(), by=None)
    assert kept() == []
    assert "Deze meting is gesloten." in text_of(staff_client.get(PAGE))


def test_wave_that_closes_while_a_file_is_brought_in_says_so(place, staff_client):
    shown = look(staff_client, HEADS + "C2;Laan;1;;1234 AB;Dorp\n")

    def close_meanwhile(execute, sql, params, many, context):
        if sql.startswith('SELECT "surveys_letteraddress"'):
            Wave.objects.update(state=Wave.State.CLOSED)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(close_meanwhile):
        answer = press(staff_client, shown)

    assert answer.redirect_chain[-1][0] == PAGE
    assert "er gaan geen brieven meer uit" in text_of(answer)
    assert kept() == []


def test_upload_for_one_wave_is_read_into_no_other(place, staff_client):
    """The token names a file of this session; the complexes it speaks of must be of the wave in the address."""
    shown = look(staff_client, HEADS + "C2;Laan;1;;1234 AB;Dorp\n")
    WaveFactory(code="X")
    path = shown.redirect_chain[-1][0].replace("/W/", "/X/")

    other = staff_client.post(path, {"zegel": shown.context["plan"].seal})

    assert [one.reason for one in other.context["plan"].problems] == [
        "Dit complex doet niet mee aan deze meting."
    ]
    assert kept() == []


def test_one_address_gets_one_letter(place):
    keep(place, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(place, 1)


# Who --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SURVEY_LEAD])
def test_only_who_runs_waves_comes_near_an_address(place, role):
    keep(place, 1)
    client = Client()
    client.force_login(UserFactory(roles=[role]))
    paths = [PAGE, UPLOAD, f"{PAGE}C2/brieven.pdf", f"{PAGE}C2/etiketten.pdf", f"{PAGE}wissen/"]
    for path in paths:
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 403
            assert b"Zilverlaan" not in answer.content
    assert not LetterAddress.objects.visible_to(UserFactory(roles=[role])).exists()
    assert LetterAddress.objects.visible_to(UserFactory(roles=[Role.SURVEY_LEAD])).count() == 1


def test_letters_of_another_complex_or_kind_are_not_found(place, staff_client):
    ComplexFactory(code="C3")
    keep(place, 1)
    for path in ("C3/brieven.pdf", "C2/kaarten.pdf", "BESTAATNIET/brieven.pdf"):
        assert staff_client.get(f"{PAGE}{path}").status_code == 404
    delete_addresses(place.wave, by=None)
    assert staff_client.get(f"{PAGE}C2/brieven.pdf").status_code == 404


# The list ---------------------------------------------------------------------------------------


def test_list_says_how_many_and_until_when(place, staff_client):
    today = timezone.localdate()
    WaveComplexFactory(wave=place.wave, complex=ComplexFactory(name="Zonnehof", code="Z"))
    keep(place, 2, today=today - timedelta(days=3))
    RetentionPeriod.objects.create(rule=ADDRESSES.key, days=10)

    page = text_of(staff_client.get(PAGE))

    assert "Wij bewaren de adressen 10 dagen." in page
    assert f"Korenbloemhof 3 2 {day(today + timedelta(days=7))} Brieven" in page
    assert "Zonnehof 60 geen" in page
    assert column(staff_client.get(f"{PAGE}?zoek=zonne")) == ["Zonnehof"]
    assert column(staff_client.get(f"{PAGE}?sorteer=-adressen")) == ["Korenbloemhof", "Zonnehof"]
    assert "Niets gevonden" in text_of(staff_client.get(f"{PAGE}?zoek=xyz"))


def test_list_without_complexes_says_what_to_do(staff_client):
    WaveFactory(code="W")

    assert "Kies eerst welke complexen meedoen." in text_of(staff_client.get(PAGE))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_takes_the_same_queries_for_one_and_many(
    place, staff_client, number, django_assert_num_queries
):
    for _complex in range(number - 1):
        keep(WaveComplexFactory(wave=place.wave), 1)
    # session, user, wave, period, count, page, addresses, corporation
    with django_assert_num_queries(8):
        page = staff_client.get(PAGE)
    assert page.context["listing"].total == number


# On paper ---------------------------------------------------------------------------------------


def test_letter_has_one_address_in_the_window_and_no_code(place, staff_client):
    keep(place, 3)

    answer = staff_client.get(f"{PAGE}C2/brieven.pdf")

    assert answer["Content-Disposition"] == 'attachment; filename="brieven-W-C2.pdf"'
    pages = pages_of(answer.content)
    assert len(pages) == 3
    found = {line.strip() for page in pages for line in page.splitlines() if "Zilverlaan" in line}
    assert found == {"Zilverlaan 1", "Zilverlaan 2", "Zilverlaan 3"}
    for page in pages:
        assert page.count("Aan de bewoner(s) van") == page.count("Zilverlaan") == 1
        assert "1234 AB OUDEWAARDE" in " ".join(page.split())
        assert "Hoe veilig voelt u zich bij Korenbloemhof?" in page
    assert lines()[-1] == (
        Verb.EXPORTED,
        "Meting najaar",
        {"file": "brieven", "complex": "C2", "lines": 3},
    )


@pytest.mark.parametrize(("window", "left"), [("left", 22), ("right", 116)])
def test_address_stands_where_the_window_of_the_envelope_is(place, staff_client, window, left):
    Corporation.objects.update(envelope=window)
    keep(place, 1)
    pdf = staff_client.get(f"{PAGE}C2/brieven.pdf").content

    box = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    )

    words = box.stdout.decode()
    [street] = [line for line in words.splitlines() if ">Zilverlaan<" in line]
    place_of = {
        name: float(street.split(f'{name}="')[1].split('"')[0]) * 25.4 / 72
        for name in ("xMin", "yMin", "yMax")
    }
    assert place_of["xMin"] == pytest.approx(left, abs=0.5)
    assert 44 < place_of["yMin"] < place_of["yMax"] < 65


def test_letters_and_labels_lie_in_another_order_every_time(place, staff_client):
    keep(place, 30)

    def order(kind: str) -> list[str]:
        pages = pages_of(staff_client.get(f"{PAGE}C2/{kind}.pdf").content)
        return [found for page in pages for found in re.findall(r"Zilverlaan (\d+)", page)]

    first, second, labels = order("brieven"), order("brieven"), order("etiketten")
    assert sorted(first) == sorted(second) == sorted(labels) == sorted(map(str, range(1, 31)))
    assert first != second != labels
    assert first != [str(n) for n in range(1, 31)]


def test_labels_are_twenty_four_on_a_sheet(place, staff_client):
    keep(place, 49)

    pdf = pikepdf.open(io.BytesIO(staff_client.get(f"{PAGE}C2/etiketten.pdf").content))

    assert len(pdf.pages) == 3


def test_longest_and_strangest_address_is_whole_on_its_own_page(place, staff_client):
    line, town = "Burgemeester-Van-der-Verzonnenstraat-Noord Zönenhof <b> & 1234 zw links", "x" * 40
    heads, cells = "Code;Straat;Postcode;Plaats\n", f"C2;{line};1234 AB;{town}\n"
    assert len(line) == 71
    long = look(staff_client, heads + cells).context["plan"]
    assert [one.reason for one in long.problems] == [
        "Zorg dat deze waarde niet meer dan 70 tekens bevat (het zijn er nu 71)."
    ]
    press(staff_client, look(staff_client, heads + cells.replace("  ", " ").replace(" zw ", " w ")))
    assert len(kept()) == 1

    for kind in ("brieven", "etiketten"):
        [page] = pages_of(staff_client.get(f"{PAGE}C2/{kind}.pdf").content)
        words = " ".join(page.split())
        assert "Zönenhof <b> & 1234 w links 1234 AB" in words
        assert "X" * 30 in words


@pytest.mark.parametrize(("window", "words"), [("left", "links"), ("right", "rechts")])
def test_sheet_to_hold_against_the_envelope_has_a_ruler_and_nobody_s_address(
    place, staff_client, window, words
):
    Corporation.objects.update(envelope=window)
    keep(place, 1)

    [page] = pages_of(staff_client.get(f"{PAGE}proefblad.pdf").content)

    assert f"Dit is de envelop met venster {words}." in " ".join(page.split())
    assert "Voorbeeldstraat 123" in page
    assert "Zilverlaan" not in page
    assert {str(number) for number in range(10, 210, 10)} <= set(page.split())


# Away -------------------------------------------------------------------------------------------


def test_deleting_asks_first_and_leaves_a_line_without_an_address(place, staff_client):
    keep(place, 2)
    asked = text_of(staff_client.get(f"{PAGE}wissen/"))
    assert "Er zijn 2 adressen ingelezen" in asked
    assert len(kept()) == 2

    done = staff_client.post(f"{PAGE}wissen/", follow=True)

    assert "2 adressen zijn gewist." in text_of(done)
    assert kept() == []
    assert lines()[-1] == (
        Verb.REMOVED,
        "Meting najaar",
        {"kind": "addresses", "lines": 2},
    )
    staff_client.post(f"{PAGE}wissen/")
    assert len(lines()) == 2  # nothing to delete leaves no line


def test_addresses_go_when_their_days_are_over_and_not_a_day_before(place):
    today = NIGHT.date()
    night_before()
    other = WaveComplexFactory(wave=place.wave, complex=ComplexFactory(code="C3"))
    keep(place, 2, today=today - timedelta(days=29))
    keep(other, 1, today=today - timedelta(days=28))

    run(now=NIGHT)

    assert {code for code, *_rest in kept()} == {"C3"}
    night_before(NIGHT + timedelta(days=1))
    run(now=NIGHT + timedelta(days=1))
    assert kept() == []


def test_addresses_go_with_the_closing_of_their_wave(corporation):
    wave, _issued = open_wave_with_codes(dwellings=2)
    keep(wave.wave_complexes.get(), 2)
    other = WaveComplexFactory()
    keep(other, 1)

    close_wave(wave, now=timezone.now())

    assert list(LetterAddress.objects.values_list("place", flat=True)) == [other.pk]


def test_addresses_go_with_a_complex_that_no_longer_takes_part_and_with_a_draft(place):
    other = WaveComplexFactory(wave=place.wave, complex=ComplexFactory(code="C3"))
    keep(place, 1)
    keep(other, 1)

    choose_complexes(place.wave, removing={other.complex_id})
    assert [code for code, *_rest in kept()] == ["C2"]
    delete_draft(place.wave)
    assert kept() == []
