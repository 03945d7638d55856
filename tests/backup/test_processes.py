"""Backing up and restoring as people do it: processes, folders and databases of their own."""

import json
import re
import zipfile
from hashlib import sha256

from debts.backup.manifest import check, opened
from tests.backup.conftest import PAPER, PAPER_HASH, fill, ledger_with_a_paper

FIRST_VERSIONS = "0003_batch_of_a_repayment"


def rows_of(path):
    """All rows of a backup, by table."""
    with zipfile.ZipFile(path) as container:
        names = [name for name in container.namelist() if name.startswith("rows/")]
        return {name: [json.loads(line) for line in container.open(name)] for name in names}


def manifest_of(path):
    with opened(path) as container:
        return check(container)


def test_what_is_restored_elsewhere_is_the_same_to_the_last_row_and_byte(filled, installations, tmp_path):
    on_sqlite, back = installations(on_sqlite=True), installations().started()
    said = on_sqlite.must(["restore", filled.backup], ["backup", tmp_path / "second.zip"])
    back.must(["restore", tmp_path / "second.zip"], ["backup", tmp_path / "third.zip"])
    assert "evidence agrees" in said
    assert rows_of(tmp_path / "third.zip") == rows_of(filled.backup)
    assert manifest_of(tmp_path / "third.zip").heads == manifest_of(filled.backup).heads
    assert (back.home / "files" / PAPER_HASH[:2] / PAPER_HASH).read_bytes() == PAPER


def test_accounts_are_never_overwritten_unasked_and_kept_in_a_copy_when_asked(filled, installations):
    here = installations().started()
    here.must(["create_user", "lisi", "--password-stdin"], given="qian-li-zhi-xing\n")
    status, said = here.run(["restore", filled.backup])
    assert (status, "accounts here already" in said) == (1, True)
    said = here.must(["restore", "--force", filled.backup])
    assert "changqing: evidence agrees" in said
    copy = re.search(r"kept in (\S+\.zip)", said)[1]
    assert [head.user for head in manifest_of(copy).heads] == ["lisi"]


def test_a_backup_of_an_older_version_is_brought_up_to_date(filled, installations, tmp_path):
    older, newer = installations().started(), installations().started()
    older.must(
        ["restore", filled.backup],
        ["migrate", "debts", FIRST_VERSIONS, "--verbosity=0"],
        ["backup", tmp_path / "older.zip"],
    )
    assert ("debts", "0004_terms_and_papers") not in manifest_of(tmp_path / "older.zip").migrations
    said = newer.must(
        ["restore", tmp_path / "older.zip"],
        ["migrate", "--check"],
        ["dump_archive", tmp_path / "l.json", "--user=changqing"],
    )
    assert "evidence agrees" in said
    assert json.loads((tmp_path / "l.json").read_text(encoding="utf-8"))["messages"][0]["id"] == "m1"


def test_a_backup_made_while_somebody_writes_is_whole(filled, installations, tmp_path):
    busy, calm = installations().started(), installations().started()
    busy.must(["restore", filled.backup])
    with busy.start("write_on.py") as writer:
        before = int(writer.stdout.readline())
        try:
            busy.must(["backup", tmp_path / "1.zip"], ["backup", tmp_path / "2.zip"])
        finally:
            writer.kill()
        after = [before, *map(int, writer.stdout)][-1]
    kept = [len(rows_of(tmp_path / name)["rows/debts.message.jsonl"]) - 2 for name in ("1.zip", "2.zip")]
    assert before + 1 <= kept[0] <= kept[1] <= after + 2
    assert before < after
    assert "evidence agrees" in calm.must(["restore", tmp_path / "2.zip"])


def archived(path):
    """What an archive holds, but for the moment of its writing and the log of each ledger, and its files."""
    with zipfile.ZipFile(path) as container:
        ledger = json.loads(container.read("ledger.json"))
        files = {name: container.read(name) for name in container.namelist() if name.startswith("files/")}
    return {name: value for name, value in ledger.items() if name not in {"exported_at", "evidence_log"}}, files


