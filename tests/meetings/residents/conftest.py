"""A corporation for every page of residents."""

import pytest

from tests.factories import CorporationFactory


@pytest.fixture(autouse=True)
def house(db):
    return CorporationFactory()
