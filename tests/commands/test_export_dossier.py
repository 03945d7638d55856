"""The dossier of a dispute, by command."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from debts.actions import open_dispute, take_back
from debts.models import EvidenceEntry
from tests.web.ledgers import AFTER, introduce, receive, settled_loan, write


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner)
    [row] = receive(owner, AFTER)
    return open_dispute(write(owner), loan.lender, loan=loan, title="结清后催收", things=[row])


def exported(dispute, path, form):
    call_command("export_dossier", dispute, format=form, output=path, stdout=io.StringIO())
    return path.read_bytes()


def test_the_summary_comes_as_pdf_and_for_machines(dispute, tmp_path):
    assert exported(dispute.ref, tmp_path / "a.pdf", "pdf").startswith(b"%PDF")
    assert json.loads(exported(str(dispute.pk), tmp_path / "a.json", "json"))["messages"][0]["text"] == AFTER


def test_the_bundle_is_the_same_twice(dispute, tmp_path):
    first = exported(dispute.ref, tmp_path / "a.zip", "zip")
    assert exported(dispute.ref, tmp_path / "b.zip", "zip") == first
    with zipfile.ZipFile(io.BytesIO(first)) as container:
        assert "verify.py" in container.namelist()


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("html", b"<!doctype html>")])
def test_it_comes_for_a_lawyer_and_for_a_browser(dispute, tmp_path, form, start):
    first = exported(dispute.ref, tmp_path / "a", form)
    assert first.startswith(start)
    assert exported(dispute.ref, tmp_path / "b", form) == first


def test_every_export_is_noted_and_one_that_is_not_written_is_not(dispute, tmp_path):
    exported(dispute.ref, tmp_path / "a.json", "json")
    with pytest.raises(CommandError):
        exported(dispute.ref, tmp_path / "gone" / "a.json", "json")
    assert [row.route for row in EvidenceEntry.objects.filter(record_type="dossierexport")] == ["command"]


def test_names_and_words_can_be_covered(dispute, tmp_path):
    path = tmp_path / "a.json"
    options = {"cover": ["name"], "cover_word": ["任性贷"], "format": "json"}
    call_command("export_dossier", dispute.ref, output=path, stdout=io.StringIO(), **options)
    found = path.read_text(encoding="utf-8")
    assert ("许大江" in found, "任性贷" in found, "苏宁消金" in found) == (False, False, True)


def test_a_bundle_cannot_be_covered(dispute, tmp_path):
    path = tmp_path / "a.zip"
    with pytest.raises(CommandError, match="Nothing can be covered in a bundle"):
        call_command("export_dossier", dispute.ref, output=path, format="zip", cover=["name"], cover_word=[])
    assert not path.exists()


@pytest.mark.parametrize("name", ["0", "nobody", "9" * 30])
def test_a_dispute_that_is_not_there_is_said(dispute, tmp_path, name):
    with pytest.raises(CommandError, match="There is no dispute"):
        exported(name, tmp_path / "a.pdf", "pdf")


def test_one_that_was_taken_back_is_none(owner, dispute, tmp_path):
    empty = open_dispute(write(owner), dispute.lender, title="记错了")
    take_back(write(owner), empty)
    with pytest.raises(CommandError, match="There is no dispute"):
        exported(empty.ref, tmp_path / "a.pdf", "pdf")


def test_nothing_is_left_where_the_folder_is_missing(dispute, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        exported(dispute.ref, tmp_path / "gone" / "a.json", "json")
