"""The environment as settings read it: one optional file of KEY=value lines, then the real environment."""

import os
from pathlib import Path


def load_env_file(path: str) -> None:
    """Add the KEY=value lines of `path` to the environment; what is already set wins.

    Raises FileNotFoundError when the file was asked for and is not there.
    """
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        key, separator, value = line.strip().partition("=")
        if separator and not key.startswith("#"):
            os.environ.setdefault(key.strip(), value.strip())


def text(key: str, default: str = "") -> str:
    return os.environ.get(key, default)


def flag(key: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, ja and on, in any case; the default when the key is not set."""
    value = os.environ.get(key)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "ja", "on"}


def words(key: str, default: str = "") -> list[str]:
    """A comma-separated value as a list without blanks."""
    return [word.strip() for word in os.environ.get(key, default).split(",") if word.strip()]
