"""Partners sign in with a code from a mail; whoever asks, whatever for, the page is the same."""

import re
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from mail.delivery import deliver_due
from mail.models import OutgoingMail
from tests.factories import UserFactory
from tests.html import errors, heading
from tests.post_office import PostOffice

WRONG_CODE = "Code van zes cijfers: Deze code klopt niet, of is al gebruikt."


@pytest.fixture(autouse=True)
def _nobody_waits():
    cache.clear()


@pytest.fixture
def wim(db) -> User:
    return UserFactory(email="wim@gemeente.example", name="Wim", kind=User.Kind.PARTNER)


def ask(client: Client, email: str = "wim@gemeente.example"):
    return client.post("/inloggen/code/", {"email": email})


def fill_in(client: Client, code: str):
    return client.post("/inloggen/code/invullen/", {"code": code})


def code_in(post_office: PostOffice) -> str:
    deliver_due.call()
    found = re.search(r"Uw code is (\d{6})\s", post_office.mails[-1].get_content())
    assert found
    return found[1]


def test_partner_signs_in_with_the_code_from_the_mail(wim, client, post_office):
    answer = ask(client, "Wim@GEMEENTE.example")
    assert answer.url == "/inloggen/code/invullen/"
    assert heading(client.get(answer.url)) == "Vul de code in"
    code = code_in(post_office)
    assert [mail["To"] for mail in post_office.mails] == ["wim@gemeente.example"]

    answer = fill_in(client, code)

    assert answer.status_code == 302
    assert answer.url == "/"
    assert client.get("/", follow=True).status_code == 200
    assert client.session["_auth_user_id"] == str(wim.pk)
    assert client.get("/medewerkers/").status_code == 404
    assert client.get("/account/").status_code == 404
    assert not OutgoingMail.objects.exclude(text="").exists()


def test_code_works_once(wim, client, post_office):
    ask(client)
    code = code_in(post_office)
    fill_in(client, code)
    client.post("/uitloggen/")

    assert fill_in(client, code).url == "/inloggen/code/"
    ask(client)
    assert errors(fill_in(client, code)) == [WRONG_CODE]


def test_code_works_only_in_the_browser_that_asked(wim, client, post_office):
    ask(client)
    code = code_in(post_office)
    thief = Client()

    assert fill_in(thief, code).url == "/inloggen/code/"
    ask(thief)
    assert errors(fill_in(thief, code)) == [WRONG_CODE]


def move_clock(client: Client, seconds: int) -> None:
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= seconds
    session.save()


def test_code_works_for_ten_minutes(wim, client, post_office):
    ask(client)
    code = code_in(post_office)
    move_clock(client, 10 * 60 + 1)
    assert fill_in(client, code).url == "/inloggen/code/"

    ask(client)
    code = code_in(post_office)
    move_clock(client, 10 * 60 - 30)
    assert fill_in(client, code).url == "/"
    assert client.session["_auth_user_id"] == str(wim.pk)


def test_third_wrong_code_ends_it_and_the_right_one_is_worth_nothing(wim, client, post_office):
    ask(client)
    code = code_in(post_office)
    for _ in range(2):
        assert errors(fill_in(client, "12")) == [WRONG_CODE]
    assert fill_in(client, "12").url == "/inloggen/code/"

    assert fill_in(client, code).url == "/inloggen/code/"
    assert "_auth_user_id" not in client.session


def test_many_requests_for_one_address_are_braked_wherever_they_come_from(wim, post_office):
    answers = [ask(Client(REMOTE_ADDR=f"192.0.2.{number}")) for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert errors(answers[-1]) == [
        "E-mailadres: Er is te vaak iets verkeerds ingevuld. Probeer het over een kwartier nog eens."
    ]
    deliver_due.call()
    assert len(post_office.mails) == 5


def test_code_whose_mail_is_too_late_is_not_sent(wim, client, closed_post_office):
    ask(client)
    deliver_due.call()
    OutgoingMail.objects.update(expires_at=time_ago(1), next_try_at=time_ago(1))
    closed_post_office.open()

    deliver_due.call()

    assert closed_post_office.mails == []
    assert OutgoingMail.objects.get().state == OutgoingMail.State.LATE


def time_ago(seconds: int):
    from datetime import UTC, datetime

    return datetime.fromtimestamp(time.time() - seconds, UTC)


def test_page_says_so_when_mail_does_not_get_out(wim, client, closed_post_office):
    words = "De mail doet het nu niet."
    assert words not in client.get("/inloggen/code/").content.decode()
    ask(client)
    deliver_due.call()

    for path in ("/inloggen/code/invullen/", "/wachtwoord-vergeten/"):
        assert words in client.get(path).content.decode()


# Nobody can tell who has an account -------------------------------------------------------------

ADDRESSES = {
    "partner": "wim@gemeente.example",
    "staff": "gea@zilverbeek.example",
    "disabled": "weg@gemeente.example",
    "nobody": "niemand@elders.example",
}
DOORS = ["/inloggen/code/", "/wachtwoord-vergeten/"]


@pytest.fixture
def everybody(wim) -> None:
    staff = UserFactory(email="gea@zilverbeek.example", name="Gea")
    staff.set_password("een lange zin om in te loggen")
    staff.save()
    UserFactory(email="weg@gemeente.example", kind=User.Kind.PARTNER, is_active=False)


def seen_from_outside(door: str, address: str) -> tuple:
    client = Client(REMOTE_ADDR="192.0.2.9")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(door, {"email": address})
    page = client.get(answer.url).content.decode().replace(address, "ADDRESS")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    written = [query["sql"].split()[0] for query in queries if "INSERT" in query["sql"]]
    return answer.status_code, answer.url, page, written


@pytest.mark.parametrize("door", DOORS)
def test_every_address_gets_the_same_page_after_the_same_writing(everybody, door):
    seen = {who: seen_from_outside(door, address) for who, address in ADDRESSES.items()}

    assert seen["partner"][0] == 302
    assert len({repr(one) for one in seen.values()}) == 1, seen


@pytest.mark.parametrize(
    ("door", "mailed"),
    [
        (DOORS[0], {"partner": "Uw code om in te loggen", "staff": "Inloggen bij Buurtpeil"}),
        (DOORS[1], {"staff": "Een nieuw wachtwoord kiezen"}),
    ],
)
def test_mail_goes_to_who_it_is_for_and_to_nobody_else(everybody, post_office, door, mailed):
    for address in ADDRESSES.values():
        Client().post(door, {"email": address})
    deliver_due.call()

    got = {mail["To"]: mail["Subject"] for mail in post_office.mails}
    assert got == {ADDRESSES[who]: subject for who, subject in mailed.items()}


def test_staff_cannot_come_in_by_a_code(everybody, client, post_office):
    ask(client, "gea@zilverbeek.example")
    deliver_due.call()
    text = post_office.mails[-1].get_content()

    assert not re.search(r"\b\d{6}\b", text)
    assert "uw wachtwoord en uw tweede stap" in text
    for code in ("", "000000", "None"):
        assert "_auth_user_id" not in client.session
        fill_in(client, code)


def test_whoever_types_at_a_door_for_nobody_runs_out_of_tries_as_well(everybody, client):
    ask(client, "niemand@elders.example")

    answers = [fill_in(client, "123456") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 302]
