"""What every attack starts from: real transactions on a real database, and forty known residents."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from surveys.services.erasing import erase_leftovers
from tests.attack.town import Town, open_town


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `postgres` say why they are skipped on another database."""
    if connection.vendor != "postgresql":
        reason = "needs PostgreSQL: tests/postgres.sh .venv/bin/pytest -m postgres"
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def shipped_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Puts back what migrations shipped, which emptying the tables after a real transaction removes."""
    yield
    from surveys.models import Questionnaire

    add = __import__("surveys.migrations.0002_shipped_questionnaires", fromlist=["add"]).add
    with django_db_blocker.unblock():
        if not Questionnaire.objects.filter(shipped=True).exists():
            add(apps, None)


@pytest.fixture
def real_db(shipped_data: None, transactional_db: None) -> None:
    """Commits really happen, and other connections see them."""


@pytest.fixture
def town(real_db: None) -> Town:
    """An open wave of two complexes and forty residents who have sent, in a known order."""
    assert erase_leftovers(), "what earlier tests left in the files would be taken for a leak"
    return open_town()
