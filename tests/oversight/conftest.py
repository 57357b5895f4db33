from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories import UserFactory
from tests.proof.conftest import own_folder  # noqa: F401 (runs of a test clean up in its own folder)


@pytest.fixture
def administrator(db: None) -> Any:
    return UserFactory(name="Noor Demo", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def client(administrator: Any) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def media(settings: Any) -> Path:
    return Path(settings.MEDIA_ROOT)
