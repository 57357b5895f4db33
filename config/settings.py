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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ui",
    "proof",
    "mail",
    "accounts",
    "oversight",
    "complexes",
    "partners",
    "surveys",
    "meetings",
    "reports",
    "config.apps.BuurtpeilConfig",
]

MIDDLEWARE = [
    # Headers outside of all that may answer by itself: a redirect to https, a wrong host, an error.
    "ui.middleware.page_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ui.middleware.public_pages",  # what follows is for staff
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sessions.SessionsEnd",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.sessions.SecondFactorFirst",
    "accounts.access.ViewRights",
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
    {"NAME": "accounts.passwords.NotLikeAddressValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
]
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60

# Only a demonstration may let staff in without a second factor; config.checks refuses it elsewhere.
SKIP_SECOND_FACTOR = environment.flag("BUURTPEIL_SKIP_SECOND_FACTOR", default=DEMO)
SESSION_IDLE_SECONDS = 60 * int(environment.text("BUURTPEIL_IDLE_MINUTES", "60"))

# allauth: staff by password and second factor, partners by a code in a mail; nobody signs up by themselves.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation or a code has reached the address already
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {  # "ip" is a name of the visitor that changes daily: see ui.visitor
    "password": "30/10m/ip",
    "request_login_code": "20/10m/ip,5/15m/key,20/d/key",
    "reset_password": "20/10m/ip,5/15m/key",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "request_login_code": "accounts.forms.sign_in.CodeRequestForm",
    "confirm_login_code": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
    "reset_password": "accounts.forms.sign_in.ResetForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
}
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.FactorForm",
    "reauthenticate": "accounts.forms.sign_in.FactorAgainForm",
    "activate_totp": "accounts.forms.account.AppForm",
    "add_webauthn": "accounts.forms.account.PasskeyForm",
}

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
    "BUURTPEIL_MAIL_BACKEND",
    f"django.core.mail.backends.{'filebased' if DEMO else 'smtp'}.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"  # a demo writes its mail in files; nothing leaves the machine
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

# No address, no user agent, no query and no key in any line: loggers write the message only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "ui.logs.WithoutKeys"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_keys"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
