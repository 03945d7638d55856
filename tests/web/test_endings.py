"""How a loan ended, as its owner records it: the flow, the comparison with the payments, the ways on from there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from debts.actions import record_repayment
from debts.models import Repayment, Settlement, Verdict
from debts.queries import ledger_of
from tests.web.ledgers import AFTER, at, introduce, open_loan, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
DAY = {"settled_at_date": "2024-03-10", "settled_at_time": "15:20"}


def paid_loan(owner, last="5000.00", **changes):
    """6000 free of interest: after the first instalment of 1000.00 the rest ends it."""
    loan = open_loan(owner, annual_rate=Decimal(0), **changes)
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1000.00"))
    record_repayment(write(owner), loan=loan, paid_at=at("2024-03-10 15:10"), amount=Decimal(last))
    return loan


def settle(client, loan, **fields):
    given = {**DAY, "basis": "early_payoff", **fields}
    return client.post(reverse("settlement_edit", args=[loan.pk]), given, follow=True)


def words(answer):
    return answer.content.decode()


def page(client, name, *args):
    return words(client.get(reverse(name, args=args)))


def compare(client, loan, **fields):
    return client.post(reverse("settlement_check", args=[loan.pk]), fields, follow=True)


def test_payments_that_agree_are_said_to_and_the_loan_is_shown(browser, owner):
    loan = paid_loan(owner, last="5000.00")
    answer = settle(browser, loan, confirmed_by="lender")
    assert answer.redirect_chain[-1][0] == reverse("loan", args=[loan.pk])
    assert "记录的还款和结清对得上" in words(answer)
    assert Settlement.objects.get().confirmed_by == "lender"
    assert "出借机构确认过" in words(answer)


def test_what_is_not_covered_is_said_at_once_with_three_ways_on(browser, owner):
    answer = settle(browser, paid_loan(owner, last="4996.73"))
    assert "还差 ¥3.27 没有对上：可能是费用、零头，或者漏记了一笔还款" in words(answer)
    assert all(way in words(answer) for way in ("补记这笔还款", "记成减免", "先放着，回到借款"))


@pytest.mark.parametrize(("last", "is_asked"), [("4999.00", False), ("4998.99", True)])
def test_a_yuan_is_rounding_and_a_cent_more_is_asked_about(browser, owner, last, is_asked):
    answer = settle(browser, paid_loan(owner, last=last))
    assert ("没有对上" in words(answer)) is is_asked


def test_the_payment_that_was_forgotten_is_recorded_with_what_is_filled_in(browser, owner):
    loan = paid_loan(owner, last="4996.73")
    settle(browser, loan)
    text = page(browser, "settlement_check", loan.pk)
    assert 'value="3.27"' in text
    assert 'value="2024-03-10"' in text
    answer = compare(browser, loan, way="paid", amount="3.27", paid_at_date="2024-03-10", method="alipay")
    assert "记录的还款和结清对得上" in words(answer)
    row = Repayment.objects.get(amount=Decimal("3.27"))
    assert (row.kind, row.method, row.paid_at) == ("", "alipay", at("2024-03-10 15:20"))


def test_a_forgotten_payment_cannot_be_later_than_the_settlement(browser, owner):
    loan = paid_loan(owner, last="4996.73")
    settle(browser, loan)
    fields = {"way": "paid", "amount": "3.27", "paid_at_date": "2024-03-10"}
    assert "在结清之后" in words(compare(browser, loan, **fields, paid_at_time="15:21"))
    assert Repayment.objects.count() == 2
    compare(browser, loan, **fields, paid_at_time="15:20")
    assert Repayment.objects.count() == 3


def test_the_rest_is_recorded_as_waived(browser, owner):
    loan = paid_loan(owner, last="4000.00")
    settle(browser, loan, basis="discounted")
    answer = compare(browser, loan, way="waived", amount="1000.00")
    assert "记录的还款和结清对得上" in words(answer)
    assert Repayment.objects.get(kind="waiver").amount == Decimal(1000)


@pytest.mark.parametrize(("amount", "is_kept"), [("3.27", True), ("3.28", False)])
def test_no_more_is_waived_than_was_open(browser, owner, amount, is_kept):
    loan = paid_loan(owner, last="4996.73")
    settle(browser, loan)
    answer = compare(browser, loan, way="waived", amount=amount)
    assert Repayment.objects.filter(kind="waiver").exists() is is_kept
    assert ("不会比没有对上的还多" in words(answer)) is not is_kept


def test_a_discount_asks_for_the_sum_paid_and_the_sum_waived(browser, owner):
    loan = open_loan(owner, annual_rate=Decimal(0))
    answer = settle(browser, loan, basis="discounted", paid_last="4500", waived="1500")
    assert "记录的还款和结清对得上" in words(answer)
    rows = Repayment.objects.order_by("amount").values_list("amount", "kind", "paid_at")
    assert list(rows) == [
        (Decimal(1500), "waiver", at("2024-03-10 15:20")),
        (Decimal(4500), "", at("2024-03-10 15:20")),
    ]


def test_the_same_sums_are_not_recorded_twice(browser, owner):
    loan = open_loan(owner, annual_rate=Decimal(0))
    sums = {"basis": "discounted", "paid_last": "4500", "waived": "1500"}
    settle(browser, loan, **sums)
    answer = settle(browser, loan, **sums, note="再存一次")
    assert words(answer).count("这一天已经记过一笔同样金额") == 2
    assert "再存一次" in words(answer)
    assert Repayment.objects.count() == 2


def test_sums_of_a_discount_make_no_sense_for_a_loan_paid_in_full(browser, owner):
    answer = settle(browser, open_loan(owner), basis="paid_in_full", waived="10")
    assert "只有协商减免或机构免除才写这一栏" in words(answer)
    assert not Settlement.objects.exists()


def test_too_much_and_later_payments_are_named_with_care(browser, owner):
    loan = paid_loan(owner, last="5100.00")
    record_repayment(write(owner), loan=loan, paid_at=at("2024-03-11 09:00"), amount=Decimal(50))
    text = words(settle(browser, loan))
    assert "还款比需要的多 ¥100.00" in text
    assert "不一定能要回" in text
    assert "结清之后还有 1 笔还款，共 ¥50.00" in text


def test_without_payments_nothing_is_missing(browser, owner):
    loan = open_loan(owner)
    answer = settle(browser, loan)
    assert answer.redirect_chain[-1][0] == reverse("loan", args=[loan.pk])
    assert "没有记还款，金额没法核对" in words(answer)
    assert "结清照样算数" in page(browser, "settlement_check", loan.pk)


def test_a_loan_without_a_settlement_has_nothing_to_compare(browser, owner):
    loan = open_loan(owner)
    answer = browser.get(reverse("settlement_check", args=[loan.pk]))
    assert answer["Location"] == reverse("settlement_edit", args=[loan.pk])


def test_the_interest_that_the_ledger_does_not_know_is_said(browser, owner):
    loan = open_loan(owner, annual_rate=None, term_months=None, repayment_method="free")
    record_repayment(write(owner), loan=loan, paid_at=at("2024-03-10 09:00"), amount=Decimal(5000))
    assert "账本不知道这笔借款的利息" in words(settle(browser, loan))


def test_moving_the_moment_keeps_the_one_before_and_judges_again(browser, owner):
    loan = settled_loan(owner)
    receive(owner, AFTER)
    assert Verdict.objects.get().code == "after_settlement"
    settle(browser, loan, settled_at_date="2024-05-06")
    assert Verdict.objects.get().code != "after_settlement"
    (facts,) = ledger_of(owner).loans
    assert facts.settlement.replaced == (at("2024-03-10 15:20"),)
    assert Settlement.objects.filter(removed_at=None).count() == 1


def test_correcting_the_rest_replaces_nothing(browser, owner):
    loan = settled_loan(owner)
    settle(browser, loan, basis="paid_in_full", confirmed_by="assignee")
    (facts,) = ledger_of(owner).loans
    assert (facts.settlement.replaced, facts.settlement.confirmed_by) == ((), "assignee")
    assert Settlement.objects.count() == 1


def test_the_loan_page_asks_about_what_does_not_agree(browser, owner):
    loan = settled_loan(owner)
    assert reverse("settlement_check", args=[loan.pk]) in page(browser, "loan", loan.pk)


# --- an old loan in one form ---


def old(client, **fields):
    given = {"lender": "招联金融", "principal": "10000", "settled_on": "2024-03-10", **fields}
    return client.post(reverse("loan_old"), given, follow=True)


def test_an_old_loan_is_on_record_with_lender_amount_and_day(browser, owner):
    answer = old(browser)
    (facts,) = ledger_of(owner).loans
    assert facts.settlement.settled_at == at("2024-03-10 23:59:59")
    assert (facts.terms.principal, facts.terms.drawn_on, facts.proofs) == (Decimal(10000), None, ())
    assert "已记下这笔结清的借款" in words(answer)


def test_what_was_said_of_the_proof_is_kept_even_without_its_file(browser, owner):
    old(browser, issued_on="2024-03-12", says_all="on")
    (proof,) = ledger_of(owner).loans[0].proofs
    assert (proof.issued_on, proof.scope, proof.kind) == (date(2024, 3, 12), "whole_loan", "settlement_certificate")


def test_of_an_old_loan_that_ended_today_only_the_past_counts(browser, owner, clock):
    old(browser, settled_on="2025-11-01")
    assert ledger_of(owner).loans[0].settlement.settled_at == at("2025-11-01 10:00")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"settled_on": "2025-11-02"}, "日期在将来"),
        ({"settled_on": ""}, "请填写日期"),
        ({"principal": "12.345"}, "小数超过两位"),
        ({"drawn_on": "2024-03-11"}, "早于借款日期"),
        ({"lender": "消费金融"}, "请在下面选一个"),
        ({"issued_on": "2024-02-30"}, "日历上没有"),
    ],
)
def test_an_old_loan_that_cannot_be_is_refused_whole(browser, owner, fields, complaint):
    answer = old(browser, product="别弄丢", **fields)
    assert complaint in words(answer)
    assert "别弄丢" in words(answer)
    assert not ledger_of(owner).loans
    assert not ledger_of(owner).lenders


def test_a_loan_drawn_and_settled_on_one_day_is_possible(browser, owner):
    old(browser, drawn_on="2024-03-10")
    assert len(ledger_of(owner).loans) == 1


def test_a_loan_that_may_be_on_record_already_is_asked_about_before_it_is_doubled(browser, owner):
    old(browser)
    answer = old(browser, product="别弄丢")
    assert "账本里已经有一笔同一家、同样金额的借款" in words(answer)
    assert "别弄丢" in words(answer)
    assert len(ledger_of(owner).loans) == 1
    old(browser, is_another="on")
    assert len(ledger_of(owner).loans) == 2


@pytest.mark.parametrize("other", [{"principal": "10000.01"}, {"lender": "海尔消费金融有限公司"}])
def test_another_sum_or_lender_is_another_loan(browser, owner, other):
    old(browser)
    old(browser, **other)
    assert len(ledger_of(owner).loans) == 2


def test_a_strangers_loan_is_no_twin(browser, client_of, owner, stranger):
    old(client_of(stranger))
    old(browser)
    assert len(ledger_of(owner).loans) == 1


@pytest.mark.parametrize("name", ["loans", "overview"])
def test_the_form_for_an_old_loan_is_one_tap_away(browser, owner, name):
    assert reverse("loan_old") in page(browser, name)
    open_loan(owner)
    assert reverse("loan_old") in page(browser, name)


# --- the debt in other hands ---


def hand_on(client, loan, **fields):
    given = {"assignee": "远山资产管理有限公司", "aliases": "远山资管", "notified_on": "2024-02-01", **fields}
    return client.post(reverse("assignment_new", args=[loan.pk]), given, follow=True)


def test_messages_of_the_new_creditor_are_read_as_about_the_loan(browser, owner):
    introduce(owner)
    loan = settled_loan(owner)
    receive(owner, "【远山资管】许大江，您的借款已逾期，请立即还款。")
    assert Verdict.objects.get().loan is None
    answer = hand_on(browser, loan)
    assert Verdict.objects.get().loan == loan
    assert "远山资产管理有限公司" in words(answer)
    assert "2024年2月1日收到通知" in words(answer)


def test_an_assignment_is_corrected_and_taken_back(browser, owner):
    loan = settled_loan(owner)
    hand_on(browser, loan)
    row = loan.assignments.get()
    fields = {"assignee": "近水资产管理有限公司", "notified_on": ""}
    assert "没有记收到通知的日期" in words(browser.post(reverse("assignment_edit", args=[row.pk]), fields, follow=True))
    assert "撤回之后" in page(browser, "assignment_remove", row.pk)
    browser.post(reverse("assignment_remove", args=[row.pk]))
    assert ledger_of(owner).loans[0].assignments == ()


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (1, False)])
def test_a_notice_of_tomorrow_is_refused(browser, owner, days, is_kept):
    day = date(2025, 11, 1) + timedelta(days=days)
    answer = hand_on(browser, open_loan(owner), notified_on=day.isoformat(), note="登报")
    assert bool(ledger_of(owner).loans[0].assignments) is is_kept
    assert ("日期在将来" in words(answer)) is not is_kept
    assert "登报" in words(answer)


def test_nobody_is_no_creditor(browser, owner):
    assert "请填写受让方的名称" in words(hand_on(browser, open_loan(owner), assignee=" "))


@pytest.mark.parametrize(
    "name", ["settlement_edit", "settlement_check", "certificate_letter", "proof_new", "assignment_new"]
)
def test_the_pages_of_the_end_take_a_fixed_number_of_queries(browser, owner, name, django_assert_max_num_queries):
    loan = settled_loan(owner)
    lender = loan.lender
    for number in range(12):
        open_loan(owner, lender=lender, contract_number=f"HT-{number}")
    with django_assert_max_num_queries(12):
        page(browser, name, loan.pk)
