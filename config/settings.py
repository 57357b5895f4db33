"""Settings of Buurtpeil: one file, driven by the environment. docs/operations.md lists the variables."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent

if env_file := environment.text("BUURTPEIL_ENV_FILE"):
    environment.load_env_file(env_file)

VAR_DIR = Path(environment.text("BUURTPEIL_VAR_DIR", str(BASE_DIR / "var")))

DEBUG = environment.flag("BUURTPEIL_DEBUG")
# A demo runs with DEBUG off over plain http on this machine's own address, and says so on every page.
DEMO = environment.flag("BUURTPEIL_DEMO")

# Secrets: no defaults outside DEBUG; config.checks refuses to start without them.
SECRET_KEY = environment.text("BUURTPEIL_SECRET_KEY")
CODE_PEPPER = environment.text("BUURTPEIL_CODE_PEPPER")  # keyed hash of access codes
URN_KEY = environment.text("BUURTPEIL_URN_KEY")  # wraps the private key of an open wave

ALLOWED_HOSTS = environment.words("BUURTPEIL_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("BUURTPEIL_ORIGINS")
# The address residents type and scan, printed on cards and letters.
PUBLIC_URL = environment.text("BUURTPEIL_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
BEHIND_HTTPS = environment.flag("BUURTPEIL_HTTPS", default=not (DEBUG or DEMO))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "formtools",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "ui",
    "proof",
    "mail",
    "accounts",
    "oversight",
    "complexes",
    "partners",
    "surveys",
    "reports",
    "config.apps.BuurtpeilConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ui.middleware.page_headers",
    "ui.middleware.public_pages",  # what follows is for staff
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.access.ViewRights",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "complexes.context.corporation",
                "ui.context.deployment",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "ui.templatetags.ui",
                "accounts.templatetags.access",
            ],
        },
    }
]

# SQLite refuses half of concurrent writes with Django's defaults; these four lines are what makes it fit
# (measured; config.checks refuses to run without them). FULL: a resident's "bedankt" survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}
DATABASES = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'buurtpeil.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False

# On disk, shared by all processes: progress of jobs and pictures of frozen results. Never a resident's answer.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    },
    # In the memory of one process: throttling with a key that changes daily; nothing of it is kept.
    "throttle": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "throttle",
    },
}

TASKS = {
    "default": {
        "BACKEND": environment.text("BUURTPEIL_TASKS", "django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default", "mail"],  # a code to sign in with does not wait behind a long report
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_IMPORT_BYTES = 20 * 1024 * 1024

EMAIL_BACKEND = environment.text(
    "BUURTPEIL_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = environment.text("BUURTPEIL_SMTP_HOST", "localhost")
EMAIL_PORT = int(environment.text("BUURTPEIL_SMTP_PORT", "25"))
EMAIL_HOST_USER = environment.text("BUURTPEIL_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("BUURTPEIL_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("BUURTPEIL_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("BUURTPEIL_FROM", "buurtpeil@localhost")

# Transport and headers. The names of cookies carry __Host- wherever https makes that possible.
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT: list[str] = []
SECURE_HSTS_SECONDS = 63072000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_HSTS_PRELOAD = BEHIND_HTTPS
if environment.flag("BUURTPEIL_PROXY_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"  # public pages answer no-referrer themselves
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "__Host-" if BEHIND_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}buurtpeil-sessie"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}buurtpeil-csrf"
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # ends with the browser
CSRF_FAILURE_VIEW = "ui.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# No address, no user agent and no query in any line: loggers write the message only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
