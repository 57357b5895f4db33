"""The import in the browser, step by step."""

import os
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from surveys.imports.drafts import folder_of_all
from surveys.models import FreeText, ImportMapping, ImportRun, Response, Wave
from tests.factories import ComplexFactory, CorporationFactory, UserFactory
from tests.html import errors, seen, seen_again
from tests.surveys.imports.builders import MARK, csv_bytes, xlsx_bytes

HEADS = ["Wijk", "V2", "Cijfer", "Leeftijd", "Plannen", "Tekst"]
ROWS = [
    ["Noord", "heel veilig", "7,5", "20", "ja", "Café is lawaaiig"],
    ["C2", "Onveilig", "geen", "40", "nee", ""],
    ["c2", "", "8", "60", "999", ""],
    ["Nergens", "veilig", "8", "60", "ja", ""],
    *[["C2", "veilig", str(number % 10 + 1), str(20 + number), "nee", ""] for number in range(20)],
]
WAVE = {
    "code": "2019",
    "title": "Enquête 2019",
    "opens_on": "2019-05-01",
    "closes_on": "2019-06-01",
    "dwellings": "",
    "note": "",
}
START = "/metingen/inlezen/"


@pytest.fixture(autouse=True)
def ground(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CorporationFactory()
    ComplexFactory(code="C1", name="Zuid")
    ComplexFactory(code="C2", name="De Linde")


def upload(client: Client, content: bytes, name: str = "a.csv", **data):
    return client.post(START, {"file": SimpleUploadedFile(name, content), **data}, follow=True)


def token_of(response) -> str:
    found = re.search(r"/metingen/inlezen/([\w-]{20,})/", response.request["PATH_INFO"])
    assert found, response.content.decode()
    return found.group(1)


def left_of(token: str) -> list[str]:
    return sorted(path.name for path in (folder_of_all() / token).iterdir())


def step(name: str, token: str) -> str:
    return reverse(f"surveys:import_{name}", args=[token])


def started(client: Client, rows=None) -> str:
    return token_of(upload(client, csv_bytes([HEADS, *(rows or ROWS)], separator=";")))


COLUMNS = {
    "column0": "complex",
    "column1": "V2",
    "column2": "R1",
    "column3": "A1",
    "column4": "own:single",
    "column5": "X1",
    "missing": "999",
    "decimal": "both",
}


def values_form(client: Client, token: str, **changes: str) -> dict[str, str]:
    """What the page of values would send as it stands, with some fields changed."""
    form = client.get(step("values", token)).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (data | changes).items() if value is not None}


BANDS = {
    "c3b1from": "0",
    "c3b1below": "35",
    "c3b2from": "35",
    "c3b2below": "55",
    "c3b3from": "55",
    "c3b3below": "120",
}


def to_preview(client: Client, token: str, **wave: str) -> str:
    client.post(step("columns", token), COLUMNS)
    found = client.get(step("values", token)).context["form"]
    fields = {found.fields[name].label: name for name in found.fields}
    north, none = fields["«Noord» (1×)"], fields["«geen» (1×)"]
    data = values_form(client, token, **{north: "C1", none: "none", "c4code": "SP9"}, **BANDS)
    client.post(step("values", token), data)
    client.post(step("wave", token), WAVE | wave)
    return step("preview", token)


def test_whole_way_from_file_to_wave(staff_client):
    token = started(staff_client)
    page = to_preview(staff_client, token)
    preview = staff_client.get(page)
    summary = preview.context["prepared"].outcome.summary
    assert (summary.read, summary.imported, summary.rejected) == (24, 23, 1)
    assert not Wave.objects.exists()
    seal = preview.context["form"]["seal"].value()
    done = staff_client.post(page, {"seal": seal}, follow=True)
    assert done.request["PATH_INFO"] == "/metingen/inlezen/klaar/2019/"
    run = ImportRun.objects.get()
    assert (run.read, run.imported, run.rejected, run.file_name) == (24, 23, 1, "a.csv")
    (north,) = Response.objects.filter(complex__code="C1")
    assert north.answers == {"V2": 1, "R1": 7.5, "A1": 1, "SP9": 1}
    assert FreeText.objects.get().text == "Café is lawaaiig"
    second = {"V2": 4, "A1": 2, "SP9": 2}
    assert second in list(Response.objects.values_list("answers", flat=True))
    question = Wave.objects.get().asked().question("SP9")
    assert [option.says("nl") for option in question.options] == ["ja", "nee"]
    assert left_of(token) == ["done", "lock"]


