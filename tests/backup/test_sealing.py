"""Encrypted backups: who can read one, what is said to who cannot, and that it leads back."""

import io
import stat

import pytest
from django.core.management import CommandError, call_command

from debts.backup import BackupProblem, make_key, plain_backup, recipients_of, write_sealed
from debts.backup.manifest import check, opened
from debts.backup.sealing import HEADER
from debts.models import Message
from tests.web.ledgers import NOW, receive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def key(tmp_path):
    """An identity file, with its public key."""
    path = tmp_path / "key.txt"
    return path, make_key(path, NOW)


@pytest.fixture
def sealed(owner, key, tmp_path):
    receive(owner, "您的借款已逾期")
    write_sealed(tmp_path / "one.age", NOW, recipients_of([key[1]]))
    return tmp_path / "one.age"


def test_nothing_of_the_ledger_stands_in_it_and_no_plain_copy_is_left(sealed, home):
    content = sealed.read_bytes()
    assert content.startswith(HEADER)
    assert b"rows/debts" not in content
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert list(home.iterdir()) == []


def test_the_holder_of_the_key_reads_the_backup(sealed, key):
    with plain_backup(sealed, key[0]) as path, opened(path) as container:
        assert [head.user for head in check(container).heads] == ["zhangsan"]


def test_each_of_two_holders_can_read_it(owner, key, tmp_path):
    other = tmp_path / "other.txt"
    write_sealed(tmp_path / "two.age", NOW, recipients_of([key[1], make_key(other, NOW)]))
    for identity in (key[0], other):
        with plain_backup(tmp_path / "two.age", identity) as path, opened(path) as container:
            assert check(container)


def refusal(sealed, identity):
    with pytest.raises(BackupProblem) as refused, plain_backup(sealed, identity):
        pytest.fail("it was opened")
    return str(refused.value)


def test_without_the_key_one_is_told_to_name_it(sealed):
    assert "--identity" in refusal(sealed, None)


def test_another_key_does_not_open_it(sealed, tmp_path):
    make_key(tmp_path / "other.txt", NOW)
    assert "does not open it" in refusal(sealed, tmp_path / "other.txt")


def test_one_that_is_damaged_is_refused(sealed, key):
    sealed.write_bytes(sealed.read_bytes()[:-50])
    assert "It is damaged" in refusal(sealed, key[0])


@pytest.mark.parametrize(("text", "says"), [("", "holds no secret key"), ("AGE-SECRET-KEY-1X", "cannot be read")])
def test_a_file_without_a_good_key_is_named(sealed, tmp_path, text, says):
    (tmp_path / "wrong.txt").write_text(text, encoding="ascii")
    assert says in refusal(sealed, tmp_path / "wrong.txt")


def test_what_is_no_public_key_is_refused_before_anything_is_written(owner, tmp_path):
    with pytest.raises(CommandError, match="begins with age1"):
        call_command("backup", tmp_path / "one.age", encrypt_to=["AGE-SECRET-KEY-1X"])
    assert not (tmp_path / "one.age").exists()


def test_the_setting_encrypts_what_goes_into_a_folder_and_older_ones_are_counted(owner, key, tmp_path, settings):
    settings.BACKUP_RECIPIENTS = [key[1]]
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "jieqing-20200101-033000.zip").touch()
    call_command("backup", folder, keep=1, stdout=io.StringIO())
    (made,) = folder.iterdir()
    assert made.name.endswith(".zip.age")
    assert made.read_bytes().startswith(HEADER)


def test_a_drill_opens_it_with_the_key_and_proves_that_it_leads_back(owner, key, tmp_path, capsys):
    receive(owner, "您的借款已逾期")
    call_command("backup", tmp_path / "one.age", encrypt_to=[key[1]])
    call_command("restore_drill", identity=key[0])
    assert "zhangsan: evidence agrees" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--identity"):
        call_command("restore_drill")


def test_it_is_put_back_by_its_key(sealed, key, owner):
    receive(owner, "请立即还款")
    call_command("restore", sealed, identity=key[0], force=True, stdout=io.StringIO())
    assert [message.text for message in Message.objects.all()] == ["您的借款已逾期"]


def test_the_command_makes_a_key_once_and_never_over_another(tmp_path):
    said = io.StringIO()
    call_command("backup_key", tmp_path / "key.txt", stdout=said)
    assert said.getvalue().startswith("age1")
    assert stat.S_IMODE((tmp_path / "key.txt").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="there already"):
        call_command("backup_key", tmp_path / "key.txt")
