"""With its files in a bucket the ledger does what it does with a folder."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from debts.actions import load_archive
from debts.actions.closing import close_account
from debts.dossier.archive import write_archive
from debts.dossier.bundle import build_bundle
from debts.dossier.verification import DisagreementCode, verify
from debts.intake.archive import parse_archive
from ledger.files import IN_MEMORY
from tests.api.ledgers import ask, whole_ledger
from tests.web.ledgers import NOW, certificate, introduce, keep, receive, settled_loan, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "bucket")]
PAPER = b"%PDF-1.7 certificate"
LARGE = bytes(range(256)) * (3 * IN_MEMORY // 256)


def key_of(content):
    digest = hashlib.sha256(content).hexdigest()
    return f"ledger/{digest[:2]}/{digest}"


def problems(owner):
    return {problem.code for problem in verify(owner).problems}


def test_a_file_lies_under_its_hash_and_comes_back_to_the_byte(owner, bucket, client_of):
    kept = keep(owner)
    assert bucket.keys() == [key_of(PAPER)]
    answer = client_of(owner).get(reverse("attachment", args=[kept.pk]))
    assert (b"".join(answer.streaming_content), answer["Content-Length"]) == (PAPER, str(len(PAPER)))


def test_a_large_file_goes_there_and_back_in_pieces(owner, bucket):
    kept = keep(owner, LARGE, "a.bin")
    assert (kept.size, bucket.read(key_of(LARGE)) == LARGE) == (len(LARGE), True)
    with default_storage.open(kept.path) as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == kept.sha256


def test_programs_are_given_their_files(owner, bucket):
    whole = whole_ledger("wangwu")
    kept = keep(whole.ctx.owner)
    assert ask("GET", f"/files/{kept.ref}/content", token=whole.token()).received == PAPER


def test_half_a_file_of_an_earlier_failure_is_replaced(owner, bucket):
    bucket.write(key_of(PAPER), PAPER[:3])
    keep(owner)
    assert (bucket.keys(), bucket.read(key_of(PAPER))) == ([key_of(PAPER)], PAPER)


def test_what_was_changed_or_taken_out_of_the_bucket_is_found(owner, bucket):
    keep(owner)
    assert problems(owner) == set()
    bucket.write(key_of(PAPER), b"another")
    assert problems(owner) == {DisagreementCode.FILE_CHANGED}
    bucket.empty()
    assert problems(owner) == {DisagreementCode.FILE_GONE}


def test_a_file_that_is_gone_is_said_to_be_gone(owner, bucket, client_of):
    kept = keep(owner)
    bucket.empty()
    assert client_of(owner).get(reverse("attachment", args=[kept.pk])).status_code == 404


def test_an_archive_takes_the_files_out_and_another_account_takes_them_in(owner, stranger, bucket, tmp_path):
    certificate(owner, settled_loan(owner), attachment=keep(owner))
    write_archive(owner, tmp_path / "ledger.zip", NOW)
    bucket.empty()
    load_archive(write(stranger), parse_archive(tmp_path / "ledger.zip"))
    assert bucket.read(key_of(PAPER)) == PAPER


def test_a_bundle_holds_the_originals(owner, bucket):
    introduce(owner)
    loan = settled_loan(owner)
    certificate(owner, loan, attachment=keep(owner))
    receive(owner, "您的借款已逾期")
    with zipfile.ZipFile(io.BytesIO(build_bundle(owner, loan=loan, now=NOW).content)) as container:
        originals = [container.read(name) for name in container.namelist() if name.startswith("files/")]
    assert originals == [PAPER]


def test_of_a_closed_account_no_file_stays(owner, stranger, bucket):
    keep(owner)
    keep(owner, b"both", "b")
    keep(stranger, b"both", "b")
    close_account(write(owner))
    assert bucket.keys() == [key_of(b"both")]
