from dataclasses import replace
from datetime import UTC

import pytest

from debts.intake.bills.matching import MatchOutcome
from debts.intake.bills.proposals import State, propose
from debts.intake.bills.relation import LoanWords
from debts.rulebook import load_rulebook
from tests.intake.bills.files import alipay, read
from tests.intake.bills.plans import BANK, LEDGER, LOAN, codes, paid, plan_of
from tests.scenarios.ledgers import ledger_from


def test_a_repayment_finds_its_loan_and_instalment_with_reasons():
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05"))).proposals
    assert (found.state, found.match.loan_id) == (State.NEW, "x1")
    assert found.match.candidates[0].instalments == (1,)
    assert codes(found) == ["bill_lender", "bill_amount_instalment", "bill_day_near"]


def test_the_order_of_the_file_does_not_matter():
    days = [f"2025-{month:02}-05" for month in range(2, 13)]
    down = plan_of(LEDGER, alipay(*map(paid, reversed(days))))
    up = plan_of(LEDGER, alipay(*map(paid, days)))
    assert [one.match.candidates[0].instalments for one in up.proposals] == [(n,) for n in range(1, 12)]
    assert [one.match for one in down.proposals] == [one.match for one in up.proposals]


def test_a_late_payment_covers_what_is_overdue():
    (found,) = plan_of(LEDGER, alipay(paid("2025-03-20", "1833.60"))).proposals
    assert found.match.candidates[0].instalments == (1, 2)
    assert "bill_amount_overdue" in codes(found)


@pytest.mark.parametrize(("amount", "state"), [("944.30", State.NEW), ("944.31", State.ASK)])
def test_a_sum_that_is_nearly_the_instalment_of_the_day_is_taken(amount, state):
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05", amount))).proposals
    assert found.state is state


@pytest.mark.parametrize(("day", "state"), [("2025-02-10", State.NEW), ("2025-01-30", State.ASK)])
def test_nearly_the_instalment_of_another_day_is_asked_about(day, state):
    (found,) = plan_of(LEDGER, alipay(paid(day, "920.00"))).proposals
    assert found.state is state


def test_another_sum_may_be_for_a_loan_that_nobody_recorded():
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05", "500.00"))).proposals
    assert (found.state, found.match.loan_id) == (State.ASK, "x1")
    assert "bill_amount_part" in codes(found)


def test_a_part_is_taken_where_the_very_product_is_named():
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05", "500.00", text="好期贷还款"))).proposals
    assert found.state is State.NEW


def test_a_loan_without_a_plan_takes_any_sum_up_to_what_is_open():
    free = LEDGER.replace("0.18 equal_instalment", "0.0 free")
    part, beyond = plan_of(free, alipay(paid("2025-02-05", "9000.00"), paid("2025-02-06", "1001.01"))).proposals
    assert (part.state, beyond.state) == (State.NEW, State.ASK)
    assert "bill_amount_beyond" in codes(beyond)


def test_of_two_loans_the_one_that_agrees_to_the_cent_is_meant():
    other = "loan x2 l1 信用付 5000 2025-01-10 0.18 equal_instalment 12 2025-02-10"
    (found,) = plan_of(f"{LEDGER}\n{other}", alipay(paid("2025-02-10", "458.40"))).proposals
    assert (found.state, found.match.loan_id) == (State.NEW, "x2")


def test_of_two_alike_loans_a_person_chooses():
    twin = LOAN.replace("x1", "x2")
    (found,) = plan_of(f"{LEDGER}\n{twin}", alipay(paid("2025-02-05"))).proposals
    assert (found.state, found.match.outcome) == (State.ASK, MatchOutcome.SEVERAL)
    assert {one.loan_id for one in found.match.candidates} == {"x1", "x2"}


def test_of_two_alike_loans_the_card_tells():
    twin = LOAN.replace("x1", "x2") + " tail=1230"
    (found,) = plan_of(f"{LEDGER}\n{twin}", alipay(paid("2025-02-05"))).proposals
    assert (found.state, found.match.loan_id) == (State.NEW, "x2")


@pytest.mark.parametrize(("text", "loan"), [("蚂蚁借呗还款", "j"), ("花呗主动还款", "h")])
def test_another_product_of_the_same_lender_is_another_loan(text, loan):
    ants = (
        "lender l1 重庆蚂蚁消费金融有限公司\n"
        "loan h l1 花呗 3000 2025-01-05 0.0 free 1 2025-02-05\nloan j l1 借呗 3000 2025-01-05 0.0 free 1 2025-02-05"
    )
    (found,) = plan_of(ants, alipay(paid("2025-02-09", "300.00", "蚂蚁消金", text=text))).proposals
    assert (found.state, found.match.loan_id) == (State.NEW, loan)


