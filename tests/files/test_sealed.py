"""Sealed files in a bucket: nothing can be read there, and keys change as in a folder."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse

from debts.dossier.verification import DisagreementCode, verify
from debts.sealed_files.form import MAGIC
from debts.sealed_files.keys import add_key
from tests.files.test_bucket import LARGE, PAPER, keep, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "bucket")]


@pytest.fixture
def keys(settings, tmp_path):
    """A file with one key."""
    settings.FILES_KEY_FILE = tmp_path / "files-key"
    add_key(settings.FILES_KEY_FILE)
    return settings.FILES_KEY_FILE


def downloaded(client, attachment):
    answer = client.get(reverse("attachment", args=[attachment.pk]))
    return b"".join(answer.streaming_content), int(answer["Content-Length"])


@pytest.mark.parametrize("content", [PAPER, LARGE], ids=["small", "large"])
def test_nothing_can_be_read_in_the_bucket_and_the_page_serves_it_whole(owner, bucket, keys, client_of, content):
    kept = keep(owner, content, "a.bin")
    lies = bucket.read(key_of(content))
    assert lies.startswith(MAGIC)
    assert content[:20] not in lies
    assert downloaded(client_of(owner), kept) == (content, len(content))
    assert verify(owner).problems == ()


def test_what_lay_plain_in_the_bucket_is_sealed_when_asked_and_laid_plain_again(owner, bucket, settings, tmp_path):
    keep(owner)
    settings.FILES_KEY_FILE = tmp_path / "files-key"
    call_command("seal_files", new_key=True)
    assert bucket.read(key_of(PAPER)).startswith(MAGIC)
    call_command("seal_files", plain=True)
    assert (bucket.keys(), bucket.read(key_of(PAPER))) == ([key_of(PAPER)], PAPER)


def test_a_run_that_was_killed_before_the_new_one_was_whole_is_finished_by_the_next(owner, bucket, keys):
    keep(owner)
    sealed = bucket.read(key_of(PAPER))
    bucket.empty()
    bucket.write(f"{key_of(PAPER)}.sealing", sealed)
    call_command("seal_files", new_key=True)
    assert bucket.keys() == [key_of(PAPER)]
    with default_storage.open(keep(owner).path) as file:
        assert file.read() == PAPER


def test_a_sealed_file_that_was_changed_in_the_bucket_is_found(owner, bucket, keys):
    keep(owner)
    lies = bucket.read(key_of(PAPER))
    bucket.write(key_of(PAPER), lies[:-1] + bytes([lies[-1] ^ 1]))
    assert [one.code for one in verify(owner).problems] == [DisagreementCode.FILE_CHANGED]
