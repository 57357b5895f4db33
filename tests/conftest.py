"""Fixtures every test may use."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import caches
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from complexes.models import Corporation
from surveys.models import Questionnaire
from surveys.respondent import sheet
from surveys.results.reading import forget
from tests.factories import CorporationFactory, UserFactory


@pytest.fixture(autouse=True)
def fresh_results() -> None:
    """Waves are kept in memory under their number, and tests use the same numbers again."""
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


def put_back_shipped_data() -> None:
    """Add again what migrations shipped, if emptying the tables after a real transaction removed it."""
    if not Questionnaire.objects.filter(shipped=True).exists():
        import_module("surveys.migrations.0002_shipped_questionnaires").add(apps, None)


@pytest.fixture(scope="module")
def shipped_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests after this module find what migrations shipped."""
    yield
    with django_db_blocker.unblock():
        put_back_shipped_data()


@pytest.fixture
def real_db(shipped_data: None, transactional_db: None) -> None:
    """Commits really happen, and a server in another thread sees them."""
    put_back_shipped_data()
