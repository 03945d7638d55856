"""Going from step to step of the migrations."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

PLAIN = {"channel": "sms", "recipient": "self", "sender": "10690000", "text": "请  还款"}


def migrate(to):
    """Go to a step, and answer with the models as they were then."""
    MigrationExecutor(connection).migrate([to])
    return MigrationExecutor(connection).loader.project_state([to]).apps


@pytest.fixture
def step_by_step(transactional_db, tmp_path):
    """A database in which a test goes where it likes; on SQLite one of its own, for forward takes less than back."""
    of_all = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        in_database(str(tmp_path / "steps.sqlite3"))
    yield
    in_database(of_all)
    newest = MigrationExecutor(connection)
    newest.migrate(newest.loader.graph.leaf_nodes())


def in_database(name):
    connection.close()
    connection.settings_dict["NAME"] = name
