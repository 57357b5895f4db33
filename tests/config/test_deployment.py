"""Production as docs/operations.md describes it: no warning of `check --deploy`."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings as house

from config.secrets_file import write_secrets


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
