"""The logs are only ever added to: the database itself says no to anything else.

Triggers abort every change, and every removal of a line younger than MINIMUM_DAYS by the database's own clock,
so a wrong clock of ours forgets nothing. On PostgreSQL emptying the table is refused too, and old lines go
through `proof_forget`, which runs with the rights of the tables' owner: the application's role may then be one
that can only add and read (`manage.py grant_application_role`). On SQLite whoever has the file can of course
remove the triggers; there they stop mistakes and the application, not the owner of the file.

Changing a guarded table on SQLite makes it anew without its triggers: such a migration ends with `install`.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection as default_connection

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("proof_auditentry", "proof_retentionrun")
MINIMUM_DAYS = 365

_SQLITE = (
    """CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END""",
    """CREATE TRIGGER {table}_is_not_removed BEFORE DELETE ON {table}
    WHEN OLD.at IS NULL OR OLD.at >= datetime('now', '-{days} days')
    BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END""",
    # INSERT OR REPLACE would remove the old line without asking the trigger above.
    """CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END""",
)
_SQLITE_NAMES = ("is_not_changed", "is_not_removed", "is_not_replaced")

_REFUSE = """
CREATE OR REPLACE FUNCTION proof_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '{days} days' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME;
END $$"""
_FORGET = """
CREATE OR REPLACE FUNCTION proof_forget(log text, before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    IF log NOT IN ({names}) THEN
        RAISE EXCEPTION '% is not a log', log;
    END IF;
    EXECUTE format('DELETE FROM %I.%I WHERE at < $1', {schema}, log)
    USING least(before, now() - interval '{days} days');
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$"""
_POSTGRES = (
    """CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION proof_refuse()""",
    """CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION proof_refuse()""",
)
_POSTGRES_NAMES = ("rows_stay", "stays")


def install(connection: "BaseDatabaseWrapper") -> None:
    """Put the guards in place, also where they stood already."""
    remove(connection)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SELECT quote_literal(current_schema())")
            names = ", ".join(f"'{table}'" for table in TABLES)
            (schema,) = cursor.fetchone()
            cursor.execute(_REFUSE.format(days=MINIMUM_DAYS))
            cursor.execute(_FORGET.format(days=MINIMUM_DAYS, names=names, schema=schema))
            cursor.execute("REVOKE ALL ON FUNCTION proof_forget(text, timestamptz) FROM PUBLIC")
        for table in TABLES:
            for guard in _POSTGRES if postgres else _SQLITE:
                cursor.execute(guard.format(table=table, days=MINIMUM_DAYS))


def remove(connection: "BaseDatabaseWrapper") -> None:
    """Take the guards away: for `install`, and for tests that empty every table."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _POSTGRES_NAMES if postgres else _SQLITE_NAMES:
                where = f" ON {table}" if postgres else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{where}")


def forget_before(table: str, moment: datetime) -> int:
    """Remove the lines of a log from before `moment`; returns how many. Younger ones the database keeps."""
    if table not in TABLES:
        raise ValueError(f"{table} is not a log")
    with default_connection.cursor() as cursor:
        if default_connection.vendor == "postgresql":
            cursor.execute("SELECT proof_forget(%s, %s)", [table, moment])
            return int(cursor.fetchone()[0])
        adapted = default_connection.ops.adapt_datetimefield_value(moment)
        cursor.execute(f"DELETE FROM {table} WHERE at < %s", [adapted])  # noqa: S608 (a known name)
        return int(cursor.rowcount)
