"""A backup that is not as it was written is refused whole, wherever the damage is."""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from debts.backup.manifest import MANIFEST, BackupProblem, Manifest, Part, check, opened, write_manifest

PARTS = {"rows/debts.user.jsonl": b'["id"]\n[1]\n', "files/ab/abc": b"%PDF " + bytes(range(256)) * 40}


def manifest():
    parts = tuple(Part(name, len(content), sha256(content).hexdigest()) for name, content in PARTS.items())
    return Manifest(datetime(2025, 11, 1, tzinfo=UTC), "sqlite", (("debts", "0001_initial"),), (), parts)


def written(path, text, parts=PARTS):
    with zipfile.ZipFile(path, "w") as container:
        for name, content in parts.items():
            container.writestr(name, content)
        container.writestr(MANIFEST, text)
    return path


@pytest.fixture
def backup(tmp_path):
    return written(tmp_path / "backup.zip", write_manifest(manifest()))


def checked(path):
    with opened(path) as container:
        return check(container)


def test_a_whole_backup_is_read_as_it_was_written(backup):
    assert checked(backup) == manifest()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_backup_is_refused(backup, share):
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupProblem):
        checked(backup)


def test_any_byte_of_a_part_that_differs_is_found(backup):
    content = backup.read_bytes()
    for place in range(content.index(b"%PDF"), content.index(b"%PDF") + 10_000, 997):
        backup.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(BackupProblem, match="damaged"):
            checked(backup)


def test_a_part_that_was_replaced_with_a_right_sum_of_the_zip_is_found(tmp_path):
    parts = {**PARTS, "rows/debts.user.jsonl": b'["id"]\n[2]\n'}
    with pytest.raises(BackupProblem, match=r"rows/debts\.user\.jsonl is not as it was written"):
        checked(written(tmp_path / "backup.zip", write_manifest(manifest()), parts))


@pytest.mark.parametrize("parts", [{}, {**PARTS, "files/more": b""}], ids=["missing", "more"])
def test_parts_that_are_missing_or_not_listed_are_found(tmp_path, parts):
    with pytest.raises(BackupProblem, match="not those that it lists"):
        checked(written(tmp_path / "backup.zip", write_manifest(manifest()), parts))


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"format": "jieqing-archive"}, "no backup of this app"),
        ({"version": 2}, "Update the app"),
        ({"parts": "all"}, "no backup of this app"),
    ],
)
def test_another_kind_of_file_is_named_for_what_it_is(tmp_path, change, hint):
    text = json.dumps(json.loads(write_manifest(manifest())) | change)
    with pytest.raises(BackupProblem, match=hint):
        checked(written(tmp_path / "backup.zip", text))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "jieqing-backup"}'])
def test_a_broken_manifest_is_refused(tmp_path, text):
    with pytest.raises(BackupProblem):
        checked(written(tmp_path / "backup.zip", text))


def test_a_file_that_is_no_zip_is_refused(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 1000)
    with pytest.raises(BackupProblem, match="no backup of this app"):
        checked(tmp_path / "photo.jpg")


def test_files_that_were_damaged_before_stay_named(tmp_path):
    damaged = replace(manifest(), damaged=("ab/abc",))
    assert checked(written(tmp_path / "backup.zip", write_manifest(damaged))).damaged == ("ab/abc",)
