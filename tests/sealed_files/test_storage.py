"""Files on the disk of a ledger with keys: sealed, served and checked as before, with keys that change."""

import io
import secrets
import stat
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from debts.actions import keep_file
from debts.backup import write_backup
from debts.checks import file_keys_are_there
from debts.dossier.verification import DisagreementCode, verify
from debts.models import Attachment
from debts.sealed_files.form import MAGIC, PIECE, CannotOpen
from debts.sealed_files.keys import add_key, read_keys
from debts.sealed_files.storage import SealedStorage
from tests.web.ledgers import NOW, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# PostgreSQL shows a whole database as of one moment only to who has asked nothing before in the same transaction.
BY_ITSELF = pytest.mark.django_db(transaction=True)
WORDS = b"%PDF-1.7 settlement certificate"


@pytest.fixture
def keys(settings, tmp_path):
    """A file with one key."""
    settings.FILES_KEY_FILE = tmp_path / "elsewhere" / "files-key"
    settings.FILES_KEY_FILE.parent.mkdir()
    add_key(settings.FILES_KEY_FILE)
    return settings.FILES_KEY_FILE


def kept(owner, words=WORDS):
    return keep_file(write(owner), io.BytesIO(words), "结清证明.pdf")


def on_disk(settings, attachment):
    return (settings.MEDIA_ROOT / attachment.path).read_bytes()


def read(attachment):
    with default_storage.open(attachment.path) as file:
        return file.read()


def seal(**options):
    said = io.StringIO()
    call_command("seal_files", stdout=said, stderr=said, **options)
    return said.getvalue()


def test_without_a_key_files_lie_as_they_are(owner, settings):
    assert on_disk(settings, kept(owner)) == WORDS


def test_with_a_key_nothing_can_be_read_on_the_disk(owner, keys, settings):
    file = kept(owner)
    assert on_disk(settings, file).startswith(MAGIC)
    assert b"certificate" not in on_disk(settings, file)
    assert read(file) == WORDS


def test_the_hash_of_the_evidence_is_that_of_the_plain_bytes(owner, settings, keys):
    sealed = kept(owner)
    settings.FILES_KEY_FILE = None
    assert sealed.sha256 in sealed.path
    settings.FILES_KEY_FILE = keys
    assert verify(owner).problems == ()


def test_it_is_served_whole_with_its_length(owner, keys, client_of):
    answer = client_of(owner).get(reverse("attachment", args=[kept(owner).pk]))
    assert b"".join(answer.streaming_content) == WORDS
    assert answer["Content-Length"] == str(len(WORDS))


@pytest.mark.parametrize("size", [0, 1, PIECE, 3 * PIECE + 7])
def test_whatever_its_size_the_page_serves_it_to_the_byte(owner, keys, client_of, size):
    words = WORDS + secrets.token_bytes(size)
    answer = client_of(owner).get(reverse("attachment", args=[kept(owner, words).pk]))
    assert b"".join(answer.streaming_content) == words


def without_its_key(keys):
    keys.unlink()
    add_key(keys)


def test_without_its_key_the_page_says_so(owner, keys, client_of):
    file = kept(owner)
    without_its_key(keys)
    browser = client_of(owner, raise_request_exception=False)
    answer = browser.get(reverse("attachment", args=[file.pk]))
    assert (answer.status_code, "密钥不在" in answer.content.decode()) == (503, True)


LOOKALIKE = MAGIC + b" is how my own file begins, and it is longer than a header"


@pytest.mark.parametrize("has_keys", [True, False])
def test_a_file_that_only_begins_like_a_sealed_one_opens_as_itself(owner, settings, tmp_path, has_keys):
    file = kept(owner, LOOKALIKE)
    if has_keys:
        settings.FILES_KEY_FILE = tmp_path / "files-key"
        add_key(settings.FILES_KEY_FILE)
    assert read(file) == LOOKALIKE
    assert verify(owner).problems == ()


def test_one_that_begins_like_a_sealed_one_is_sealed_and_laid_plain_as_any_other(owner, settings, tmp_path):
    file = kept(owner, LOOKALIKE)
    settings.FILES_KEY_FILE = tmp_path / "files-key"
    assert seal(new_key=True) == "1 files were sealed.\n"
    assert read(file) == LOOKALIKE != on_disk(settings, file)
    assert seal(plain=True) == "1 files were laid plain.\n"
    assert seal(plain=True) == "0 files were laid plain.\n"


def test_where_the_setting_is_gone_a_sealed_file_is_not_taken_for_a_plain_one(owner, keys, settings):
    file = kept(owner)
    settings.FILES_KEY_FILE = None
    with pytest.raises(CannotOpen):
        read(file)


def test_the_same_file_again_is_kept_once(owner, keys):
    assert kept(owner) == kept(owner)


