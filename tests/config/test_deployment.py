"""Production as docs/operations.md describes it: no warning of `check --deploy`, every header on every page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as house
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from config.secrets_file import write_secrets
from surveys.models import Wave
from tests.config.test_headers import CONTENT_POLICY
from tests.config.test_open_routes import ALL
from tests.factories import ComplexFactory, UserFactory
from tests.factories.closed import closed_wave, people

RESIDENTS_POLICY = (  # stricter still: their pages fetch nothing and show no data: images
    "base-uri 'none'",
    "default-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
)


def production(folder: Path) -> dict[str, str]:
    write_secrets(folder / "secrets.env")
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BUURTPEIL_ENV_FILE": str(folder / "secrets.env"),
        "BUURTPEIL_VAR_DIR": str(folder),
        "BUURTPEIL_HOSTS": "buurtpeil.zilverbeek.example",
        "BUURTPEIL_PUBLIC_URL": "https://buurtpeil.zilverbeek.example",
        "BUURTPEIL_PROXY_HTTPS": "1",
        "BUURTPEIL_SMTP_HOST": "mail.zilverbeek.example",
    }


def checked(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"]
    return subprocess.run(
        command, cwd=house.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def test_check_deploy_is_clean_under_the_settings_of_production(tmp_path):
    (tmp_path / "static").mkdir()

    said = checked(production(tmp_path))

    assert (said.returncode, said.stderr) == (0, "")
    assert "no issues (0 silenced)" in said.stdout


def test_check_deploy_is_not_blind(tmp_path):
    (tmp_path / "static").mkdir()

    said = checked(production(tmp_path) | {"BUURTPEIL_HTTPS": "0"})

    assert said.returncode == 1
    assert "security.W004" in said.stderr  # no HSTS


@pytest.fixture
def over_https(settings):
    """What config.settings makes of a deployment behind https; the tests' own run without."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True


def real_path(path: str, wave: Wave) -> str:
    """A page that exists, where the sample address would only be a 404."""
    return path.replace("/metingen/x/", f"/metingen/{wave.code}/").replace("/x/", "/C1/")


def visitors() -> dict[str, Client]:
    found = {"signed out": Client()}
    for name, user in {
        "staff": UserFactory(roles=Role),
        "partner": UserFactory(kind=User.Kind.PARTNER),
    }.items():
        found[name] = Client()
        found[name].force_login(user)
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_carries_every_header_for_everybody(over_https, own_media):
    wave = closed_wave(2022, {ComplexFactory(code="C1"): people(30, R1=[6, 7, 8])})
    wrong, statuses = [], set()
    for who, client in visitors().items():
        client.raise_request_exception = False
        for name, sample, _pattern in ALL:
            if name == "accounts:logout":
                continue  # it would end the session that asks
            for path in {sample, real_path(sample, wave)}:
                answer = client.get(path, secure=True)
                statuses.add(answer.status_code)
                if missing := missing_headers(answer):
                    wrong.append((who, path, answer.status_code, missing))

    assert wrong == []
    assert statuses >= {200, 302, 404, 405}
    assert 500 not in statuses


def missing_headers(answer) -> set[str]:
    """Which headers are not as they must be."""
    policy = sorted(
        part.strip() for part in answer.headers.get("Content-Security-Policy", "").split(";")
    )
    referrer = answer.headers.get("Referrer-Policy")
    kept = answer.headers.get("Cache-Control", "")
    right = {
        "Content-Security-Policy": tuple(policy) in (CONTENT_POLICY, RESIDENTS_POLICY),
        "Strict-Transport-Security": answer.headers.get("Strict-Transport-Security")
        == "max-age=63072000; includeSubDomains; preload",
        "X-Frame-Options": answer.headers.get("X-Frame-Options") == "DENY",
        "X-Content-Type-Options": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": referrer in ("same-origin", "no-referrer"),
        "Cross-Origin-Opener-Policy": answer.headers.get("Cross-Origin-Opener-Policy")
        == "same-origin",
        "Permissions-Policy": "camera=()" in answer.headers.get("Permissions-Policy", ""),
        "Cache-Control": "no-store" in kept or "public" in kept,
    }
    return {name for name, is_right in right.items() if not is_right}


@pytest.fixture
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.VAR_DIR = tmp_path
