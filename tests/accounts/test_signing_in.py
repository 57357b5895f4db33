"""Signing in by password and second factor, out, and what ends a session."""

import re
import time
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import throttle
from accounts.factors import PROVEN, use_code
from accounts.models import User
from accounts.roles import Role
from accounts.services.people import disable, enable
from accounts.sessions import BEGAN, SEEN
from complexes.models import Complex
from proof.models import AuditEntry
from tests.factories import ComplexFactory, UserFactory
from tests.html import errors, heading
from tests.signing_in import app_code, give_app

PASSWORD = "een lange zin om in te loggen"
WRONG = (
    "Dit e-mailadres en wachtwoord horen niet bij elkaar, of u mag niet meer inloggen. "
    "Let op hoofdletters in het wachtwoord."
)
WRONG_CODE = "Code: Deze code klopt niet, of is al gebruikt."


@pytest.fixture(autouse=True)
def _nobody_waits():
    cache.clear()


@pytest.fixture
def gea(db) -> User:
    """She has an app with codes; `gea.secret` is what it holds."""
    gea = User.objects.create_user(
        "gea@zilverbeek.example", PASSWORD, name="Gea Voorbeeld", roles=Role
    )
    gea.secret = give_app(gea)
    return gea


def first_door(client: Client, name="gea@zilverbeek.example", password=PASSWORD, **more):
    return client.post("/inloggen/", {"login": name, "password": password, **more})


def second_door(client: Client, code: str):
    return client.post("/inloggen/tweede-stap/", {"code": code})


def sign_in(client: Client, user: User, *, periods: int = 0, **more):
    assert first_door(client, **more).url.startswith("/inloggen/tweede-stap/")
    return second_door(client, app_code(user.secret, periods=periods))


def is_in(client: Client) -> bool:
    return client.get("/complexen/").status_code == 200


# The two doors ----------------------------------------------------------------------------------


def test_password_and_code_lead_home_and_nothing_less_does(gea, client):
    answer = first_door(client, "Gea@ZILVERBEEK.example")

    assert (answer.status_code, answer.url) == (302, "/inloggen/tweede-stap/")
    assert "_auth_user_id" not in client.session
    assert client.get("/complexen/").url == "/inloggen/?next=/complexen/"

    answer = second_door(client, app_code(gea.secret))

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(gea.pk)
    assert is_in(client)


def test_second_door_without_the_first_leads_back_to_it(gea, client):
    for answer in (client.get("/inloggen/tweede-stap/"), second_door(client, app_code(gea.secret))):
        assert (answer.status_code, answer.url) == (302, "/inloggen/")


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
    assert sign_in(client, gea, next=target).url == where


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("gea@zilverbeek.example", "een lange zin om in te logge"),
        ("niemand@zilverbeek.example", PASSWORD),
        ("contact@gemeente.example", PASSWORD),
    ],
)
def test_signing_in_wrongly_tells_not_which_part_was_wrong(gea, client, name, password):
    partner = User.objects.create_user(
        "contact@gemeente.example", PASSWORD, name="Contact", kind=User.Kind.PARTNER
    )
    assert partner.check_password(PASSWORD)  # even so: partners have no password here

    answer = first_door(client, name, password)

    assert answer.status_code == 200
    assert errors(answer) == [WRONG]
    assert answer.context["form"]["login"].value() == name  # what was typed is still there
    assert PASSWORD not in answer.content.decode()


def test_signing_in_with_nothing_names_both_fields(gea, client):
    assert errors(first_door(client, "", "")) == [
        "E-mailadres: Dit veld is verplicht.",
        "Wachtwoord: Dit veld is verplicht.",
    ]


def test_disabled_account_cannot_sign_in_and_hears_the_same_words(gea, client):
    User.objects.update(is_active=False)

    assert errors(first_door(client)) == [WRONG]


def test_account_disabled_between_the_doors_stays_out(gea, client):
    first_door(client)
    User.objects.update(is_active=False)

    second_door(client, app_code(gea.secret))

    assert not is_in(client)


# The code of the app ----------------------------------------------------------------------------


