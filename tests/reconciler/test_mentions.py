"""Whom a text names: lenders under all their names, senders, domains, collectors, banks that only keep an account."""

import pytest

from debts.reconciler.types import MatchOutcome, VerdictCode
from tests.moments import at
from tests.reconciler.judged import OPEN, SETTLED, index_of, judgement_of, ledger, reason_of, told, verdict_of

DEMAND = "您的借款已逾期，请尽快还款。"
KNOWN = (
    "lender l1 海尔消费金融有限公司 / 海尔消费金融, 够花, haier-loan.cn / 够花 / 106912345, 客服中心"
    " / 正诚律师事务所, 021-60001234, 138 1111 2222\n"
)
KEPT = ledger(OPEN, lender=KNOWN)


def codes_of(text, kept=KEPT, **circumstances):
    match = judgement_of(kept, text, **circumstances).match
    return [reason.code for reason in match.candidates[0].reasons] if match.candidates else []


@pytest.mark.parametrize("sender", ["106912345", "+86106912345", "1069-12345"])
def test_a_known_sender_leads_to_its_lender(sender):
    assert codes_of(DEMAND, sender=sender) == ["matched_sender"]
    assert codes_of(DEMAND, sender="106912346") == []


@pytest.mark.parametrize(
    "link",
    ["https://haier-loan.cn/pay", "http://m.haier-loan.cn/a?b=1", "pay.haier-loan.cn/x", "https://HAIER-LOAN.cn/"],
)
def test_a_link_on_the_domain_of_a_lender_leads_to_it(link):
    assert codes_of(f"您的借款已逾期，请点击 {link} 还款") == ["matched_domain"]


@pytest.mark.parametrize(
    "link", ["https://haier-loan.cn.evil.top/pay", "https://myhaier-loan.cn/pay", "https://haier-loan.com/pay"]
)
def test_a_link_that_only_looks_alike_leads_nowhere(link):
    assert codes_of(f"您的借款已逾期，请点击 {link} 还款") == []


def test_a_mail_from_the_domain_of_a_lender_leads_to_it():
    assert codes_of(DEMAND, sender="service@mail.haier-loan.cn") == ["matched_domain"]
    assert codes_of(DEMAND, sender="haier-loan.cn@qq.com") == []


def test_the_domain_of_a_mail_address_on_record_is_not_the_lenders_alone():
    kept = ledger(OPEN, lender="lender l1 海尔消费金融有限公司 / / / loans@qq.com\n")
    assert codes_of(DEMAND, kept, sender="loans@qq.com") == ["matched_sender"]
    assert codes_of(DEMAND, kept, sender="other@qq.com") == []


@pytest.mark.parametrize(
    ("text", "circumstances"),
    [
        ("【正诚律师事务所】您的借款已逾期，请尽快还款。", {}),
        (DEMAND, {"sender": "02160001234"}),
        ("您的借款已逾期，请尽快还款，电话13811112222", {}),
    ],
)
def test_a_collector_that_the_owner_confirmed_leads_to_the_lender(text, circumstances):
    judged = judgement_of(KEPT, text, **circumstances)
    assert judged.verdict.loan_id == "x2"
    assert [reason.code for reason in judged.match.candidates[0].reasons] == ["matched_collector"]
    assert reason_of(judged.verdict, "matched_collector").facts[0].kind == "lender"


def test_a_collectors_name_is_marked_in_the_text():
    verdict = verdict_of(KEPT, "【正诚律师事务所】您的借款已逾期，请尽快还款。")
    (span,) = reason_of(verdict, "matched_collector").spans
    assert (span.start, span.end) == (1, 8)


def test_a_collector_adds_to_a_lender_that_is_named():
    codes = codes_of("【正诚律师事务所】您在海尔消费金融的借款已逾期，请尽快还款。")
    assert codes == ["matched_lender", "matched_collector"]


@pytest.mark.parametrize("lender", ["安逸花", "招联金融"])
@pytest.mark.parametrize("sender", ["106912345", "02160001234"])
def test_neither_collector_nor_sender_wins_against_another_lender_that_is_named(lender, sender):
    judged = judgement_of(KEPT, f"【{lender}】您的借款已逾期，请尽快还款。", sender=sender)
    assert judged.verdict.code is VerdictCode.UNKNOWN_DEBT
    assert judged.match.outcome is MatchOutcome.NOBODY


def test_a_collector_of_two_lenders_leads_to_both():
    kept = ledger(
        OPEN,
        "lender l2 某某小额贷款有限公司 / / / / 正诚律师事务所",
        "loan x3 l2 快易金 8000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=3",
        lender=KNOWN,
    )
    judged = judgement_of(kept, "【正诚律师事务所】您的借款已逾期，请尽快还款。")
    assert {one.loan_id for one in judged.match.candidates} == {"x2", "x3"}


