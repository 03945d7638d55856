"""What all tests share: compiled translations, the cast of three people, files of their own, a stopped clock."""

import gc
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from tools import translations

NOW = datetime(2025, 11, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


# How long an example takes depends on the machine and says nothing of the code. Everybody tries the same examples, so
# that a change is blamed for what it broke; HYPOTHESIS_PROFILE=explore tries new ones.
settings.register_profile("same", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # of several processes the first has done so before it started the others
        translations.compile_catalogues()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What was loaded and collected stays until the end: no search for rubbish goes through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)  # what a page leaves behind is gone by counting; rings among it can wait


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the tables once; a copy of SQLite's, still empty, serves installations of their own as well."""
    if connection.vendor == "sqlite":
        Path(django_settings.EMPTY_DATABASE).unlink(missing_ok=True)  # of a set-up that was tried again
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [django_settings.EMPTY_DATABASE])


@pytest.fixture(autouse=True)
def chinese():
    """Each test starts in the source language, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def own_files(request):
    """A test that reaches the database keeps its files in a folder of its own."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("settings").MEDIA_ROOT = request.getfixturevalue("tmp_path") / "files"


@pytest.fixture
def uploads(settings, tmp_path):
    """A folder of the test's own for the files that wait to be read."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()
    return settings.UPLOADS


@pytest.fixture
def clock():
    """The stopped clock: 1 November 2025, ten in the morning in Shanghai. ``clock.move_to`` sets it anew."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owner(django_user_model, db):
    """The person whose ledger it is."""
    return django_user_model.objects.create_user("zhangsan", password="jie-qing-le-2025")


@pytest.fixture
def stranger(django_user_model, db):
    """Somebody else with an account, who may see nothing of the owner's."""
    return django_user_model.objects.create_user("lisi", password="jie-qing-le-2026")


@pytest.fixture
def client_of(db):
    """Make a signed-in client of an account; ``client`` itself is nobody's."""

    def signed_in(user, **defaults):
        client = Client(**defaults)
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def browser(client_of, owner):
    """The owner, signed in."""
    return client_of(owner)