def test_code_of_the_app_works_once(gea, client):
    code = app_code(gea.secret)
    first_door(client)
    assert second_door(client, code).status_code == 302
    elsewhere = Client()
    first_door(elsewhere)

    answer = second_door(elsewhere, code)

    assert errors(answer) == [WRONG_CODE]
    assert not is_in(elsewhere)


def test_older_code_does_not_work_after_a_newer_one(gea, client):
    sign_in(client, gea, periods=1)
    elsewhere = Client()
    first_door(elsewhere)

    assert errors(second_door(elsewhere, app_code(gea.secret))) == [WRONG_CODE]


@pytest.mark.parametrize("periods", [-4, 4])
def test_late_or_early_code_is_refused(gea, client, periods):
    first_door(client)

    assert errors(second_door(client, app_code(gea.secret, periods=periods))) == [WRONG_CODE]


@pytest.mark.parametrize("code", ["000000000", "abc", "१२३४५६"])
def test_code_that_is_none_is_refused(gea, client, code):
    first_door(client)

    assert errors(second_door(client, code)) == [WRONG_CODE]


def test_five_wrong_codes_make_even_the_right_one_wait(gea, client):
    first_door(client)
    for _ in range(5):
        second_door(client, "12")

    answer = second_door(client, app_code(gea.secret))

    assert errors(answer) == [
        "Code: Er is te vaak iets verkeerds ingevuld. Wacht een minuut en probeer het nog eens."
    ]
    assert not is_in(client)


def test_secret_of_the_app_is_sealed_in_the_database_and_useless_under_another_key(
    gea, client, settings
):
    from allauth.mfa.models import Authenticator

    assert gea.secret not in str(Authenticator.objects.get().data)
    first_door(client)
    settings.SECRET_KEY = "another key of this deployment, long enough"
    first_door(client)

    assert errors(second_door(client, app_code(gea.secret))) == [WRONG_CODE]