def test_what_lay_there_before_stays_readable_and_is_sealed_when_asked(owner, settings, tmp_path):
    file = kept(owner)
    settings.FILES_KEY_FILE = tmp_path / "files-key"
    assert seal(new_key=True) == "1 files were sealed.\n"
    assert on_disk(settings, file).startswith(MAGIC)
    assert read(file) == WORDS
    assert seal() == "0 files were sealed.\n"


def test_the_file_of_keys_is_for_its_owner_alone(keys):
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_after_a_new_key_the_old_one_can_go(owner, keys):
    file = kept(owner)
    assert seal(new_key=True) == "1 files were sealed.\n"
    new, _old = keys.read_text().split()
    keys.write_text(new)
    assert read(file) == WORDS


def test_all_can_be_laid_plain_again(owner, keys, settings):
    file = kept(owner)
    seal(plain=True)
    settings.FILES_KEY_FILE = None
    assert on_disk(settings, file) == read(file) == WORDS


@pytest.mark.parametrize("content", ["", "bm90IGEga2V5\n", "第一把\n"])
def test_a_file_that_holds_no_keys_is_refused(keys, content):
    keys.write_text(content)
    with pytest.raises(CannotOpen):
        read_keys(keys)


def test_where_the_keys_are_gone_nothing_is_kept_plain(owner, keys):
    keys.unlink()
    with pytest.raises(CannotOpen):
        kept(owner)
    assert not Attachment.objects.exists()


def test_without_its_key_a_file_is_named_by_the_check_of_the_evidence(owner, keys):
    file = kept(owner)
    without_its_key(keys)
    (problem,) = verify(owner).problems
    assert (problem.code, problem.place) == (DisagreementCode.FILE_CHANGED, file.sha256)


def test_a_file_whose_key_is_gone_is_told_and_left_alone(owner, keys, settings):
    file = kept(owner)
    before = on_disk(settings, file)
    without_its_key(keys)
    with pytest.raises(CommandError, match="1 files could not be opened"):
        seal()
    assert on_disk(settings, file) == before


def test_without_a_place_for_keys_nothing_is_sealed():
    with pytest.raises(CommandError, match="FILES_KEY_FILE"):
        seal(new_key=True)


@BY_ITSELF
def test_a_backup_holds_the_plain_bytes(owner, keys, tmp_path):
    file, backup = kept(owner), tmp_path / "backup.zip"
    write_backup(backup, NOW)
    with zipfile.ZipFile(backup) as container:
        assert container.read(f"files/{file.path}") == WORDS


@BY_ITSELF
def test_a_backup_goes_on_without_a_file_whose_key_is_gone_and_names_it(owner, keys, tmp_path):
    lost = kept(owner)
    without_its_key(keys)
    whole = kept(owner, WORDS + b" 2")
    made = write_backup(tmp_path / "backup.zip", NOW)
    assert (made.files, made.damaged) == (1, (lost.path,))
    with zipfile.ZipFile(tmp_path / "backup.zip") as container:
        assert [name for name in container.namelist() if "files/" in name] == [f"files/{whole.path}"]


@BY_ITSELF
def test_a_backup_names_a_file_of_which_a_later_piece_was_changed(owner, keys, settings, tmp_path):
    file = kept(owner, WORDS + bytes(3 * PIECE))
    place = settings.MEDIA_ROOT / file.path
    place.write_bytes(place.read_bytes()[:-1] + b"!")
    assert write_backup(tmp_path / "backup.zip", NOW).damaged == (file.path,)


@pytest.fixture
def store(keys, tmp_path):
    folder = {"location": tmp_path / "store"}
    return SealedStorage({"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder})


def names_in(store):
    return sorted(store.listdir("")[1])


def test_elsewhere_a_file_is_sealed_by_way_of_a_copy(store, keys, settings, monkeypatch):
    settings.FILES_KEY_FILE = None
    store.save("a", ContentFile(WORDS))
    settings.FILES_KEY_FILE = keys
    with_copy = CopyFirst(store.around)
    monkeypatch.setattr(store, "around", with_copy)
    assert store.reseal("a")
    assert with_copy.done == ["save a.sealing", "delete a", "save a", "delete a.sealing"]
    assert store.open("a").read() == WORDS


def test_a_run_that_was_killed_between_is_finished_by_the_next(store, keys):
    store.save("a.sealing", ContentFile(WORDS))
    assert not store.reseal("a")
    assert names_in(store) == ["a"]
    assert store.open("a").read() == WORDS


class CopyFirst:
    """A storage without paths that tells what was done to its files."""

    def __init__(self, within):
        self._within, self.done = within, []

    def path(self, name):
        raise NotImplementedError(name)

    def save(self, name, content):
        self.done.append(f"save {name}")
        return self._within.save(name, content)

    def delete(self, name):
        if self._within.exists(name):
            self.done.append(f"delete {name}")
        self._within.delete(name)

    def __getattr__(self, name):
        return getattr(self._within, name)


def test_the_doctor_says_where_the_keys_are_gone(keys):
    assert file_keys_are_there() == []
    keys.unlink()
    (problem,) = file_keys_are_there()
    assert str(keys) in problem.msg
