"""A custodian's key on its way to the worker: readable by nobody else, once, and not for long."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from surveys import tasks
from surveys.models import Response, Wave
from surveys.services import custody
from surveys.services.closing import progress_key
from surveys.services.custody import VALID, hand_over, remove_expired, take_over
from surveys.services.responding import submit_response
from surveys.urn import keys
from tests.factories.urn import NOON, open_wave_with_codes
from ui.progress import read_progress

pytestmark = pytest.mark.django_db
KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "custody"


@pytest.fixture
def wave(db) -> Wave:
    return Wave(pk=7, code="W")


def left(folder: Path) -> list[Path]:
    return list(folder.glob("*")) if folder.exists() else []


def test_key_is_taken_over_once_and_leaves_nothing(wave, folder):
    hand_over(wave, KEY, now=NOON)
    assert len(left(folder)) == 1
    assert take_over(wave, now=NOON) == KEY
    assert left(folder) == []
    assert take_over(wave, now=NOON) is None


def test_note_holds_no_readable_key_and_is_the_owners_only(wave, folder):
    hand_over(wave, KEY, now=NOON)
    (note,) = left(folder)
    kept = note.read_bytes()
    for said in (KEY, keys.to_file(KEY, wave_code="W").split()[-1].encode(), b"until"):
        assert said not in kept
    assert (note.stat().st_mode & 0o077, folder.stat().st_mode & 0o077) == (0, 0)


def test_key_that_waited_too_long_is_not_used_and_goes(wave, folder):
    hand_over(wave, KEY, now=NOON)
    assert take_over(wave, now=NOON + VALID + timedelta(seconds=1)) is None
    assert left(folder) == []
    hand_over(wave, KEY, now=NOON)
    assert take_over(wave, now=NOON + VALID) == KEY


def test_note_of_another_wave_another_environment_or_tampered_with_is_not_used(
    wave, folder, settings
):
    hand_over(wave, KEY, now=NOON)
    (note,) = left(folder)
    note.rename(folder / "wave-8")
    assert take_over(Wave(pk=8), now=NOON) is None
    hand_over(wave, KEY, now=NOON)
    (note,) = left(folder)
    written = bytearray(note.read_bytes())
    written[len(written) // 2] ^= (
        1  # always another byte; the last one could have been an x already
    )
    note.write_bytes(written)
    assert take_over(wave, now=NOON) is None
    hand_over(wave, KEY, now=NOON)
    settings.URN_KEY = "another key of more than thirty-two characters!"
    assert take_over(wave, now=NOON) is None
    assert left(folder) == []


def test_note_that_no_worker_came_for_is_removed_at_the_next_occasion(wave, folder):
    hand_over(wave, KEY, now=timezone.now())
    remove_expired(now=timezone.now() + VALID - timedelta(minutes=1))
    assert len(left(folder)) == 1
    remove_expired(now=timezone.now() + VALID + timedelta(minutes=1))
    assert left(folder) == []


def test_newer_note_replaces_an_older_one(wave, folder):
    hand_over(wave, bytes(32), now=NOON)
    hand_over(wave, KEY, now=NOON)
    assert len(left(folder)) == 1
    assert take_over(wave, now=NOON) == KEY


# The closing itself


def wave_of_a_custodian() -> tuple[Wave, bytes]:
    pair = keys.new_key_pair()
    wave, issued = open_wave_with_codes(dwellings=3, public_key=pair.public)
    submit_response(issued[0][1], answers={"V1": 1}, texts={}, now=NOON)
    return wave, pair.private


def test_closing_with_a_handed_over_key_closes_and_keeps_no_key(real_db, folder, corporation):
    wave, private = wave_of_a_custodian()
    tasks.queue_closing(wave, private_key=private)
    wave.refresh_from_db()
    assert (wave.state, wave.wrapped_private_key) == ("closed", None)
    assert Response.objects.filter(wave=wave).count() == 1
    assert left(folder) == []


def test_closing_without_the_key_says_so_and_leaves_the_wave_open(real_db, folder, corporation):
    wave, _private = wave_of_a_custodian()
    tasks.run_closing(wave)
    wave.refresh_from_db()
    assert wave.state == "open"
    progress = read_progress(progress_key(wave))
    assert progress is not None
    assert progress.state == "failed"
    assert "sleutel" in progress.words


@pytest.mark.parametrize("fails_with", [RuntimeError, SystemExit])
def test_closing_that_breaks_off_leaves_no_key(real_db, folder, monkeypatch, fails_with):
    wave, private = wave_of_a_custodian()
    hand_over(wave, private, now=timezone.now())

    def break_off(*_args, **_options):
        assert left(folder) == []  # gone before anything is done with it
        raise fails_with

    monkeypatch.setattr(tasks, "close_wave", break_off)
    with pytest.raises(fails_with):
        tasks.run_closing(wave)
    progress = read_progress(progress_key(wave))
    assert progress is not None
    assert progress.words.startswith("Het sluiten is onderbroken.")
    assert left(folder) == []
    assert custody.take_over(wave, now=timezone.now()) is None
