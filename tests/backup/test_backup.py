"""What a backup holds, what it does not disturb, and what a restore that fails leaves behind."""

import io
import stat
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from debts.actions import keep_file
from debts.backup import BackupProblem, NotEmpty, restore, write_backup
from debts.backup.manifest import MANIFEST, read_manifest, write_manifest
from debts.backup.tables import applied_migrations, lines_of, snapshot, tables_at
from debts.models import Attachment, Message
from debts.models.message_index import candidates
from debts.models.sealed import seal
from debts.reconciler.searching import words_in
from tests.web.ledgers import NOW, receive, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paper(owner):
    return keep_file(write(owner), io.BytesIO(b"%PDF-1.4 the paper"), "结清证明.pdf")


@pytest.fixture
def backup(paper, tmp_path):
    write_backup(tmp_path / "backup.zip", NOW)
    return tmp_path / "backup.zip"


def rewritten(path, change):
    """The same backup with another manifest."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(path.with_name("other.zip"), "w") as new:
        for name in set(old.namelist()) - {MANIFEST}:
            new.writestr(name, old.read(name))
        new.writestr(MANIFEST, write_manifest(change(read_manifest(old))))
    return path.with_name("other.zip")


def test_a_view_of_the_ledger_stands_still_and_holds_up_no_writer(owner):
    receive(owner, "您的借款已逾期")

    def write_more():
        receive(owner, "请立即还款")
        connections.close_all()

    with snapshot(connection):
        loader = MigrationLoader(connection)
        messages = tables_at(loader, applied_migrations(loader))["debts.message"]
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write_more).result(timeout=15)
        lines = list(lines_of(messages))
    assert (len(lines), Message.objects.count()) == (2, 2)


def test_after_a_view_of_the_ledger_writing_is_as_before(owner):
    before = getattr(connection, "transaction_mode", None)
    with snapshot(connection):
        pass
    assert getattr(connection, "transaction_mode", None) == before
    assert receive(owner, "请立即还款")


def test_nobody_else_may_read_a_backup_and_nobody_signed_in_is_in_it(owner, client_of, backup):
    assert client_of(owner).session.session_key
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(backup) as container:
        assert "rows/sessions.session.jsonl" not in container.namelist()


def test_an_earlier_backup_stays_where_a_new_one_fails(backup, monkeypatch):
    before = backup.read_bytes()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "open", full)
    with pytest.raises(CommandError, match=r"No backup was made.*No space left"):
        call_command("backup", backup)
    assert [backup.read_bytes(), *backup.parent.glob("*.part")] == [before]


def test_a_folder_gets_a_file_named_by_the_time(paper, tmp_path, clock):
    call_command("backup", tmp_path, stdout=io.StringIO())
    assert (tmp_path / "jieqing-20251101-100000.zip").exists()


@pytest.mark.parametrize("content", [None, b"another paper"], ids=["gone", "changed"])
def test_a_paper_that_was_lost_before_is_named_and_all_else_backed_up(paper, tmp_path, content):
    default_storage.delete(paper.path)
    if content:
        default_storage.save(paper.path, io.BytesIO(content))
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("backup", tmp_path / "backup.zip", stdout=io.StringIO(), stderr=said)
    assert paper.sha256 in said.getvalue()
    with zipfile.ZipFile(tmp_path / "backup.zip") as container:
        assert read_manifest(container).damaged == (paper.path,)


def test_a_restore_refuses_where_somebody_has_an_account(backup):
    with pytest.raises(NotEmpty):
        restore(backup, NOW)


def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, tmp_path):
    backup.write_bytes(backup.read_bytes()[:-100])
    with pytest.raises(CommandError, match="The backup cannot be used: It is damaged"):
        call_command("restore", backup, force=True)
    assert Attachment.objects.count() == 1


def test_a_backup_of_a_newer_version_asks_for_an_update(backup):
    newer = rewritten(backup, lambda had: replace(had, migrations=(*had.migrations, ("debts", "9999_later"))))
    with pytest.raises(BackupProblem, match=r"debts\.9999_later.*Update the app first"):
        restore(newer, NOW, replace_into=backup.parent)


def test_a_restore_that_fails_midway_leaves_the_ledger_as_it_was(owner, backup):
    receive(owner, "请立即还款")
    wrong = rewritten(backup, lambda had: replace(had, heads=(replace(had.heads[0], last="0" * 64),)))
    with pytest.raises(BackupProblem, match="Nothing was restored"):
        restore(wrong, NOW, replace_into=backup.parent)
    assert [message.text for message in Message.objects.all()] == ["请立即还款"]
    assert Attachment.objects.get().original_name == "结清证明.pdf"
    assert len(list(backup.parent.glob("before-restore-*.zip"))) == 1


def test_tables_of_the_same_version_are_emptied_and_not_made_anew(owner, backup):
    receive(owner, "请立即还款")
    Session.objects.create(session_key="k", session_data="", expire_date=NOW)
    made = [step.applied for step in MigrationRecorder(connection).migration_qs]
    restore(backup, NOW, replace_into=backup.parent)
    assert [step.applied for step in MigrationRecorder(connection).migration_qs] == made
    assert (Message.objects.count(), Session.objects.count()) == (0, 0)
    assert Attachment.objects.get().original_name == "结清证明.pdf"


def test_what_was_restored_is_found_by_its_words(owner, tmp_path):
    receive(owner, "您的借款已逾期")
    write_backup(tmp_path / "one.zip", NOW)
    restore(tmp_path / "one.zip", NOW, replace_into=tmp_path)
    assert Message.objects.filter(pk__in=candidates(words_in("逾期"))).count() == 1


def test_after_a_restore_without_the_old_seal_key_it_is_said_who_cannot_sign_in(owner, tmp_path, settings):
    settings.HOME = tmp_path
    Authenticator.objects.create(user=owner, type="totp", data={"secret": seal("JBSWY3DP")})
    write_backup(tmp_path / "backup.zip", NOW)
    settings.SEAL_KEY, said = Fernet.generate_key(), io.StringIO()
    call_command("restore", tmp_path / "backup.zip", force=True, stdout=io.StringIO(), stderr=said)
    assert "is not the one that sealed the second step of zhangsan" in said.getvalue()
    assert "turn_off_second_step" in said.getvalue()
