"""Refuses a deployment that would lose answers or leak them. Each message says what to set."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SECRETS = {
    "SECRET_KEY": "BUURTPEIL_SECRET_KEY",
    "CODE_PEPPER": "BUURTPEIL_CODE_PEPPER",
    "URN_KEY": "BUURTPEIL_URN_KEY",
}
DEVELOPMENT_MAIL = ("console", "dummy", "filebased", "locmem")
MIN_SECRET = 32


@register()
def secrets_are_set(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{name} is missing or shorter than {MIN_SECRET} characters.",
            hint=f"Set {variable}; `python -m config.secrets_file FILE` makes a file for "
            "BUURTPEIL_ENV_FILE.",
            id="buurtpeil.E001",
        )
        for name, variable in SECRETS.items()
        if not settings.DEBUG and len(getattr(settings, name)) < MIN_SECRET
    ]


@register()
def sqlite_is_safe_for_concurrent_answers(**_: Any) -> list[CheckMessage]:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    commands = options.get("init_command", "").replace(" ", "").lower()
    wanted = {
        "transaction_mode IMMEDIATE": options.get("transaction_mode") == "IMMEDIATE",
        "timeout of at least 20 s": options.get("timeout", 0) >= 20,
        "journal_mode WAL": "journal_mode=wal" in commands,
        "synchronous FULL": "synchronous=full" in commands,
        "foreign_keys ON": "foreign_keys=on" in commands,
        "secure_delete ON": "secure_delete=on" in commands,
    }
    return [
        Error(
            f"SQLite runs without {option}.",
            hint="Keep settings.SQLITE_OPTIONS as it is: without it half of concurrent "
            "submissions fail and deleted codes stay readable.",
            id="buurtpeil.E002",
        )
        for option, is_set in wanted.items()
        if not is_set
    ]


@register()
def mail_really_leaves(**_: Any) -> list[CheckMessage]:
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    if settings.DEBUG or settings.DEMO or backend not in DEVELOPMENT_MAIL:
        return []
    return [
        Error(
            f"Mail goes to the {backend} backend, which sends nothing.",
            hint="Leave BUURTPEIL_MAIL_BACKEND unset and set BUURTPEIL_SMTP_HOST.",
            id="buurtpeil.E003",
        )
    ]
