"""Several claims in one message: each is judged with its own words, and the gravest is shown."""

from decimal import Decimal

import pytest

from debts.reconciler.types import VerdictCode
from tests.reconciler.judged import OPEN, SETTLED, ledger, reason_of, told, verdict_of

KEPT = ledger(f"{SETTLED} contract=HT-2024-0001", f"{OPEN} contract=HT-2025-0002")
ONE, TWO, NOBODYS = "合同号HT-2024-0001", "合同号HT-2025-0002", "合同号HT-2099-0009"


def verdict(text, kept=KEPT):
    return verdict_of(kept, f"【够花】{text}，请尽快还款")


@pytest.mark.parametrize(
    "text",
    [
        f"{TWO}欠2200.32元；{ONE}欠916.80元",
        f"{ONE}欠916.80元；{TWO}欠2200.32元",
        f"{ONE}欠916.80元，{TWO}欠2200.32元",
        f"{ONE}欠916.80元{TWO}欠2200.32元",
        f"{TWO}欠2200.32元。{ONE}欠916.80元",
    ],
)
def test_each_claim_has_its_own_sum(text):
    found = verdict(text)
    assert (found.code, found.loan_id, found.claimed) == (VerdictCode.AFTER_SETTLEMENT, "x1", Decimal("916.80"))


def test_the_other_claims_are_told_with_their_place_and_loan():
    text = f"{TWO}欠2200.32元；{ONE}欠916.80元"
    found = verdict(text)
    assert reason_of(found, "several_claims").params == {"count": "2"}
    other = reason_of(found, "other_claim")
    assert (other.params, [fact.id for fact in other.facts]) == ({"verdict": "consistent"}, ["x2"])
    assert f"【够花】{text}"[slice(other.spans[0].start, other.spans[0].end)] == "HT-2025-0002"


def test_a_single_claim_tells_of_no_others():
    assert not {"several_claims", "other_claim"} & set(told(verdict(f"{ONE}欠916.80元")))


@pytest.mark.parametrize("gap", ["、", "和", "及", "，", " 与 ", "、合同号"])
def test_members_of_a_list_share_no_sum(gap):
    text = f"合同号HT-2024-0001{gap}HT-2025-0002均已逾期，合计99999元"
    found = verdict(text)
    assert (found.code, found.claimed) == (VerdictCode.AFTER_SETTLEMENT, None)
    assert reason_of(found, "several_claims").params == {"count": "2"}


def test_a_number_of_nobody_is_a_claim_of_its_own():
    found = verdict(f"{TWO}欠2200.32元；{NOBODYS}欠800元")
    assert (found.code, found.loan_id) == (VerdictCode.UNKNOWN_DEBT, None)
    (span,) = reason_of(found, "loans_contradict").spans
    assert f"【够花】{TWO}欠2200.32元；{NOBODYS}"[span.start : span.end] == "HT-2099-0009"
    assert reason_of(found, "other_claim").params == {"verdict": "consistent"}


def test_where_no_loan_has_a_number_nobody_can_say_whose_it_is():
    assert verdict(f"{TWO}欠2200.32元；{NOBODYS}欠800元", ledger(OPEN)).code is VerdictCode.CONSISTENT


def test_two_loans_of_one_product_are_one_claim():
    found = verdict("您的够花欠2200.32元", ledger(SETTLED, OPEN))
    assert "several_claims" not in told(found)


def test_a_loan_of_which_nothing_is_on_record_may_be_meant_by_each_claim():
    kept = ledger(
        SETTLED.replace("够花", "嗨客贷"),
        OPEN.replace("够花", "大额贷"),
        OPEN.replace("x2", "x3").replace(" 够花 ", " - "),
    )
    found = verdict("您的嗨客贷欠916.80元；您的大额贷欠2200.32元", kept)
    assert found.code is VerdictCode.UNDECIDED
    assert [fact.id for fact in reason_of(found, "open_loan_not_ruled_out").facts] == ["x3"]


def test_three_claims_are_counted():
    kept = ledger(
        f"{SETTLED} contract=HT-2024-0001",
        f"{OPEN} contract=HT-2025-0002",
        f"{OPEN.replace('x2', 'x3').replace('paid=3', 'paid=6')} contract=HT-2025-0003",
    )
    found = verdict(f"{ONE}欠916.80元；{TWO}欠2200.32元；合同号HT-2025-0003已逾期", kept)
    assert reason_of(found, "several_claims").params == {"count": "3"}
    others = [one.params["verdict"] for one in found.reasons if one.code == "other_claim"]
    assert others == ["consistent", "not_overdue"]
