"""Files that the worker makes: when they are made, how long they stay, who gets them."""

import os
import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from reports import tasks
from reports.made_files import KEEP, folder, made_file, remove_old_files
from surveys.models import FreeText, Wave
from tests.factories import ComplexFactory, UserFactory
from tests.factories.closed import closed_wave, people
from ui.progress import Progress, read_progress, set_progress

pytestmark = pytest.mark.django_db
NAME = "uitslag.xlsx"
SECRET = "De lift is stuk"


@pytest.fixture
def wave(corporation, settings, tmp_path) -> Wave:
    settings.MEDIA_ROOT = tmp_path
    place = ComplexFactory(code="C1", dwellings=60)
    return closed_wave(2022, {place: people(30, R1=[6, 7])}, texts={place: [SECRET]})


@pytest.fixture
def url(wave: Wave) -> str:
    return reverse("reports:wave_workbook", args=[wave.code])


def download(client: Client, wave: Wave):
    return client.get(reverse("reports:wave_workbook_download", args=[wave.code]))


def test_file_is_made_by_the_worker_and_then_downloaded(staff_client, wave, url):
    assert download(staff_client, wave).status_code == 404
    page = staff_client.post(url, follow=True)
    assert page.request["PATH_INFO"] == url
    assert "Download het bestand" in page.content.decode()
    got = download(staff_client, wave)
    assert got["Content-Disposition"] == 'attachment; filename="2022-uitslag.xlsx"'
    assert "no-store" in got["Cache-Control"]
    assert b"".join(got.streaming_content).startswith(b"PK")


def test_file_that_is_there_is_not_made_again_unless_that_is_asked(staff_client, wave, url):
    staff_client.post(url)
    path = made_file(wave, NAME).path
    path.write_bytes(b"kept")
    staff_client.post(url)
    assert path.read_bytes() == b"kept"
    staff_client.post(url, {"opnieuw": "ja"})
    assert path.read_bytes().startswith(b"PK")


def test_file_that_is_being_made_shows_its_progress_and_is_not_made_twice(staff_client, wave, url):
    running = Progress("running", 1, 3, "1 van 3 complexen en groepen klaar")
    set_progress(made_file(wave, NAME).key, running)
    staff_client.post(url)
    assert not made_file(wave, NAME).path.exists()
    page = staff_client.get(url).content.decode()
    assert f'data-progress-url="{url}"' in page
    assert "1 van 3 complexen en groepen klaar" in page
    asked = staff_client.get(url, headers={"accept": "application/json"})
    assert asked.json() == {"state": "running", "percentage": 33, "words": running.words}
    staff_client.post(url, {"opnieuw": "ja"})  # its process may have been killed
    assert made_file(wave, NAME).path.exists()


def test_progress_counts_every_complex_group_and_the_corporation(wave):
    told = []
    with made_file(wave, NAME).written() as file:
        tasks.KINDS[NAME].write(wave, file, lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]


@pytest.mark.parametrize("change", ["taken back", "edited"])
def test_text_that_changed_is_in_no_download_any_more(staff_client, wave, url, change):
    staff_client.post(url)
    before = made_file(wave, NAME)
    assert before.made_at
    if change == "taken back":
        FreeText.objects.update(state=FreeText.State.WITHHELD, released_text="")
    else:
        FreeText.objects.update(released_text="De lift")
    assert download(staff_client, wave).status_code == 404
    assert "Maak het bestand" in staff_client.get(url).content.decode()
    assert before.path.exists()


def test_file_of_yesterday_is_not_served_and_goes_at_the_next_making(staff_client, wave, url):
    staff_client.post(url)
    path = made_file(wave, NAME).path
    then = time.time() - KEEP.total_seconds() - 1
    os.utime(path, (then, then))
    (folder() / "newer").write_bytes(b"")
    assert download(staff_client, wave).status_code == 404
    remove_old_files()
    assert [each.name for each in folder().iterdir()] == ["newer"]


def test_making_that_fails_says_so_and_leaves_nothing_half(wave, settings):
    (Path(settings.MEDIA_ROOT) / "made").mkdir()
    Wave.objects.filter(pk=wave.pk).update(state="open", public_key=b"k")
    wave.refresh_from_db()
    with pytest.raises(Exception, match="2022 is open"):
        tasks.run_making(wave, NAME)
    assert read_progress(made_file(wave, NAME).key) == Progress(
        "failed", words="Het maken is afgebroken. Er is niets veranderd: begin opnieuw."
    )
    assert list(folder().iterdir()) == []


def test_file_is_readable_by_the_owner_only(staff_client, wave, url):
    staff_client.post(url)
    assert made_file(wave, NAME).path.stat().st_mode & 0o077 == 0
    assert folder().stat().st_mode & 0o077 == 0


def test_file_is_for_who_may_export_and_of_closed_waves_only(client, staff_client, wave, url):
    staff_client.post(url)
    fetch = reverse("reports:wave_workbook_download", args=[wave.code])
    for address in (url, fetch):
        assert client.get(address)["Location"].startswith("/inloggen/")
    reader = Client()
    reader.force_login(UserFactory(roles={"reader"}))
    for address in (url, fetch):
        assert reader.get(address).status_code == 403
    for code in ("1999", "2022x", f"{wave.pk}"):
        for name in ("wave_workbook", "wave_workbook_download", "wave_zip", "wave_zip_download"):
            address = reverse(f"reports:{name}", args=[code])
            assert staff_client.get(address).status_code == 404
    Wave.objects.filter(pk=wave.pk).update(state="open", public_key=b"k")
    assert download(staff_client, wave).status_code == 404
