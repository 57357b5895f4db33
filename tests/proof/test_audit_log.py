"""The audit log: what a line says, and that the database lets nobody change or remove one."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proof import guards
from proof.audit import record
from proof.models import AuditEntry, RetentionRun, Verb
from tests.factories import ComplexFactory, UserFactory


def line(*, days: int = 0, **facts):
    return record(
        None, Verb.EXPORTED, words="iets", now=timezone.now() - timedelta(days=days), **facts
    )


@pytest.mark.django_db
def test_line_says_who_what_and_of_which_thing():
    user, complex_ = UserFactory(name="Noor Demo"), ComplexFactory(name="Korenbloemhof")

    entry = record(user, Verb.EXPORTED, complex_, format="csv")

    assert (entry.actor_name, entry.verb, entry.kind) == ("Noor Demo", "exported", "complex")
    assert (entry.key, entry.words) == (str(complex_.pk), "Korenbloemhof")
    assert entry.details == {"format": "csv"}


@pytest.mark.django_db
def test_line_keeps_its_names_when_account_and_thing_change():
    user, complex_ = UserFactory(name="Noor Demo"), ComplexFactory(name="Korenbloemhof")
    entry = record(user, Verb.EXPORTED, complex_)

    user.name, complex_.name = "Anders", "Anders"
    user.save()
    complex_.save()
    entry.refresh_from_db()

    assert (entry.actor_name, entry.words) == ("Noor Demo", "Korenbloemhof")


@pytest.mark.django_db
def test_line_without_anybody_is_of_the_system():
    entry = record(None, Verb.CLOSED_WAVE, words="x" * 300)

    assert (entry.actor, entry.actor_name, entry.words) == (None, "", "x" * 200)


def refused(sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        assert "only added to" in str(error)
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {table} SET words = 'anders'",
        "UPDATE {table} SET at = '2001-01-01 00:00:00'",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
    ],
)
def test_line_is_neither_changed_nor_removed(table, change):
    line()
    RetentionRun.objects.create(at=timezone.now(), words="iets", outcome="done")

    assert refused(change.format(table=table))
    assert (AuditEntry.objects.get().words, RetentionRun.objects.get().words) == ("iets", "iets")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way around a trigger")
def test_line_is_not_replaced_by_another_of_the_same_number():
    entry = line()

    assert refused(
        "INSERT OR REPLACE INTO proof_auditentry (id, at, actor_name, verb, kind, key, words, details)"
        " SELECT id, at, 'ander', verb, kind, key, words, details FROM proof_auditentry WHERE id = %s",
        entry.pk,
    )
    entry.refresh_from_db()
    assert entry.actor_name == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "stays"), [(0, True), (364, True), (366, False), (800, False)])
def test_line_is_forgotten_only_after_the_least_period_of_a_year(days, stays):
    entry = line(days=days)

    assert refused("DELETE FROM proof_auditentry WHERE id = %s", entry.pk) is stays
    assert AuditEntry.objects.exists() is stays


@pytest.mark.django_db
def test_orm_can_neither_save_again_nor_delete():
    entry = line()
    entry.words = "anders"

    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get().words == "iets"


@pytest.mark.django_db
def test_guards_stand_after_the_last_migration():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
        found = {name for (name,) in cursor.fetchall()}
    names = guards._SQLITE_NAMES if connection.vendor == "sqlite" else guards._POSTGRES_NAMES

    assert found == {f"{table}_{name}" for table in guards.TABLES for name in names}


def test_only_the_two_logs_can_be_forgotten():
    with pytest.raises(ValueError, match="is not a log"):
        guards.forget_before("accounts_user", timezone.now())
