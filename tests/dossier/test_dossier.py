"""The dossier of a dispute: its pictures and originals, its number on every page, and what could not be shown."""

import hashlib
import io

import pikepdf
import pypdf
import pytest
from django.core.files.storage import default_storage
from PIL import Image

from debts.actions import add_items, attach_to_message, open_dispute
from debts.dossier import papers as papers_module
from debts.dossier.dossier import dossier_of
from debts.dossier.formats import make_export, note_made
from debts.dossier.pdf import render_pdf
from debts.dossier.summary import document_as_json, document_hash
from debts.dossier.verification import verify
from debts.models import DisputeItem, DossierExport, DossierForm, EvidenceEntry
from tests.web.ledgers import AFTER, NOW, certificate, introduce, keep, lender_of, receive, settled_loan, write


def picture(size=(90, 160), form="PNG", colour="navy"):
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, form)
    return written.getvalue()


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner, lender=lender_of(owner))
    paper = keep(owner, b"%PDF-1.7 certificate", "结清证明.pdf")
    [row] = receive(owner, AFTER)
    attach_to_message(write(owner), row, keep(owner, picture(colour="green"), "短信截图.png"))
    things = [row, certificate(owner, loan, attachment=paper), keep(owner, picture(), "聊天.png")]
    return open_dispute(write(owner), loan.lender, loan=loan, title="结清后催收", story="去年还清。", things=things)


def pdf_of(dispute):
    with dossier_of(dispute, NOW) as dossier:
        return render_pdf(dossier.document, dossier.papers), dossier.document


def test_files_bear_the_numbers_of_their_exhibits_and_those_of_a_message_a_second_one(dispute):
    _, document = pdf_of(dispute)
    assert [(file.label, file.name) for file in document.files] == [
        ("1-1", "短信截图.png"),
        ("2", "结清证明.pdf"),
        ("3", "聊天.png"),
    ]


def test_the_number_stands_in_the_head_of_every_page_with_a_picture(dispute):
    content, _ = pdf_of(dispute)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    heads = ["".join(page.extract_text().split())[:40] for page in pages if page.images]
    assert ["证据1-1" in heads[0], "证据3" in heads[1], len(heads)] == [True, True, 2]


def test_qpdf_finds_it_sound_tagged_and_with_bookmarks(dispute):
    content, _ = pdf_of(dispute)
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert document.check_pdf_syntax() == []
        assert metadata.pdfa_status == "3B"
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
        with document.open_outline() as outline:
            assert outline.root[-1].title.endswith("、证据原件")
            assert outline.root[-1].children[0].title.split()[:2] == ["证据", "1-1"]


def test_the_data_and_the_small_originals_are_attached_unchanged(dispute):
    content, document = pdf_of(dispute)
    attached = pypdf.PdfReader(io.BytesIO(content)).attachments
    assert attached["dossier.json"] == [document_as_json(document).encode()]
    assert attached["exhibit-2.pdf"] == [b"%PDF-1.7 certificate"]
    assert attached["exhibit-3.png"] == [picture()]


def test_the_hash_that_is_printed_is_that_of_the_attached_data(dispute):
    content, document = pdf_of(dispute)
    reader = pypdf.PdfReader(io.BytesIO(content))
    digest = hashlib.sha256(reader.attachments["dossier.json"][0]).hexdigest()
    assert digest == document_hash(document)
    assert digest in "".join("".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize("form", DossierForm)
def test_every_form_is_the_same_twice_though_the_first_was_noted(owner, dispute, form):
    first = make_export(dispute, form, NOW)
    note_made(write(owner), dispute, first)
    assert make_export(dispute, form, NOW).content == first.content


def test_an_export_is_noted_in_the_log_with_its_hashes(owner, dispute):
    made = make_export(dispute, DossierForm.JSON, NOW)
    note_made(write(owner), dispute, made)
    row = DossierExport.objects.get()
    assert (row.form, row.size) == ("json", len(made.content))
    assert row.sha256 == row.data_sha256 == hashlib.sha256(made.content).hexdigest()
    assert EvidenceEntry.objects.filter(owner=owner).latest("sequence").record_ref == row.ref
    assert verify(owner).problems == ()


def problems(dispute):
    return {file.label: file.problem for file in pdf_of(dispute)[1].files}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n rest", "打不开"),
        (picture()[:-40], "打不开"),
        (picture(form="JPEG")[:300], "打不开"),
    ],
)
def test_a_broken_picture_is_said_and_stops_nothing(owner, dispute, content, said):
    add_items(write(owner), dispute, [keep(owner, content, "坏的.png")])
    assert said in problems(dispute)["4"]


def test_a_file_that_is_gone_from_the_disk_is_said(dispute):
    for item in DisputeItem.objects.exclude(attachment=None):
        default_storage.delete(item.attachment.path)
    assert "找不到" in problems(dispute)["3"]


def test_a_paper_that_is_no_picture_says_where_to_look(dispute):
    content, _ = pdf_of(dispute)
    text = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "不是图片，没有印出来" in text


def test_pictures_beyond_the_limit_are_listed_and_not_printed(owner, dispute, monkeypatch):
    monkeypatch.setattr(papers_module, "MOST_PICTURES", 1)
    assert "图片太多" in problems(dispute)["3"]


def test_sheets_beyond_the_limit_are_not_printed_but_shorter_pictures_behind_them_are(owner, dispute, monkeypatch):
    add_items(write(owner), dispute, [keep(owner, picture((60, 900)), "长.png"), keep(owner, picture(), "短.png")])
    monkeypatch.setattr(papers_module, "MOST_SHEETS", 3)
    assert [label for label, said in problems(dispute).items() if "图片太多" in said] == ["4"]


def test_originals_are_attached_until_they_are_too_many_together(dispute, monkeypatch):
    monkeypatch.setattr(papers_module, "ATTACHED_ALL", len(picture(colour="green")) + 5)
    _, document = pdf_of(dispute)
    assert [bool(file.attached) for file in document.files] == [True, False, False]


def test_hundreds_of_exhibits_are_all_listed(owner, dispute):
    rows = receive(owner, *[f"{AFTER}第{number}条" for number in range(300)])
    add_items(write(owner), dispute, rows)
    made = make_export(dispute, DossierForm.HTML, NOW)
    assert f"{AFTER}第299条".encode() in made.content
    assert len(made.document.messages) == 301


def test_without_any_exhibit_it_is_made(owner, dispute):
    empty = open_dispute(write(owner), dispute.lender, title="空的")
    assert pdf_of(empty)[0].startswith(b"%PDF")


def test_no_file_is_left_behind(dispute):
    with dossier_of(dispute, NOW) as dossier:
        folder = dossier.papers.folder
        assert list(folder.iterdir())
    assert not folder.exists()


@pytest.mark.parametrize(
    ("form", "place"), [(DossierForm.HTML, "同一份材料导出的 JSON"), (DossierForm.PDF, "本文件所附的 JSON")]
)
def test_each_form_says_where_the_characters_are_that_it_cannot_show(dispute, form, place):
    content = make_export(dispute, form, NOW).content
    text = (
        content.decode()
        if form is DossierForm.HTML
        else "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    )
    assert place.replace(" ", "") in "".join(text.split())
