"""The ledger's settings for tests: a state folder of their own, quick passwords, static files as they lie."""

import atexit
import os
import tempfile
from pathlib import Path

# A developer's own surroundings must colour no test, and no test may touch a developer's ledger.
SET_BY_OURSELVES = (
    "DEBUG",
    "HTTPS",
    "SIGNUP_OPEN",
    "FIRST_ACCOUNT_CODE",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SECRET_KEY",
    "FILES_URL",
    "MAX_PROOF_MEGABYTES",
    "EMAIL_URL",
    "EMAIL_FROM",
    "MAX_IMPORT_MEGABYTES",
    "MAIL_FROM_PRIVATE_NETWORKS",
    "API_REQUESTS_PER_MINUTE",
    "TRUSTED_PROXY_COUNT",
    "PUSH_TO_PRIVATE_NETWORKS",
    "SESSION_IDLE_DAYS",
    "SESSION_DAYS",
    "METRICS_TOKEN",
    "FILES_KEY_FILE",
    "LOG_FORMAT",
    "TIME_STAMP_AUTHORITY",
    "TIME_STAMP_ROOTS",
    "BACKUP_RECIPIENTS",
)
for name in SET_BY_OURSELVES:
    os.environ.pop(name, None)
_state = tempfile.TemporaryDirectory(prefix="jieqing-tests-")
atexit.register(_state.cleanup)
os.environ["JIEQING_HOME"] = _state.name

from ledger.settings import *  # noqa: E402, F403  the environment above must be in place first
from ledger.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402  the same

STATIC_ROOT.mkdir()  # empty, for the tests are served the sources
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that each thread of the live server has a connection of its own, as in the running program.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_state.name) / "tests.sqlite3")}
    # A copy of it from before anything was in it, for installations that tests make.
    EMPTY_DATABASE = str(Path(_state.name) / "empty.sqlite3")
