"""Settings of the tests: the real ones, with throw-away secrets and a folder of their own.

DATABASE_URL chooses another database (tests/postgres.sh starts a private PostgreSQL and sets it).
"""

import base64
import os
import secrets
import tempfile
from pathlib import Path

for _name in ("BUURTPEIL_SECRET_KEY", "BUURTPEIL_CODE_PEPPER", "BUURTPEIL_URN_KEY"):
    os.environ.setdefault(_name, base64.b64encode(secrets.token_bytes(32)).decode())
os.environ.setdefault("BUURTPEIL_VAR_DIR", tempfile.mkdtemp(prefix="buurtpeil-test-"))
os.environ.setdefault("BUURTPEIL_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
os.environ.setdefault("BUURTPEIL_HTTPS", "0")
os.environ.pop("BUURTPEIL_ENV_FILE", None)

from config.settings import *  # noqa: E402, F403

SILENCED_SYSTEM_CHECKS = ["buurtpeil.W001"]  # no https between tests and themselves
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {  # no manifest: static files are found where they are written
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
(Path(os.environ["BUURTPEIL_VAR_DIR"]) / "static").mkdir(parents=True, exist_ok=True)
# Two connections must be able to meet in one test: a file, not SQLite's private memory.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
else:  # the template that nobody is ever connected to, so that workers can make theirs at once
    DATABASES["default"]["TEST"] = {"TEMPLATE": "template0"}  # noqa: F405
# Tests that run side by side share the folder, never what is counted in the cache.
CACHES["default"]["LOCATION"] = VAR_DIR / f"cache-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # noqa: F405
