"""Fixtures every test may use."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db.models.signals import post_migrate  # noqa: TID251 (Django's, not a report of something)
from django.test import Client
from django.utils import translation

from accounts.models import User
from complexes.models import Corporation
from surveys.models import Questionnaire
from surveys.respondent import sheet
from surveys.results.reading import forget
from tests.factories import CorporationFactory, UserFactory


@pytest.fixture(autouse=True)
def fresh_start() -> None:
    """Nothing is left of the test before: waves kept in memory under a number, counters, a language."""
    translation.activate(settings.LANGUAGE_CODE)
    forget()
    sheet.forget()
    caches["throttle"].clear()


@pytest.fixture
def staff(db) -> User:
    return UserFactory()


@pytest.fixture
def staff_client(staff: User) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def corporation(db) -> Corporation:
    return CorporationFactory()


def put_back_shipped_data(**_: object) -> None:
    """Add again what migrations shipped, where emptying the tables after real commits removed it."""
    if not Questionnaire.objects.filter(shipped=True).exists():
        import_module("surveys.migrations.0002_shipped_questionnaires").add(apps, None)


# Django's own word for "the tables were just made or emptied": the one place where every test with real
# commits comes past, however it asked for the database.
post_migrate.connect(put_back_shipped_data, sender=apps.get_app_config("surveys"))


@pytest.fixture
def real_db(transactional_db: None) -> None:
    """Commits really happen, and a server in another thread sees them."""
