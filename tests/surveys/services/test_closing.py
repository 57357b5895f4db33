"""Closing: what comes out of the urn, what is refused, what is reported and never dropped."""

import secrets
from datetime import date, timedelta

import pytest

from surveys.models import AccessCode, CountTable, FreeText, Response, SealedItem, Wave
from surveys.services import refusals
from surveys.services.closing import close_wave, needs_finishing
from surveys.services.codes import issue_replacement
from surveys.services.counts import Total, complexes_with_responses, total
from surveys.services.responding import Outcome, submit_response
from surveys.services.waves import open_wave
from surveys.urn import keys, sealing
from tests.factories import ComplexFactory, CorporationFactory, WaveComplexFactory, WaveFactory
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = pytest.mark.django_db


def send(code: str, number: int = 0, text: str = "", *, day: int = 0) -> Outcome:
    answers = {"V1": number % 5 + 1, "R1": float(number % 10 + 1)}
    now = NOON + timedelta(days=day)
    return submit_response(code, answers=answers, texts={"X1": text}, now=now)


def test_close_wave_gives_back_exactly_what_was_sent():
    wave, issued = open_wave_with_codes(dwellings=12, complexes=2)
    for number, (_place, code) in enumerate(issued):
        send(code, number, f"tekst {number}" if number % 2 else "")
    closing = close_wave(wave, now=NOON)
    assert (closing.responses, closing.unreadable, closing.missing) == (24, 0, 0)
    assert sorted(
        (row.answers["V1"], row.answers["R1"]) for row in Response.objects.all()
    ) == sorted((number % 5 + 1, float(number % 10 + 1)) for number in range(24))
    assert sorted(FreeText.objects.values_list("text", flat=True)) == sorted(
        f"tekst {number}" for number in range(1, 24, 2)
    )
    assert [place.responses for place in wave.wave_complexes.all()] == [12, 12]
    assert CountTable.objects.get(level="corporation", subgroup="").n == 24


def test_close_wave_freezes_the_disclosure_rules_of_that_moment():
    corporation = CorporationFactory(disclosure="strict")
    wave, _issued = open_wave_with_codes()
    close_wave(wave, now=NOON)
    corporation.disclosure = "standard"
    corporation.save()
    assert Wave.objects.get().disclosure == "strict"


def test_close_wave_ahead_of_time_ends_the_fieldwork_that_day():
    wave, _issued = open_wave_with_codes()
    close_wave(wave, now=NOON)
    assert wave.closes_on == NOON.date()


def test_close_wave_long_after_the_last_day_keeps_that_day():
    wave, _issued = open_wave_with_codes()
    close_wave(wave, now=NOON + timedelta(days=90))
    assert wave.closes_on == date(2026, 9, 26)


def test_close_wave_before_it_opened_for_residents_keeps_its_dates_in_order():
    wave, _issued = open_wave_with_codes(opens_on=date(2026, 9, 20))
    close_wave(wave, now=NOON)
    assert (wave.opens_on, wave.closes_on) == (date(2026, 9, 20), date(2026, 9, 20))


def test_close_wave_without_a_single_response_closes():
    wave, _issued = open_wave_with_codes()
    assert close_wave(wave, now=NOON).responses == 0
    assert wave.state == "closed"
    assert not AccessCode.objects.exists()


def test_close_wave_stops_answers_for_good():
    wave, issued = open_wave_with_codes()
    close_wave(wave, now=NOON)
    assert send(issued[0][1]) is Outcome.GONE
    assert not SealedItem.objects.exists()


def test_close_wave_within_a_transaction_waits_with_wiping_and_is_to_be_finished():
    # Tests run in a transaction, like a caller who would wrap the closing in one.
    wave, _issued = open_wave_with_codes()
    assert close_wave(wave, now=NOON).erased is False
    assert needs_finishing(wave)