def test_columns_step_shows_what_was_detected_and_examples(staff_client):
    content = csv_bytes([HEADS, *ROWS], separator=";", encoding="cp1252")
    page = upload(staff_client, content).content.decode()
    assert "CSV, tekens Windows-1252, gescheiden door: puntkomma" in page
    assert "Café is lawaaiig" in page
    assert "24 rijen" in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "Dit bestand is leeg."),
        (b"a;b\n", "a.csv", "geen rijen onder de koppen"),
        (b"a;b\n1;2\n", "a.docx", "Kies een CSV-bestand"),
        (b"a;b\n1;2\n", "a.xlsx", "het is geen Excel-bestand"),
        (xlsx_bytes([["a", "b"], [1, 2]]), "a.csv", "Excel- of zipbestand"),
        (xlsx_bytes([["a", "b"], [1, "=1+1"]]), "a.xlsx", "Cel B2 bevat een formule"),
        (b"\x89PNG\r\n\x1a\n;b\n1;2\n", "a.csv", "iets anders (PNG)"),
        (b"a;b\n1;\x00\n", "a.csv", "nulbytes"),
    ],
)
def test_wrong_file_is_refused_at_the_field_and_nothing_is_kept(staff_client, content, name, words):
    page = upload(staff_client, content, name)
    assert page.request["PATH_INFO"] == START
    (error,) = page.context["form"].errors["file"]
    assert words in error
    assert 'aria-invalid="true"' in page.content.decode()
    assert not any(folder_of_all().glob("*"))


def test_no_file_and_fifty_megabytes_are_refused(staff_client):
    page = staff_client.post(START, {})
    assert page.context["form"].errors["file"] == ["Kies een bestand."]
    page = upload(staff_client, b"a;b\n" + b"1;2\n" * (50 * 1024 * 1024 // 4))
    assert page.context["form"].errors["file"][0].startswith("Dit bestand is te groot: 51 MB.")
    assert not any(folder_of_all().glob("*"))


def test_path_in_the_name_of_a_file_leads_nowhere(staff_client):
    content = csv_bytes([HEADS, *ROWS])
    token = token_of(upload(staff_client, content, "../../../etc/kwaad.csv"))
    kept = [path.name for path in (folder_of_all() / token).iterdir()]
    assert sorted(kept) == ["choices.json", "name", "upload.csv"]


STEPS = [
    "reading", "columns", "values", "wave", "preview", "rejects", "progress", "cancel", "mapping_save",
]  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_somebody_elses_upload_is_not_found(staff_client, name):
    token = started(staff_client)
    assert staff_client.get(step("columns", token)).status_code == 200
    other = Client()
    other.force_login(UserFactory())
    assert other.post(step(name, token)).status_code == 404
    if name != "mapping_save":
        assert other.get(step(name, token)).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_without_signing_in_every_step_asks_to(client, staff_client, name):
    token = started(staff_client)
    answer = client.get(step(name, token))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["columns", "values", "wave", "preview", "cancel"])
def test_forms_from_elsewhere_are_refused(staff, name):
    inside = Client(enforce_csrf_checks=True)
    inside.force_login(staff)
    inside.get(START)
    cookie = inside.cookies[settings.CSRF_COOKIE_NAME].value
    page = inside.post(
        START,
        {"file": SimpleUploadedFile("a.csv", csv_bytes([HEADS, *ROWS]))},
        headers={"X-CSRFToken": cookie},
        follow=True,
    )
    assert inside.post(step(name, token_of(page)), COLUMNS).status_code == 403
    assert inside.post(START, {}).status_code == 403


@pytest.mark.parametrize("token", ["x", "..", "a" * 30, "%2e%2e%2f" * 4])
def test_token_that_is_not_ours_is_not_found(staff_client, token):
    started(staff_client)
    assert staff_client.get(f"{START}{token}/kolommen/").status_code == 404


def test_columns_without_a_question_or_with_two_complexes_are_refused(staff_client):
    token = started(staff_client)
    nothing = dict.fromkeys(COLUMNS, "") | {"decimal": "both"}
    page = staff_client.post(step("columns", token), nothing, follow=True)
    assert "Koppel minstens één kolom aan een vraag." in page.content.decode()
    twice = COLUMNS | {"column1": "complex"}
    page = staff_client.post(step("columns", token), twice, follow=True)
    assert page.context["form"].errors == {
        "column1": ["Maar één kolom kan zeggen bij welk complex een rij hoort."]
    }


def test_form_that_is_not_right_is_kept_and_shown_without_sending_it_again(staff_client):
    token = started(staff_client)
    to_preview(staff_client, token)
    sent = staff_client.post(step("wave", token), WAVE | {"closes_on": "1 mei", "title": "Oud"})
    assert (sent.status_code, sent.url) == (302, step("wave", token))
    page = staff_client.get(sent.url)
    assert page.context["form"].errors == {
        "closes_on": ["Dit is geen datum. Schrijf bijvoorbeeld 28-11-2022."]
    }
    assert 'value="Oud"' in page.content.decode()
    staff_client.post(step("wave", token), WAVE)
    assert not staff_client.get(step("wave", token)).context["form"].is_bound


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"code": "a b"}, "code", "Gebruik letters"),
        ({"code": "inlezen"}, "code", "De code «inlezen» kan niet"),
        ({"code": "Nieuw"}, "code", "De code «Nieuw» kan niet"),
        ({"closes_on": "2019-04-01"}, "closes_on", "ligt vóór de openingsdatum"),
        ({"closes_on": "2999-04-01"}, "closes_on", "nog niet voorbij"),
        ({"title": ""}, "title", ""),
    ],
)
def test_wave_that_cannot_be_is_refused_at_its_field(staff_client, change, field, words):
    token = started(staff_client)
    to_preview(staff_client, token)
    page = staff_client.post(step("wave", token), WAVE | change, follow=True)
    assert list(page.context["form"].errors) == [field]
    assert words in page.context["form"].errors[field][0]


