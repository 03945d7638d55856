"""Backups and drills of installations whose files lie in buckets, each command a process of its own."""

import pytest

from tests.backup.conftest import PAPER, PAPER_HASH, Installation, fill, installations  # noqa: F401

KEY = f"ledger/{PAPER_HASH[:2]}/{PAPER_HASH}"


@pytest.fixture(scope="module")
def with_bucket(installations, new_bucket):  # noqa: F811  pytest's way to name a fixture
    """Make installations that keep their files in buckets of their own."""

    def new():
        made = installations().started()
        made.bucket = new_bucket()
        made.environment["FILES_URL"] = made.bucket.url
        return made

    return new


@pytest.fixture(scope="module")
def filled(with_bucket, tmp_path_factory):
    """One with an account, its ledger and a paper, and a backup of it."""
    return fill(with_bucket(), tmp_path_factory.mktemp("backups"))


def test_a_backup_takes_the_files_from_one_bucket_to_another(filled, with_bucket):
    other = with_bucket()
    assert "evidence agrees" in other.must(["restore", filled.backup])
    assert other.bucket.read(KEY) == PAPER
    assert not (other.home / "files").exists()


def test_a_backup_leads_from_a_bucket_to_a_folder(filled, installations):  # noqa: F811  the same
    other = installations().started()
    assert "evidence agrees" in other.must(["restore", filled.backup])
    assert (other.home / "files" / PAPER_HASH[:2] / PAPER_HASH).read_bytes() == PAPER


def test_a_drill_leaves_the_bucket_alone(filled):
    filled.bucket.write(KEY, b"looked at")
    assert "leads back" in filled.must(["restore_drill", filled.backup])
    assert (filled.bucket.keys(), filled.bucket.read(KEY)) == ([KEY], b"looked at")
