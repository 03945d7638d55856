"""Disputes: the list, the summary as a page, and as a PDF."""

import hashlib
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from debts.actions import take_back
from debts.dossier import pdf
from debts.dossier.build import flagged_messages
from debts.dossier.formats import note_made, summary_as_pdf
from debts.dossier.pdf import RenderingError
from debts.dossier.verification import verify
from debts.models import DossierExport, EvidenceEntry, Loan
from tests.web.ledgers import AFTER, NOW, certificate, introduce, open_loan, page, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def loan(owner):
    introduce(owner)
    loan = settled_loan(owner)
    certificate(owner, loan)
    receive(owner, AFTER)
    return loan


def download(client, name, pk):
    return b"".join(client.post(reverse(name, args=[pk])).streaming_content)


def test_without_flagged_messages_there_is_no_dispute(browser, owner):
    open_loan(owner)
    assert "现在没有争议" in page(browser, "disputes")


def test_a_flagged_message_leads_to_the_summaries(browser, loan):
    text = page(browser, "disputes")
    assert reverse("dispute_lender", args=[loan.lender_id]) in text
    assert reverse("dispute_loan", args=[loan.pk]) in text
    assert "1 条消息与账本不符" in text


def test_a_message_that_was_taken_back_counts_no_more(browser, loan, owner):
    (gone,) = receive(owner, f"{AFTER}！")
    assert "2 条消息与账本不符" in page(browser, "disputes")
    take_back(write(owner), gone)
    assert "1 条消息与账本不符" in page(browser, "disputes")


def test_a_flagged_message_that_names_nobody_belongs_to_no_lender(browser, loan, owner):
    nobody = receive(owner, "配合警方办案，请把钱转入安全账户，否则冻结你的银行卡。")
    assert nobody[0].verdict.is_flagged
    assert "1 条消息与账本不符" in page(browser, "disputes")
    assert [message.text for message in flagged_messages(owner, lender=loan.lender)] == [AFTER]


@pytest.mark.parametrize("name", ["dispute_loan", "dispute_lender"])
def test_the_summary_says_who_what_when_and_on_what_proof(browser, loan, name):
    text = page(browser, name, loan.pk if name == "dispute_loan" else loan.lender_id)
    for part in (
        "许大江",
        "苏宁消费金融有限公司",
        "任性贷",
        "2024年3月10日",
        "JQ-08",
        AFTER,
        "结清后催收",
        "不构成法律意见",
    ):
        assert part in text


def test_the_summary_is_cautious(browser, loan):
    text = page(browser, "dispute_loan", loan.pk)
    assert "可能" in text
    assert "A 法律" in text
    assert "第六百七十四条" not in text


def test_without_a_name_the_page_asks_for_it(browser, owner):
    loan = settled_loan(owner)
    assert "还没有写您的姓名" in page(browser, "dispute_loan", loan.pk)


def test_the_pdf_holds_the_message_word_for_word(browser, loan):
    content = download(browser, "dispute_loan_pdf", loan.pk)
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(content)).pages)
    assert "任性贷" in text
    assert "1,234.56" in text


def test_the_pdf_is_the_same_to_the_byte_while_the_facts_are(browser, loan, clock):
    first = download(browser, "dispute_lender_pdf", loan.lender_id)
    clock.move_to(datetime(2025, 11, 3, 18, 0, tzinfo=UTC))
    browser.force_login(loan.owner)
    assert download(browser, "dispute_lender_pdf", loan.lender_id) == first