def test_steps_out_of_order_lead_to_the_one_that_is_missing(staff_client):
    token = started(staff_client)
    assert staff_client.get(step("values", token)).url == step("columns", token)
    assert staff_client.get(step("wave", token)).url == step("columns", token)
    assert staff_client.get(step("preview", token)).url == step("wave", token)


def test_codes_of_own_questions_are_checked_at_their_field(staff_client):
    token = started(staff_client)
    two = COLUMNS | {"column3": "own:mark", "column4": "own:single"}
    staff_client.post(step("columns", token), two)
    data = values_form(staff_client, token, c3code="sn 1", c4code="SP9")
    page = staff_client.post(step("values", token), data, follow=True)
    assert page.context["form"].errors == {
        "c3code": ["Gebruik hoofdletters en cijfers, bijvoorbeeld SN1."]
    }
    data = values_form(staff_client, token, c3code="SP9", c4code="SP9")
    page = staff_client.post(step("values", token), data, follow=True)
    assert page.context["form"].errors == {
        "c4code": ["Deze code heeft een andere vraag al. Andere woorden? Kies een andere versie."]
    }
    data = values_form(staff_client, token, c3code="V2", c4code="SP9")
    page = staff_client.post(step("values", token), data, follow=True)
    assert "deze versie van V2 bestaat al" in " ".join(page.context["form"].non_field_errors())


def test_another_reading_is_tried_before_it_is_kept(staff_client):
    token = started(staff_client)
    page = staff_client.post(step("reading", token), {"separator": "|"}, follow=True)
    assert "leeg" not in str(page.context["form"].errors)
    assert staff_client.get(step("columns", token)).status_code == 200
    content = csv_bytes([["a", "é"], ["1", "2"]], encoding="cp1252")
    token = token_of(upload(staff_client, content))
    page = staff_client.post(step("reading", token), {"encoding": "utf-8"}, follow=True)
    assert "niet te lezen als UTF-8" in page.context["form"].errors["encoding"][0]
    assert "é" in staff_client.get(step("columns", token)).content.decode()


