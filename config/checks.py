"""Refuses a deployment that would lose answers or leak them. Each message says what to set."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import SystemCheckError

SECRETS = {
    "SECRET_KEY": "BUURTPEIL_SECRET_KEY",
    "CODE_PEPPER": "BUURTPEIL_CODE_PEPPER",
    "URN_KEY": "BUURTPEIL_URN_KEY",
}
DEVELOPMENT_MAIL = ("console", "dummy", "filebased", "locmem")
MIN_SECRET = 32
OWN_MACHINE = ("localhost", "127.0.0.1", "::1", "testserver")


def refuse_when_unsafe() -> None:
    """Raise SystemCheckError with everything that is wrong; a web server that only imports the
    application would otherwise start without asking."""
    if errors := [message for message in run_checks() if message.is_serious()]:
        raise SystemCheckError("\n\n".join(str(error) for error in errors))


def _secret(name: str) -> str:
    try:
        value: str = getattr(settings, name)
    except ImproperlyConfigured:  # Django refuses to hand out an empty SECRET_KEY
        return ""
    return value


def _is_own_machine(host: str) -> bool:
    name = host.strip("[]").lower()
    return name in OWN_MACHINE or name.endswith(".localhost")


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
        if not settings.DEBUG and len(_secret(name)) < MIN_SECRET
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


@register()
def demo_and_debug_stay_on_this_machine(**_: Any) -> list[CheckMessage]:
    """A demo has a known sign-in and no https; DEBUG shows settings to whoever causes an error."""
    if not (settings.DEBUG or settings.DEMO):
        return []
    address = urlsplit(settings.PUBLIC_URL).hostname or ""
    mode = "BUURTPEIL_DEMO" if settings.DEMO else "BUURTPEIL_DEBUG"
    return [
        Error(
            f"{mode} is on while {host} can be reached from elsewhere.",
            hint=f"Leave {mode} unset, or keep BUURTPEIL_HOSTS and BUURTPEIL_PUBLIC_URL to "
            "127.0.0.1 or localhost.",
            id="buurtpeil.E004",
        )
        for host in (*settings.ALLOWED_HOSTS, address)
        if not _is_own_machine(host)
    ]


@register()
def second_factor_is_asked(**_: Any) -> list[CheckMessage]:
    if settings.DEMO or not settings.SKIP_SECOND_FACTOR:
        return []
    return [
        Error(
            "Staff come in with a password alone.",
            hint="Leave BUURTPEIL_SKIP_SECOND_FACTOR unset; only a demo may skip the second factor.",
            id="buurtpeil.E007",
        )
    ]


@register()
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "Any host name is accepted, so a link in a mail can be made to point elsewhere.",
            hint="Set BUURTPEIL_HOSTS to the names this deployment answers to.",
            id="buurtpeil.E005",
        )
    ]


@register()
def residents_type_a_secure_address(**_: Any) -> list[CheckMessage]:
    if settings.DEBUG or settings.DEMO:
        return []
    if not settings.BEHIND_HTTPS:
        return [
            Warning(
                "Pages travel in the clear: answers can be read on the way.",
                hint="Leave BUURTPEIL_HTTPS unset and serve through https.",
                id="buurtpeil.W001",
            )
        ]
    if settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        Error(
            f"Cards and letters would carry {settings.PUBLIC_URL}, which is not https.",
            hint="Set BUURTPEIL_PUBLIC_URL to the address that residents type.",
            id="buurtpeil.E006",
        )
    ]
