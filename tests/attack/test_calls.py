"""Forty residents who send and at once ask to be called: nothing leads from the number to the answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from surveys.models import CallRequest, CountTable, FreeText, Response
from surveys.services.calls import ask_for_call
from tests.attack.files import database_bytes, places_of
from tests.attack.matching import no_better_than_chance
from tests.attack.test_after_closing import in_row_order, row_orders
from tests.attack.town import Town
from tests.factories.urn import NOON

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []
RESIDENTS = range(40)


def phone_of(number: int) -> str:
    return f"0600{number:04}77"


def everybody_asks() -> None:
    """In the order in which they sent, one transaction each, as the attacker knows."""
    for number in RESIDENTS:
        moment = NOON + timedelta(minutes=11 * number + 1)
        ask_for_call(name="", phone=phone_of(number), topic="", now=moment)


def asked_in(order: str) -> list[int]:
    return [int(phone[4:8]) for phone in in_row_order("surveys_callrequest", "phone", order)]


def test_the_attack_works_on_rows_that_are_simply_added(real_db: None):
    """First that there is something to find: a table that is not written anew gives the order away."""
    for number in RESIDENTS:
        CallRequest.objects.create(phone=phone_of(number), week=NOON.date())
    assert asked_in(row_orders()[0]) == list(RESIDENTS)
    assert not no_better_than_chance(asked_in(row_orders()[0]))


def test_rows_of_requests_lie_no_nearer_to_the_order_of_sending_than_chance(town: Town):
    everybody_asks()
    for order in ["key", *row_orders()]:
        assert sorted(asked_in(order)) == list(RESIDENTS)
        assert no_better_than_chance(asked_in(order))
    town.close()
    for order in ["key", *row_orders()]:
        assert sorted(asked_in(order)) == list(RESIDENTS)
        assert no_better_than_chance(asked_in(order))


def test_requests_lie_no_nearer_to_the_responses_than_chance(town: Town):
    everybody_asks()
    town.close()
    responses = town.numbers_of_responses()
    rank = {number: place for place, number in enumerate(responses)}
    for order in ["key", *row_orders()]:
        assert no_better_than_chance([rank[number] for number in asked_in(order)])


def test_all_requests_bear_the_weeks_and_the_transaction_of_one_moment(town: Town):
    everybody_asks()
    assert CallRequest.objects.values_list("week", flat=True).distinct().count() == 1
    if connection.vendor == "postgresql":
        assert len(set(in_row_order("surveys_callrequest", "xmin::text", "key"))) == 1
        before = set(in_row_order("surveys_callrequest", "xmin::text", "key"))
        town.close()
        after = set(in_row_order("surveys_callrequest", "xmin::text", "key"))
        assert len(after) == 1
        assert not after & before
        assert not after & set(in_row_order("surveys_response", "xmin::text", "id"))


def test_after_closing_each_number_lies_once_in_the_files(town: Town, tmp_path: Path):
    everybody_asks()
    town.close()
    files = database_bytes(tmp_path)
    for number in RESIDENTS:
        assert len(places_of(phone_of(number).encode(), files)) == 1


def test_no_table_of_the_survey_holds_a_number_or_key_of_a_request(town: Town):
    everybody_asks()
    town.close()
    keys = {str(request.pk) for request in CallRequest.objects.all()}
    told = "".join(str(list(each.objects.values())) for each in (Response, FreeText, CountTable))
    assert Response.objects.count() == 40
    assert not any(key in told for key in keys)
    assert not any(phone_of(number) in told for number in RESIDENTS)


def test_ten_who_ask_at_once_are_all_kept_once(real_db: None):
    def ask(number: int) -> None:
        try:
            ask_for_call(name="", phone=phone_of(number), topic="", now=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ask, [*range(10), *range(10)]))
    assert sorted(asked_in("key")) == list(range(10))
