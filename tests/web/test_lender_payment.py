"""One payment to a lender with several loans: shown first, then recorded with each of them or with none."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from debts.actions import record_lender
from debts.models import Repayment
from tests.web.ledgers import lender_of, open_loan, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def lender(owner):
    return lender_of(owner)


@pytest.fixture
def loans(owner, lender):
    """Two loans of 1060 each: one due in March, the other in April."""
    terms = {"lender": lender, "term_months": 1, "principal": Decimal(1000), "annual_rate": Decimal("0.72")}
    march = open_loan(owner, product="三月", drawn_on=date(2024, 2, 5), first_due_on=date(2024, 3, 5), **terms)
    april = open_loan(owner, product="四月", drawn_on=date(2024, 3, 5), first_due_on=date(2024, 4, 5), **terms)
    return march, april


def send(client, lender, amount, **fields):
    given = {"amount": amount, "paid_at_date": "2024-04-10", "paid_at_time": "10:00", **fields}
    return client.post(reverse("lender_payment", args=[lender.pk]), given)


def sums():
    return {row.loan.product: row.amount for row in Repayment.objects.select_related("loan")}


def test_by_the_law_the_debt_that_fell_due_first_is_paid_first(browser, lender, loans):
    send(browser, lender, "1200")
    assert sums() == {"三月": Decimal("1060.00"), "四月": Decimal("140.00")}


def test_the_person_can_say_which_loan_it_was_for(browser, lender, loans):
    send(browser, lender, "1200", designated=loans[1].ref)
    assert sums() == {"四月": Decimal("1060.00"), "三月": Decimal("140.00")}


def test_a_loan_that_gets_nothing_has_no_entry(browser, lender, loans):
    send(browser, lender, "1000")
    assert sums() == {"三月": Decimal("1000.00")}


def test_what_nothing_was_owed_for_is_kept_and_said(browser, lender, loans):
    answer = send(browser, lender, "3000", calculate="1")
    assert "其中 ¥880.00 没有对应的欠款" in answer.content.decode()
    send(browser, lender, "3000")
    assert sum(sums().values()) == Decimal("3000.00")


def test_looking_first_records_nothing(browser, lender, loans):
    text = send(browser, lender, "1200", calculate="1").content.decode()
    assert "¥1,060.00" in text
    assert "¥140.00" in text
    assert "第五百六十条" in text
    assert not Repayment.objects.exists()


def test_only_open_loans_take_part(browser, owner, lender, loans):
    settled_loan(owner, lender=lender, product="旧的")
    Repayment.objects.all().delete()
    send(browser, lender, "5000")
    assert "旧的" not in sums()


def test_money_of_one_currency_pays_no_loan_of_another(browser, owner, lender, loans):
    open_loan(owner, lender=lender, product="港币", currency="HKD", drawn_on=date(2023, 1, 5), first_due_on=None)
    send(browser, lender, "1200", currency="CNY")
    assert set(sums()) == {"三月", "四月"}


def test_a_loan_of_another_currency_cannot_be_meant(browser, owner, lender, loans):
    other = open_loan(owner, lender=lender, product="港币", currency="HKD")
    answer = send(browser, lender, "1200", currency="CNY", designated=other.ref)
    assert "不是这个币种" in answer.content.decode()
    assert not Repayment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"amount": "1,2"}, "逗号"), ({"paid_at_date": "2025-11-02"}, "在将来"), ({"designated": "别人的"}, "有效")],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(browser, lender, loans, fields, words):
    answer = send(browser, lender, fields.pop("amount", "1200"), reference="流水-77", **fields)
    assert words in answer.content.decode()
    assert "流水-77" in answer.content.decode()
    assert not Repayment.objects.exists()


def test_a_lender_without_open_loans_says_so(browser, owner, lender):
    assert "没有未结清的借款" in browser.get(reverse("lender_payment", args=[lender.pk])).content.decode()


def test_another_owners_loan_cannot_be_meant(browser, stranger, lender, loans):
    theirs = open_loan(stranger)
    send(browser, lender, "1200", designated=theirs.ref)
    assert not Repayment.objects.exists()


def test_the_form_for_one_loan_leads_here_where_there_are_others(browser, owner, lender, loans):
    text = browser.get(reverse("repayment_new", args=[loans[0].pk])).content.decode()
    assert reverse("lender_payment", args=[lender.pk]) in text
    alone = open_loan(owner, lender=record_lender(write(owner), name="乙"))
    assert "一起记" not in browser.get(reverse("repayment_new", args=[alone.pk])).content.decode()


def test_the_lenders_page_leads_here_where_there_are_several_loans(browser, lender, loans):
    assert (
        reverse("lender_payment", args=[lender.pk]) in browser.get(reverse("lender", args=[lender.pk])).content.decode()
    )