@pytest.mark.django_db(transaction=True)
def test_code_that_is_sent_many_times_at_once_works_once(gea):
    """As by somebody who looks over a shoulder and is as quick."""
    code, used = app_code(gea.secret), []

    def use() -> None:
        try:
            used.append(use_code(gea, code) is not None)
        finally:
            connection.close()

    threads = [Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(used) == [False] * 5 + [True]


def test_demo_may_skip_the_second_factor_and_says_so_on_every_page(bob, client, settings):
    first_door(client, "bob@zilverbeek.example")
    assert client.get("/complexen/").status_code == 302
    settings.SKIP_SECOND_FACTOR = settings.DEMO = True

    for path in ("/complexen/", "/account/", "/medewerkers/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Inloggen gaat hier zonder tweede stap; anders is die verplicht." in (
            page.content.decode()
        )


def test_tables_of_the_package_know_no_address(gea, client):
    from allauth.account.models import EmailAddress

    sign_in(client, gea)
    client.post("/wachtwoord-vergeten/", {"email": gea.email})

    assert not EmailAddress.objects.exists()


# Without a second factor ------------------------------------------------------------------------


@pytest.fixture
def bob(db) -> User:
    """He has a password only."""
    return User.objects.create_user(
        "bob@zilverbeek.example", PASSWORD, name="Bob Voorbeeld", roles=Role
    )


def test_staff_without_second_factor_see_nothing_but_its_set_up(bob, client):
    ComplexFactory(code="C1")
    answer = first_door(client, "bob@zilverbeek.example")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(bob.pk)

    for path in (
        "/",
        "/complexen/",
        "/complexen/C1/",
        "/medewerkers/",
        "/instellingen/",
    ):
        for ask in (client.get, client.post):
            answer = ask(path)
            assert (answer.status_code, answer.url) == (302, "/account/"), path
    assert heading(client.get("/account/")) == "Nog één stap"
    assert client.get("/account/app/").status_code == 200
    assert client.get("/account/passkeys/nieuw/").status_code == 200
    assert client.post("/uitloggen/").url == "/inloggen/"


def set_up_app(client: Client):
    secret = client.get("/account/app/").context["form"].secret
    return secret, client.post("/account/app/", {"code": app_code(secret)}, follow=True)


def test_setting_up_an_app_opens_the_house_and_shows_recovery_codes_once(bob, client):
    first_door(client, "bob@zilverbeek.example")

    secret, answer = set_up_app(client)

    assert heading(answer) == "Herstelcodes"
    codes = re.findall(r"<li><code>(\d{8})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    assert is_in(client)
    again = client.get("/account/herstelcodes/")
    assert not set(codes) & set(re.findall(r"\d{8}", again.content.decode()))
    assert "U heeft nog 10 herstelcodes." in again.content.decode()

    elsewhere = Client()
    first_door(elsewhere, "bob@zilverbeek.example")
    assert errors(second_door(elsewhere, app_code(secret))) == [WRONG_CODE]  # used at the set-up
    assert second_door(elsewhere, codes[3]).url == "/"
    third = Client()
    first_door(third, "bob@zilverbeek.example")
    assert errors(second_door(third, codes[3])) == [WRONG_CODE]


def test_wrong_code_at_the_set_up_changes_nothing(bob, client):
    first_door(client, "bob@zilverbeek.example")
    secret = client.get("/account/app/").context["form"].secret

    answer = client.post("/account/app/", {"code": "12"})

    assert errors(answer) == ["Code in de app: Deze code klopt niet, of is al gebruikt."] or errors(
        answer
    ) == ["Code in de app: Dit klopt niet, of is al gebruikt. Probeer het nog eens."]
    assert secret in answer.content.decode()  # the same picture: scanning again is not needed
    assert not is_in(client)


def test_setting_up_a_factor_ends_sessions_elsewhere(bob, client):
    elsewhere = Client()
    for one in (client, elsewhere):
        first_door(one, "bob@zilverbeek.example")

    set_up_app(client)

    assert is_in(client)
    assert elsewhere.get("/account/").url == "/inloggen/?next=/account/"


def test_taking_away_the_only_factor_closes_the_house_again(gea, client):
    sign_in(client, gea)

    client.post("/account/app/loskoppelen/")

    assert client.get("/complexen/").url == "/account/"
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["changed_factor"]


def test_changing_factors_a_while_after_signing_in_asks_again(gea, client):
    sign_in(client, gea)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()

    for path in ("/account/app/loskoppelen/", "/account/passkeys/nieuw/", "/account/herstelcodes/"):
        if path != "/account/herstelcodes/":
            assert client.get(path).url.startswith("/account/bevestigen/"), path
    assert client.post("/account/app/loskoppelen/").url.startswith("/account/bevestigen/")
    assert errors(client.post("/account/bevestigen/", {"password": "geraden"})) == [
        "Wachtwoord: Dit is niet uw wachtwoord."
    ]
    answer = client.post(
        "/account/bevestigen/?next=/account/passkeys/nieuw/", {"password": PASSWORD}
    )
    assert answer.url == "/account/passkeys/nieuw/"
    assert client.get(answer.url).status_code == 200


# Sessions ---------------------------------------------------------------------------------------


def test_disabling_an_account_ends_its_sessions_for_good(gea, client):
    sign_in(client, gea)
    assert is_in(client)

    UserFactory()  # another administrator: the last one stays
    disable(gea, actor=None, now=timezone.now())

    answer = client.get("/complexen/")
    assert (answer.status_code, answer.url) == (302, "/inloggen/?next=/complexen/")
    enable(gea, actor=None, now=timezone.now())
    assert not is_in(client)


def test_signing_out_ends_the_session_by_post_only(gea, client):
    sign_in(client, gea)

    assert client.get("/uitloggen/").status_code == 405
    assert is_in(client)
    assert client.post("/uitloggen/").url == "/inloggen/"
    assert not is_in(client)


def test_session_cookie_ends_with_the_browser_and_hides_from_scripts(gea, client):
    cookie = sign_in(client, gea).cookies["buurtpeil-sessie"]

    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")


def test_signing_in_takes_a_fresh_session(gea, client):
    first_door(client)
    before = client.session.session_key

    second_door(client, app_code(gea.secret))

    assert client.session.session_key != before


def move_clock(client: Client, name: str, seconds: int) -> None:
    session = client.session
    session[name] -= seconds
    session.save()


@pytest.mark.parametrize(("name", "longest"), [(SEEN, 60 * 60), (BEGAN, 12 * 60 * 60)])
def test_session_ends_after_idle_time_and_after_its_longest_time(gea, client, name, longest):
    sign_in(client, gea)
    move_clock(client, name, longest - 30)
    assert is_in(client)
    client.post("/uitloggen/")
    sign_in(client, gea, periods=1)
    move_clock(client, name, longest)

    answer = client.get("/complexen/?zoek=hof", follow=True)

    assert answer.redirect_chain == [("/inloggen/?next=/complexen/%3Fzoek%3Dhof", 302)]
    assert "U bent uitgelogd omdat u een tijd niets deed." in answer.content.decode()
    assert not is_in(client)


def test_form_sent_after_the_idle_end_is_said_not_to_be_kept(gea, client):
    lost = "Wat u net verstuurde, is niet bewaard."
    sign_in(client, gea)
    move_clock(client, SEEN, 60 * 60)

    answer = client.post("/complexen/nieuw/", {"code": "C9", "name": "Hof"}, follow=True)

    assert answer.redirect_chain == [("/inloggen/?next=/", 302)]
    assert lost in answer.content.decode()
    assert not Complex.objects.filter(code="C9").exists()


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/complexen/nieuw/?van=lijst", "/complexen/nieuw/?van=lijst"),
        ("https://elders.example/complexen/nieuw/", "/"),
        ("//elders.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver", "/"),
    ],
)
def test_form_sent_after_the_idle_end_leads_back_to_its_own_page_and_nowhere_else(
    gea, client, came_from, leads_to
):
    sign_in(client, gea)
    move_clock(client, SEEN, 60 * 60)

    answer = client.post("/complexen/nieuw/", {"code": "C9"}, headers={"referer": came_from})

    query = parse_qs(urlsplit(answer.url).query)
    assert (urlsplit(answer.url).path, query["next"]) == ("/inloggen/", [leads_to])


@pytest.mark.parametrize(
    ("name", "passed", "left"),
    [
        (SEEN, 0, 60 * 60),
        (SEEN, 59, 60 * 60 - 59),
        (SEEN, 60 * 59, 60 * 60),
        (BEGAN, 11 * 3600 + 3590, 10),
    ],
)
def test_sign_of_life_tells_how_long_the_session_has_left(gea, client, name, passed, left):
    sign_in(client, gea)
    move_clock(client, name, passed)

    told = client.get("/account/sessie/").json()["left"]

    assert left - 5 <= told <= left
    assert client.post("/account/sessie/").status_code == 405


def test_sign_of_life_of_a_session_that_ended_leads_to_the_door(gea, client):
    sign_in(client, gea)
    move_clock(client, SEEN, 60 * 60)

    assert client.get("/account/sessie/").url.startswith("/inloggen/")


def test_using_the_house_keeps_the_session_but_not_past_its_longest_time(gea, client):
    sign_in(client, gea)
    move_clock(client, SEEN, 59 * 60)
    assert is_in(client)
    assert time.time() - client.session[SEEN] < 60
    move_clock(client, BEGAN, 12 * 60 * 60)

    assert not is_in(client)


def test_session_from_a_clock_that_ran_ahead_is_not_trusted(gea, client):
    sign_in(client, gea)
    move_clock(client, SEEN, -120)

    assert not is_in(client)


def test_session_without_proof_of_the_second_factor_is_ended(gea, client):
    """As when the factor was set up elsewhere after this session began with a password alone."""
    sign_in(client, gea)
    session = client.session
    del session[PROVEN]
    session["account_authentication_methods"] = []
    session.save()

    assert client.get("/complexen/").url == "/inloggen/?next=/complexen/"
    assert "_auth_user_id" not in client.session


# Guessing ---------------------------------------------------------------------------------------


def test_five_wrong_passwords_make_even_the_right_one_wait(gea, client):
    for _ in range(5):
        assert errors(first_door(client, password="geraden")) == [WRONG]

    answer = first_door(client)

    assert errors(answer) == [
        "Er is te vaak iets verkeerds ingevuld. Wacht een minuut en probeer het nog eens."
    ]
    assert client.get("/inloggen/tweede-stap/").url == "/inloggen/"


def test_lock_out_ends_by_itself(gea, client):
    for _ in range(5):
        throttle.note_failure("gea@zilverbeek.example", now=time.time() - 31)

    assert first_door(client).status_code == 302


def test_guessing_one_account_leaves_others_free(gea, client):
    for _ in range(6):
        first_door(client, "niemand@zilverbeek.example", "geraden")

    assert first_door(client).status_code == 302


def test_one_visitor_cannot_try_many_accounts(gea, client):
    for number in range(30):
        first_door(client, f"naam{number}@zilverbeek.example", "geraden")

    answer = first_door(client)

    assert answer.status_code == 429 or errors(answer) == [
        "Er is te vaak iets verkeerds ingevuld. Probeer het over een kwartier nog eens."
    ]
    assert first_door(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_four_wrong_passwords_and_a_right_one_begin_anew(gea, client):
    for _ in range(4):
        first_door(client, password="geraden")

    assert first_door(client).status_code == 302
    assert throttle.seconds_to_wait("gea@zilverbeek.example") == 0


def test_waits_double_up_to_a_quarter_of_an_hour():
    waits = []
    for _ in range(12):
        throttle.note_failure("Gea@x.example", now=1000.0)
        waits.append(throttle.seconds_to_wait(" gea@X.example", now=1000.0))

    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert throttle.seconds_to_wait("gea@x.example", now=1899.0) == 1
    assert throttle.seconds_to_wait("gea@x.example", now=1900.0) == 0


def test_slow_down_keeps_neither_name_nor_address(gea, client, settings):
    first_door(client, password="geraden", headers={"user-agent": "Kijkdoos/1.0"})
    client.post("/inloggen/code/", {"email": "gea@zilverbeek.example"})

    files = list(settings.CACHES["default"]["LOCATION"].glob("*.djcache"))
    kept = b"".join(file.read_bytes() + file.name.encode() for file in files)
    assert files
    for secret in (b"gea@", b"zilverbeek", b"127.0.0.1", b"Kijkdoos", b"geraden"):
        assert secret not in kept


# The password -----------------------------------------------------------------------------------


def change(client: Client, old: str, new: str, again: str | None = None):
    names = ("old_password", "new_password1", "new_password2")
    return client.post(
        "/account/wachtwoord/", dict(zip(names, (old, new, again or new), strict=True))
    )


def test_changing_the_password_keeps_this_session_and_ends_others(gea, client):
    elsewhere = Client()
    sign_in(client, gea)
    sign_in(elsewhere, gea, periods=1)
    new = "een heel andere zin als sleutel"

    assert change(client, PASSWORD, new).status_code == 302

    assert is_in(client)
    assert not is_in(elsewhere)
    gea.refresh_from_db()
    assert gea.check_password(new)


GUESSABLE = "Dit wachtwoord is te makkelijk te raden"


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("mis", "een heel andere zin", None, "Dit is niet uw huidige wachtwoord."),
        (PASSWORD, "een heel andere zin", "een andere zin", "De twee nieuwe wachtwoorden zijn"),
        (PASSWORD, "fiets boom", None, "12"),
        (PASSWORD, "gea@zilverbeek.example", None, "e-mailadres"),
        (PASSWORD, "wachtwoord123", None, GUESSABLE),
        (PASSWORD, "P@ssw0rd12345", None, GUESSABLE),
        (PASSWORD, "qwertyuiop12", None, GUESSABLE),
        (PASSWORD, "aaaaaaaaaaaaaaaa", None, GUESSABLE),
        (PASSWORD, "Voorbeeld2026", None, GUESSABLE),
        (PASSWORD, "buurtpeil2026!", None, GUESSABLE),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(gea, client, old, new, again, said):
    client.force_login(gea)

    answer = change(client, old, new, again)

    assert heading(answer) == "Wachtwoord wijzigen"
    assert said in " ".join(errors(answer))
    gea.refresh_from_db()
    assert gea.check_password(PASSWORD)


@pytest.mark.parametrize(
    "new", ["fiets lamp boterham wolk", "zestien kleine letters hier", "x" * 5 + "Q9v;k2Zt" * 20]
)
def test_a_long_password_without_capitals_or_digits_will_do(gea, client, new):
    client.force_login(gea)

    assert change(client, PASSWORD, new).status_code == 302


def test_page_before_signing_in_shows_no_menu(client, db):
    ComplexFactory(name="Korenbloemhof")

    html = client.get("/inloggen/").content.decode()

    assert not re.search(r"<nav|Korenbloemhof", html)
