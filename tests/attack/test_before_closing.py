"""An open wave, seen by somebody with the whole database: no answer is there to be read."""

import pytest
from django.db import connection

from surveys.models import AccessCode, DayCount, SealedItem
from surveys.services.responding import submit_response
from tests.attack.files import database_bytes, log_bytes, places_of
from tests.attack.town import Town, text_of
from tests.factories.urn import NOON

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []


def everything_stored() -> dict[str, list[tuple]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        stored = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            stored[table] = (
                sorted(
                    tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)
                    for row in cursor.fetchall()
                )
                if table != "django_session"
                else cursor.fetchall()
            )
    return stored


def changes(before: dict, after: dict) -> dict[str, tuple[int, int]]:
    """Table → how many rows went and came."""
    found = {}
    for table, rows in before.items():
        gone = [row for row in rows if row not in after[table]]
        come = [row for row in after[table] if row not in rows]
        if gone or come:
            found[table] = (len(gone), len(come))
    return found


def test_no_answer_text_or_code_is_readable_in_any_file(town: Town, tmp_path):
    files = database_bytes(tmp_path)
    assert places_of(bytes(AccessCode.objects.first().digest), files), "the copy is a real one"
    for resident in town.residents:
        for secret in (resident.texts["X1"], resident.code, '"R1":'):
            assert not places_of(secret.encode(), files)
            assert not places_of(secret.encode("utf-16-le"), files)
    assert not places_of(town.word.encode(), files)


def test_no_answer_is_readable_in_the_log_that_goes_to_archives(town: Town):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's log is among the files above")
    log = log_bytes()
    assert bytes(SealedItem.objects.first().sealed)[:64] in log, "the log is a real one"
    assert town.word.encode() not in log


def test_a_sending_leaves_a_code_gone_two_items_and_one_more_on_the_day(town: Town):
    before = everything_stored()
    code, when = town.unused[0], NOON
    sent_before = SealedItem.objects.count()
    submit_response(code, answers={"V1": 3}, texts={"X1": text_of(99, town.word)}, now=when)
    after = everything_stored()
    assert changes(before, after) == {
        "surveys_accesscode": (1, 0),
        "surveys_sealeditem": (0, 2),
        "surveys_daycount": (1, 1),
    }
    assert SealedItem.objects.count() == sent_before + 2


def test_items_are_of_one_length_and_start_at_random(town: Town):
    items = [bytes(item.sealed) for item in SealedItem.objects.all()]
    assert len(items) == 80
    assert {len(item) for item in items} == {town.wave.item_length}
    assert len({item[:4] for item in items}) == 80
    assert len({bytes(item.key)[:4] for item in SealedItem.objects.all()}) == 80


def test_no_column_of_the_urn_can_hold_a_moment_or_a_person():
    assert [field.name for field in AccessCode._meta.get_fields()] == ["digest", "wave_complex"]
    assert [field.name for field in SealedItem._meta.get_fields()] == ["key", "wave", "sealed"]
    assert [field.name for field in DayCount._meta.get_fields()] == [
        "id",
        "wave_complex",
        "day",
        "responses",
    ]


def test_codes_lie_in_the_order_of_their_hashes_not_of_their_printing(town: Town):
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT digest FROM surveys_accesscode ORDER BY {order}")
        lying = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(lying) == 20
    assert lying == sorted(lying)
