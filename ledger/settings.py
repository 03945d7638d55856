"""All settings, read from the environment once, failing early with a hint. See docs/operations.md for each of them."""

import os
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError, validate

from ledger import places
from ledger.files import file_place, file_storage
from ledger.mail import mail_settings
from ledger.secret import seal_key, secret_key
from ledger.stamps import check_time_stamps

BASE_DIR = places.BASE_DIR
VERSION = places.version()
MANAGE = places.MANAGE
env = Env()

try:
    HOME = env.path("JIEQING_HOME", default=places.usual_home()).expanduser().resolve()
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    DEBUG = env.bool("DEBUG", default=False)
    HTTPS = env.bool("HTTPS", default=False)
    FIRST_ACCOUNT_CODE = env.str("FIRST_ACCOUNT_CODE", default="")
    SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=False)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
    CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
    # Our own file is named by its path: in an address, signs such as # ? % of a folder would mean something else.
    DATABASES: dict[str, Any] = {
        "default": env.dj_db_url("DATABASE_URL", conn_max_age=60)
        if env.str("DATABASE_URL", default="")
        else {
            "ENGINE": "django.db.backends.sqlite3",
            # SQLite gives its other files the rights of this one, whichever command is the first to ask for it.
            "NAME": str(places.made_private(HOME / "jieqing.sqlite3")),
            "CONN_MAX_AGE": 60,
        }
    }
    SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(HOME / "secret-key")
    SEAL_KEY = seal_key(HOME / "seal-key")
    MAX_PROOF_MEGABYTES = env.int("MAX_PROOF_MEGABYTES", default=50)
    FILES_URL = env.str("FILES_URL", default="")
    FILE_STORAGE = file_storage(FILES_URL)
    MAIL = mail_settings(env.str("EMAIL_URL", default=""), env.str("EMAIL_FROM", default=""))
    MAX_IMPORT_MEGABYTES = env.int("MAX_IMPORT_MEGABYTES", default=2048)
    # Files that wait to be imported. Uploads are written there at once, so that handing one on moves no bytes.
    UPLOADS = FILE_UPLOAD_TEMP_DIR = HOME / "uploads"
    UPLOADS.mkdir(exist_ok=True, mode=0o700)
    LOG_FORMAT = env.str("LOG_FORMAT", default="text", validate=validate.OneOf(["text", "json"]))
    TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0, validate=validate.Range(min=0, max=10))
    FILES_KEY_FILE = Path(given).expanduser() if (given := env.str("FILES_KEY_FILE", default="")) else None
    # Unused for so long a sign-in ends, and after so long in any case.
    SESSION_IDLE_DAYS = env.int("SESSION_IDLE_DAYS", default=7, validate=validate.Range(min=1, max=90))
    SESSION_DAYS = env.int("SESSION_DAYS", default=30, validate=validate.Range(min=1, max=365))
    METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
    MAIL_FROM_PRIVATE_NETWORKS = env.bool("MAIL_FROM_PRIVATE_NETWORKS", default=False)
    API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
    PUSH_TO_PRIVATE_NETWORKS = env.bool("PUSH_TO_PRIVATE_NETWORKS", default=False)
    TIME_STAMP_AUTHORITY = env.str("TIME_STAMP_AUTHORITY", default="")
    BACKUP_RECIPIENTS: list[str] = env.list("BACKUP_RECIPIENTS", default=[])
    TIME_STAMP_ROOTS = env.str("TIME_STAMP_ROOTS", default="")
    check_time_stamps(TIME_STAMP_AUTHORITY, TIME_STAMP_ROOTS)
except (EnvError, OSError, RuntimeError, ValueError) as problem:
    sys.exit(f"The settings cannot be used: {problem}\nSee docs/operations.md for what each of them may be.")

# Without a mail server nothing is sent, and pages say so.
CAN_SEND_MAIL = bool(MAIL)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
vars().update(MAIL)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up instead of failing when two requests write at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten, so that nothing of a closed account stays in the file.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "heroicons",
    "template_partials",
    "debts",
]

