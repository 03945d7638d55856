"""The summary is put together from stored facts: every part has its source, and nothing asks a clock."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from debts.actions import correct, keep_file, receive_messages, record_assignment, record_lender, record_repayment
from debts.dossier.build import build_summary, flagged_messages, time_of_facts
from debts.models import EvidenceEntry
from debts.reconciler.types import IncomingMessage
from tests.web.ledgers import AFTER, NOW, at, certificate, introduce, lender_of, open_loan, receive, settled_loan, write


@pytest.fixture
def loan(owner):
    introduce(owner)
    return settled_loan(owner)


def summary(owner, **about):
    return build_summary(owner, **about, now=NOW)


def test_it_is_about_one_loan_or_one_lender(owner, loan):
    with pytest.raises(ValueError, match="one loan or one lender"):
        build_summary(owner, now=NOW)
    with pytest.raises(ValueError, match="one loan or one lender"):
        build_summary(owner, loan=loan, lender=loan.lender, now=NOW)


def test_it_says_who_and_which_loan(owner, loan):
    document = summary(owner, loan=loan)
    assert (document.owner.names, document.lender.name) == (("许大江",), "苏宁消费金融有限公司")
    (part,) = document.loans
    assert (part.product, part.principal, part.card_tail) == ("任性贷", Decimal("6000.00"), "7731")
    assert part.terms == "6 个月，年利率 12%，等额本金"
    assert (part.repayments_count, part.repayments_total) == (2, Decimal("6110.00"))


def test_it_says_when_the_loan_ended_and_on_what_proof(owner, loan):
    kept = keep_file(write(owner), io.BytesIO(b"%PDF-1.7"), "结清证明.pdf")
    certificate(owner, loan, attachment=kept)
    settlement = summary(owner, loan=loan).loans[0].settlement
    assert settlement.settled_at == at("2024-03-10 15:20")
    assert (settlement.basis, settlement.proof_level) == ("提前结清", "有结清证明或法院文书")
    assert [(proof.number, proof.file_name, proof.sha256) for proof in settlement.proofs] == [
        ("JQ-08", "结清证明.pdf", kept.sha256)
    ]


def test_an_open_loan_has_no_settlement_and_makes_no_requests(owner):
    document = summary(owner, loan=open_loan(owner))
    assert document.loans[0].settlement is None
    assert document.requests == ()
    assert document.legal_basis == ()


def test_a_loan_that_was_covered_without_a_settlement_says_so(owner):
    loan = open_loan(owner, repayment_method="free", term_months=None, annual_rate=Decimal(0))
    record_repayment(write(owner), loan=loan, paid_at=at("2024-06-01 09:00"), amount=Decimal(6000))
    settlement = summary(owner, loan=loan).loans[0].settlement
    assert settlement.proof_level == "还款记录足额"
    assert "没有单独的结清记录" in settlement.basis


def test_the_table_holds_the_flagged_messages_numbered_in_order_of_time(owner, loan):
    receive(owner, AFTER.replace("3天", "9天"), received_at="2024-08-05 10:00")
    (first,) = receive(owner, AFTER, received_at="2024-05-05 10:22")
    receive(owner, "【苏宁消金】您的任性贷已于2024年3月10日结清。", received_at="2024-03-11 09:00")
    parts = summary(owner, loan=loan).messages
    assert [(part.number, part.received_at) for part in parts] == [
        (1, at("2024-05-05 10:22")),
        (2, at("2024-08-05 10:00")),
    ]
    assert (parts[0].text, parts[0].sha256, parts[0].verdict) == (AFTER, first.fingerprint, "结清后催收")


def test_the_claim_is_told_in_a_few_words(owner, loan):
    receive(owner, AFTER)
    assert summary(owner, loan=loan).messages[0].claim == "催收，称应还 ¥1,234.56，称已逾期 3 天"


def test_each_finding_says_perhaps_and_names_its_rank(owner, loan):
    receive(owner, AFTER)
    findings = summary(owner, loan=loan).messages[0].findings
    assert findings
    assert all("可能" in finding for finding in findings)
    assert any("M8" in finding and "A 法律" in finding for finding in findings)


def test_the_legal_basis_begins_with_the_end_of_the_debt(owner, loan):
    receive(owner, AFTER)
    basis = summary(owner, loan=loan).legal_basis
    assert basis[0].article == "第五百五十七条第一款第（一）项"
    assert len({(rule.instrument, rule.article) for rule in basis}) == len(basis)
    assert all("674" not in rule.article and "六百七十四" not in rule.article for rule in basis)


def test_what_was_not_yet_in_force_is_not_relied_on(owner):
    loan = settled_loan(owner, drawn_on=date(2020, 1, 5), first_due_on=date(2020, 2, 5), settled_at="2020-06-10 15:20")
    receive(owner, AFTER, received_at="2020-08-05 10:22")
    assert not [rule for rule in summary(owner, loan=loan).legal_basis if "个人信息保护法" in rule.instrument]


def test_a_released_debt_adds_the_article_on_release(owner, loan):
    receive(owner, AFTER)
    correct(write(owner), loan.settlements.get(), basis="discounted")
    assert "第五百五十七条第一款第（四）项" in {rule.article for rule in summary(owner, loan=loan).legal_basis}


def test_an_assignment_adds_its_articles(owner, loan):
    receive(owner, AFTER)
    record_assignment(write(owner), loan=loan, assignee="远山资产管理有限公司", notified_on=date(2024, 4, 1))
    assert "第五百四十八条" in {rule.article for rule in summary(owner, loan=loan).legal_basis}


@pytest.mark.parametrize("where", [{"region": "HK"}, {"currency": "TWD"}])
def test_mainland_law_is_off_for_loans_of_other_regions(owner, where):
    loan = settled_loan(owner, **where)
    receive(owner, "【苏宁消金】您的任性贷已逾期3天，请立即还款。")
    document = summary(owner, loan=loan)
    assert [part.verdict for part in document.messages] == ["结清后催收"]
    assert document.legal_basis == ()
    assert document.requests
    assert "个人信息保护法" not in "".join(document.requests)


def test_a_summary_of_a_lender_holds_all_its_loans_and_their_messages(owner, loan):
    other = open_loan(owner, lender=loan.lender, product="升级贷", drawn_on=date(2023, 5, 1))
    receive(owner, AFTER)
    document = summary(owner, lender=loan.lender)
    assert [part.product for part in document.loans] == ["升级贷", "任性贷"]
    assert len(document.messages) == 1
    assert summary(owner, loan=other).messages == ()


def test_a_flagged_message_without_a_loan_belongs_to_the_lender_that_it_names(owner, loan):
    text = "【苏宁消金】李明先生，您的任性贷已逾期3天，应还1,234.56元，请立即还款。"
    (message,) = receive(owner, text)
    assert message in flagged_messages(owner, lender=loan.lender)
    elsewhere = record_lender(write(owner), name="河对岸消费金融有限公司")
    assert flagged_messages(owner, lender=elsewhere) == []


def test_a_message_without_a_time_comes_last(owner, loan):
    dated = AFTER.replace("请立即还款", "截至2025年1月10日仍未还款，请立即还款")
    receive_messages(write(owner), [IncomingMessage("", dated)], source="paste")
    receive(owner, AFTER)
    assert [message.received_at is None for message in flagged_messages(owner, loan=loan)] == [False, True]


def test_exhibits_are_numbered_with_their_hashes(owner, loan):
    kept = keep_file(write(owner), io.BytesIO(b"%PDF-1.7"), "结清证明.pdf")
    certificate(owner, loan, attachment=kept)
    receive(owner, AFTER)
    exhibits = summary(owner, loan=loan).exhibits
    assert [(one.number, one.title) for one in exhibits] == [(1, "结清证明"), (2, "还款记录"), (3, "争议消息原文")]
    assert exhibits[0].sha256 == kept.sha256


def test_it_names_the_head_of_the_evidence_log(owner, loan):
    head = summary(owner, loan=loan).evidence_head
    last = EvidenceEntry.objects.filter(owner=owner).order_by("-sequence").first()
    assert (head.sequence, head.digest) == (last.sequence, last.entry_hash)


def test_the_same_facts_give_the_same_document(owner, loan):
    receive(owner, AFTER)
    assert summary(owner, loan=loan) == summary(owner, loan=loan)


def test_the_time_of_the_facts_is_that_of_the_last_write(owner, loan):
    later = NOW + timedelta(days=3)
    receive_messages(write(owner, later), [IncomingMessage("", AFTER, at("2024-05-05 10:22"))], source="paste")
    assert time_of_facts(owner) == later


def test_before_the_first_fact_there_is_no_time(owner):
    assert time_of_facts(owner) is None


def test_nothing_of_a_stranger_gets_in(owner, stranger, loan):
    settled_loan(stranger)
    receive(stranger, AFTER)
    assert summary(owner, lender=loan.lender).messages == ()


def test_what_was_taken_back_is_left_out(owner, loan):
    certificate(owner, loan, removed_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert summary(owner, loan=loan).loans[0].settlement.proofs == ()


def test_it_speaks_the_language_that_is_active(owner, loan):
    receive(owner, AFTER)
    with translation.override("en"):
        document = summary(owner, loan=loan)
    assert document.language == "en"
    assert document.note.startswith("This document was compiled by the user")


def test_for_a_reader_of_traditional_chinese_it_is_in_simplified(owner, loan):
    receive(owner, AFTER)
    with translation.override("zh-hant"):
        document = summary(owner, loan=loan)
    assert document == summary(owner, loan=loan)
    assert document.language == "zh-hans"


def test_the_lenders_legal_name_comes_from_the_directory(owner):
    lender = record_lender(write(owner), name="招联消费金融")
    assert summary(owner, lender=lender).lender.legal_name == "招联消费金融股份有限公司"
    assert summary(owner, lender=lender_of(owner)).lender.legal_name in {"", "苏宁消费金融有限公司"}


def test_a_provision_says_whether_it_is_a_ground_or_may_be_breached(owner, loan):
    assert {rule.wording for rule in summary(owner, loan=loan).legal_basis} == {"请求的依据"}
    receive(owner, AFTER)
    wordings = {rule.article: rule.wording for rule in summary(owner, loan=loan).legal_basis}
    assert wordings["第一千零三十三条第（一）项"] == "请求的依据；可能违反"


def test_a_settlement_of_which_only_the_day_is_known_says_so(owner, loan):
    assert summary(owner, loan=loan).loans[0].settlement.note == ""
    correct(write(owner), loan.settlements.get(), settled_at=at("2024-03-10 23:59:59"), note="客服确认")
    assert summary(owner, loan=loan).loans[0].settlement.note == "客服确认；当天的具体时间没有记录，按当天结束计算"


def test_each_message_says_in_a_few_lines_what_its_verdict_rests_on(owner, loan):
    certificate(owner, loan)
    receive(owner, AFTER)
    words, matched, facts = summary(owner, loan=loan).messages[0].basis
    assert "“任性贷”" in words
    assert "任性贷（署名相符、产品相符）" in matched
    assert "2024年3月10日结清" in facts


def test_a_verdict_that_cannot_be_read_any_more_is_said_so_and_closes_nothing(owner, loan):
    (message,) = receive(owner, AFTER)
    message.verdict.detail.pop("match")
    message.verdict.save()
    (part,) = summary(owner, loan=loan).messages
    assert (part.text, part.verdict, part.findings) == (AFTER, "结清后催收", ())
    assert part.basis == ("这条判定是以前的版本存下的，依据现在读不出来。",)


def test_citations_that_are_not_known_any_more_are_left_out(owner, loan):
    (message,) = receive(owner, AFTER)
    message.verdict.detail["findings"][0] |= {"id": "M99", "citations": ["law_of_old"], "missing": ["question_of_old"]}
    message.verdict.save()
    document = summary(owner, loan=loan)
    assert "M99" in document.messages[0].findings[0]
    assert document.legal_basis


def test_a_paper_of_somebody_else_is_no_exhibit(owner, loan):
    certificate(owner, loan, holder="李四", number="JQ-99")
    certificate(owner, loan, number="JQ-08")
    document = summary(owner, loan=loan)
    assert [proof.number for proof in document.loans[0].settlement.proofs] == ["JQ-08"]
    assert "JQ-99" not in str(document.exhibits)