def test_sheet_of_a_workbook_can_be_chosen(staff_client):
    content = xlsx_bytes([["leeg", "x"], [1, 2]], Antwoorden=[HEADS, *ROWS])
    token = token_of(upload(staff_client, content, "a.xlsx"))
    page = staff_client.post(step("reading", token), {"sheet": "Antwoorden"}, follow=True)
    assert "Excel, blad «Antwoorden»" in page.content.decode()


def test_list_of_rejects_can_be_downloaded_from_the_dry_run(staff_client):
    token = started(staff_client)
    to_preview(staff_client, token)
    answer = staff_client.get(step("rejects", token))
    assert answer["Content-Disposition"] == 'attachment; filename="niet-ingelezen-2019.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "5;Wijk;Nergens;geen bekend complex;hele rij"


def test_existing_wave_is_replaced_only_when_that_is_ticked(staff_client):
    for attempt in (1, 2):
        token = started(
            staff_client, [*ROWS, ["C2", "veilig", "9", "30", "ja", ""] * 1][: attempt * 99]
        )
        page = to_preview(staff_client, token)
        form = staff_client.get(page).context["form"]
        assert ("replace" in form.fields) == (attempt == 2)
        data = {"seal": form["seal"].value()}
        answer = staff_client.post(page, data, follow=True)
    assert answer.context["form"].errors == {
        "replace": ["Kruis dit aan, of kies een andere code voor de meting."]
    }
    first = Wave.objects.get()
    staff_client.post(page, data | {"replace": "on"})
    assert Wave.objects.get().pk != first.pk


def test_own_wave_with_the_same_code_leads_back_to_the_code(staff_client):
    from tests.factories import WaveFactory

    WaveFactory(code="2019", title="Eigen meting")
    page = staff_client.get(to_preview(staff_client, started(staff_client)))
    assert "Meting 2019 bestaat al («Eigen meting»). Kies een andere code." in page.content.decode()
    assert "Terug naar de meting" in page.content.decode()


def test_what_is_confirmed_must_be_what_was_shown(staff_client):
    token = started(staff_client)
    page = to_preview(staff_client, token)
    seal = staff_client.get(page).context["form"]["seal"].value()
    staff_client.post(step("wave", token), WAVE | {"title": "Anders"})
    answer = staff_client.post(page, {"seal": seal}, follow=True)
    assert "De koppeling is intussen veranderd" in answer.content.decode()
    assert not Wave.objects.exists()


def test_saved_mapping_takes_the_next_file_straight_to_its_wave(staff_client):
    token = started(staff_client)
    to_preview(staff_client, token)
    staff_client.post(step("mapping_save", token), {"name": "Zoals 2019"})
    mapping = ImportMapping.objects.get()
    assert "2019" not in mapping.toml
    page = upload(staff_client, csv_bytes([HEADS, *ROWS]), mapping=mapping.pk)
    token = token_of(page)
    assert page.request["PATH_INFO"] == step("wave", token)
    page = staff_client.post(step("wave", token), WAVE | {"code": "2021"}, follow=True)
    assert page.context["prepared"].outcome.summary.imported == 23


def test_saved_mapping_that_does_not_fit_the_file_says_which_columns(staff_client):
    mapping = ImportMapping.objects.create(name="Ander", toml=MARK)
    page = upload(staff_client, csv_bytes([["x", "y"], ["1", "2"]]), mapping=mapping.pk)
    page = staff_client.post(step("wave", token_of(page)), WAVE, follow=True)
    (error,) = page.context["form"].non_field_errors()
    assert "niet in het bestand staan: «Complex», «Cijfer»" in error


def test_name_of_a_mapping_that_exists_is_refused_at_its_field(staff_client):
    ImportMapping.objects.create(name="Zoals 2019", toml=MARK)
    token = started(staff_client)
    to_preview(staff_client, token)
    page = staff_client.post(step("mapping_save", token), {"name": "Zoals 2019"}, follow=True)
    assert page.context["save_form"].errors == {
        "name": ["Er is al een koppeling met deze naam. Kies een andere."]
    }
    assert ImportMapping.objects.count() == 1


