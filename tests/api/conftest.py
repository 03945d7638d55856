import shutil
from contextlib import ExitStack, contextmanager

import pytest
from django.db import transaction
from django.test import override_settings

from debts.actions import Route, WriteContext
from debts.models import User
from tests.actions.conftest import NOW
from tests.api.ledgers import Whole, whole_ledger


@contextmanager
def taken_back():
    """A transaction of which nothing stays; what a test writes inside of it goes with the test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """A ledger with which the tests of a file begin, and the folder of its files; making one takes longest of all."""
    folder = tmp_path_factory.mktemp("ledger")
    with ExitStack() as kept:
        with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder):
            kept.enter_context(taken_back())
            whole = whole_ledger("changqing")
        yield whole, folder
        with django_db_blocker.unblock():
            kept.close()


@pytest.fixture
def mine(made_once, db, settings):
    whole, folder = made_once
    shutil.copytree(folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
    owner = User.objects.get(pk=whole.ctx.owner.pk)
    return Whole(WriteContext(owner, Route.COMMAND, NOW), dict(whole.ids))


@pytest.fixture
def theirs(db):
    return whole_ledger("moshengren")


@pytest.fixture
def token(mine):
    return mine.token()