MIDDLEWARE = [
    "ledger.logs.name_requests",
    "debts.api.problems.only_problems",
    "debts.web.middleware.closed_off",
    "debts.web.middleware.compressed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "debts.web.middleware.no_floods",
    "allauth.account.middleware.AccountMiddleware",
    "debts.web.middleware.private_pages",
    "debts.web.middleware.own_clock",
    "debts.web.middleware.sign_in_news",
    "debts.web.middleware.what_changed",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [places.ASSETS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

ROOT_URLCONF = "ledger.urls"
WSGI_APPLICATION = "ledger.wsgi.application"
ASGI_APPLICATION = "ledger.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- accounts ---

AUTH_USER_MODEL = "debts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "debts.web.signing.passwords.Guessable"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_ADAPTER = "debts.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds after which it is asked again who is sitting there
ACCOUNT_FORMS = {"signup": "debts.web.signing.opening.OpeningForm"}
MFA_ADAPTER = "debts.web.signing.second_step.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks differ; a code that was taken is refused for as long as it would fit
MFA_FORMS = {
    "activate_totp": "debts.web.signing.forms.ActivationForm",
    "authenticate": "debts.web.signing.forms.CodeForm",
    "reauthenticate": "debts.web.signing.forms.CodeAgainForm",
    "add_webauthn": "debts.web.signing.forms.NewPasskeyForm",
    "edit_webauthn": "debts.web.signing.forms.PasskeyNameForm",
    "authenticate_webauthn": "debts.web.signing.forms.PasskeyForm",
    "reauthenticate_webauthn": "debts.web.signing.forms.PasskeyAgainForm",
    "login_webauthn": "debts.web.signing.forms.PasskeyLoginForm",
}

ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
# Per minute and address, in a row and a day for one account: what NIST SP 800-63B allows at most is a hundred.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key,100/d/key",
    "signup": "10/m/ip",
    "first_code": "10/10m/key,50/d/key",
    "guest_name": "10/h/key,30/d/key",
    "reauthenticate": "5/5m/user,100/d/user",
    "change_password": "5/5m/user",
}
# Counted by all processes together, in a table of the database; only what is limited writes there. What any request of
# a program is counted by stays in the process: a write for each read would cost more than the bound is worth.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "jieqing_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- languages and time ---

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("zh-hant", _("繁体中文")), ("en", _("英语"))]
FORMAT_MODULE_PATH = "ledger.formats"
LOCALE_PATHS = [places.ASSETS / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- files ---

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [places.ASSETS / "static"]
MEDIA_ROOT = HOME / "files"
FILES_PLACE = file_place(FILES_URL, MEDIA_ROOT)
STORAGES = {
    # Files are sealed around whatever keeps them; without FILES_KEY_FILE they are handed on as they are.
    "default": {"BACKEND": "debts.sealed_files.storage.SealedStorage", "OPTIONS": {"around": FILE_STORAGE}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# A paste of one megabyte of Chinese grows to three when a browser encodes it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# What may be typed beside each of the 5,000 messages of a paste, four inputs each, and the page's own inputs.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000 * 4 + 1_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- security ---

if HTTPS:  # no other name of the same site, and no plain answer, can set cookies that begin so
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_AGE = SESSION_IDLE_DAYS * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "debts.web.errors.page_too_old"
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS redirects
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default", "looking", "worker"],  # static/js/trusted.js, static/js/phone.js
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_hook_ids": {"()": "ledger.logs.HideHookIds"}, "name_request": {"()": "ledger.logs.NameRequest"}},
    "formatters": {
        "text": {"()": "ledger.logs.TextLines", "format": "{levelname} {request_id} {name}: {message}", "style": "{"},
        "json": {"()": "ledger.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["hide_hook_ids", "name_request"],
            "formatter": LOG_FORMAT,
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
