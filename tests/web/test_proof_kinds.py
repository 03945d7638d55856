"""Papers by their kind: what each is asked about, and what the page says where one does not hold."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.models import EvidenceEntry, SettlementProof, Verdict
from debts.models.settlements import ProofKind
from debts.web.loans.proof_forms import KINDS
from tests.web.ledgers import AFTER, introduce, open_loan, page, receive, settled_loan

pytestmark = pytest.mark.usefixtures("clock")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


@pytest.fixture
def browser(client_of, owner):
    introduce(owner)
    return client_of(owner)


@pytest.fixture
def loan(owner):
    return settled_loan(owner, contract_number="HT-2024-0001")


def add(client, loan, kind="settlement_certificate", **fields):
    answer = client.post(reverse("proof_new", args=[loan.pk]), {"kind": kind, **fields}, follow=True)
    return answer.content.decode()


def test_every_kind_can_be_chosen_and_is_explained(browser, loan):
    text = page(browser, "proof_new", loan.pk)
    assert all(f'href="?kind={kind}"' in text for kind in ProofKind.values)
    assert set(KINDS) == set(ProofKind.values)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_kind_is_asked_only_for_what_it_has(browser, loan, kind):
    text = page(browser, "proof_new", loan.pk, kind=kind)
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', text[text.index("<h1") :]))
    assert asked - {"csrfmiddlewaretoken", "kind", "language", "next"} == set(KINDS[kind].fields)


def test_an_unknown_kind_is_asked_for_again(browser, loan):
    assert "您手上有哪种材料" in page(browser, "proof_new", loan.pk, kind="magic")
    assert "您手上有哪种材料" in add(browser, loan, kind="magic")
    assert not SettlementProof.objects.exists()


def test_a_certificate_is_kept_with_all_that_stands_on_it(browser, loan):
    said = {"holder": "许*江", "contract_number": "HT20240001", "scope": "whole_loan", "issuer": "苏宁消金"}
    text = add(browser, loan, issued_on="2024-03-12", **said)
    proof = SettlementProof.objects.get()
    assert {name: getattr(proof, name) for name in said} == said
    assert "没有算作证明" not in text
    assert "有结清证明或法院文书" in text


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"holder": "李四"}, "材料上的姓名是“李四”，和您的“许大江”不是同一个人"),
        ({"contract_number": "HT-9999"}, "材料上的合同号是“HT-9999”，这笔借款记的是“HT-2024-0001”"),
        ({"scope": "instalment"}, "没有写明全部结清"),
    ],
)
def test_a_paper_that_contradicts_is_kept_and_not_counted(browser, loan, fields, complaint):
    text = add(browser, loan, **{"issued_on": "2024-03-12", "scope": "whole_loan", **fields})
    assert complaint in text.replace("&#x27;", "'")
    assert "没有算作证明" in text
    assert "还款记录足额" in text or "本人陈述" in text
    assert SettlementProof.objects.exists()


def test_what_is_only_worth_a_look_counts_all_the_same(browser, loan):
    text = add(browser, loan, scope="whole_loan", issuer="某某数据科技", issued_on="2024-03-09")
    assert "不是账本里这家机构的名字（苏宁消费金融有限公司）" in text
    assert "出具日期 2024年3月9日 早于账本里的结清日 2024年3月10日" in text
    assert "有结清证明或法院文书" in text


def test_the_sum_of_a_receipt_is_held_against_the_payments(browser, loan):
    assert "在还款记录里找不到" in add(browser, loan, kind="receipt", amount="5050.01")
    assert "在还款记录里找不到" not in add(browser, loan, kind="receipt", amount="5050").split("loan-answer")[0]


def test_a_court_paper_without_a_number_is_asked_for_it(browser, loan):
    assert "没有写案号" in add(browser, loan, kind="court_paper", issued_on="2024-03-12")


def test_a_report_that_shows_no_settlement_is_no_proof_of_one(browser, loan):
    text = add(browser, loan, kind="credit_report", scope="not_settled", number="R-1")
    assert "这样的报告还不能证明结清" in text
    assert 'value="R-1"' in text
    assert not SettlementProof.objects.exists()
    assert "显示结清" in add(browser, loan, kind="credit_report", scope="whole_loan", number="R-1")


def test_nothing_is_said_to_be_settled_before_it_was_chosen(browser, loan):
    form = browser.get(reverse("proof_new", args=[loan.pk]), {"kind": "settlement_certificate"}).content.decode()
    assert '<option value="" selected>' in form


def test_a_proof_is_corrected_and_the_messages_are_judged_again(browser, owner, loan):
    receive(owner, AFTER)
    add(browser, loan, issued_on="2024-03-12", scope="whole_loan", holder="李四")
    level = Verdict.objects.get().detail["verdict"]["proof_level"]
    proof = SettlementProof.objects.get()
    assert 'value="李四"' in page(browser, "proof_edit", proof.pk)
    fields = {"issued_on": "2024-03-12", "scope": "whole_loan", "holder": "许大江"}
    browser.post(reverse("proof_edit", args=[proof.pk]), fields)
    assert Verdict.objects.get().detail["verdict"]["proof_level"] == "certified" != level
    assert EvidenceEntry.objects.filter(action="corrected", record_ref=proof.ref).exists()


def test_a_file_can_be_put_beside_a_proof_later_and_is_not_lost_by_a_correction(browser, loan):
    add(browser, loan, kind="screenshot", issued_on="2024-03-12")
    proof = SettlementProof.objects.get()
    address = reverse("proof_edit", args=[proof.pk])
    browser.post(address, {"issued_on": "2024-03-12", "file": SimpleUploadedFile("截图.pdf", PDF)})
    browser.post(address, {"issued_on": "2024-03-13", "note": "剩余应还 0"})
    proof.refresh_from_db()
    assert (proof.attachment.original_name, proof.issued_on, proof.note) == (
        "截图.pdf",
        date(2024, 3, 13),
        "剩余应还 0",
    )


def test_the_page_says_what_is_missing_and_offers_the_letter(browser, loan):
    text = page(browser, "loan", loan.pk)
    assert "还缺什么，怎样拿到" in text
    assert reverse("certificate_letter", args=[loan.pk]) in text
    add(browser, loan, issued_on="2024-03-12", scope="whole_loan")
    assert reverse("certificate_letter", args=[loan.pk]) not in page(browser, "loan", loan.pk)


def test_an_open_loan_is_not_sent_for_proofs(browser, owner):
    assert "还缺什么，怎样拿到" not in page(browser, "loan", open_loan(owner, principal=Decimal(9)).pk)


def test_many_papers_and_assignments_take_no_more_queries(browser, loan, django_assert_max_num_queries):
    for day in range(10, 20):
        add(browser, loan, kind="screenshot", issued_on=f"2024-04-{day}", holder="李四")
        fields = {"assignee": f"远山资产{day}", "notified_on": f"2024-05-{day}"}
        browser.post(reverse("assignment_new", args=[loan.pk]), fields)
    with django_assert_max_num_queries(12):
        page(browser, "loan", loan.pk)
