"""A deployment that would lose or leak answers does not start, and says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.checks import sqlite_is_safe_for_concurrent_answers as sqlite_check

ROOT = Path(__file__).parents[2]
SECRET = "x" * 44
PRODUCTION = {
    "BUURTPEIL_SECRET_KEY": SECRET,
    "BUURTPEIL_CODE_PEPPER": SECRET,
    "BUURTPEIL_URN_KEY": SECRET,
    "BUURTPEIL_HOSTS": "buurtpeil.zilverbeek.example",
    "BUURTPEIL_PUBLIC_URL": "https://buurtpeil.zilverbeek.example",
    "BUURTPEIL_SMTP_HOST": "mail.zilverbeek.example",
}


def run(*command: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "BUURTPEIL_VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def check(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", "check", tmp_path=tmp_path, **environment)


def test_check_with_a_complete_environment_passes(tmp_path):
    answer = check(tmp_path, **PRODUCTION)

    assert (answer.returncode, answer.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), answer.stderr


def test_check_with_an_empty_environment_names_every_variable_to_set(tmp_path):
    answer = check(tmp_path)

    assert answer.returncode == 1
    for variable in (
        "BUURTPEIL_SECRET_KEY",
        "BUURTPEIL_CODE_PEPPER",
        "BUURTPEIL_URN_KEY",
        "BUURTPEIL_PUBLIC_URL",
    ):
        assert f"Set {variable}" in answer.stderr


def test_check_with_a_secret_of_31_characters_is_refused(tmp_path):
    answer = check(tmp_path, **PRODUCTION | {"BUURTPEIL_URN_KEY": "x" * 31})

    assert answer.returncode == 1
    assert "(buurtpeil.E001) URN_KEY is missing or shorter than 32" in answer.stderr
    assert "Set BUURTPEIL_URN_KEY" in answer.stderr
    assert answer.stderr.count("buurtpeil.E") == 1


def test_check_with_a_development_mail_backend_is_refused(tmp_path):
    backend = "django.core.mail.backends.console.EmailBackend"

    answer = check(tmp_path, **PRODUCTION | {"BUURTPEIL_MAIL_BACKEND": backend})

    assert answer.returncode == 1
    assert "(buurtpeil.E003) Mail goes to the console backend" in answer.stderr
    assert "Leave BUURTPEIL_MAIL_BACKEND unset and set BUURTPEIL_SMTP_HOST" in answer.stderr


@pytest.mark.parametrize("mode", ["BUURTPEIL_DEMO", "BUURTPEIL_DEBUG"])
def test_check_of_a_demo_or_debug_on_a_public_host_is_refused(tmp_path, mode):
    answer = check(tmp_path, **PRODUCTION | {mode: "1"})

    assert answer.returncode == 1
    assert f"{mode} is on while buurtpeil.zilverbeek.example can be reached" in answer.stderr
    assert f"Leave {mode} unset" in answer.stderr


def test_check_of_staff_without_second_factor_is_refused_outside_a_demo(tmp_path):
    answer = check(tmp_path, **PRODUCTION | {"BUURTPEIL_SKIP_SECOND_FACTOR": "1"})

    assert answer.returncode == 1
    assert "(buurtpeil.E007) Staff come in with a password alone." in answer.stderr
    assert "Leave BUURTPEIL_SKIP_SECOND_FACTOR unset" in answer.stderr


def test_check_of_a_demo_on_this_machine_passes(tmp_path):
    secrets = {key: value for key, value in PRODUCTION.items() if value == SECRET}

    assert check(tmp_path, BUURTPEIL_DEMO="1", **secrets).returncode == 0


def test_check_with_any_host_accepted_is_refused(tmp_path):
    answer = check(tmp_path, **PRODUCTION | {"BUURTPEIL_HOSTS": "*"})

    assert "(buurtpeil.E005)" in answer.stderr
    assert "Set BUURTPEIL_HOSTS" in answer.stderr


def test_check_with_an_insecure_public_address_is_refused(tmp_path):
    answer = check(tmp_path, **PRODUCTION | {"BUURTPEIL_PUBLIC_URL": "http://zilverbeek.example"})

    assert answer.returncode == 1
    assert "(buurtpeil.E006) Cards and letters would carry http://zilverbeek" in answer.stderr


def test_wsgi_application_without_secrets_does_not_start(tmp_path):
    incomplete = {key: value for key, value in PRODUCTION.items() if "PEPPER" not in key}

    answer = run("-c", "import config.wsgi", tmp_path=tmp_path, **incomplete)

    assert answer.returncode != 0
    assert "Set BUURTPEIL_CODE_PEPPER" in answer.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"transaction_mode": "DEFERRED"}, "transaction_mode IMMEDIATE"),
        ({"timeout": 19}, "timeout of at least 20 s"),
        ({"init_command": "PRAGMA synchronous=FULL;"}, "journal_mode WAL"),
    ],
)
def test_sqlite_without_an_option_is_refused_by_name(monkeypatch, changes, words):
    safe = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": settings.SQLITE_OPTIONS}
    monkeypatch.setattr(settings, "DATABASES", {"default": safe})
    assert sqlite_check() == []

    monkeypatch.setattr(
        settings, "DATABASES", {"default": safe | {"OPTIONS": settings.SQLITE_OPTIONS | changes}}
    )
    refusals = sqlite_check()

    assert f"SQLite runs without {words}." in [refusal.msg for refusal in refusals]
    assert {refusal.id for refusal in refusals} == {"buurtpeil.E002"}


def test_sqlite_without_its_pragmas_lists_each_of_them(monkeypatch):
    bare = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}
    monkeypatch.setattr(settings, "DATABASES", {"default": bare})

    assert [refusal.msg for refusal in sqlite_check()] == [
        "SQLite runs without transaction_mode IMMEDIATE.",
        "SQLite runs without timeout of at least 20 s.",
        "SQLite runs without journal_mode WAL.",
        "SQLite runs without synchronous FULL.",
        "SQLite runs without foreign_keys ON.",
        "SQLite runs without secure_delete ON.",
    ]


def test_postgresql_needs_no_sqlite_options(monkeypatch):
    monkeypatch.setattr(
        settings, "DATABASES", {"default": {"ENGINE": "django.db.backends.postgresql"}}
    )

    assert sqlite_check() == []
