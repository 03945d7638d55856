"""The evidence bundle: the same twice, found sound by its own verifier, and every way of tampering found."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest

from debts.actions import correct, keep_file
from debts.dossier.bundle import VERIFIERS, build_bundle
from debts.dossier.summary import document_as_json
from tests.web.ledgers import AFTER, NOW, certificate, introduce, receive, settled_loan, write


@pytest.fixture(autouse=True)
def summary(monkeypatch):
    """How the summary is set is tested elsewhere, and takes its time."""
    monkeypatch.setattr("debts.dossier.bundle.render_pdf", lambda document: document_as_json(document).encode())


@pytest.fixture
def loan(owner):
    introduce(owner)
    loan = settled_loan(owner)
    file = keep_file(write(owner), io.BytesIO(b"%PDF-1.7 certificate"), "结清 证明.pdf")
    certificate(owner, loan, attachment=file)
    correct(write(owner), loan, note="补记")
    receive(owner, AFTER)
    return loan


@pytest.fixture
def files(owner, loan):
    """The files of the bundle about the loan by their names."""
    with zipfile.ZipFile(io.BytesIO(build_bundle(owner, loan=loan, now=NOW).content)) as container:
        return {name: container.read(name) for name in container.namelist()}


@pytest.fixture
def verified(tmp_path):
    """What the stand-alone verifier says about files, and its exit status."""

    def run(files, *arguments, repeated=()):
        path = tmp_path / "bundle.zip"
        with zipfile.ZipFile(path, "w") as container:
            for name, data in files.items():
                container.writestr(name, data)
            for name, data in repeated:
                container.writestr(name, data)
        command = [sys.executable, "-I", str(VERIFIERS / "verify.py"), str(path), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
        return done.returncode, done.stdout

    return run


def told(data):
    return json.loads(data)


def written(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def listed(files):
    """The files with a manifest that agrees with them, as a forger would write one."""
    manifest = told(files["manifest.json"])
    for row in manifest["files"]:
        data = files.get(row["name"], b"")
        row.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    return {**files, "manifest.json": written(manifest)}


def changed(files, name, change):
    """The files after a change of what is told in one of them, and a manifest that agrees again."""
    value = told(files[name])
    change(value)
    return listed({**files, name: written(value)})


def record(value, kind):
    return next(row for row in value["records"] if row["type"] == kind)


def test_made_twice_it_is_the_same_to_the_byte(owner, loan):
    assert build_bundle(owner, loan=loan, now=NOW) == build_bundle(owner, loan=loan, now=NOW)


def test_it_holds_summary_originals_records_log_and_verifiers(files):
    names = [
        "争议摘要.pdf",
        "records.json",
        "log.json",
        "files/001-结清_证明.pdf",
        "manifest.json",
        "核对.html",
        "verify.py",
    ]
    assert list(files) == names
    assert files["files/001-结清_证明.pdf"] == b"%PDF-1.7 certificate"


def test_its_own_verifier_finds_it_sound(owner, loan, files, verified):
    status, said = verified(files, build_bundle(owner, loan=loan, now=NOW).manifest_hash)
    assert status == 0, said
    assert "0 项对不上" in said


PAPER, EARLIER = "files/001-结清_证明.pdf", "2020-01-01T00:00:00+00:00"
TAMPERINGS = {
    "a bit of a file": lambda files: {**files, "files/001-结清_证明.pdf": b"%PDF-1.7 certificatf"},
    "a bit of a file, with a forged manifest": lambda files: listed(
        {**files, "files/001-结清_证明.pdf": b"%PDF forged"}
    ),
    "a dropped file": lambda files: {name: data for name, data in files.items() if not name.startswith("files/")},
    "an added file": lambda files: {**files, "files/002-more.pdf": b"more"},
    "an edited message": lambda files: changed(
        files, "records.json", lambda told: record(told, "message")["facts"].update(text="请还款")
    ),
    "a moved settlement": lambda files: changed(
        files,
        "records.json",
        lambda told: record(told, "settlement")["facts"].update(settled_at=EARLIER),
    ),
    "a dropped record": lambda files: changed(files, "records.json", lambda told: told["records"].pop()),
    "an edited entry": lambda files: changed(
        files, "log.json", lambda told: told["entries"][0]["entry"].update(at=EARLIER)
    ),
    "an entry with a hash made anew": lambda files: changed(files, "log.json", rehash_first),
    "entries in another order": lambda files: changed(files, "log.json", lambda told: told["entries"].reverse()),
    "a dropped entry": lambda files: changed(files, "log.json", lambda told: told["entries"].pop(0)),
    "a shorter log": lambda files: changed(files, "log.json", lambda told: told.update(size=told["size"] - 1)),
    "another root": lambda files: changed(files, "log.json", lambda told: told.update(root="00" * 32)),
    "no manifest": lambda files: {name: data for name, data in files.items() if name != "manifest.json"},
}


def rehash_first(log):
    row = log["entries"][0]
    row["entry"]["at"] = EARLIER
    row["entry_hash"] = hashlib.sha256(written(row["entry"])).hexdigest()


@pytest.mark.parametrize("way", list(TAMPERINGS))
def test_every_way_of_tampering_is_found(files, verified, way):
    status, said = verified(TAMPERINGS[way](files))
    assert status == 1, f"{way} was not found: {said}"


def test_a_file_that_stands_twice_is_found(files, verified):
    with pytest.warns(UserWarning, match="Duplicate name"):
        status, said = verified(files, repeated=[("records.json", b"{}")])
    assert (status, "重名" in said) == (1, True)


def test_a_manifest_written_anew_is_found_by_the_hash_that_a_letter_quotes(owner, loan, files, verified):
    quoted = build_bundle(owner, loan=loan, now=NOW).manifest_hash
    status, said = verified(listed({**files, "争议摘要.pdf": b"%PDF another"}), quoted)
    assert (status, "和给出的不一样" in said) == (1, True)


def test_what_is_no_bundle_is_said_to_be_unreadable(verified):
    status, said = verified({"a.txt": b"a"})
    assert (status, "读不懂这个文件" in said) == (1, True)


def test_nothing_of_another_lender_is_in_it(owner, loan, files):
    other = settled_loan(owner, product="别的产品")
    again = build_bundle(owner, loan=loan, now=NOW)
    with zipfile.ZipFile(io.BytesIO(again.content)) as container:
        assert other.ref not in container.read("records.json").decode()
        assert "别的产品" not in container.read("log.json").decode()