def test_a_company_recorded_twice_is_one_lender():
    kept = ledger(
        SETTLED,
        "lender l2 海尔消费金融 / 海尔消金",
        OPEN.replace(" l1 ", " l2 "),
        lender="lender l1 海尔消费金融有限公司 / 够花 / 够花\n",
    )
    verdict = verdict_of(kept, "【够花】您的借款已逾期，请尽快还款。")
    assert (verdict.code, verdict.loan_id) == (VerdictCode.CONSISTENT, "x2")


@pytest.mark.parametrize(
    "words",
    [
        "请确保招商银行卡余额充足",
        "请存入您的招商银行账户",
        "请确保绑定的招商银行余额充足",
        "将从招商银行(尾号1234)扣款",
        "请转入招商银行，户名海尔消费金融",
    ],
)
def test_a_bank_that_keeps_an_account_lent_nothing(words):
    kept = ledger(
        "lender l3 招商银行股份有限公司 / 招商银行 / 招商银行",
        "loan x3 l3 闪电贷 6000 2024-01-15 0.18 equal_instalment 6 2024-02-15 paid=6 settled=2024-07-15T10:00",
    )
    judged = judgement_of(kept, f"【安逸花】您的借款已逾期，{words}。")
    assert judged.verdict.code is VerdictCode.UNKNOWN_DEBT
    assert judged.match.lender_ids == () or judged.match.candidates == ()


def test_the_end_of_a_card_before_a_product_makes_it_no_account():
    kept = ledger(OPEN.replace("够花", "安逸花"), lender=KNOWN)
    text = "【海尔消费金融】您尾号7731的安逸花{}，请尽快还款。"
    assert "matched_product" in codes_of(text.format("借款已逾期"), kept)
    assert "matched_product" not in codes_of(text.format("余额不足，借款已逾期"), kept)


@pytest.mark.parametrize("words", ["您的招商银行闪电贷", "您在招商银行的贷款", "您的招商银行卡扣款失败，借款"])
def test_a_bank_is_the_lender_where_nobody_else_is_named(words):
    kept = ledger(
        "lender l3 招商银行股份有限公司 / 招商银行 / 招商银行",
        "loan x3 l3 闪电贷 6000 2024-01-15 0.18 equal_instalment 6 2024-02-15 paid=6 settled=2024-07-15T10:00",
    )
    assert verdict_of(kept, f"{words}已逾期，请尽快还款。").loan_id == "x3"


def test_a_product_names_its_lender_where_no_company_is_named():
    assert codes_of("您的够花借款已逾期，请尽快还款", ledger(OPEN)) == ["matched_lender", "matched_product"]


def test_an_assignee_is_known_from_the_day_of_the_notice():
    kept = ledger(f"{OPEN} assigned=海纳清远资产管理有限公司@2026-02-20")
    text = "【海纳清远】您的债务已逾期，请尽快还款"
    assert codes_of(text, kept, received_at=at("2026-02-20T00:00")) == ["matched_assignee"]
    assert codes_of(text, kept, received_at=at("2026-02-19T23:59")) == []
    assert codes_of(text, kept, received_at=None) == ["matched_assignee"]


def test_an_assignee_that_is_named_points_at_the_loan_and_links_the_assignment():
    kept = ledger(f"{OPEN} assigned=海纳清远资产管理有限公司@2026-02-20")
    reason = reason_of(verdict_of(kept, "【海纳清远资产管理】您的债务已逾期，请尽快还款"), "matched_assignee")
    assert reason.params["name"] == "海纳清远资产管理"
    assert [(one.kind, one.id) for one in reason.facts] == [("assignment", "a1"), ("loan", "x2")]


def test_a_short_name_of_two_signs_is_none_of_an_assignee():
    kept = ledger(f"{OPEN} assigned=海纳资产管理有限公司@2026-02-20")
    assert codes_of("【海纳】您的债务已逾期，请尽快还款", kept) == []


def test_a_lender_abroad_signs_in_latin_letters_too():
    lender = "lender l1 UA亞聯財 / 亞聯財信貸\n"
    loan = "loan x1 l1 - 20000 2025-01-05 0.18 equal_instalment 12 2025-02-05 currency=HKD"
    text = "UA: your loan payment is overdue, please pay now."
    assert verdict_of(ledger(loan, lender=lender), text).loan_id == "x1"
    assert verdict_of(ledger(loan.replace(" currency=HKD", ""), lender=lender), text).loan_id is None


def test_the_kind_of_a_lender_comes_from_the_directory():
    names = index_of(KEPT).names
    assert [kind.value for kind in names.kinds_of(["l1"])] == ["consumer_finance"]
    assert names.kinds_of(["nobody"]) == frozenset()


def test_who_signs_is_told_from_who_is_named():
    assert "matched_signature" in told(verdict_of(KEPT, "【够花】您的借款已逾期，请尽快还款"))
    assert "matched_lender" in told(verdict_of(KEPT, "您在海尔消费金融的借款已逾期，请尽快还款"))
