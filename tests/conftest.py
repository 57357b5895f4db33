"""Fixtures every test may use."""

import gc
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as house
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from accounts.models import User
from complexes.models import Corporation
from proof import guards
from surveys.respondent import sheet
from surveys.results.reading import forget
from tests import signing_in
from tests.factories import CorporationFactory, UserFactory
from tests.post_office import PostOffice

# Tests make much and keep little: to look for rubbish as often as Python does takes a quarter of their time.
gc.set_threshold(50_000, 50, 100)
Client.force_login = signing_in.force_login  # through the second door as well


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests first: whoever gets one of those last would work on while the others are done."""
    long = {item.path for item in items if any(map(item.get_closest_marker, ("browser", "slow")))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(autouse=True)
def fresh_start() -> None:
    forget_all()


def forget_all() -> None:
    """Nothing is left of the test before: waves kept in memory under a number, counters, a language."""
    translation.activate(house.LANGUAGE_CODE)
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


def empty_all_tables(case: TransactionTestCase) -> None:
    """After real commits every table is emptied, the logs too, which the database otherwise refuses.

    What migrations shipped is added again. What else Django does after migrating takes fifteen times as long as
    emptying, for tables that nothing here reads (kinds of content, permissions).
    """
    guards.remove(connection)
    try:
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            reset_sequences=False,
            inhibit_post_migrate=True,
        )
        import_module("surveys.migrations.0002_shipped_questionnaires").add(apps, None)
    finally:
        guards.install(connection)


TransactionTestCase._fixture_teardown = empty_all_tables


@pytest.fixture
def real_db(transactional_db: None) -> None:
    """Commits really happen, and a server in another thread sees them."""


@pytest.fixture
def closed_post_office(settings: Any) -> Iterator[PostOffice]:
    """A mail server on this machine that is away until it is opened."""
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    settings.DEFAULT_FROM_EMAIL = "buurtpeil@zilverbeek.example"
    yield office
    office.close()


@pytest.fixture
def post_office(closed_post_office: PostOffice) -> PostOffice:
    """A mail server on this machine; `mails` is what arrived."""
    closed_post_office.open()
    return closed_post_office
