"""Accounts from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

PASSWORD = "een lange zin om in te loggen"


def create(email: str = "Gea@Zilverbeek.example", name: str = "Gea Voorbeeld") -> str:
    out = io.StringIO()
    call_command("create_staff", email=email, name=name, roles=["survey_lead"], stdout=out)
    return out.getvalue()


@pytest.fixture
def _password(monkeypatch, db):
    monkeypatch.setenv("BUURTPEIL_STAFF_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("_password")
def test_create_staff_makes_an_account_that_can_sign_in(client):
    assert create() == "gea@zilverbeek.example can sign in.\n"

    user = User.objects.get()
    assert (user.email, user.name, user.is_active) == (
        "gea@zilverbeek.example",
        "Gea Voorbeeld",
        True,
    )
    assert client.login(email="gea@zilverbeek.example", password=PASSWORD)


@pytest.mark.usefixtures("_password")
def test_create_staff_twice_is_refused_in_any_case_of_the_address():
    create()

    with pytest.raises(CommandError, match="has an account already"):
        create("GEA@zilverbeek.example")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [
        ("gea", "Gea", PASSWORD),
        ("gea@zilverbeek.example", "", PASSWORD),
        ("gea@zilverbeek.example", "Gea", "kort"),
        ("gea@zilverbeek.example", "Gea", "password1234"),
    ],
)
def test_create_staff_with_something_wrong_makes_nothing(db, monkeypatch, email, name, password):
    monkeypatch.setenv("BUURTPEIL_STAFF_PASSWORD", password)

    with pytest.raises(CommandError):
        create(email, name)
    assert not User.objects.exists()


@pytest.mark.usefixtures("_password")
def test_disable_staff_ends_and_restores_an_account(client):
    create()

    call_command("disable_staff", email="GEA@zilverbeek.example", stdout=io.StringIO())
    assert not client.login(email="gea@zilverbeek.example", password=PASSWORD)

    call_command("disable_staff", email="gea@zilverbeek.example", again=True, stdout=io.StringIO())
    assert client.login(email="gea@zilverbeek.example", password=PASSWORD)


def test_disable_staff_of_nobody_is_refused(db):
    with pytest.raises(CommandError, match="There is no account niemand@"):
        call_command("disable_staff", email="niemand@zilverbeek.example")