def test_the_pdf_is_a_download_with_a_name_for_people(browser, loan):
    answer = browser.post(reverse("dispute_loan_pdf", args=[loan.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_that_cannot_be_made_is_said_and_loses_nothing(browser, loan, monkeypatch):
    def fail(_document):
        raise RenderingError("no font")

    monkeypatch.setattr("debts.dossier.formats.render_pdf", fail)
    answer = browser.post(reverse("dispute_loan_pdf", args=[loan.pk]), follow=True)
    assert "PDF 没有做成" in answer.content.decode()
    assert Loan.objects.get().pk == loan.pk
    assert not DossierExport.objects.exists()
    assert pdf.render_pdf is not fail


@pytest.mark.parametrize("text", ['#eval("1+1") $x$ *b* @ref <tag> \\', "<script>alert(1)</script>", "😀\u202e\u200b"])
def test_no_message_upsets_the_summary(browser, loan, owner, text):
    receive(owner, f"{AFTER}{text}", received_at="2024-06-01 09:00")
    assert "<script>alert" not in page(browser, "dispute_loan", loan.pk)
    assert download(browser, "dispute_loan_pdf", loan.pk).startswith(b"%PDF")


def test_a_summary_of_an_empty_ledger_of_a_lender_is_still_a_page(browser, owner):
    loan = open_loan(owner)
    assert "没有与账本不符的消息" in page(browser, "dispute_lender", loan.lender_id)


@pytest.mark.parametrize("name", ["disputes", "dispute_loan", "dispute_lender"])
def test_pages_that_only_show_refuse_to_be_written_to(browser, loan, name):
    args = [] if name == "disputes" else [loan.pk]
    assert browser.post(reverse(name, args=args)).status_code == 405


@pytest.mark.parametrize("name", ["dispute_loan", "dispute_loan_pdf", "dispute_lender", "dispute_lender_pdf"])
def test_a_stranger_finds_nothing(client_of, stranger, loan, name):
    pk = loan.lender_id if "lender" in name else loan.pk
    assert client_of(stranger).get(reverse(name, args=[pk])).status_code == 404
    assert client_of(stranger).post(reverse(name, args=[pk])).status_code in {404, 405}


@pytest.mark.parametrize("name", ["dispute_loan", "dispute_lender"])
def test_the_bundle_is_handed_out_whole(browser, loan, name):
    content = download(browser, f"{name}_bundle", loan.pk if name == "dispute_loan" else loan.lender_id)
    with zipfile.ZipFile(BytesIO(content)) as container:
        assert container.testzip() is None
        assert container.read("争议摘要.pdf").startswith(b"%PDF")


def test_a_bundle_that_cannot_be_made_is_absent_and_says_so(browser, loan, monkeypatch):
    def fail(*_args, **_options):
        raise RenderingError("no space")

    monkeypatch.setattr("debts.dossier.bundle.render_pdf", fail)
    answer = browser.post(reverse("dispute_loan_bundle", args=[loan.pk]), follow=True)
    assert "证据包没有做成" in answer.content.decode()


DOWNLOADS = ("dispute_loan_pdf", "dispute_loan_bundle", "dispute_lender_pdf", "dispute_lender_bundle")


def about(loan, name):
    return loan.lender if "lender" in name else loan


@pytest.mark.parametrize("name", DOWNLOADS)
def test_what_is_handed_out_is_noted_with_its_hash_and_what_it_is_about(browser, owner, loan, name):
    content = download(browser, name, about(loan, name).pk)
    row = DossierExport.objects.get()
    assert (row.loan or row.lender, row.dispute) == (about(loan, name), None)
    assert (row.size, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert EvidenceEntry.objects.latest("sequence").record_ref == row.ref
    assert verify(owner).problems == ()


@pytest.mark.parametrize("name", DOWNLOADS)
def test_an_address_that_is_only_opened_shows_the_summary_and_notes_nothing(browser, loan, name):
    answer = browser.get(reverse(name, args=[about(loan, name).pk]))
    assert answer["Location"] == reverse(name.rpartition("_")[0], args=[about(loan, name).pk])
    assert not DossierExport.objects.exists()


def test_the_summary_lists_what_was_handed_out_about_it_and_nothing_else(browser, loan):
    assert "还没有导出过" in page(browser, "dispute_loan", loan.pk)
    for name in ("dispute_loan_pdf", "dispute_lender_pdf"):
        download(browser, name, about(loan, name).pk)
    text = page(browser, "dispute_loan", loan.pk)
    assert text.count(DossierExport.objects.get(loan=loan).sha256) == 1  # of one loan both files are the same


@pytest.mark.parametrize("name", ["dispute_loan", "dispute_lender"])
def test_the_downloads_are_buttons_and_no_links(browser, loan, name):
    text = page(browser, name, about(loan, name).pk)
    for way in ("pdf", "bundle"):
        address = reverse(f"{name}_{way}", args=[about(loan, name).pk])
        assert f'method="post" action="{address}"' in text
        assert f'href="{address}"' not in text


def test_a_bundle_is_the_same_though_its_first_export_was_noted(browser, loan):
    first = download(browser, "dispute_loan_bundle", loan.pk)
    assert download(browser, "dispute_loan_bundle", loan.pk) == first
    assert DossierExport.objects.count() == 2


def test_an_export_is_of_one_thing(owner, loan):
    fields = {"owner": owner, "recorded_at": NOW, "form": "pdf", "size": 1, "sha256": "0" * 64, "data_sha256": "0" * 64}
    for named in ({}, {"loan": loan, "lender": loan.lender}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DossierExport.objects.create(**fields, **named)


def test_nobody_notes_an_export_of_what_belongs_to_another(stranger, loan):
    with pytest.raises(PermissionDenied):
        note_made(write(stranger), loan, summary_as_pdf(loan, NOW))
    assert not DossierExport.objects.exists()
