"""The first page: every wrong code looks the same, guessing is braked, nothing leaves the house."""

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from surveys.models import Wave
from surveys.respondent import sheet, throttle, views
from surveys.respondent.public import HEADERS, public_page
from surveys.services.responding import submit_response
from surveys.urn import codes
from tests.surveys.respondent.walking import begin, enter, open_today
from ui.visitor import visitor

pytestmark = pytest.mark.django_db
REFUSAL = "Deze code kunnen wij niet gebruiken"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def without_token(page: bytes, typed: str) -> str:
    return TOKEN.sub("", page.decode()).replace(typed, "")


def test_code_is_forgiven_its_case_spaces_hyphens_and_look_alikes():
    _wave, issued = open_today()
    code = issued[0].replace("0", "o").replace("1", "l").lower()
    typed = f"  {code[:3]} {code[3:9]}--{code[9:]} "
    assert enter(Client(), typed).url == "/vragenlijst/privacy/"


def test_unknown_mistyped_used_expired_and_empty_codes_get_the_very_same_page():
    wave, issued = open_today()
    submit_response(issued[1], answers={}, texts={}, now=timezone.now())
    mistyped = issued[0][:-1] + ("0" if issued[0][-1] != "0" else "1")
    pages = {
        kind: enter(Client(), typed)
        for kind, typed in {
            "unknown": codes.new_code(), "mistyped": mistyped, "used": issued[1], "empty": "",
            "long": "x" * 5000,
        }.items()
    }  # fmt: skip
    Wave.objects.filter(pk=wave.pk).update(closes_on=wave.opens_on)
    pages["expired"] = enter(Client(), issued[0])
    Wave.objects.filter(pk=wave.pk).update(
        opens_on=wave.closes_on, closes_on=wave.closes_on + timedelta(days=1)
    )
    pages["early"] = enter(Client(), issued[2])
    assert {page.status_code for page in pages.values()} == {200}
    typed = re.compile(r'(name="code" value=")[^"]*')
    same = {typed.sub(r"\1", without_token(page.content, "")) for page in pages.values()}
    assert len(same) == 1
    assert REFUSAL in same.pop()


@pytest.mark.parametrize("kind", ["unknown", "mistyped", "used", "empty"])
def test_wrong_code_costs_the_same_queries_whatever_the_reason(kind, django_assert_num_queries):
    _wave, issued = open_today()
    submit_response(issued[1], answers={}, texts={}, now=timezone.now())
    typed = {"unknown": codes.new_code(), "mistyped": "7K3", "used": issued[1], "empty": ""}[kind]
    Client().get("/vragenlijst/")  # the corporation is remembered
    with django_assert_num_queries(1):
        enter(Client(), typed)


def test_typed_code_stays_in_the_field_to_be_put_right_and_is_escaped():
    page = enter(Client(), '"><script>7K3M').content.decode()
    assert 'value="&quot;&gt;&lt;script&gt;7K3M"' in page
    assert "<script>7K3M" not in page


def test_error_is_tied_to_the_field_and_summarised_on_top():
    page = enter(Client(), "x").content.decode()
    assert 'aria-describedby="code-fout code-help" aria-invalid="true"' in page
    assert page.index('role="alert"') < page.index("<h1>") < page.index('id="code-fout"')
    assert '<a href="#code">' in page


def test_guessing_is_braked_per_address_and_a_right_code_after_that_waits_too():
    _wave, issued = open_today()
    client = Client()
    for _ in range(throttle.MOST_PER_ADDRESS):
        assert enter(client, "x").status_code == 200
    assert enter(client, "x").status_code == 429
    page = enter(client, issued[0])
    assert page.status_code == 429
    assert "Probeer het over tien minuten nog eens" in page.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert enter(elsewhere, issued[0]).url == "/vragenlijst/privacy/"


def test_right_codes_never_brake_the_neighbours():
    _wave, issued = open_today()
    for code in issued:
        assert enter(Client(), code).status_code == 302
    assert enter(Client(), issued[0]).status_code == 302


def test_brake_forgets_addresses_with_the_day(monkeypatch):
    request = RequestFactory().post("/vragenlijst/", REMOTE_ADDR="192.0.2.1")
    today = visitor(request)
    assert visitor(request) == today
    assert "192.0.2.1" not in today
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert visitor(request) != today


def test_brake_sees_one_home_behind_ipv6_and_the_visitor_behind_our_own_proxy():
    def seen(**meta: str) -> str:
        return visitor(RequestFactory().post("/vragenlijst/", **meta))

    assert seen(REMOTE_ADDR="2001:db8::1") == seen(REMOTE_ADDR="2001:db8::2")
    assert seen(REMOTE_ADDR="2001:db8::1") != seen(REMOTE_ADDR="2001:db8:0:1::1")
    forged = {"HTTP_X_FORWARDED_FOR": "192.0.2.9, 192.0.2.1"}
    assert seen(REMOTE_ADDR="10.0.0.1", **forged) == seen(REMOTE_ADDR="10.0.0.1")
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert seen(REMOTE_ADDR="10.0.0.1", **forged) == seen(REMOTE_ADDR="192.0.2.1")


