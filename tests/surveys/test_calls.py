"""Residents who want to be called: kept apart from every answer, seen by who calls, forgotten in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from surveys.models import CallRequest
from surveys.respondent import device, throttle
from surveys.services import calls
from surveys.services.calls import ask_for_call, forget_call_requests, mark_called, week_of
from tests.factories import CorporationFactory, UserFactory
from tests.surveys.respondent.walking import answer_all, begin, enter, open_today, send

pytestmark = pytest.mark.django_db
CALL, LIST = "/vragenlijst/terugbellen/", "/terugbelverzoeken/"
GIVEN = {"name": "J. de Vries", "phone": "06 - 12 34 56 78", "topic": "De lift"}
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 11, 23)


def kept() -> list[tuple]:
    return list(CallRequest.objects.order_by("phone").values_list("name", "phone", "topic"))


def text_of(response) -> str:
    return response.content.decode()


def asked(phone="0612345678", *, now=NOON, **more) -> CallRequest:
    ask_for_call(**({"name": "", "topic": ""} | more), phone=phone, now=now)
    return CallRequest.objects.get(phone=phone)


# A resident


def test_thanks_page_offers_a_call_in_a_form_of_its_own():
    _wave, issued = open_today()
    client = begin(issued[0])
    answer_all(client)
    send(client)
    page = text_of(client.get("/vragenlijst/bedankt/"))
    assert "Wilt u dat wij u bellen?" in page
    assert f'action="{CALL}"' in page
    assert "Wij kunnen niet zien welke antwoorden van u zijn." in page
    assert ">Anoniem<" in page
    assert ">Anoniem<" not in text_of(client.get(CALL))  # who leaves a name and number is not
    response = client.post(CALL, GIVEN)
    assert response.url == f"{CALL}?nu=genoteerd"
    page = text_of(client.get(response.url))
    assert "Wij bellen u" in page
    assert not any(words in page for words in GIVEN.values())
    assert kept() == [("J. de Vries", "06 - 12 34 56 78", "De lift")]


def test_a_number_alone_is_enough():
    Client().post(CALL, {"phone": "+31 (0)6 12345678"})
    assert kept() == [("", "+31 (0)6 12345678", "")]


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("", "Vul het nummer in waarop wij u kunnen bellen."),
        ("   ", "Vul het nummer in waarop wij u kunnen bellen."),
        ("1234567", "Kijk uw nummer nog eens na."),
        ("1234567890123456", "Kijk uw nummer nog eens na."),
        ("bel mij maar", "Kijk uw nummer nog eens na."),
        ("06١٢٣٤٥٦٧٨", "Kijk uw nummer nog eens na."),
        ("0612345678+", "Kijk uw nummer nog eens na."),
    ],
)
def test_number_that_cannot_be_called_is_told_at_the_field_and_nothing_is_lost(phone, words):
    page = text_of(Client().post(CALL, GIVEN | {"phone": phone}))
    assert page.count(words) == 2  # on top and at the field
    assert 'value="J. de Vries"' in page
    assert 'aria-describedby="bel-nummer-fout"' in page
    assert kept() == []


@pytest.mark.parametrize(("field", "length"), [("name", 81), ("topic", 201), ("phone", 26)])
def test_too_long_is_told_and_not_stored(field, length):
    page = text_of(Client().post(CALL, GIVEN | {field: "1" * length}))
    assert "Kijk dit nog even na" in page
    assert kept() == []


def test_pressing_twice_keeps_one_request_and_another_topic_a_second():
    for _ in range(2):
        Client().post(CALL, GIVEN)
    assert len(kept()) == 1
    Client().post(CALL, GIVEN | {"topic": "De hal"})
    assert len(kept()) == 2


def test_asking_on_a_shared_tablet_leaves_nothing_on_it():
    _wave, issued = open_today()
    client = Client()
    enter(client, issued[0], tent="1")
    answer_all(client)
    send(client)
    page = text_of(client.get("/vragenlijst/bedankt/"))
    assert 'name="tent" value="1"' in page
    assert 'autocomplete="tel"' not in page
    assert 'autocomplete="name"' not in page
    response = client.post(CALL, GIVEN | {"tent": "1"})
    assert client.cookies[device.COOKIE].value == ""
    page = text_of(client.get(response.url))
    assert "Klaar: volgende bewoner" in page
    assert not any(words in page for words in GIVEN.values())
    assert client.get(response.url).headers["Cache-Control"] == "no-store"


def test_asking_opens_no_cookie_and_sets_none_but_the_forms_own():
    client = Client()
    client.cookies[device.COOKIE] = "what somebody answered"
    client.get(CALL)
    client.post(CALL, GIVEN)
    assert client.cookies[device.COOKIE].value == "what somebody answered"
    assert set(client.cookies) == {device.COOKIE, settings.CSRF_COOKIE_NAME}


def test_asking_again_and_again_is_braked_without_losing_what_was_typed_or_keeping_an_address():
    CorporationFactory()
    client = Client()
    for number in range(throttle.CALLS.per_address):
        assert client.post(CALL, {"phone": f"06000000{number:02}"}).status_code == 302
    response = client.post(CALL, GIVEN)
    assert response.status_code == 429
    assert "Uw nummer is nog niet bewaard." in text_of(response)
    assert "Of bel zelf: 000 - 000 00 00." in text_of(response)
    assert 'value="J. de Vries"' in text_of(response)
    assert len(kept()) == throttle.CALLS.per_address
    # Who types codes at the same address is not braked by it.
    assert "Deze code kunnen wij niet gebruiken" in text_of(
        client.post("/vragenlijst/", {"code": "x"})
    )


def test_more_waiting_than_residents_can_be_are_refused_and_nothing_is_stored(monkeypatch):
    monkeypatch.setattr(calls, "MOST_WAITING", 1)
    asked("0611111111")
    assert Client().post(CALL, GIVEN).status_code == 429
    assert [phone for _name, phone, _topic in kept()] == ["0611111111"]


def test_english_form_shows_no_dutch():
    page = text_of(Client().post(f"/en{CALL}", GIVEN | {"phone": "1"}))
    assert "Would you like us to call you?" in page
    assert "Please check your number." in page
    assert "uw" not in page.lower().split()


def test_number_and_name_are_in_no_log(caplog):
    caplog.set_level("DEBUG")
    Client().post(CALL, GIVEN)
    Client().post(CALL, GIVEN | {"phone": "1"})
    assert len(kept()) == 1
    assert not any(words in caplog.text for words in GIVEN.values())
    assert not any(words in str(CallRequest.objects.get()) for words in GIVEN.values())


# What is kept


def test_nothing_finer_than_a_week_and_nothing_that_leads_elsewhere_is_kept():
    kinds = {field.name: field.get_internal_type() for field in CallRequest._meta.get_fields()}
    assert kinds == {
        "key": "UUIDField",
        "name": "CharField",
        "phone": "CharField",
        "topic": "CharField",
        "week": "DateField",
        "called_week": "DateField",
    }
    assert asked().week == MONDAY
    assert asked("0622222222", now=NOON + timedelta(days=4)).week == MONDAY
    assert week_of(datetime(2026, 11, 29, 23, 30, tzinfo=UTC)) == MONDAY + timedelta(weeks=1)


def test_requests_are_forgotten_four_weeks_after_calling_or_thirteen_after_asking():
    called, waiting = asked("0611111111"), asked("0622222222")
    mark_called(called, now=NOON + timedelta(weeks=1))
    for weeks, gone, left in [
        (4, 0, {"0611111111", "0622222222"}),
        (5, 1, {"0622222222"}),
        (12, 0, {"0622222222"}),
        (13, 1, set()),
    ]:
        assert forget_call_requests(NOON + timedelta(weeks=weeks)) == gone, weeks
        assert set(CallRequest.objects.values_list("phone", flat=True)) == left
    assert waiting.called_week is None


# Staff


def test_list_shows_who_waits_and_marking_moves_them_to_who_was_called(staff_client: Client):
    one = asked(name="J. de Vries", topic="De lift", now=timezone.now())
    page = text_of(staff_client.get(LIST))
    assert "0612345678" in page
    assert "Nog bellen · 1" in page
    assert staff_client.get(f"{LIST}{one.pk}/gebeld/").status_code == 405
    page = text_of(staff_client.post(f"{LIST}{one.pk}/gebeld/", follow=True))
    assert "Niemand wacht op een telefoontje" in page
    assert "0612345678" in text_of(staff_client.get(f"{LIST}?stand=gebeld"))
    first = CallRequest.objects.get().called_week
    mark_called(one, now=timezone.now() + timedelta(weeks=3))
    assert CallRequest.objects.get().called_week == first


def test_search_is_posted_so_that_no_name_or_number_stands_in_an_address(staff_client: Client):
    asked("0611111111", name="J. de Vries")
    asked("0622222222", topic="De lift")
    page = text_of(staff_client.post(LIST, {"zoek": "lift"}))
    assert ("0622222222" in page, "0611111111" in page) == (True, False)
    assert 'role="search"' in page
    assert 'method="get" role="search"' not in page
    assert "Niets gevonden" in text_of(staff_client.post(LIST, {"zoek": "nergens"}))


def test_list_sorts_and_pages(staff_client: Client):
    for number in range(26):
        asked(f"06000000{number:02}")
    page = text_of(staff_client.get(f"{LIST}?sorteer=-nummer"))
    assert page.index("0600000025") < page.index("0600000024")
    assert "0600000000" not in page
    assert "0600000000" in text_of(staff_client.get(f"{LIST}?sorteer=-nummer&pagina=2"))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_takes_the_same_queries_for_one_and_many(
    staff_client: Client, corporation, number, django_assert_num_queries
):
    CallRequest.objects.bulk_create(
        CallRequest(phone=f"0600000{place:03}", week=week_of(NOON)) for place in range(number)
    )
    with django_assert_num_queries(8):
        page = staff_client.get(LIST)
    assert page.context["listing"].total == number


def test_erasing_asks_first(staff_client: Client):
    one = asked(now=timezone.now())
    url = f"{LIST}{one.pk}/wissen/"
    assert "nog niet gebeld, en rekent daar wel op" in text_of(staff_client.get(url))
    assert CallRequest.objects.count() == 1
    assert "Het verzoek is gewist." in text_of(staff_client.post(url, follow=True))
    assert CallRequest.objects.count() == 0
    assert staff_client.post(url).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER, Role.FIELD_STAFF])
def test_who_may_not_call_sees_nothing(client: Client, role):
    one = asked()
    client.force_login(UserFactory(roles=[role]))
    for response in (client.get(LIST), client.post(f"{LIST}{one.pk}/gebeld/"),
                     client.post(f"{LIST}{one.pk}/wissen/")):  # fmt: skip
        assert response.status_code == 403
        assert b"0612345678" not in response.content
    assert CallRequest.objects.get().called_week is None
