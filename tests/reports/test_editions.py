"""Editions: published once, the same for ever; the list, the zip and the commands."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from complexes.models import Measure
from reports import batch, tasks
from reports.content.material import NoReport
from reports.made_files import made_file
from reports.models import Edition
from reports.services import (
    ArchiveDamaged,
    edition_pdf,
    is_identical,
    publish_edition,
    store_edition,
)
from surveys.models import Wave
from tests.factories import ComplexFactory, UserFactory, WaveFactory
from tests.reports.reporting import korenbloemhof, place
from ui.progress import read_progress

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 11, 2, 22, 30, tzinfo=UTC)


@pytest.fixture
def wave(corporation) -> Wave:
    return korenbloemhof()


@pytest.fixture
def files(wave, settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "made"


def publish(wave: Wave, **fields: object) -> Edition:
    """An edition without the second it takes to set its pages."""
    number = Edition.objects.filter(wave=wave).count() + 1
    values: dict[str, object] = {
        "wave": wave,
        "complex": place(),
        "number": number,
        "published_on": NOW.date(),
        "content": {},
        "content_sha256": "",
        "pdf_sha256": "",
    }
    return Edition.objects.create(**values | fields)


def test_edition_stays_the_same_when_the_data_change_afterwards(wave, corporation):
    edition = publish_edition(place(), wave, user=None, now=NOW)
    before = edition_pdf(edition)
    assert is_identical(edition, before)
    Measure.objects.update(title="iets heel anders")
    corporation.name = "Andere corporatie"
    corporation.save()
    edition.refresh_from_db()
    assert edition_pdf(edition) == before
    again = publish_edition(place(), wave, user=None, now=NOW)
    assert again.number == 2
    assert again.content_sha256 != edition.content_sha256
    assert "Iets heel anders" in str(again.content)
    assert "Iets heel anders" not in str(edition.content)


def test_edition_keeps_who_and_the_day_in_amsterdam(wave):
    user = UserFactory()
    late = datetime(2022, 11, 2, 23, 30, tzinfo=UTC)  # already the 3rd in Amsterdam
    edition = publish_edition(place(), wave, user=user, now=late)
    assert (edition.number, str(edition.published_on), edition.published_by) == (
        1,
        "2022-11-03",
        user,
    )
    assert "Uitgave 1 · 3 november 2022" in str(edition.content)


def test_number_taken_meanwhile_makes_the_next_one(wave, monkeypatch):
    """Somebody publishes between our number and our storing: a race, played out in order."""
    taken: list[Edition] = []

    def late(*args: object, **kwargs: object) -> Edition:
        if not taken:
            taken.append(publish(wave))
        return store_edition(*args, **kwargs)

    monkeypatch.setattr("reports.services.store_edition", late)
    assert publish_edition(place(), wave, user=None, now=NOW).number == 2


def test_damaged_archive_is_not_set(wave):
    edition = publish_edition(place(), wave, user=None, now=NOW)
    edition.content["front"]["title"] = "Vervalst"
    edition.save()
    with pytest.raises(ArchiveDamaged):
        edition_pdf(edition)


def test_small_complex_is_not_published(wave):
    with pytest.raises(NoReport):
        publish_edition(place("C6"), wave, user=None, now=NOW)
    assert not Edition.objects.exists()


def test_list_is_searched_sorted_and_explains_itself_when_empty(staff_client, wave):
    url = reverse("reports:edition_list")
    assert "Nog geen rapporten" in staff_client.get(url).content.decode()
    publish(wave)
    publish(wave, complex=place("C3"))
    page = staff_client.get(url, {"sorteer": "complex"})
    assert [one.complex.name for one in page.context["listing"].page] == [
        "De Wolhof",
        "Korenbloemhof",
    ]
    found = staff_client.get(url, {"zoek": "koren 2022"})
    assert [one.complex.code for one in found.context["listing"].page] == ["C2"]
    assert "Niets gevonden" in staff_client.get(url, {"zoek": "zzz"}).content.decode()


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_the_same_queries_for_one_and_for_many(
    staff_client, wave, number, django_assert_num_queries
):
    for _ in range(number):
        publish(wave, complex=ComplexFactory(), number=1, published_by=UserFactory())
    with django_assert_num_queries(5):  # session, user, corporation, count, editions
        page = staff_client.get(reverse("reports:edition_list"))
    assert page.context["listing"].total == number


def test_staff_look_at_a_draft_then_publish_then_download(staff_client, wave, staff):
    start = reverse("reports:edition_create")
    query = {"meting": "2022", "complex": "C2"}
    assert "Kies een meting" in staff_client.get(start).content.decode()
    page = staff_client.get(start, query).content.decode()
    assert "Rapport uitgeven" in page
    draft = staff_client.get(reverse("reports:report_preview", args=["2022", "C2"]))
    assert draft["Content-Type"] == "application/pdf"
    assert draft.content.startswith(b"%PDF-1.7")
    assert not Edition.objects.exists()
    done = staff_client.post(start, query, follow=True)
    assert "uitgave 1 is uitgegeven" in done.content.decode()
    edition = Edition.objects.get()
    assert edition.published_by == staff
    got = staff_client.get(reverse("reports:edition_download", args=[edition.pk]))
    assert got["Content-Disposition"] == 'attachment; filename="C2-2022-uitgave-1.pdf"'
    assert is_identical(edition, got.content)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"meting": "2022", "complex": "C99"}, "Kies een complex uit de lijst"),
        ({"meting": "open", "complex": "C2"}, "Kies een gesloten meting uit de lijst"),
        ({"meting": "2022", "complex": "<script>"}, "Kies een complex uit de lijst"),
        ({"meting": "2022", "complex": "C6"}, "Te weinig antwoorden voor een eigen rapport"),
    ],
)
def test_wrong_choice_says_what_is_wrong_and_publishes_nothing(staff_client, wave, query, said):
    WaveFactory(code="open")
    url = reverse("reports:edition_create")
    assert said in staff_client.get(url, query).content.decode()
    staff_client.post(url, query)
    assert not Edition.objects.exists()


def test_stranger_finds_no_report(client, wave):
    edition = publish(wave)
    for name, args in (
        ("edition_list", []),
        ("edition_create", []),
        ("edition_download", [edition.pk]),
        ("report_preview", ["2022", "C2"]),
        ("wave_zip", ["2022"]),
        ("wave_zip_download", ["2022"]),
    ):
        answer = client.get(reverse(f"reports:{name}", args=args))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/inloggen/")


def test_unknown_wave_complex_or_edition_is_not_found(staff_client, wave, files):
    WaveFactory(code="open")
    for name, args in (
        ("edition_download", [99]),
        ("report_preview", ["1999", "C2"]),
        ("report_preview", ["2022", "C99"]),
        ("report_preview", ["open", "C2"]),
        ("wave_zip", ["open"]),
        ("wave_zip_download", ["2022"]),
    ):
        assert staff_client.get(reverse(f"reports:{name}", args=args)).status_code == 404


@pytest.mark.slow
def test_zip_holds_the_edition_or_a_draft_of_every_complex_with_enough_answers(
    staff_client, wave, files
):
    edition = publish_edition(place(), wave, user=None, now=NOW)
    url = reverse("reports:wave_zip", args=["2022"])
    assert "Maak het bestand" in staff_client.get(url).content.decode()
    page = staff_client.post(url, follow=True)
    assert "Download het bestand" in page.content.decode()
    progress = staff_client.get(url, headers={"accept": "application/json"}).json()
    assert progress == {"state": "done", "percentage": 100, "words": "Klaar om te downloaden."}
    got = staff_client.get(page.context["download_url"])
    file = files / "got.zip"
    file.write_bytes(b"".join(got.streaming_content))
    assert 'filename="2022-rapporten.zip"' in got["Content-Disposition"]
    with zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == [
            "C1-2022-concept.pdf",
            "C2-2022-uitgave-1.pdf",
            "C3-2022-concept.pdf",
        ]
        assert is_identical(edition, archive.read("C2-2022-uitgave-1.pdf"))
    (kept,) = files.glob("*-rapporten.zip")
    assert (kept.stat().st_mode & 0o077, files.stat().st_mode & 0o077) == (0, 0)


@pytest.mark.slow
def test_zip_that_fails_says_so_and_leaves_nothing_half(wave, files):
    edition = publish(wave, content={"is": "Corporation"})
    assert edition.number == 1
    with pytest.raises(Exception, match="not a report"):
        tasks.run_making(wave, "rapporten.zip")
    progress = read_progress(made_file(wave, "rapporten.zip").key)
    assert progress is not None
    assert progress.state == "failed"
    assert "begin opnieuw" in progress.words
    assert list(files.iterdir()) == []


def test_jobs_publish_only_where_there_is_no_edition_yet(wave):
    publish(wave)
    found = {job.subject.code: job.issue for job in batch.jobs(wave, publish_on=NOW.date())}
    assert found["C2"] is None
    assert {code: issue.number for code, issue in found.items() if issue} == {"C1": 1, "C3": 1}


def test_command_writes_one_report(wave, tmp_path, capsys):
    out = tmp_path / "report.pdf"
    call_command("complex_report", complex="C2", wave="2022", out=out, publish=True)
    assert is_identical(Edition.objects.get(), out.read_bytes())
    assert "report.pdf:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"wave": "1999"}, "There is no wave 1999."),
        ({"complex": "C99"}, "There is no complex C99."),
        ({"wave": "open"}, "open is not closed: it has no results yet."),
        ({"complex": "C6"}, "Van De Sluiswachter zijn er te weinig antwoorden"),
        ({"complex": "C1", "wave": "2030"}, "C1 took no part in 2030."),
        ({"out": Path("/nowhere/x.pdf")}, "/nowhere/x.pdf cannot be written: No such file"),
    ],
)
def test_command_says_what_is_wrong(wave, tmp_path, options, said):
    WaveFactory(code="open")
    WaveFactory(code="2030", state="closed")
    asked = {"complex": "C2", "wave": "2022", "out": tmp_path / "x.pdf"} | options
    with pytest.raises(CommandError, match=said):
        call_command("complex_report", **asked)
    assert not (tmp_path / "x.pdf").exists()