def test_stopping_asks_first_and_then_removes_the_file(staff_client):
    token = started(staff_client)
    page = staff_client.get(step("cancel", token))
    assert b"Ja, stoppen" in page.content
    assert page.context["back"] == step("columns", token)
    to_preview(staff_client, token)
    assert staff_client.get(step("cancel", token)).context["back"] == step("preview", token)
    assert (folder_of_all() / token).exists()
    staff_client.post(step("cancel", token))
    assert not (folder_of_all() / token).exists()
    assert staff_client.get(step("columns", token)).status_code == 404


def test_what_is_left_for_a_day_is_removed_and_newer_stays(staff_client):
    old, new = started(staff_client), started(staff_client)
    then = time.time() - 25 * 60 * 60
    os.utime(folder_of_all() / old, (then, then))
    staff_client.get(START)
    assert [path.name for path in folder_of_all().iterdir()] == [new]


def test_upload_is_readable_by_the_owner_only(staff_client):
    token = started(staff_client)
    folder = folder_of_all() / token
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "upload.csv").stat().st_mode & 0o077 == 0


def test_result_page_is_about_imported_waves_only(staff_client):
    from tests.factories import WaveFactory

    wave = WaveFactory()
    assert staff_client.get(f"/metingen/inlezen/klaar/{wave.code}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_mappings_costs_the_same_for_one_and_many(
    staff_client, django_assert_num_queries, number
):
    ImportMapping.objects.bulk_create(
        ImportMapping(name=f"Koppeling {each:03}", toml=MARK) for each in range(number)
    )
    staff_client.get(reverse("surveys:import_mapping_list"))
    with django_assert_num_queries(5):  # session, user, count, page, corporation
        page = staff_client.get(reverse("surveys:import_mapping_list"))
    assert page.context["listing"].total == number


def test_list_of_mappings_searches_sorts_and_says_what_to_do_when_empty(staff_client):
    url = reverse("surveys:import_mapping_list")
    assert "Nog geen koppelingen" in staff_client.get(url).content.decode()
    for name in ("Bos", "Aker", "Bosrand"):
        ImportMapping.objects.create(name=name, toml=MARK)
    names = [m.name for m in staff_client.get(url, {"sorteer": "-naam"}).context["listing"].page]
    assert names == ["Bosrand", "Bos", "Aker"]
    names = [m.name for m in staff_client.get(url, {"zoek": "bos"}).context["listing"].page]
    assert names == ["Bos", "Bosrand"]
    assert "Niets gevonden" in staff_client.get(url, {"zoek": "x"}).content.decode()


def test_mapping_is_renamed_changed_and_deleted_after_asking(staff_client):
    mapping = ImportMapping.objects.create(name="Oud", toml=MARK)
    url = reverse("surveys:import_mapping_edit", args=[mapping.pk])
    known = seen(staff_client, url)
    page = staff_client.post(url, known | {"name": "Nieuw", "toml": 'decimal = "x"\n' + MARK})
    assert "Regel 1, «decimal»" in page.context["form"].errors["toml"][0]
    staff_client.post(url, known | {"name": "Nieuw", "toml": MARK})
    mapping.refresh_from_db()
    assert mapping.name == "Nieuw"
    away = reverse("surveys:import_mapping_delete", args=[mapping.pk])
    assert "Ja, verwijderen" in staff_client.get(away).content.decode()
    assert ImportMapping.objects.exists()
    staff_client.post(away)
    assert not ImportMapping.objects.exists()


def test_second_of_two_at_one_mapping_is_told_and_loses_nothing(staff_client):
    mapping = ImportMapping.objects.create(name="Oud", toml=MARK)
    url = reverse("surveys:import_mapping_edit", args=[mapping.pk])
    known = seen(staff_client, url)
    mine = {"name": "Van mij", "toml": MARK}
    staff_client.post(url, known | mine | {"name": "Van een ander"})

    refused = staff_client.post(url, known | mine)

    assert "Nu is opgeslagen: Naam: Van een ander." in errors(refused)[0]
    assert refused.context["form"]["name"].value() == "Van mij"
    mapping.refresh_from_db()
    assert mapping.name == "Van een ander"
    staff_client.post(url, mine | seen_again(refused))
    mapping.refresh_from_db()
    assert mapping.name == "Van mij"


def test_files_stay_inside_the_folder_of_the_product():
    assert folder_of_all() == Path(settings.MEDIA_ROOT) / "imports"
