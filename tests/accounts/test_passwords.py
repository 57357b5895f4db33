"""What a refused password is told."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories import UserFactory


def test_password_like_the_address_is_refused_in_whole_dutch():
    user = UserFactory.build(email="annemarie.zilverbeek@corporatie.example")

    with pytest.raises(ValidationError) as refused:
        validate_password("Annemarie.Zilverbeek@corporatie.nl", user)

    assert "Het wachtwoord lijkt te veel op het e-mailadres." in refused.value.messages
