"""What is due, what the months cost, and ways to pay off: by day and by currency, as asked for in the address."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from debts.actions import record_loan, record_repayment, set_profile, settle
from debts.models import Profile
from tests.web.ledgers import at, lender_of, open_loan, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
# Six instalments of 200 without interest, the first of them on 5 November: four days after the stopped clock.
PLAIN = {
    "principal": Decimal(1200),
    "drawn_on": date(2025, 10, 5),
    "annual_rate": Decimal(0),
    "repayment_method": "equal_instalment",
    "first_due_on": date(2025, 11, 5),
}


def plan(client, **asked):
    return client.get(reverse("plan"), asked).content.decode()


def plain_loan(owner, **changes):
    return open_loan(owner, **{**PLAIN, **changes})


def test_an_empty_ledger_is_led_to_its_first_loan(browser):
    assert "账本里还没有借款" in plan(browser)


def test_a_ledger_of_settled_loans_has_nothing_to_pay(browser, owner):
    settled_loan(owner)
    assert "现在没有要还的借款" in plan(browser)


def test_what_comes_is_listed_with_its_day_and_sum(browser, owner):
    plain_loan(owner)
    page = plan(browser)
    assert "2025-11-05" in page
    assert "¥200.00" in page
    assert "已经过了还款日" not in page


@pytest.mark.parametrize(("weeks", "shown"), [(4, False), (8, True)])
def test_the_weeks_stand_in_the_address(browser, owner, weeks, shown):
    plain_loan(owner)
    assert ("2025-12-05" in plan(browser, weeks=weeks)) is shown


@pytest.mark.parametrize("weeks", ["", "0", "-4", "9999999", "vier", "4'"])
def test_weeks_that_make_no_sense_are_the_usual_ones(browser, owner, weeks):
    plain_loan(owner)
    assert "到 2025-11-29 为止" in plan(browser, weeks=weeks)


@pytest.mark.parametrize(("moment", "is_overdue"), [("2025-11-05 23:59", False), ("2025-11-06 00:00", True)])
def test_a_payment_is_overdue_from_the_midnight_after_its_day(browser, owner, clock, moment, is_overdue):
    plain_loan(owner)
    clock.move_to(at(moment))
    assert ("已经过了还款日" in plan(browser)) is is_overdue


def test_the_midnight_is_that_of_the_owners_zone(browser, owner, clock):
    plain_loan(owner)
    set_profile(write(owner), time_zone="Europe/Lisbon")
    clock.move_to(at("2025-11-06 00:30"))
    assert "已经过了还款日" not in plan(browser)


def test_currencies_are_never_added_up(browser, owner):
    loan = plain_loan(owner)
    plain_loan(owner, lender=loan.lender, currency="HKD")
    page = plan(browser)
    assert '¥200.00</b>、<b class="amount">HK$200.00</b>' in page
    assert "400.00" not in page


def test_a_loan_of_unknown_days_is_named_with_what_is_missing(browser, owner):
    record_loan(write(owner), lender=lender_of(owner), product="只记得金额", principal=Decimal(500))
    page = plan(browser)
    assert "没有算进来的借款" in page
    assert "还款日不清楚" in page


def test_a_guarantor_pays_no_instalments(browser, owner):
    plain_loan(owner, role="guarantor")
    page = plan(browser)
    assert "您是担保人" in page
    assert "¥200.00" not in page


def test_a_card_without_its_next_statement_is_not_counted(browser, owner):
    bill = {"day": "2025-09-05", "due_on": "2025-09-25", "balance": "1000.00", "minimum": "100.00"}
    card = plain_loan(owner, statements=[bill])
    record_repayment(write(owner), loan=card, paid_at=at("2025-09-20 09:00"), amount=Decimal(100))
    assert "补上新的账单" in plan(browser)


def test_months_are_summed_and_compared_with_the_income(browser, owner):
    plain_loan(owner)
    assert "占收入" not in plan(browser)
    browser.post(reverse("plan_income"), {"monthly_income": "８００"})
    assert Profile.objects.get(owner=owner).monthly_income == 800
    assert "25%" in plan(browser)


def test_the_income_is_forgotten_when_left_empty(browser, owner):
    set_profile(write(owner), monthly_income=Decimal(800))
    browser.post(reverse("plan_income"), {"monthly_income": ""})
    assert Profile.objects.get(owner=owner).monthly_income is None


def test_an_income_that_is_no_sum_is_refused_and_stays_as_typed(browser, owner):
    plain_loan(owner)
    page = browser.post(reverse("plan_income"), {"monthly_income": "八百多"}).content.decode()
    assert "不像一个金额" in page
    assert "八百多" in page
    assert not Profile.objects.filter(owner=owner).exists()


def test_ways_to_pay_off_are_compared_with_end_and_cost(browser, owner):
    plain_loan(owner)
    page = plan(browser, budget="600")
    assert page.count("2026-01，2 个月") == 2
    assert "先还最贵的" in page
    assert "<polyline" in page
    assert "现在结清要 ¥1,200.00，各笔每月应还的加起来是 ¥200.00。" in page


def test_ones_own_order_is_a_way_of_its_own(browser, owner):
    first = plain_loan(owner)
    second = plain_loan(owner, lender=first.lender, product="第二笔")
    page = plan(browser, budget="1000", **{f"place-{second.pk}": "1"})
    ending = page[page.index("<h3>按自己排的顺序") :]
    assert ending.index("第二笔") < ending.index("任性贷")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"budget": "100"}, "每月还差 ¥100.00"),
        ({"budget": ""}, "请填写金额"),
        ({"budget": "多一点"}, "不像一个金额"),
        ({"budget": "600", "currency": "DM"}, "先还最贵的"),
    ],
)
def test_a_sum_that_leads_nowhere_is_answered_in_words(browser, owner, asked, said):
    plain_loan(owner)
    assert said in plan(browser, **asked)


@pytest.mark.parametrize("place", ["x", "0", "1000", "1.5"])
def test_a_place_that_is_no_place_is_named(browser, owner, place):
    loan = plain_loan(owner)
    plain_loan(owner, lender=loan.lender)
    page = plan(browser, budget="600", **{f"place-{loan.pk}": place})
    assert "顺序" in page
    assert 'aria-invalid="true"' in page
    assert "<polyline" not in page


def test_a_plan_that_never_ends_says_so(browser, owner):
    open_loan(owner, annual_rate=Decimal("0.36"), repayment_method="bullet", drawn_on=date(2025, 10, 5))
    assert "五十年也还不完" in plan(browser, budget="100")


def test_a_loan_of_another_currency_can_be_planned_by_itself(browser, owner):
    loan = plain_loan(owner)
    plain_loan(owner, lender=loan.lender, currency="HKD")
    assert "现在结清要 HK$1,200.00" in plan(browser, currency="HKD")


def test_a_settlement_ends_what_is_due(browser, owner):
    loan = plain_loan(owner)
    settle(write(owner), loan, settled_at=at("2025-10-20 12:00"), basis="early_payoff")
    assert "现在没有要还的借款" in plan(browser)


def test_nothing_of_another_ledger_is_planned(browser, stranger):
    plain_loan(stranger)
    assert "账本里还没有借款" in plan(browser)


def test_a_strangers_loan_has_no_place_in_the_order(browser, owner, stranger):
    plain_loan(owner)
    theirs = plain_loan(stranger)
    assert "按自己排的顺序" not in plan(browser, budget="600", **{f"place-{theirs.pk}": "1"})


def test_two_hundred_loans_take_no_more_questions_than_one(browser, owner, django_assert_max_num_queries):
    lender = lender_of(owner)
    for number in range(200):
        plain_loan(owner, lender=lender, product=f"第{number}笔")
    with django_assert_max_num_queries(12):
        page = plan(browser, budget="60000", weeks="12")
    assert "第199笔" in page
