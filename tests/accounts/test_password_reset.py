"""A forgotten password: a link by mail, for an hour, once."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from mail.delivery import deliver_due
from tests.html import errors, heading
from tests.signing_in import app_code, give_app, session_key

OLD, NEW = "een lange zin om in te loggen", "een heel andere zin als sleutel"


@pytest.fixture(autouse=True)
def _nobody_waits():
    cache.clear()


@pytest.fixture
def gea(db) -> User:
    gea = User.objects.create_user("gea@zilverbeek.example", OLD, name="Gea", is_reader=True)
    gea.secret = give_app(gea)
    return gea


@pytest.fixture
def link(gea, client, post_office) -> str:
    answer = client.post("/wachtwoord-vergeten/", {"email": "GEA@zilverbeek.example"})
    assert heading(client.get(answer.url)) == "Kijk in uw mail"
    deliver_due.call()
    [found] = re.findall(
        r"https?://[^/\s]+(/wachtwoord-vergeten/\S+)", post_office.mails[-1].get_content()
    )
    return found


def set_new(client: Client, link: str, password: str = NEW):
    answer = client.get(link)
    if answer.status_code != 302:
        return answer
    assert "set-password" in answer.url  # the secret is out of the address
    return client.post(answer.url, {"password1": password, "password2": password}, follow=True)


def test_link_sets_a_new_password_and_tells_so_by_mail(link, gea, client, post_office):
    answer = set_new(client, link)

    assert heading(answer) == "U kunt weer inloggen"
    gea.refresh_from_db()
    assert gea.check_password(NEW)
    deliver_due.call()
    assert "uw wachtwoord is opnieuw ingesteld" in post_office.mails[-1].get_content()


def test_new_password_does_not_open_the_second_door(link, gea, client):
    set_new(client, link)

    answer = client.post("/inloggen/", {"login": gea.email, "password": NEW})

    assert answer.url == "/inloggen/tweede-stap/"
    assert client.post(answer.url, {"code": app_code(gea.secret)}).url == "/"


def test_link_works_once(link, gea, client):
    set_new(client, link)

    assert (
        heading(set_new(Client(), link, "nog een andere lange zin")) == "Deze link werkt niet meer"
    )
    gea.refresh_from_db()
    assert gea.check_password(NEW)


def test_link_is_useless_after_an_hour(link, gea, client, settings):
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert heading(set_new(client, link)) == "Deze link werkt niet meer"
    gea.refresh_from_db()
    assert gea.check_password(OLD)


def test_link_with_a_letter_changed_is_useless(link, client):
    assert heading(set_new(client, link[:-3] + "xx/")) == "Deze link werkt niet meer"


def test_link_ends_every_session(link, gea, client):
    elsewhere = Client()
    elsewhere.cookies["buurtpeil-sessie"] = session_key(gea)
    assert elsewhere.get("/complexen/").status_code == 200

    answer = set_new(client, link)

    assert heading(answer) == "U kunt weer inloggen"
    assert elsewhere.get("/complexen/").status_code == 302


def test_guessable_new_password_is_refused_and_the_link_stays_good(link, gea, client):
    answer = set_new(client, link, "wachtwoord123")

    assert "te makkelijk te raden" in " ".join(errors(answer))
    assert heading(set_new(client, link)) == "U kunt weer inloggen"
