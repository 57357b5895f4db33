"""What every attack starts from: real transactions on a real database, and forty known residents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from surveys.services.erasing import erase_leftovers
from tests.attack.server import Server
from tests.attack.town import Town, open_town


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `postgres` say why they are skipped on another database."""
    if connection.vendor != "postgresql":
        reason = "needs PostgreSQL: tests/postgres.sh .venv/bin/pytest -m postgres"
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def town(real_db: None) -> Town:
    """An open wave of two complexes and forty residents who have sent, in a known order."""
    assert erase_leftovers(), "what earlier tests left in the files would be taken for a leak"
    return open_town()


@pytest.fixture
def server(real_db: None, tmp_path: Path) -> Iterator[Server]:
    """A real server on the test database, with its logs and files in a folder of this test."""
    running = Server(tmp_path / "server")
    running.start()
    yield running
    running.stop()
