"""What a start with new code does to an old database, and what it keeps as the way back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from debts.backup import BackupProblem, restore
from debts.models import Message, User
from debts.upkeep import NoRoom, bring_up_to_date, drop_older, last_backup, upgrades
from tests.conftest import NOW
from tests.web.ledgers import receive

pytestmark = pytest.mark.django_db(transaction=True)
# How far back it lies is all one here; `tests/migrations/test_versions.py` comes from further away.
OLDER, NEXT = ("debts", "0021_webhooks_out"), ("debts", "0022_exports_of_summaries")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def older(transactional_db):
    """A database as an earlier version left it; afterwards the newest one is in force again."""
    MigrationExecutor(connection).migrate([OLDER])
    yield
    newest = MigrationExecutor(connection)
    newest.migrate(newest.loader.graph.leaf_nodes())


def test_what_is_up_to_date_is_left_alone(owner, home):
    assert bring_up_to_date(NOW) is None
    assert list(home.iterdir()) == []


def test_an_older_ledger_is_backed_up_and_then_brought_up_to_date(owner, older, home):
    way_back = bring_up_to_date(NOW)
    assert way_back.parent == home
    assert User.objects.get() == owner
    assert NEXT in MigrationExecutor(connection).loader.applied_migrations


def test_the_backup_leads_back(owner, older, home):
    way_back = bring_up_to_date(NOW)
    User.objects.all().delete()
    restore(way_back, NOW)
    call_command("migrate", verbosity=0)
    assert User.objects.get().username == "zhangsan"


def test_without_accounts_there_is_nothing_to_back_up(older, home):
    assert bring_up_to_date(NOW) is None
    assert list(home.glob("*.zip")) == []


def test_where_there_is_no_room_nothing_is_touched(owner, older, monkeypatch):
    monkeypatch.setattr(upgrades, "_size", lambda: 2**60)
    with pytest.raises(NoRoom, match="MB of free space"):
        bring_up_to_date(NOW)
    assert NEXT not in MigrationExecutor(connection).loader.applied_migrations


def test_a_database_of_a_newer_version_is_not_touched(owner):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("debts", "9999_of_tomorrow")
    with pytest.raises(BackupProblem, match="newer version"):
        bring_up_to_date(NOW)
    recorder.record_unapplied("debts", "9999_of_tomorrow")


def test_only_the_newest_are_kept(tmp_path):
    days = [tmp_path / f"jieqing-202511{day:02}-033000.zip" for day in (3, 1, 2)]
    for path in days:
        path.touch()
    assert drop_older(days, 2) == [days[1]]
    assert sorted(tmp_path.iterdir()) == sorted([days[0], days[2]])


def test_a_folder_of_backups_keeps_as_many_as_it_was_told(owner, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "jieqing-20200101-033000.zip").touch()
    (folder / "my-own.zip").touch()
    call_command("backup", folder, keep=1)
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 2
    assert kept[1] == "my-own.zip"
    assert str(folder / kept[0]) == last_backup().path


def test_a_single_file_is_no_folder_to_tidy(owner, tmp_path):
    with pytest.raises(CommandError, match="--keep is for a folder"):
        call_command("backup", tmp_path / "one.zip", keep=1)


def test_a_drill_proves_that_the_last_backup_leads_back(owner, tmp_path, capsys):
    receive(owner, "您的借款已逾期")
    call_command("backup", tmp_path / "one.zip")
    call_command("restore_drill")
    said = capsys.readouterr().out
    assert "zhangsan: evidence agrees" in said
    assert "leads back" in said
    assert Message.objects.count() == 1


def test_a_drill_with_a_damaged_backup_fails(owner, tmp_path):
    path = tmp_path / "one.zip"
    call_command("backup", path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CommandError, match="does not lead back"):
        call_command("restore_drill", path)


def test_a_drill_without_any_backup_says_how_to_make_one(db):
    with pytest.raises(CommandError, match=r"manage\.py backup"):
        call_command("restore_drill")
