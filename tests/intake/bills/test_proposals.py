from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.intake.bills import Place
from debts.intake.bills.matching import MatchOutcome
from debts.intake.bills.proposals import KnownRepayment, State, propose
from debts.intake.bills.reading import CHINA
from debts.intake.bills.relation import LoanWords
from debts.rulebook import load_rulebook
from tests.intake.bills.files import alipay, read
from tests.intake.bills.plans import BANK, LEDGER, LOAN, codes, known, paid, plan_of
from tests.scenarios.ledgers import ledger_from

# --- what is on record already ---------------------------------------------------------------------------------------


def test_the_same_number_is_the_same_payment():
    plan = plan_of(
        LEDGER, alipay(paid("2025-02-05", number="2025020500001")), [known("2025-01-20", reference="2025020500001")]
    )
    assert [(one.state, one.repayment_id) for one in plan.proposals] == [(State.RECORDED, "r1")]


@pytest.mark.parametrize(("day", "state"), [("2025-02-04", State.RECORDED), ("2025-02-06", State.RECORDED)])
def test_the_same_sum_within_a_day_is_the_same_payment(day, state):
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05")), [known(day)]).proposals
    assert found.state is state


def test_the_same_sum_some_days_apart_is_asked_about():
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05")), [known("2025-02-08")]).proposals
    assert found.state is State.ASK
    assert [reason.code for reason in found.remarks] == ["bill_similar_recorded"]


def test_a_repayment_on_record_explains_one_row_only():
    lines = alipay(paid("2025-02-05", number="n1"), paid("2025-02-05", number="n2"))
    plan = plan_of(LEDGER, lines, [known("2025-02-05")])
    assert [one.state for one in plan.proposals] == [State.RECORDED, State.NEW]


def test_a_repayment_of_another_loan_explains_nothing():
    sketch = f"{LEDGER}\nlender l2 海尔消费金融有限公司\n{LOAN.replace('x1 l1', 'x2 l2')}"
    (found,) = plan_of(sketch, alipay(paid("2025-02-05")), [known("2025-02-05", loan="x2")]).proposals
    assert found.state is State.NEW


def test_the_same_row_twice_counts_once():
    line = paid("2025-02-05")
    plan = plan_of(LEDGER, alipay(line, line))
    assert [one.state for one in plan.proposals] == [State.NEW, State.REPEATED]
    assert (plan.counts["new"], plan.counts["duplicates"]) == (1, 1)


def test_two_payments_of_one_sum_on_one_day_are_two_where_the_balance_says_so():
    lines = ["2025-02-05,,代扣,916.80,,900.00,招联消费金融,", "2025-02-05,,代扣,916.80,,-16.80,招联消费金融,"]
    assert plan_of(LEDGER, "\n".join([BANK, *lines])).counts["new"] == 2


def test_what_came_back_in_part_lowers_what_was_paid():
    head = "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注"
    line = "2025-02-05 09:30:00,招联消费金融,还款,1000.00(已退款83.20),工商银行(1230),交易成功,不计收支,还款,1,,"
    (found,) = plan_of(LEDGER, f"{head}\n{line}\n").proposals
    assert "bill_amount_instalment" in codes(found)


def test_a_payment_that_came_back_later_is_asked_about():
    back = "2025-02-06 09:30:00,退款,招联消费金融股份有限公司,/,退款-订单,不计收支,916.80,余额,退款成功,b\t,\t,,"
    first, refund = plan_of(LEDGER, alipay(back, paid("2025-02-05"))).proposals
    assert (first.state, refund.state) == (State.ASK, State.NOTED)
    assert [reason.code for reason in first.remarks] == ["bill_came_back"]


# --- what a person has a say in --------------------------------------------------------------------------------------

LUNCH = paid("2025-04-05", "15.50", "某店", text="午饭")


def test_rows_about_no_loan_are_shown_aside_as_they_go_by():
    seen = []
    propose(read(alipay(LUNCH, paid("2025-02-05"))), LoanWords(ledger_from(LEDGER), load_rulebook()), aside=seen.append)
    assert [row.description for row in seen] == ["午饭"]


def test_a_row_that_a_person_takes_is_asked_about_whatever_it_says():
    words = LoanWords(ledger_from(LEDGER), load_rulebook())
    failed = paid("2025-03-05").replace("交易成功", "还款失败")
    plan = propose(read(alipay(LUNCH, failed)), words, taken={Place(7), Place(8)})
    assert [(one.state, one.match.outcome) for one in plan.proposals] == [
        (State.ASK, MatchOutcome.ONE),
        (State.ASK, MatchOutcome.NONE),
    ]
    assert [reason.code for reason in plan.proposals[0].remarks] == ["bill_not_done"]


def test_a_row_that_was_taken_in_and_recorded_is_on_record_the_next_time():
    lunch = KnownRepayment("r1", "x1", datetime(2025, 4, 5, 9, 30, tzinfo=CHINA), Decimal("15.50"), "2025-04-05", True)
    (found,) = plan_of(LEDGER, alipay(LUNCH), [lunch]).proposals
    assert (found.state, found.repayment_id) == (State.RECORDED, "r1")
    assert plan_of(LEDGER, alipay(LUNCH), [replace(lunch, is_of_this_bill=False)]).proposals == ()


def test_a_row_recorded_from_this_very_bill_is_known_whichever_loan_was_chosen():
    line = paid("2025-02-05", name="马上消费金融股份有限公司", number="n1")
    chosen = replace(known("2025-02-05", reference="n1"), paid_at=datetime(2025, 2, 5, 9, 30, tzinfo=CHINA))
    for is_own, reference, state in ((True, "n1", State.RECORDED), (True, "n2", State.ASK), (False, "n2", State.ASK)):
        one = replace(chosen, is_of_this_bill=is_own, reference=reference)
        assert plan_of(LEDGER, alipay(line), [one]).proposals[0].state is state


# --- properties ------------------------------------------------------------------------------------------------------

MIXED = [
    paid("2025-02-05"),
    paid("2025-03-05", "500.00"),
    paid("2025-04-05", name="某店", text="午饭"),
    paid("2025-05-05", "13000.00"),
    paid("2025-06-05", "5.005"),
    paid("2025-07-05", text="招联还款").replace("交易成功", "还款失败"),
    paid("2025-08-05", "12.00", "不存在消费金融有限公司"),
    "",
    "共1笔记录",
]


@given(st.lists(st.sampled_from(MIXED), max_size=12))
def test_every_row_goes_exactly_one_way(lines):
    counts = plan_of(LEDGER, alipay(*lines)).counts
    ways = ("new", "duplicates", "skipped", "unreadable", "unmatched")
    assert sum(counts[way] for way in ways) == counts["read"]


@given(st.permutations(MIXED))
def test_any_order_of_rows_gives_the_same_repayments(lines):
    def recorded(text):
        return {(one.row.day, one.row.amount, one.match.loan_id) for one in plan_of(LEDGER, text).of(State.NEW)}

    assert recorded(alipay(*lines)) == recorded(alipay(*MIXED))


@given(st.lists(st.sampled_from(MIXED), max_size=12))
def test_what_was_recorded_once_is_never_new_again(lines):
    first = plan_of(LEDGER, alipay(*lines)).of(State.NEW)
    kept = [
        KnownRepayment(f"r{n}", one.match.loan_id, one.row.at, one.row.amount, one.row.order_number)
        for n, one in enumerate(first)
    ]
    assert plan_of(LEDGER, alipay(*lines), kept).of(State.NEW) == ()