PAGES = ["start", "privacy", "later", "wipe", "thanks"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_public_pages_carry_strict_headers(name, prefix):
    _wave, issued = open_today()
    response = begin(issued[0]).get(prefix + reverse(f"respondent:{name}"))
    for header, value in HEADERS.items():
        assert response.headers[header] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "http" not in response.headers["Content-Security-Policy"]


def test_no_page_asks_anything_of_another_site_or_carries_inline_code():
    _wave, issued = open_today()
    client = begin(issued[0])
    for path in ("", "privacy/", "later/", "wissen/", "vragen/veiligheid/", "vragen/controle/"):
        page = client.get(f"/vragenlijst/{path}").content.decode()
        assert "<h1>" in page
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)
        assert not re.findall(r"<style|style=|onclick|<script>", page)


def test_form_without_a_token_is_refused_in_plain_words():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/vragenlijst/", {"code": "x"})
    assert response.status_code == 403
    assert "Probeer het nog eens" in response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"


def token_of(client: Client) -> str:
    return TOKEN.search(client.get("/vragenlijst/").content.decode()).group(1)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_ORIGIN": "http://testserver"}, 302),
        ({"HTTP_ORIGIN": "null"}, 302),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, 302),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_ORIGIN": "https://elders.example"}, 403),
        ({"secure": True}, 302),
        ({"secure": True, "HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"secure": True, "HTTP_REFERER": "https://elders.example/"}, 403),
    ],
)
def test_token_counts_where_the_browser_hides_the_origin_and_strangers_stay_out(headers, status):
    _wave, issued = open_today()
    client = Client(enforce_csrf_checks=True)
    sent = {"code": issued[0], "csrfmiddlewaretoken": token_of(client)}
    assert client.post("/vragenlijst/", sent, **headers).status_code == status


def test_token_of_somebody_else_is_refused():
    _wave, issued = open_today()
    client = Client(enforce_csrf_checks=True)
    client.get("/vragenlijst/")
    sent = {"code": issued[0], "csrfmiddlewaretoken": token_of(Client())}
    assert client.post("/vragenlijst/", sent).status_code == 403


def test_failure_shows_a_friendly_page_and_logs_neither_code_nor_words(caplog):
    @public_page
    def broken(request):
        raise ValueError(f"quoted: {request.POST['code']}")

    caplog.set_level(logging.DEBUG)
    request = RequestFactory().post("/vragenlijst/", {"code": "GEHEIM"}, HTTP_USER_AGENT="Zeldzaam")
    request._dont_enforce_csrf_checks = True
    response = broken(request)
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in response.content.decode()
    assert "ValueError in test_start.py" in caplog.text
    for secret in ("GEHEIM", "Zeldzaam", "quoted"):
        assert secret not in caplog.text


def test_whole_walk_logs_nothing(caplog):
    caplog.set_level(logging.INFO)
    _wave, issued = open_today()
    client = begin(issued[0])
    enter(client, "fout")
    client.get("/vragenlijst/vragen/veiligheid/")
    assert [record.getMessage() for record in caplog.records] == []


def test_pages_within_a_walk_ask_the_database_nothing(django_assert_num_queries):
    _wave, issued = open_today()
    client = begin(issued[0])
    client.get("/vragenlijst/privacy/")
    with django_assert_num_queries(0):
        client.get("/vragenlijst/privacy/")
        client.get("/vragenlijst/vragen/veiligheid/")
        client.post("/vragenlijst/vragen/veiligheid/", {"V1": "1"})
        client.get("/vragenlijst/vragen/controle/")


def test_remembered_questionnaire_is_looked_up_again_after_a_minute(monkeypatch):
    wave, issued = open_today()
    client = begin(issued[0])
    Wave.objects.filter(pk=wave.pk).update(state="closing")
    assert client.get("/vragenlijst/vragen/veiligheid/").status_code == 200
    later = sheet.time.monotonic() + sheet.REMEMBER_SECONDS + 1
    monkeypatch.setattr(sheet.time, "monotonic", lambda: later)
    assert client.get("/vragenlijst/vragen/veiligheid/").status_code == 302


def test_address_of_every_public_page_holds_nothing_of_a_resident():
    names = [pattern.pattern for pattern in views_paths()]
    assert all("<" not in str(name) or "<slug:step>" in str(name) for name in names)


def views_paths():
    from surveys.respondent.urls import urlpatterns

    return urlpatterns


def test_session_cookie_is_never_asked_for_on_public_pages():
    client = Client()
    client.get("/vragenlijst/")
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert views.start.login_required is False
