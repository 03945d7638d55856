"""Proofs: what is accepted, what is refused and how, and how a file goes back to its owner."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.actions import keep_file
from debts.models import Attachment, SettlementProof
from tests.web.ledgers import settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


def hand_in(client, loan, name="结清证明.pdf", content=PDF, **fields):
    given = {"kind": "settlement_certificate", "issuer": "苏宁消费金融有限公司", **fields}
    file = SimpleUploadedFile(name, content, "application/pdf")
    return client.post(reverse("proof_new", args=[loan.pk]), {**given, "file": file}, follow=True)


def fetch(client, owner, name="结清证明.pdf", content=PDF):
    kept = keep_file(write(owner), io.BytesIO(content), name)
    answer = client.get(reverse("attachment", args=[kept.pk]))
    answer.close()
    return answer


def test_a_file_is_kept_to_the_byte(browser, loan):
    hand_in(browser, loan, number="JQ-08", issued_on="2024-03-12")
    proof = SettlementProof.objects.get(loan=loan)
    answer = browser.get(reverse("attachment", args=[proof.attachment_id]))
    assert b"".join(answer.streaming_content) == PDF
    assert (proof.number, proof.attachment.original_name) == ("JQ-08", "结清证明.pdf")


def test_a_proof_may_come_without_a_file(browser, loan):
    browser.post(reverse("proof_new", args=[loan.pk]), {"kind": "service_record", "issuer": "客服"})
    assert SettlementProof.objects.get(loan=loan).attachment is None


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("空.pdf", b"", "空的（0 字节）"),
        ("证明.pdf", b"<!DOCTYPE html><html><body>settled</body></html>", "内容其实是网页（HTML）"),
        ("证明.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "内容其实是SVG"),
        ("证明.pdf", b"MZ\x90\x00" + bytes(60), "内容其实是程序"),
        ("证明.jpg", bytes(range(256)), "认不出"),
    ],
)
def test_what_is_no_proof_is_named_and_nothing_typed_is_lost(browser, loan, name, content, complaint):
    answer = hand_in(browser, loan, name, content, number="JQ-08").content.decode()
    assert complaint in answer
    assert "JQ-08" in answer
    assert "请重新选择一次" in answer
    assert not SettlementProof.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("extra", "is_kept"), [(0, True), (1, False)])
def test_the_limit_holds_to_the_byte(browser, loan, settings, extra, is_kept):
    settings.MAX_PROOF_MEGABYTES = 1
    answer = hand_in(browser, loan, content=PDF.ljust(1024 * 1024 + extra, b"\n"))
    assert SettlementProof.objects.exists() is is_kept
    assert ("1 MB 的上限" in answer.content.decode()) is not is_kept


def test_a_paper_of_tomorrow_is_refused(browser, loan):
    assert "在将来" in hand_in(browser, loan, issued_on="2025-11-02").content.decode()


def test_a_name_with_a_path_and_markup_is_only_a_name(browser, loan):
    hand_in(browser, loan, name="../../etc/<b>证明</b>.pdf")
    page = browser.get(reverse("loan", args=[loan.pk])).content.decode()
    assert "<b>证明</b>" not in page
    assert "/" not in Attachment.objects.get().original_name


def test_a_file_goes_back_as_an_inert_download(browser, owner):
    answer = fetch(browser, owner)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "content", [b"<html><script>x</script></html>", b"<svg onload='x()'/>", b"hello", b"PK\x03\x04"]
)
def test_anything_but_pictures_and_pdf_goes_back_without_a_type(browser, owner, content):
    assert fetch(browser, owner, "a.html", content)["Content-Type"] == "application/octet-stream"


def test_a_file_is_served_to_its_owner_alone(client_of, owner, stranger):
    assert fetch(client_of(stranger), owner).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_a_404(browser, owner, settings, tmp_path):
    kept = keep_file(write(owner), io.BytesIO(PDF), "a.pdf")
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert browser.get(reverse("attachment", args=[kept.pk])).status_code == 404


def test_a_proof_is_taken_back_only_after_asking(browser, loan, owner):
    hand_in(browser, loan)
    proof = SettlementProof.objects.get()
    address = reverse("proof_remove", args=[proof.pk])
    assert "撤回这份证明" in browser.get(address).content.decode()
    browser.post(address)
    assert not SettlementProof.objects.of(owner).exists()
    assert Attachment.objects.exists()
