"""Progress of a long job, as every process sees it."""

import pytest
from django.core.cache import cache

from ui.progress import Progress, forget_progress, read_progress, set_progress


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.mark.parametrize(
    ("progress", "percentage"),
    [
        (Progress(), 0),
        (Progress("running", 0, 0), 0),  # nothing counted yet
        (Progress("running", 1, 3), 33),
        (Progress("running", 3, 3), 100),
        (Progress("done", 1, 3), 100),
        (Progress("failed", 1, 2), 50),
    ],
)
def test_percentage_is_whole_and_full_only_when_done(progress, percentage):
    assert progress.percentage == percentage


def test_progress_is_read_back_as_it_was_set():
    told = Progress("running", 2, 8, "Antwoorden tellen")

    set_progress("wave:7", told)

    assert read_progress("wave:7") == told
    assert read_progress("wave:8") is None


def test_forgotten_progress_is_gone():
    set_progress("wave:7", Progress("done"))

    forget_progress("wave:7")

    assert read_progress("wave:7") is None
