"""The last step of an import: queued, followed, done once, and nothing lost when it fails."""

import pytest
from django.test import Client

from surveys.imports.drafts import finished_code, hold
from surveys.imports.tasks import progress_key, run_import
from surveys.models import ImportRun, Response, Wave
from tests.factories import ComplexFactory, CorporationFactory, UserFactory, WaveFactory
from tests.surveys.imports.test_pages import left_of, started, step, to_preview
from ui.progress import Progress, read_progress, set_progress

JSON = {"accept": "application/json"}
UPLOAD = ["choices.json", "name", "upload.csv"]


@pytest.fixture(autouse=True)
def ground(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CorporationFactory()
    ComplexFactory(code="C1", name="Zuid")
    ComplexFactory(code="C2", name="De Linde")


@pytest.fixture
def by_hand(settings):
    """A queue whose worker is the test."""
    backend = "django_tasks.backends.dummy.DummyBackend"
    settings.TASKS = {"default": {"BACKEND": backend, "ENQUEUE_ON_COMMIT": False}}


def confirmed(client: Client, token: str) -> dict[str, str]:
    """What sending the dry run sends."""
    return {"seal": client.get(step("preview", token)).context["form"]["seal"].value()}


@pytest.fixture
def queued(staff_client, by_hand) -> tuple[str, str]:
    """Token and seal of an import that waits for the worker."""
    token = started(staff_client)
    to_preview(staff_client, token)
    sent = confirmed(staff_client, token)
    answer = staff_client.post(step("preview", token), sent)
    assert (answer.status_code, answer.url) == (302, step("progress", token))
    return token, sent["seal"]


def work(token: str, seal: str, *, replace: bool = False) -> None:
    run_import.call(token, seal, replace)


def state_of(client: Client, token: str) -> dict[str, object]:
    return client.get(step("progress", token), headers=JSON).json()


def test_import_waits_for_the_worker_and_leads_to_what_came_of_it(staff_client, queued):
    token, seal = queued
    waiting = {"state": "waiting", "percentage": 0, "words": "Wacht op de werker…"}
    assert state_of(staff_client, token) == waiting
    page = staff_client.get(step("progress", token)).content.decode()
    assert "Enquête 2019 wordt ingelezen" in page
    assert f'data-progress-url="{step("progress", token)}"' in page
    assert not Wave.objects.exists()
    work(token, seal)
    assert state_of(staff_client, token)["state"] == "done"
    assert staff_client.get(step("progress", token)).url == "/metingen/inlezen/klaar/2019/"
    assert ImportRun.objects.get().imported == 23
    assert left_of(token) == ["done", "lock"]


def test_progress_of_an_import_that_was_not_started_is_not_found(staff_client):
    token = started(staff_client)
    assert staff_client.get(step("progress", token)).status_code == 404
    assert staff_client.get(step("progress", token), headers=JSON).status_code == 404


def test_somebody_elses_import_is_not_found_also_when_it_is_done(queued):
    token, seal = queued
    other = Client()
    other.force_login(UserFactory())
    assert other.get(step("progress", token), headers=JSON).status_code == 404
    work(token, seal)
    assert other.get(step("progress", token)).status_code == 404
    assert other.get(step("preview", token)).status_code == 404


def test_sent_twice_and_worked_twice_is_imported_once(staff_client, queued):
    token, seal = queued
    again = staff_client.post(step("preview", token), {"seal": seal})
    assert again.url == step("progress", token)
    work(token, seal)
    wave = Wave.objects.get()
    set_progress(progress_key(token), Progress("waiting"))  # the second sending said so last
    work(token, seal)
    assert Wave.objects.get() == wave
    assert Response.objects.count() == 23
    assert read_progress(progress_key(token)).state == "done"
    third = staff_client.post(step("preview", token), {"seal": seal}, follow=True)
    assert third.request["PATH_INFO"] == "/metingen/inlezen/klaar/2019/"
    assert Wave.objects.get() == wave


def test_replacement_that_is_worked_twice_replaces_once(staff_client, queued):
    work(*queued)
    token = started(staff_client)
    to_preview(staff_client, token)
    sent = confirmed(staff_client, token) | {"replace": "on"}
    staff_client.post(step("preview", token), sent)
    work(token, sent["seal"], replace=True)
    replaced = Wave.objects.get()
    work(token, sent["seal"], replace=True)
    assert Wave.objects.get() == replaced


def test_code_taken_in_the_meantime_is_said_and_can_be_mended(staff_client, queued):
    token, seal = queued
    WaveFactory(code="2019", title="Eigen meting")
    work(token, seal)
    assert state_of(staff_client, token) == {
        "state": "failed",
        "percentage": 0,
        "words": "Meting 2019 bestaat al («Eigen meting»). Kies een andere code.",
    }
    page = staff_client.get(step("progress", token)).content.decode()
    assert "Het inlezen is niet gelukt" in page
    assert "Uw bestand en wat u koos staan er nog" in page
    assert step("preview", token) in page
    assert sorted({*left_of(token)} - {"lock"}) == UPLOAD
    retry = {"code": "2019b"}
    to_preview(staff_client, token, **retry)
    sent = confirmed(staff_client, token)
    staff_client.post(step("preview", token), sent)
    work(token, sent["seal"])
    assert ImportRun.objects.get().wave.code == "2019b"


def test_error_of_ours_is_said_without_details_and_nothing_is_lost(staff_client, queued, tmp_path):
    token, seal = queued
    upload = tmp_path / "imports" / token / "upload.csv"
    content = upload.read_bytes()
    upload.unlink()
    upload.mkdir()
    with pytest.raises(IsADirectoryError):
        work(token, seal)
    told = state_of(staff_client, token)
    assert told["state"] == "failed"
    assert told["words"] == "Het inlezen is afgebroken door een fout in Buurtpeil."
    assert not Wave.objects.exists()
    upload.rmdir()
    upload.write_bytes(content)
    work(token, seal)
    assert ImportRun.objects.get().imported == 23


def test_mapping_changed_after_confirming_is_not_imported(staff_client, queued):
    token, seal = queued
    to_preview(staff_client, token, title="Anders")
    work(token, seal)
    assert state_of(staff_client, token)["words"] == (
        "De koppeling is intussen veranderd. Kijk de proef nog eens na."
    )
    assert not Wave.objects.exists()


def test_import_that_was_stopped_while_it_waited_is_not_done(staff_client, queued):
    token, seal = queued
    answer = staff_client.post(step("cancel", token), follow=True)
    assert "er is niets ingelezen" in answer.content.decode()
    work(token, seal)
    assert not Wave.objects.exists()
    assert finished_code(token) is None
    assert read_progress(progress_key(token)) == Progress(
        "failed",
        words="Het bestand is er niet meer: na een dag wordt het gewist. Kies het opnieuw.",
    )


def test_import_that_runs_cannot_be_stopped_and_says_so(staff_client, queued):
    token, seal = queued
    with hold(token, wait=True):
        answer = staff_client.post(step("cancel", token), follow=True)
    assert answer.request["PATH_INFO"] == step("progress", token)
    assert "was al begonnen en is niet gestopt" in answer.content.decode()
    work(token, seal)
    assert ImportRun.objects.get().imported == 23
    stopped = staff_client.post(step("cancel", token), follow=True)
    assert stopped.request["PATH_INFO"] == "/metingen/inlezen/klaar/2019/"


def test_upload_lost_while_waiting_leads_to_choosing_it_again(staff_client, queued, tmp_path):
    token, seal = queued
    for path in (tmp_path / "imports" / token).iterdir():
        path.unlink()
    work(token, seal)
    page = staff_client.get(step("progress", token)).content.decode()
    assert "Het bestand is er niet meer. Kies het opnieuw." in page
    assert "Uw bestand en wat u koos staan er nog" not in page
    assert 'href="/metingen/inlezen/"' in page


def test_progress_of_a_run_under_way_is_shown(staff_client, queued):
    token, _seal = queued
    words = "8.000 van 20.000 inzendingen bewaard"
    set_progress(progress_key(token), Progress("running", 44, 100, words))
    assert state_of(staff_client, token) == {"state": "running", "percentage": 44, "words": words}
    assert words in staff_client.get(step("progress", token)).content.decode()
