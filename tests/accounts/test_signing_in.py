"""Signing in, out, and what ends a session."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import throttle
from accounts.models import User
from accounts.roles import Role
from tests.factories import ComplexFactory
from tests.html import errors, heading

PASSWORD = "een lange zin om in te loggen"
WRONG = (
    "Dit e-mailadres en wachtwoord horen niet bij elkaar, of u mag niet meer inloggen. "
    "Let op hoofdletters in het wachtwoord. Lukt het niet? Vraag het uw beheerder."
)


@pytest.fixture(autouse=True)
def _nobody_waits():
    cache.clear()


@pytest.fixture
def gea(db) -> User:
    return User.objects.create_user(
        "gea@zilverbeek.example", PASSWORD, name="Gea Voorbeeld", roles=Role
    )


def sign_in(client: Client, name: str = "gea@zilverbeek.example", password: str = PASSWORD, **more):
    return client.post("/inloggen/", {"username": name, "password": password, **more})


def test_signing_in_with_any_case_of_the_address_leads_home(gea, client):
    answer = sign_in(client, "Gea@ZILVERBEEK.example")

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(gea.pk)


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("/complexen/?zoek=hof", "/complexen/?zoek=hof"),
        ("https://elders.example/", "/"),
        ("//elders.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_goes_on_to_pages_of_this_house_only(gea, client, target, where):
    assert sign_in(client, next=target).url == where


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("gea@zilverbeek.example", "een lange zin om in te logge"),
        ("niemand@zilverbeek.example", PASSWORD),
        ("gea@zilverbeek.example' OR 1=1", PASSWORD),
    ],
)
def test_signing_in_wrongly_tells_not_which_part_was_wrong(gea, client, name, password):
    answer = sign_in(client, name, password)

    assert answer.status_code == 200
    assert errors(answer) == [WRONG]
    assert name in answer.context["form"]["username"].value()  # what was typed is still there
    assert PASSWORD not in answer.content.decode()


def test_signing_in_with_nothing_names_both_fields(gea, client):
    assert errors(sign_in(client, "", "")) == [
        "E-mailadres: Dit veld is verplicht.",
        "Wachtwoord: Dit veld is verplicht.",
    ]


def test_disabled_account_cannot_sign_in_and_hears_the_same_words(gea, client):
    User.objects.update(is_active=False)

    assert errors(sign_in(client)) == [WRONG]


def test_disabling_an_account_ends_its_session(gea, client):
    sign_in(client)
    assert client.get("/complexen/").status_code == 200

    User.objects.update(is_active=False)

    answer = client.get("/complexen/")
    assert (answer.status_code, answer.url) == (302, "/inloggen/?next=/complexen/")


def test_signing_out_ends_the_session_by_post_only(gea, client):
    sign_in(client)

    assert client.get("/uitloggen/").status_code == 405
    assert client.get("/complexen/").status_code == 200
    assert client.post("/uitloggen/").url == "/inloggen/"
    assert client.get("/complexen/").status_code == 302


def test_session_cookie_ends_with_the_browser_and_hides_from_scripts(gea, client):
    cookie = sign_in(client).cookies["buurtpeil-sessie"]

    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")


def test_signing_in_takes_a_fresh_session(gea, client):
    client.force_login(gea)
    before = client.session.session_key
    client.post("/uitloggen/")

    sign_in(client)

    assert client.session.session_key != before


# Guessing ---------------------------------------------------------------------------------------


def test_five_wrong_passwords_make_even_the_right_one_wait(gea, client):
    for _ in range(5):
        assert errors(sign_in(client, password="geraden")) == [WRONG]

    answer = sign_in(client)

    assert errors(answer) == [
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een minuut en probeer het nog eens."
    ]
    assert "_auth_user_id" not in client.session


def test_guessing_one_account_leaves_others_free(gea, client):
    for _ in range(6):
        sign_in(client, "niemand@zilverbeek.example", "geraden")

    assert sign_in(client).status_code == 302


def test_four_wrong_passwords_and_a_right_one_begin_anew(gea, client):
    for _ in range(4):
        sign_in(client, password="geraden")

    assert sign_in(client).status_code == 302
    assert throttle.seconds_to_wait("gea@zilverbeek.example") == 0
    client.post("/uitloggen/")
    sign_in(client, password="geraden")
    assert sign_in(client).status_code == 302


def test_waits_double_up_to_a_quarter_of_an_hour():
    waits = []
    for _ in range(12):
        throttle.note_failure("Gea@x.example", now=1000.0)
        waits.append(throttle.seconds_to_wait(" gea@X.example", now=1000.0))

    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert throttle.seconds_to_wait("gea@x.example", now=1899.0) == 1
    assert throttle.seconds_to_wait("gea@x.example", now=1900.0) == 0


def test_slow_down_keeps_neither_name_nor_address(gea, client, settings):
    sign_in(client, password="geraden", headers={"user-agent": "Kijkdoos/1.0"})

    files = list(settings.CACHES["default"]["LOCATION"].glob("*.djcache"))
    kept = b"".join(file.read_bytes() + file.name.encode() for file in files)
    assert files
    for secret in (b"gea@", b"zilverbeek", b"127.0.0.1", b"Kijkdoos", b"geraden"):
        assert secret not in kept


# The password -----------------------------------------------------------------------------------


def test_changing_the_password_keeps_this_session_and_ends_others(gea, client):
    elsewhere = Client()
    for one in (client, elsewhere):
        sign_in(one)
    new = "een heel andere zin als sleutel"

    answer = client.post(
        "/wachtwoord/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert answer.status_code == 302
    assert client.get("/complexen/").status_code == 200
    assert elsewhere.get("/complexen/").status_code == 302
    gea.refresh_from_db()
    assert gea.check_password(new)


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("mis", "een heel andere zin", "een heel andere zin", "Dit is niet uw huidige wachtwoord."),
        (PASSWORD, "een heel andere zin", "een andere zin", "De twee nieuwe wachtwoorden zijn"),
        (PASSWORD, "kort", "kort", "12"),
        (PASSWORD, "gea@zilverbeek.example", "gea@zilverbeek.example", "e-mailadres"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(gea, client, old, new, again, said):
    sign_in(client)

    answer = client.post(
        "/wachtwoord/", {"old_password": old, "new_password1": new, "new_password2": again}
    )

    assert heading(answer) == "Wachtwoord wijzigen"
    assert said in " ".join(errors(answer))
    gea.refresh_from_db()
    assert gea.check_password(PASSWORD)


def test_page_before_signing_in_shows_no_menu(client, db):
    ComplexFactory(name="Korenbloemhof")

    html = client.get("/inloggen/").content.decode()

    assert not re.search(r"<nav|Korenbloemhof", html)
