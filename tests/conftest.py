"""Fixtures every test may use."""

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import User
from complexes.models import Corporation
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
