"""The letter that asks for a certificate: to whom, with what, on what basis, and what is missing for it."""

import io
import re
from datetime import date
from decimal import Decimal

import pypdf
import pytest
from django.utils import translation

from debts.actions import attach_proof, correct, record_assignment, record_repayment, set_profile, settle
from debts.dossier.letters import Gap, letter_as_pdf
from debts.dossier.letters.certificate import certificate_letter
from debts.dossier.letters.letter import checks_of, cited, fill
from debts.queries import loans_of
from debts.rulebook import Verification, load_rulebook
from tests.web.ledgers import NOW, at, introduce, lender_of, open_loan, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


def letter_about(owner):
    return certificate_letter(loans_of(owner).get(), NOW)


def test_the_letter_names_the_loan_and_asks_for_what_a_certificate_has(owner):
    introduce(owner)
    settled_loan(owner, contract_number="HT-2024-0001")
    text = letter_about(owner).text
    facts = ("苏宁消费金融有限公司", "许大江", "13900000000", "HT-2024-0001", "¥6,000.00", "2024年1月5日", "7731")
    assert all(fact in text for fact in facts)
    assert "结清时间：2024年3月10日 15:20" in text
    assert "本金、利息、罚息和费用已全部结清，没有未结清的款项" in text
    assert "还款记录，2 笔" in text
    assert "（请填写，在合同" not in text


def test_nothing_is_missing_where_the_ledger_knows_everything(owner):
    introduce(owner)
    settled_loan(owner, contract_number="HT-2024-0001")
    assert letter_about(owner).gaps == ()


def test_what_is_missing_is_named_and_has_its_place_in_the_text(owner):
    lender = lender_of(owner)
    correct(write(owner), lender, name="任性贷")
    open_loan(owner, lender=lender, drawn_on=None)
    letter = letter_about(owner)
    assert set(letter.gaps) == {
        Gap.SETTLEMENT,
        Gap.FULL_NAME,
        Gap.OWNER_NAME,
        Gap.PHONE,
        Gap.CONTRACT,
        Gap.DRAWN_ON,
        Gap.PROOF,
    }
    assert letter.text.count("（请填写") == 8


def test_a_day_without_a_time_is_told_as_a_day(owner):
    settled_loan(owner, settled_at="2024-03-10 23:59:59")
    assert "结清时间：2024年3月10日\n" in letter_about(owner).text


def assigned(owner, notified_on):
    loan = settled_loan(owner)
    record_assignment(write(owner), loan=loan, assignee="远山资产管理有限公司", notified_on=notified_on)
    return letter_about(owner)


@pytest.mark.parametrize(
    ("notified_on", "addressee"),
    [
        (date(2024, 3, 10), "远山资产管理有限公司"),
        (date(2024, 3, 11), "苏宁消费金融有限公司"),
        (None, "远山资产管理有限公司"),
    ],
)
def test_whoever_held_the_claim_at_its_end_is_asked(owner, notified_on, addressee):
    letter = assigned(owner, notified_on)
    assert (letter.addressee, f"致：{addressee}\n" in letter.text) == (addressee, True)
    assert "转让给远山资产管理有限公司" in letter.text


def test_the_basis_is_cited_with_its_rank_and_promises_nothing(owner):
    settled_loan(owner)
    text = letter_about(owner).text
    assert "《中华人民共和国民法典》第五百五十八条（效力级别：" in text
    assert "第五百五十七条第一款第（四）项" not in text
    assert not re.search(r"必须出具|有义务出具|六百七十四|日内答复|工作日", text)


def test_a_debt_that_was_let_go_cites_that_too(owner):
    loan = settled_loan(owner)
    settle(write(owner), loan, settled_at=at("2024-03-10 15:20"), basis="waived")
    book = load_rulebook()
    assert book.citation("civil-code-557-1-4").article in letter_about(owner).text


@pytest.mark.parametrize(("currency", "name"), [("HKD", "還款證明"), ("TWD", "清償證明")])
def test_mainland_law_is_not_cited_elsewhere(owner, currency, name):
    settled_loan(owner, currency=currency)
    text = letter_about(owner).text
    assert "民法典" not in text
    assert "统一社会信用代码" not in text
    assert "四、附件" in text
    assert name in text or "清數紙" in text


def test_a_citation_that_could_not_be_checked_is_told_to_the_owner_and_not_to_the_reader():
    book = load_rulebook()
    unsure = next(one for one in book.citations if one.verification is Verification.SECONDARY)
    assert "未能核对" not in cited(unsure)
    (check,) = checks_of([unsure, book.citation("civil-code-558")])
    assert (unsure.article in check.provision, check.is_in_letter) == (True, True)


def test_a_loan_of_a_private_lender_has_its_letter(owner):
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="private")
    assert "苏宁消费金融有限公司" in letter_about(owner).text


def test_a_paper_that_contradicts_is_not_sent_along(owner):
    introduce(owner)
    loan = settled_loan(owner)
    attach_proof(write(owner), loan, kind="screenshot", issued_on=date(2024, 3, 12))
    attach_proof(write(owner), loan, kind="credit_report", number="R-1", holder="李四")
    text = letter_about(owner).text
    assert "应用截图（2024年3月12日）" in text
    assert "R-1" not in text


def test_nothing_that_a_person_typed_acts_as_markup(owner):
    set_profile(write(owner), names=["{{ lender }}<b>&"])
    settled_loan(owner)
    assert "{{ lender }}<b>&" in letter_about(owner).text


def test_empty_lines_never_run(owner):
    settled_loan(owner)
    assert "\n\n\n" not in letter_about(owner).text
    assert fill("certificate", {}).startswith("关于出具的申请")


def test_the_letter_is_chinese_whatever_the_page_is(owner):
    settled_loan(owner)
    with translation.override("en"):
        text = letter_about(owner).text
    assert "结清方式：提前结清" in text


def test_the_file_is_named_for_people_and_safe_on_disks(owner):
    lender = lender_of(owner)
    correct(write(owner), lender, name="../苏宁:消金?")
    record_repayment(
        write(owner), loan=open_loan(owner, lender=lender), paid_at=at("2024-02-05 09:00"), amount=Decimal(1)
    )
    assert letter_about(owner).file_stem == "结清证明申请-苏宁消金"


def test_the_pdf_holds_the_words_as_they_were_changed_and_is_the_same_twice(owner):
    text = "关于出具结清证明的申请\n\n致：某某公司\n一、申请人\n姓名：张三 #*$ [x](y)\n"
    first = letter_as_pdf(text, NOW)
    assert first == letter_as_pdf(text, NOW)
    read = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(first)).pages)
    assert all(
        word in re.sub(r"\s", "", read) for word in ("关于出具结清证明的申请", "致：某某公司", "姓名：张三#*$[x](y)")
    )


def test_a_letter_of_one_line_or_with_strange_signs_can_be_set():
    assert letter_as_pdf("只有一行", NOW).startswith(b"%PDF")
    assert letter_as_pdf("谢谢😀\n\u202e反过来", NOW).startswith(b"%PDF")


def test_a_platform_is_asked_who_the_lender_is_and_its_owner_is_told_to_look(owner):
    lender = lender_of(owner)
    correct(write(owner), lender, name="信用飞", kind="platform")
    settled_loan(owner, lender=lender)
    letter = letter_about(owner)
    assert "借款平台：信用飞" in letter.text
    assert "5. 如果贵司不是这笔借款的出借机构，请告知实际出借机构的全称" in letter.text
    assert Gap.REAL_LENDER in letter.gaps