def test_close_wave_counts_damaged_and_foreign_items_and_says_what_is_missing():
    wave, issued = open_wave_with_codes(dwellings=5)
    for number, (_place, code) in enumerate(issued):
        send(code, number)
    private = keys.unwrap(bytes(wave.wrapped_private_key))
    key = keys.check_private_key(private, public=bytes(wave.public_key))
    for item in SealedItem.objects.all():
        if sealing.open_item(bytes(item.sealed), private_key=key).kind is sealing.Kind.ANSWERS:
            SealedItem.objects.filter(pk=item.pk).update(sealed=bytes(item.sealed)[:-1] + b"x")
            break
    seal = {"public_key": bytes(wave.public_key), "length": wave.item_length}
    foreign = sealing.seal_answers({"V1": 1}, wave_complex=10**6, **seal)
    SealedItem.objects.create(key=secrets.token_bytes(16), wave=wave, sealed=foreign)
    closing = close_wave(wave, now=NOON)
    assert (closing.responses, closing.unreadable, closing.missing) == (4, 2, 1)
    assert wave.unreadable_items == 2
    assert Response.objects.count() == 4


def test_close_wave_with_more_responses_than_dwellings_goes_through_and_flags_the_complex():
    wave, issued = open_wave_with_codes(dwellings=2)
    place = issued[0][0]
    for code in [*(code for _place, code in issued), issue_replacement(place)]:
        assert send(code) is Outcome.STORED
    assert close_wave(wave, now=NOON).responses == 3
    place.refresh_from_db()
    assert (place.responses, place.more_responses_than_dwellings) == (3, True)
    assert (place.dwellings, place.known_dwellings) == (2, None)


def test_close_wave_of_a_draft_is_refused():
    wave = WaveFactory()
    with pytest.raises(refusals.NotInThisState):
        close_wave(wave, now=NOON)
    assert Wave.objects.get().state == "draft"


def test_close_wave_under_another_urn_key_is_refused_before_answers_stop(settings):
    wave, issued = open_wave_with_codes()
    settings.URN_KEY = "another key of more than thirty-two characters!"
    with pytest.raises(refusals.KeyUnreadable):
        close_wave(wave, now=NOON)
    assert Wave.objects.get().state == "open"
    assert send(issued[0][1]) is Outcome.STORED


def test_close_wave_with_a_custodian_needs_the_right_key():
    pair = keys.new_key_pair()
    wave = WaveFactory(opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 26))
    WaveComplexFactory(wave=wave, complex=ComplexFactory(dwellings=30))
    open_wave(wave, now=NOON, public_key=pair.public)
    with pytest.raises(refusals.KeyNeeded):
        close_wave(wave, now=NOON)
    with pytest.raises(refusals.WrongKey):
        close_wave(wave, now=NOON, private_key=keys.new_key_pair().private)
    assert Wave.objects.get().state == "open"
    close_wave(wave, now=NOON, private_key=pair.private)
    assert wave.state == "closed"


def rows(wave: Wave, today: date) -> list[tuple[int, int]]:
    found = complexes_with_responses(wave, type(ComplexFactory()).objects.all(), today=today)
    return list(found.order_by("pk").values_list("n", "asked"))


def test_counts_show_yesterday_and_only_from_ten():
    wave, issued = open_wave_with_codes(dwellings=12, complexes=2)
    first = [code for place, code in issued if place == issued[0][0]]
    second = [code for place, code in issued if place != issued[0][0]]
    for code in [*first[:10], *second[:9]]:
        send(code)
    today = NOON.date()
    assert rows(wave, today) == [(0, 12), (0, 12)], "what came in today is shown tomorrow"
    assert rows(wave, today + timedelta(days=1)) == [(10, 12), (0, 12)]
    send(second[9], day=1)
    assert rows(wave, today + timedelta(days=1)) == [(10, 12), (0, 12)]
    assert rows(wave, today + timedelta(days=2)) == [(10, 12), (10, 12)]


def test_total_does_not_give_away_the_one_complex_below_ten():
    wave, issued = open_wave_with_codes(dwellings=12, complexes=2)
    tomorrow = NOON.date() + timedelta(days=1)
    first = [code for place, code in issued if place == issued[0][0]]
    second = [code for place, code in issued if place != issued[0][0]]
    for code in [*first[:11], *second[:3]]:
        send(code)
    assert total(wave, today=tomorrow) == Total(responses=11, dwellings=24, at_least=True)
    for code in second[3:10]:
        send(code)
    assert total(wave, today=tomorrow) == Total(responses=21, dwellings=24, at_least=False)


def test_counts_of_a_closed_wave_keep_the_rule_of_ten():
    wave, issued = open_wave_with_codes(dwellings=12)
    for _place, code in issued[:9]:
        send(code)
    close_wave(wave, now=NOON)
    assert rows(wave, NOON.date()) == [(0, 12)]
