"""On PostgreSQL: what the application's own role can do with the logs, and what it cannot, whoever asks."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from proof import guards

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="roles exist on PostgreSQL only"),
]
OWNER, APP, WORD = "bp_owner", "bp_app", secrets.token_hex(12)
DATABASE = "bp_roles"


def address(user: str) -> str:
    own = connection.settings_dict
    return f"postgres://{user}:{WORD}@{own['HOST']}:{own['PORT']}/{DATABASE}"


def manage(user: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": address(user),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def roles() -> Iterator[None]:
    """A database of an owner's, migrated by that owner, and a role for the application beside it."""
    own = connection.settings_dict
    with psycopg.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"],
        dbname="template1", autocommit=True,
    ) as cluster:  # fmt: skip
        cluster.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{WORD}'")
        cluster.execute(f"CREATE ROLE {APP} LOGIN PASSWORD '{WORD}'")
        cluster.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        try:
            migrated = manage(OWNER, "migrate", "--verbosity", "0")
            assert migrated.returncode == 0, migrated.stderr
            refused = manage(OWNER, "grant_application_role", APP)
            assert f'GRANT "{APP}" TO "{OWNER}"' in refused.stderr
            cluster.execute(f"GRANT {APP} TO {OWNER}")
            for _again in range(2):
                granted = manage(OWNER, "grant_application_role", APP)
                assert granted.returncode == 0, granted.stderr
            yield
        finally:
            cluster.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            cluster.execute(f"DROP ROLE {APP}")
            cluster.execute(f"DROP ROLE {OWNER}")


@pytest.fixture
def app(roles: None) -> Iterator[Any]:
    with psycopg.connect(address(APP), autocommit=True) as session:
        yield session


def add_line(app: Any, at: datetime) -> int:
    row = app.execute(
        "INSERT INTO proof_auditentry (at, actor_name, verb, kind, key, words, details)"
        " VALUES (%s, 'Noor Demo', 'exported', '', '', 'iets', '{}') RETURNING id",
        [at],
    ).fetchone()
    return int(row[0])


def test_application_adds_and_reads(app):
    number = add_line(app, datetime.now(UTC))

    found = app.execute("SELECT actor_name FROM proof_auditentry WHERE id = %s", [number])
    assert found.fetchone() == ("Noor Demo",)


FORBIDDEN = [
    "UPDATE {table} SET words = 'anders'",
    "UPDATE {table} SET at = now() - interval '9 years'",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE at < now() - interval '2 years'",  # only through proof_forget
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "DROP TABLE {table}",
    "DROP TRIGGER {table}_rows_stay ON {table}",
    "DROP TRIGGER {table}_stays ON {table}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER {table}_rows_stay",
    "ALTER TABLE {table} OWNER TO bp_app",
    "ALTER TABLE {table} RENAME TO weg",
    "ALTER TABLE {table} RENAME COLUMN words TO weg",
    "CREATE RULE weg AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "SET ROLE bp_owner",
    "DROP FUNCTION proof_refuse() CASCADE",
    "CREATE OR REPLACE FUNCTION proof_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "ALTER FUNCTION proof_forget(text, timestamptz) SECURITY INVOKER",
    "CREATE TABLE public.eigen (id int)",
    "GRANT DELETE ON {table} TO bp_app; DELETE FROM {table}",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("table", guards.TABLES)
def test_application_cannot_touch_what_was_written(app, table, statement):
    number = add_line(app, datetime.now(UTC))

    with pytest.raises(psycopg.Error):
        app.execute(statement.format(table=table))

    app.execute("RESET ALL")
    kept = app.execute("SELECT words FROM proof_auditentry WHERE id = %s", [number])
    assert kept.fetchone() == ("iets",)


def test_only_old_lines_are_forgotten_whatever_moment_is_asked(app):
    now = datetime.now(UTC)
    young = add_line(app, now - timedelta(days=300))
    older = add_line(app, now - timedelta(days=500))
    oldest = add_line(app, now - timedelta(days=900))

    def forget(moment: datetime | None) -> set[int]:
        app.execute("SELECT proof_forget('proof_auditentry', %s)", [moment])
        left = app.execute("SELECT id FROM proof_auditentry").fetchall()
        return {row[0] for row in left} & {young, older, oldest}

    assert forget(now - timedelta(days=730)) == {young, older}
    assert forget(now + timedelta(days=9000)) == {young}
    assert forget(None) == {young}


@pytest.mark.parametrize("table", ["accounts_user", "proof_auditentry; DROP TABLE accounts_user"])
def test_nothing_but_a_log_is_forgotten(app, table):
    with pytest.raises(psycopg.Error, match="is not a log"):
        app.execute("SELECT proof_forget(%s, now())", [table])


def test_nightly_run_works_as_the_application_and_wipes_what_it_owns(app):
    oldest = add_line(app, datetime.now(UTC) - timedelta(days=900))
    app.execute(
        'INSERT INTO mail_outgoingmail (key, "to", subject, text, calendar, calendar_method, state, tries,'
        " trouble, created_at, next_try_at, ended_at) VALUES ('oud', 'x@zilverbeek.example', 'oud', '', '',"
        " '', 'sent', 1, '', now(), now(), now() - interval '100 days')"
    )

    done = manage(APP, "retention")

    assert done.returncode == 0, done.stderr
    assert "proof.audit: 1 removed" in done.stdout
    assert "mail.outbox: 1 removed" in done.stdout
    left = app.execute("SELECT count(*) FROM proof_auditentry WHERE id = %s", [oldest]).fetchone()
    assert left == (0,)
    lines = app.execute(
        "SELECT rule, outcome FROM proof_retentionrun WHERE words <> 'x'"
    ).fetchall()
    assert ("mail.outbox", "done") in lines


def test_owner_still_migrates_and_a_role_that_could_undo_it_all_is_refused(roles):
    assert manage(OWNER, "migrate", "--verbosity", "0").returncode == 0
    refused = manage(OWNER, "grant_application_role", OWNER)
    assert "could take the guards away" in refused.stderr.replace("\n", " ")
    assert "There is no role" in manage(OWNER, "grant_application_role", "niemand").stderr
    assert "Run" not in refused.stdout


def test_application_may_not_call_itself_the_owner(roles):
    assert manage(APP, "grant_application_role", APP).returncode != 0