def test_a_lender_that_is_not_kept_matches_nothing_though_the_sum_agrees():
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05", name="马上消费金融股份有限公司"))).proposals
    assert (found.state, found.match.outcome) == (State.ASK, MatchOutcome.NONE)


def test_a_product_of_the_same_name_at_another_company_is_asked_about():
    (found,) = plan_of(LEDGER, alipay(paid("2025-02-05", name="马上消费金融股份有限公司", text="好期贷还款"))).proposals
    assert found.state is State.ASK
    assert "bill_other_lender" in codes(found)


def test_a_loan_that_was_drawn_later_is_not_meant():
    (found,) = plan_of(LEDGER, alipay(paid("2025-01-04"))).proposals
    assert found.match.outcome is MatchOutcome.NONE


def test_money_after_the_settlement_is_asked_about():
    (found,) = plan_of(f"{LEDGER} settled=2025-02-01T10:00", alipay(paid("2025-02-05"))).proposals
    assert found.state is State.ASK
    assert "bill_after_settlement" in codes(found)


@pytest.mark.parametrize(("day", "is_late"), [("2025-02-05", False), ("2025-02-06", True)])
def test_the_days_after_a_settlement_are_counted_on_the_clock_of_the_owner(day, is_late):
    ledger = ledger_from(f"{LEDGER} settled=2025-02-02T07:00")
    (loan,) = ledger.loans
    ended = replace(loan.settlement, settled_at=loan.settlement.settled_at.astimezone(UTC))
    words = LoanWords(replace(ledger, loans=(replace(loan, settlement=ended),)), load_rulebook())
    (found,) = propose(read(alipay(paid(day))), words).proposals
    assert ("bill_after_settlement" in codes(found)) is is_late


def test_a_row_that_does_not_say_which_way_the_money_went_is_asked_about():
    head = "交易日期,摘要,发生额,余额,对方户名"
    (found,) = plan_of(LEDGER, f"{head}\n2025-02-05,代扣,916.80,1000.00,招联消费金融\n").proposals
    assert found.state is State.ASK
    assert [reason.code for reason in found.remarks] == ["bill_direction_unknown"]


def test_currencies_are_never_mixed():
    (found,) = plan_of(f"{LEDGER} currency=HKD region=HK", alipay(paid("2025-02-05"))).proposals
    assert found.match.outcome is MatchOutcome.NONE


def test_the_card_of_another_product_is_not_the_loan_of_a_bank():
    bank = "lender l1 建设银行\nloan x1 l1 快贷 10000 2025-01-05 0.18 equal_instalment 12 2025-02-05"
    (found,) = plan_of(bank, alipay(paid("2025-02-05", "50.00", "建设银行信用卡", text="信用卡还款"))).proposals
    assert found.match.outcome is MatchOutcome.NONE


def test_a_credit_card_is_found_by_its_bank():
    card = "lender l1 招商银行信用卡\nloan x1 l1 - 8000 2025-01-05 0.0 free 1 2025-02-05"
    statement = (
        "招商银行信用卡对账单（个人消费卡账户 2025年02月）\n交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额\n"
        "02/01,02/01,支付宝还款,-345.67,1230,-345.67\n"
    )
    (found,) = plan_of(card, statement).proposals
    assert (found.state, found.match.loan_id) == (State.NEW, "x1")


# --- a lender behind a payment company -------------------------------------------------------------------------------


def debit(day, amount="916.80"):
    return f"{day},09:30:00,代扣,{amount},,1.00,宝付网络科技（上海）有限公司,"


def test_a_payment_company_is_asked_about_when_sum_and_day_are_those_of_an_instalment():
    (found,) = plan_of(LEDGER, f"{BANK}\n{debit('2025-02-05')}\n").proposals
    assert (found.state, found.match.loan_id) == (State.ASK, "x1")


@pytest.mark.parametrize("line", [debit("2025-02-05", "917.80"), debit("2025-02-20")])
def test_a_payment_company_says_nothing_otherwise(line):
    plan = plan_of(LEDGER, f"{BANK}\n{line}\n")
    assert plan.proposals == ()
    assert plan.counts["skipped"] == 1
