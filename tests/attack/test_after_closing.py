"""A closed wave: forty residents of whom the attacker knows code, order and answers, matched in vain."""

import pytest
from django.db import connection

from surveys.models import AccessCode, DayCount, FreeText, Response, SealedItem, Wave
from surveys.services.closing import close_wave
from surveys.urn import codes, keys, sealing
from tests.attack.files import database_bytes, places_of
from tests.attack.matching import ALPHA, neighbours_p, no_better_than_chance
from tests.attack.town import Town, text_of
from tests.factories.urn import NOON

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []

ROW_ORDERS = {"sqlite": ["rowid"], "postgresql": ["ctid", "xmin::text::bigint, ctid"]}


def in_row_order(table: str, column: str, order: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {order}")
        return [row[0] for row in cursor.fetchall()]


def row_orders() -> list[str]:
    return ROW_ORDERS[connection.vendor]


def test_the_attack_works_on_the_urn_itself_where_the_order_of_arrival_is_kept(town: Town):
    """First that there is something to find: whoever had the key would read everybody's answers."""
    private = keys.unwrap(bytes(town.wave.wrapped_private_key))
    key = keys.check_private_key(private, public=bytes(town.wave.public_key))
    lying = in_row_order("surveys_sealeditem", "sealed", row_orders()[0])
    opened = [sealing.open_item(bytes(sealed), private_key=key) for sealed in lying]
    found = [town.number_of(item.content) for item in opened if item.kind is sealing.Kind.ANSWERS]
    assert found == list(range(40))
    assert not no_better_than_chance(found)


def test_rows_of_responses_and_texts_lie_no_nearer_to_the_order_of_sending_than_chance(town: Town):
    town.close()
    assert sorted(town.numbers_of_responses()) == list(range(40))
    assert sorted(town.numbers_of_texts()) == list(range(40))
    assert no_better_than_chance(town.numbers_of_responses())
    assert no_better_than_chance(town.numbers_of_texts())
    for order in row_orders():
        pks = in_row_order("surveys_response", "id", order)
        by_pk = {row.pk: town.number_of(row.answers) for row in Response.objects.all()}
        assert no_better_than_chance([by_pk[pk] for pk in pks])
        pks = in_row_order("surveys_freetext", "id", order)
        by_pk = {row.pk: int(row.text.rsplit(" ", 1)[1]) for row in FreeText.objects.all()}
        assert no_better_than_chance([by_pk[pk] for pk in pks])


def test_rows_follow_neither_the_codes_nor_their_hashes_nor_the_items_keys(town: Town):
    arrived = in_row_order("surveys_sealeditem", "key", row_orders()[0])[::2]
    arrived = [bytes(key) for key in arrived]
    town.close()
    responses = town.numbers_of_responses()
    known = {
        "code": sorted(range(40), key=lambda number: town.residents[number].code),
        "hash": sorted(range(40), key=lambda number: town.residents[number].digest),
        "key": sorted(range(40), key=lambda number: arrived[number]),
        "length": sorted(range(40), key=lambda n: len(str(town.residents[n].answers))),
    }
    for order in known.values():
        rank = {number: place for place, number in enumerate(order)}
        assert no_better_than_chance([rank[number] for number in responses])


def test_who_wrote_a_text_cannot_be_told_from_where_it_lies(town: Town):
    town.close()
    answers, texts = town.numbers_of_responses(), town.numbers_of_texts()
    rank = {number: place for place, number in enumerate(answers)}
    assert no_better_than_chance([rank[number] for number in texts])
    assert neighbours_p(answers, texts) > ALPHA


def test_rows_were_written_in_one_go_and_carry_no_time(town: Town):
    town.close()
    fields = {field.get_internal_type() for field in Response._meta.fields + FreeText._meta.fields}
    assert not fields & {"DateField", "DateTimeField", "TimeField", "DurationField", "UUIDField"}
    if connection.vendor == "postgresql":
        for table in ("surveys_response", "surveys_freetext", "surveys_counttable"):
            assert len(set(in_row_order(table, "xmin::text", "1"))) == 1


def test_answers_are_written_in_one_way_whoever_gave_them(town: Town):
    town.close()
    assert Response.objects.count() == 40
    for response in Response.objects.all():
        assert list(response.answers) == sorted(response.answers)


def test_urn_codes_days_and_key_are_gone(town: Town):
    closing = town.close()
    assert (closing.responses, closing.unreadable, closing.missing) == (40, 0, 0)
    assert closing.erased
    for model in (AccessCode, SealedItem, DayCount):
        assert not model.objects.exists()
    stored = Wave.objects.get()
    assert (stored.state, stored.public_key, stored.wrapped_private_key) == ("closed", None, None)


def secrets_of(town: Town) -> list[bytes]:
    """Everything that ties an answer to a code or opens it, as it stood in the files before closing."""
    found = [bytes(item.sealed)[32:64] for item in SealedItem.objects.all()]
    found += [bytes(item.sealed)[-32:] for item in SealedItem.objects.all()]
    found += [bytes(item.key) for item in SealedItem.objects.all()]
    found += [resident.digest for resident in town.residents]
    found += [codes.digest(code) for code in town.unused]
    found.append(bytes(town.wave.wrapped_private_key))
    return found


def test_leftover_pages_and_log_hold_no_code_hash_item_or_key(town: Town, tmp_path):
    secrets = secrets_of(town)
    before = database_bytes(tmp_path)
    assert sum(bool(places_of(secret, before)) for secret in secrets) >= 240
    private = keys.unwrap(bytes(town.wave.wrapped_private_key))
    town.close()
    after = database_bytes(tmp_path)
    plain = [resident.code.encode() for resident in town.residents]
    for secret in [*secrets, *plain, private]:
        assert not places_of(secret, after)


def test_each_answer_lies_once_in_the_files_in_an_order_that_says_nothing(town: Town, tmp_path):
    town.close()
    files = database_bytes(tmp_path)
    where = {}
    for number in range(40):
        # The number ends the text; in the file another cell or the next text follows.
        needle = text_of(number, town.word).encode()
        found = [
            place for place in places_of(needle, files)
            if not files[place[0]][place[1] + len(needle) : place[1] + len(needle) + 1].isdigit()
        ]  # fmt: skip
        assert len(found) == 1, number
        where[number] = found[0]
    assert no_better_than_chance(sorted(range(40), key=where.__getitem__))


def test_two_waves_at_once_only_the_closed_one_is_wiped(town: Town, tmp_path):
    from tests.factories.urn import open_wave_with_codes

    other, issued = open_wave_with_codes(dwellings=4)
    town.close()
    files = database_bytes(tmp_path)
    assert all(places_of(codes.digest(code), files) for _place, code in issued)
    assert AccessCode.objects.filter(wave_complex__wave=other).count() == 4
    close_wave(other, now=NOON)
    assert not places_of(codes.digest(issued[0][1]), database_bytes(tmp_path))