def test_a_ledger_that_moves_to_the_other_database_and_back_is_the_same(installations, tmp_path):
    path = move(installations(on_sqlite=True), ledger_with_everything(tmp_path), tmp_path / "1.zip")
    there = move(installations(), path, tmp_path / "2.zip")
    back = move(installations(on_sqlite=True), there, tmp_path / "3.zip")
    first, last = archived(path), archived(back)
    assert last == first
    assert len(first[1]) == 3
    assert all(first[0][name] for name in ("decisions", "disputes", "attachments", "message_files", "sittings"))


def move(installation, archive, to):
    """Load an archive into a new ledger and dump that."""
    installation.started().must(
        ["create_user", "changqing", "--password-stdin"],
        ["load_archive", archive, "--user=changqing"],
        ["dump_archive", to, "--user=changqing"],
        given="jiu-wan-li-feng-peng\n",
    )
    return to


def ledger_with_everything(folder):
    """An archive with a file of each kind, a decision, a dispute and what stands beside the messages."""
    path = ledger_with_a_paper(folder / "ledger.zip")
    with zipfile.ZipFile(path) as container:
        ledger = json.loads(container.read("ledger.json"))
    files = {sha256(content).hexdigest(): content for content in (PAPER, b"\x89PNG a screen", b"%PDF-1.7 loose")}
    _paper, picture, loose = files
    loan, message = ledger["loans"][0]["id"], ledger["messages"][0]["id"]
    ledger["decisions"] = [{"id": "d1", "message": message, "kind": "about_loan", "loan": loan}]
    ledger["attachments"] = [{"file": "散页.pdf", "sha256": loose}]
    ledger["message_files"] = [{"id": "f1", "message": message, "file": "截图.png", "sha256": picture}]
    ledger["picture_texts"] = [{"id": "p1", "file": "截图.png", "sha256": picture, "read": "欠款"}]
    source = {"id": "q1", "message": message, "kind": "loan", "fact_type": "loan", "fact": loan}
    ledger["sittings"] = [{"id": "s1", "facts": [["loan", loan]], "sources": [source]}]
    item = {"id": "i1", "number": 1, "message": message}
    dispute = {"id": "c1", "lender": ledger["lenders"][0]["id"], "title": "结清后仍被催收", "items": [item]}
    ledger["disputes"] = [{**dispute, "opened_at": "2025-09-01T10:00:00+08:00"}]
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("ledger.json", json.dumps(ledger))
        for digest, content in files.items():
            container.writestr(f"files/{digest}", content)
    return path


def sealing(installation, folder):
    """The same installation with a key for its files."""
    installation.environment["FILES_KEY_FILE"] = str(folder / f"{installation.home.name}-files-key")
    installation.must(["seal_files", "--new-key"])
    return installation


def test_sealed_files_are_restored_with_another_key_or_with_none(installations, tmp_path):
    here = installations()
    here.must(["migrate", "--verbosity=0"])
    fill(sealing(here, tmp_path), tmp_path)
    plain, other = installations(), sealing(installations(), tmp_path)
    for there in (plain, other):
        assert "evidence agrees" in there.must(["restore", here.backup])
    assert lying(plain) == PAPER
    assert PAPER not in lying(other) != lying(here)


def lying(installation):
    return (installation.home / "files" / PAPER_HASH[:2] / PAPER_HASH).read_bytes()


def test_where_the_file_of_keys_is_gone_nothing_is_restored_and_it_is_named(filled, installations, tmp_path):
    there = installations()
    there.environment["FILES_KEY_FILE"] = str(tmp_path / "gone")
    status, said = there.run(["restore", filled.backup])
    assert (status, f"cannot be read: {tmp_path / 'gone'}" in said) == (1, True)
