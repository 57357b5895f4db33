"""Gone is gone: from the database, from its files as bytes, and from every copy that was made."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from proof.erasing import erase_leftovers
from proof.models import RetentionRun
from proof.retention.running import run
from reports import made_files
from surveys.imports import drafts
from surveys.models import FreeText, Wave
from tests.attack.files import database_bytes, places_of
from tests.attack.test_killed import in_a_killed_child
from tests.proof.scenes import NIGHT, SECRET, night_before, texts_per_year, wave_of

pytestmark = [
    pytest.mark.slow,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]
Outcome = RetentionRun.Outcome


def on_disk(folder: str | Path, needle: bytes) -> list[str]:
    """Files of the house below a folder that hold these bytes."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return [path.name for path in files if needle in path.read_bytes()]


def test_removed_text_is_in_no_file_of_the_database_any_more(real_db, tmp_path):
    assert erase_leftovers(["surveys_freetext"])
    wave_of(2028, 40)
    wave_of(2029, 40, words="blijft-staan")
    night_before()
    assert places_of(SECRET.encode(), database_bytes(tmp_path))

    result = run(now=NIGHT)

    assert (texts_per_year(), result.erased) == ({2029: 40}, True)
    files = database_bytes(tmp_path)
    assert places_of(SECRET.encode(), files) == []
    assert places_of(b"blijft-staan", files)
    assert RetentionRun.objects.whole().order_by("-pk").first().outcome == Outcome.DONE


def test_uploaded_file_with_texts_is_gone_from_the_folder(real_db, settings):
    draft = drafts.start_draft({}, "oud.csv", [f"tekst\n{SECRET}\n".encode()])
    assert on_disk(settings.MEDIA_ROOT, SECRET.encode())
    old = time.time() - timedelta(days=2).total_seconds()
    os.utime(draft.folder, (old, old))
    night_before(timezone.now())

    run(now=timezone.now())

    assert on_disk(settings.MEDIA_ROOT, SECRET.encode()) == []


def test_zip_of_reports_that_quotes_a_text_goes_with_the_text(real_db, settings):
    wave_of(2028, 2)
    night_before()
    made_files.folder().mkdir(parents=True)
    (made_files.folder() / "rapporten.zip").write_text(SECRET)

    run(now=NIGHT)

    assert on_disk(settings.MEDIA_ROOT, SECRET.encode()) == []


def write(wave: Wave, number: int) -> None:
    FreeText.objects.filter(wave=wave).delete()
    FreeText.objects.bulk_create(
        FreeText(wave=wave, variable="X1", text=f"{SECRET} {wave.code}") for _ in range(number)
    )


def test_run_killed_before_every_statement_is_finished_by_the_next(real_db, tmp_path):
    old, young = wave_of(2028), wave_of(2029, words="blijft-staan")
    statement, killed = 0, True
    while killed:
        statement += 1
        write(old, 3)
        night = NIGHT + timedelta(minutes=2 * statement)
        night_before(night, days=0)
        killed = in_a_killed_child(lambda: run(now=night), statement=statement)  # noqa: B023
        left = FreeText.objects.filter(wave=old).count()
        assert left in (0, 3), "half of it went"
        proofs = RetentionRun.objects.filter(at=night, rule="surveys.free_texts").count()
        assert proofs == (1 if left == 0 else 0), "what went was not proved, or not once"

        again = run(now=night + timedelta(minutes=1))

        assert again.erased
        assert set(Wave.objects.filter(free_texts__isnull=False)) == {young}
        lines = RetentionRun.objects.filter(at__gte=night, rule="surveys.free_texts")
        assert sum(line.removed for line in lines) == 3
    assert statement > 20
    assert places_of(SECRET.encode(), database_bytes(tmp_path)) == []


@contextmanager
def another_who_reads(query: str) -> Iterator[None]:
    """Another program in the middle of its transaction: a backup, or somebody with a console."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("BEGIN")
    else:
        other = connection.get_new_connection(connection.get_connection_params())
        other.isolation_level = 3  # repeatable read: what it saw first, it sees until the end
    other.execute(query).fetchone()
    yield
    other.rollback()
    other.close()


# PostgreSQL keeps what anybody can still look back at, also in a table that they did not open.
@pytest.mark.parametrize("table", ["surveys_freetext", "surveys_wave"])
def test_database_kept_busy_is_wiped_by_the_next_run(real_db, tmp_path, table):
    wave_of(2028, 2)
    night_before()
    with connection.cursor() as cursor, another_who_reads(f"SELECT count(*) FROM {table}"):
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 50")
        first = run(now=NIGHT)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 20000")

    assert (texts_per_year(), first.erased, first.outcome) == ({}, False, Outcome.FAILED)
    assert places_of(SECRET.encode(), database_bytes(tmp_path))
    second = run(now=NIGHT + timedelta(minutes=1))
    assert (second.erased, second.outcome) == (True, Outcome.DONE)
    assert places_of(SECRET.encode(), database_bytes(tmp_path)) == []


def test_cache_holds_no_text(real_db):
    wave_of(2028, 2)
    night_before()
    run(now=NIGHT)

    assert on_disk(house.VAR_DIR, SECRET.encode()) == []
    assert cache.get(SECRET) is None
