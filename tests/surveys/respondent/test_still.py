"""Pages drawn once for everybody: what is one's own comes out whole, packed or not, and is kept nowhere."""

import gzip

import pytest
from django.conf import settings
from django.test import Client

from surveys.respondent import sheet
from surveys.respondent.still import MINE, TOKEN, Still
from tests.surveys.respondent.walking import begin, open_today

PAGE = f"<p>{TOKEN}</p>" + "<p>é</p>" * 500 + f"<p>{MINE}</p><p>{TOKEN}</p>"


@pytest.mark.parametrize(("token", "mine"), [(b"t" * 32, b"eigen" * 900), (b"", b"")])
def test_packed_page_unpacks_to_the_page_with_its_holes_filled(token, mine):
    still = Still.of(PAGE)

    whole = PAGE.encode().replace(TOKEN.encode(), token).replace(MINE.encode(), mine)
    assert still.filled(token, mine) == whole
    assert gzip.decompress(still.gzipped(token, mine)) == whole
    assert len(still.gzipped(token, mine)) < len(whole) or not mine


def test_page_without_a_hole_packs_as_well():
    assert gzip.decompress(Still.of("<p>dag</p>").gzipped(b"token", b"eigen")) == b"<p>dag</p>"


def test_length_of_a_packed_page_does_not_depend_on_the_token():
    still = Still.of(PAGE)

    assert len(still.gzipped(b"aaaaaaaa", b"x")) == len(still.gzipped(b"q7Xz0pLm", b"x"))


@pytest.mark.django_db
def test_markers_typed_by_a_resident_stay_words():
    _wave, issued = open_today()
    client = begin(issued[0])
    client.post("/vragenlijst/vragen/open/", {"X1": f"{TOKEN} {MINE}"})

    assert f"{TOKEN} {MINE}" in client.get("/vragenlijst/vragen/controle/").content.decode()


@pytest.mark.django_db
def test_answers_on_the_last_look_are_seen_by_the_next_resident_nowhere():
    _wave, issued = open_today()
    first, second = begin(issued[0]), begin(issued[1])
    first.post("/vragenlijst/vragen/open/", {"X1": "Het is donker in de kelder."})

    mine = first.get("/vragenlijst/vragen/controle/", headers={"accept-encoding": "gzip"})
    assert "donker in de kelder" in gzip.decompress(mine.content).decode()
    assert "donker in de kelder" not in second.get("/vragenlijst/vragen/controle/").content.decode()
    assert "donker in de kelder" not in repr(sheet._remembered)


@pytest.mark.django_db
@pytest.mark.parametrize("packed", [True, False])
def test_every_visitor_gets_a_token_of_their_own_that_is_taken(packed):
    _wave, issued = open_today()
    headers = {"accept-encoding": "gzip"} if packed else {}
    tokens = []
    for code in issued[:2]:
        client = Client(enforce_csrf_checks=True)
        client.get("/vragenlijst/")
        answer = client.get("/vragenlijst/", headers=headers)
        page = gzip.decompress(answer.content) if packed else answer.content
        tokens.append(page.split(b'name="csrfmiddlewaretoken" value="')[1].split(b'"')[0].decode())
        sent = {"code": code, "csrfmiddlewaretoken": tokens[-1]}
        assert client.post("/vragenlijst/", sent).url == "/vragenlijst/privacy/"
        assert tokens[-1] == client.cookies[settings.CSRF_COOKIE_NAME].value
    assert tokens[0] != tokens[1]
