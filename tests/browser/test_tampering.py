"""Every way of tampering, named: with a bundle, found by both of its verifiers; with the ledger, by its own check."""

import io
import subprocess
import sys
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from debts.actions import keep_file
from debts.dossier.bundle import VERIFIERS, build_bundle
from debts.dossier.time_stamps import stamp_head
from debts.dossier.verification import verify
from debts.models import Attachment, EvidenceEntry, Message, Settlement
from tests.browser.test_verifier import said, verifier  # noqa: F401  a fixture
from tests.dossier.authority import Authority
from tests.dossier.test_bundle import TAMPERINGS, changed, listed, told, written
from tests.web.ledgers import AFTER, certificate, introduce, receive, settled_loan, write


def of_head(files, ending):
    return next(name for name in files if name.startswith("heads/") and name.endswith(ending))


def head_with(files, **values):
    name = next(name for name in files if name.startswith("heads/") and name.count("-") == 3 and name.endswith(".json"))
    return listed({**files, name: written({**told(files[name]), **values})})


WITH_STAMPS = TAMPERINGS | {
    "a stamped head with another root": lambda files: head_with(files, root="ab" * 32),
    "a stamped head of another size": lambda files: head_with(files, size=3),
    "a stamp of something else": lambda files: listed({**files, of_head(files, ".tsr"): b"another"}),
    "a proof of growth with another step": lambda files: changed(
        files, of_head(files, "-consistency.json"), lambda told: told["proof"].append("00" * 32)
    ),
}


@pytest.fixture
def owner(transactional_db, django_user_model):
    owner = django_user_model.objects.create_user("xudajiang")
    introduce(owner)
    loan = settled_loan(owner)
    certificate(owner, loan, attachment=keep_file(write(owner), io.BytesIO(b"%PDF-1.7 certificate"), "结清 证明.pdf"))
    receive(owner, AFTER)
    return owner


@pytest.fixture
def key():
    """The key of the authority."""
    return "ec -pkeyopt ec_paramgen_curve:prime256v1"


@pytest.fixture
def files(owner, tmp_path, settings, key):
    """The files of a bundle with a stamped head, since when the log has grown."""
    authority = Authority(tmp_path, key)
    settings.TIME_STAMP_AUTHORITY, settings.TIME_STAMP_ROOTS = authority.address, authority.roots
    settings.PUSH_TO_PRIVATE_NETWORKS = True
    stamp_head(owner, timezone.now())
    authority.close()
    receive(owner, AFTER + "又一条")
    content = build_bundle(owner, loan=owner_loan(owner), now=timezone.now()).content
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def owner_loan(owner):
    return Settlement.objects.get(owner=owner).loan


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for name, data in files.items():
            container.writestr(name, data)
    return target.getvalue()


def by_program(content, folder):
    path = folder / "bundle.zip"
    path.write_bytes(content)
    command = [sys.executable, "-I", str(VERIFIERS / "verify.py"), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8").stdout


RSA_STAMPS = {
    "a stamp of another time": lambda token: token.replace(b"\x18\x0f20", b"\x18\x0f19", 1),
    "a stamp with another signature": lambda token: token[:-9] + bytes([token[-9] ^ 1]) + token[-8:],
    "a stamp with another certificate": lambda token: token.replace(b"Our Root", b"Our Tree"),
    "a stamp that is cut short": lambda token: token[:300],
}


@pytest.mark.parametrize("key", ["rsa:2048"])
def test_both_verifiers_check_who_signed_a_stamp_and_say_when(files, verifier, tmp_path):  # noqa: F811
    content = zipped(files)
    for text in (by_program(content, tmp_path), said(verifier, content)):
        assert is_sound(text)
        assert "Our Authority" in text
        assert "签名由这个证书的钥匙作出" in text
    name = of_head(files, ".tsr")
    bundles = {way: zipped(listed({**files, name: change(files[name])})) for way, change in RSA_STAMPS.items()}
    assert [way for way, content in bundles.items() if is_sound(by_program(content, tmp_path))] == []
    assert [way for way, content in bundles.items() if is_sound(said(verifier, content))] == []


def test_of_a_key_that_they_do_not_know_both_say_that_it_was_not_checked(files, verifier, tmp_path):  # noqa: F811
    for text in (by_program(zipped(files), tmp_path), said(verifier, zipped(files))):
        assert "这种签名这里核对不了" in text


def is_sound(text):
    return "，0 项对不上" in text


def test_both_verifiers_find_every_way_of_tampering_with_a_bundle(files, verifier, tmp_path):  # noqa: F811
    assert is_sound(by_program(zipped(files), tmp_path)), by_program(zipped(files), tmp_path)
    assert is_sound(said(verifier, zipped(files)))
    bundles = {way: zipped(tamper(files)) for way, tamper in WITH_STAMPS.items()}
    assert [way for way, content in bundles.items() if is_sound(by_program(content, tmp_path))] == []
    assert [way for way, content in bundles.items() if is_sound(said(verifier, content))] == []


def test_both_verifiers_say_the_same_number_of_checks(files, verifier, tmp_path):  # noqa: F811
    counted = by_program(zipped(files), tmp_path).splitlines()[0]
    assert counted in said(verifier, zipped(files))


def behind_its_back(statement, *values):
    """What a program other than this one could do to the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


ENTRIES = EvidenceEntry._meta.db_table


def flip_a_bit(owner):
    file = Attachment.objects.get(owner=owner)
    with default_storage.open(file.path) as kept:
        content = bytearray(kept.read())
    content[3] ^= 1
    with open(default_storage.path(file.path), "wb") as kept:  # noqa: PTH123
        kept.write(content)


MOVE = f"UPDATE {ENTRIES} SET sequence = %s WHERE sequence = %s"  # noqa: S608  the name of our own table
DROP = f"DELETE FROM {ENTRIES} WHERE sequence = %s"  # noqa: S608
REHASH = f"UPDATE {ENTRIES} SET entry_hash = %s WHERE sequence = %s"  # noqa: S608
REDATE = f"UPDATE {ENTRIES} SET at = %s WHERE sequence = %s"  # noqa: S608


def swap_two_entries(owner):
    for number, other in ((2, 900), (3, 2), (900, 3)):
        behind_its_back(MOVE, other, number)


LEDGER = {
    "a bit of a file": flip_a_bit,
    "an edited message": lambda owner: Message.objects.filter(owner=owner).update(text="请还款"),
    "a moved settlement": lambda owner: Settlement.objects.filter(owner=owner).update(note="另一天"),
    "a swapped row": swap_two_entries,
    "a dropped entry": lambda owner: behind_its_back(DROP, 2),
    "a re-hashed entry": lambda owner: behind_its_back(REHASH, "00" * 32, 2),
    "another time of an entry": lambda owner: behind_its_back(REDATE, "2020-01-01 00:00:00", 2),
}


@pytest.mark.parametrize("way", list(LEDGER))
def test_the_check_of_the_ledger_finds_every_way_of_tampering_with_it(owner, way):
    assert verify(owner).problems == ()
    LEDGER[way](owner)
    assert verify(owner).problems != ()
