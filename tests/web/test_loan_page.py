"""One loan's page: each line of its schedule, what would end it, its statements, and what may be asked back."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.urls import reverse

from debts.actions import record_lender, record_repayment
from debts.actions.refresh import refreshing_once
from debts.finance import schedule
from debts.queries import loans_of
from debts.web.loans.schedule_lines import LineState, schedule_of
from debts.web.loans.standing import standing_of
from tests.web.ledgers import NOW, SHANGHAI, at, lender_of, open_loan, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


def page(client, loan, **query):
    answer = client.get(reverse("loan", args=[loan.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def pay(owner, loan, when, amount, **fields):
    return record_repayment(write(owner), loan=loan, paid_at=at(when), amount=Decimal(amount), **fields)


def standing(owner, loan, now=NOW):
    return standing_of(loans_of(owner).get(pk=loan.pk), now, SHANGHAI)


def states(owner, loan, now=NOW):
    return [(one.state, one.late_by) for one in schedule_of(standing(owner, loan, now)).lines]


# --- the schedule ---


def test_each_line_says_when_it_was_paid_and_how_late(owner):
    loan = open_loan(owner)
    pay(owner, loan, "2024-02-05 09:00", "1060.00")
    pay(owner, loan, "2024-03-08 09:00", "1050.00")
    pay(owner, loan, "2024-04-05 09:00", "500.00")
    assert states(owner, loan, at("2024-05-05 10:00")) == [
        (LineState.PAID, 0),
        (LineState.PAID, 3),
        (LineState.LATE, 0),
        (LineState.DUE, 0),
        (LineState.OPEN, 0),
        (LineState.OPEN, 0),
    ]


def test_a_few_cents_short_are_rounding_and_make_no_line_late(owner):
    loan = open_loan(owner)
    pay(owner, loan, "2024-02-05 09:00", "1059.98")
    pay(owner, loan, "2024-03-05 09:00", "1049.98")
    assert states(owner, loan, at("2024-03-20 10:00"))[:2] == [(LineState.PAID, 0), (LineState.PAID, 0)]


@pytest.mark.parametrize(("day", "late_by"), [("2024-02-08", 0), ("2024-02-09", 4)])
def test_within_the_days_of_grace_a_payment_is_not_late(owner, day, late_by):
    loan = open_loan(owner, grace_days=3)
    pay(owner, loan, f"{day} 09:00", "1060.00")
    assert states(owner, loan, at("2024-02-20 10:00"))[0] == (LineState.PAID, late_by)


def test_a_line_paid_in_part_ahead_says_what_is_left(browser, owner):
    loan = open_loan(owner, drawn_on=date(2025, 10, 5), first_due_on=date(2025, 11, 5))
    pay(owner, loan, "2025-10-20 09:00", "60.00")
    assert states(owner, loan)[0] == (LineState.PART, 0)
    assert "还差 ¥1,000.00" in page(browser, loan)


def test_what_was_waived_is_not_said_to_be_paid(owner):
    loan = open_loan(owner)
    pay(owner, loan, "2024-02-05 09:00", "1060.00", kind="waiver")
    assert states(owner, loan)[0] == (LineState.WAIVED, 0)


def test_a_payment_taken_back_leaves_its_line_open(owner):
    loan = open_loan(owner)
    pay(owner, loan, "2024-02-05 09:00", "1060.00", reversed_at=at("2024-02-07 12:00"))
    assert states(owner, loan)[0] == (LineState.LATE, 0)


def test_the_lines_after_a_settlement_are_done(owner):
    loan = settled_loan(owner)
    found = schedule_of(standing(owner, loan)).lines
    assert all(one.is_done for one in found)


def test_an_agreed_early_repayment_makes_the_lines_to_come_smaller(browser, owner):
    loan = open_loan(owner, drawn_on=date(2025, 9, 5), first_due_on=date(2025, 10, 5))
    pay(owner, loan, "2025-10-05 09:00", "1060.00")
    pay(owner, loan, "2025-10-06 09:00", "2500.00", purpose="keep_term")
    lines = schedule_of(standing(owner, loan)).lines
    assert [one.line.principal for one in lines[1:]] == [Decimal("500.00")] * 5
    assert "提前还一部分，期数不变" in page(browser, loan)


def mortgage(owner, **changes):
    terms = {"principal": Decimal(900000), "term_months": 360, "drawn_on": date(2010, 1, 5), **changes}
    return open_loan(owner, first_due_on=None, repayment_method="equal_instalment", **terms)


def test_a_long_schedule_is_folded_by_years_and_the_running_one_is_open(owner):
    years = schedule_of(standing(owner, mortgage(owner))).years
    assert (len(years), years[0].year, len(years[1].lines)) == (31, 2010, 12)
    assert [year.year for year in years if year.is_open] == [2010]


def test_a_page_with_360_instalments_asks_the_database_a_fixed_number_of_times(
    browser, owner, django_assert_max_num_queries
):
    loan = mortgage(owner)
    ctx = write(owner)
    with refreshing_once(ctx):
        for line in schedule(loan.agreed)[:190]:
            paid_at = datetime.combine(line.due_on, datetime.min.time(), SHANGHAI)
            record_repayment(ctx, loan=loan, paid_at=paid_at, amount=line.total)
    browser.get(reverse("loan", args=[loan.pk]))
    with django_assert_max_num_queries(12):
        text = page(browser, loan)
    assert "第 360 期" in text


def test_a_list_of_200_loans_asks_the_database_a_fixed_number_of_times(browser, owner, django_assert_max_num_queries):
    lender, ctx = lender_of(owner), write(owner)
    with refreshing_once(ctx):
        for number in range(200):
            open_loan(owner, lender=lender, product=f"第{number}笔", drawn_on=date(2024, 1, 5) + timedelta(days=number))
    browser.get(reverse("loans"))
    with django_assert_max_num_queries(12):
        text = browser.get(reverse("loans")).content.decode()
    assert "第199笔" in text


# --- what would end it ---


def test_what_ends_the_loan_is_told_for_any_day_by_its_parts(browser, owner):
    loan = open_loan(owner, drawn_on=date(2025, 10, 5), first_due_on=date(2025, 11, 5), early_fee_rate=Decimal("0.03"))
    text = page(browser, loan, on="2025-11-05")
    payoff = text[text.index('id="payoff"') :]
    assert '2025年11月5日还清，约需 <b class="figure">¥6,210.00</b>' in payoff
    assert [part in payoff for part in ("¥6,000.00", "¥60.00", "¥150.00")] == [True] * 3


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-02-30", "日历上没有"),
        ("2024-01-04", "早于借款日期"),
        ("2099-01-01", "太远了"),
        ("", "请填写日期"),
    ],
)
def test_a_day_that_cannot_be_asked_about_is_said(browser, owner, day, words):
    text = page(browser, open_loan(owner), on=day)
    assert words in text
    assert "约需" not in text


def test_nobody_asks_what_would_end_a_loan_that_has_ended(browser, owner):
    assert 'id="payoff"' not in page(browser, settled_loan(owner))


# --- a card ---


@pytest.fixture
def card(owner):
    bills = [
        {"day": "2025-08-05", "due_on": "2025-08-25", "balance": "3000.00", "minimum": "300.00"},
        {"day": "2025-09-05", "due_on": "2025-09-25", "balance": "2600.00", "minimum": "260.00"},
        {"day": "2025-10-05", "due_on": "2025-10-25", "balance": "2100.00", "minimum": "210.00"},
        {"day": "2025-12-05", "due_on": "2025-12-25", "balance": "9999.00"},
    ]
    return open_loan(owner, statements=bills, annual_rate=None, term_months=None, repayment_method="free")


def test_each_statement_says_whether_it_was_met_in_time(browser, owner, card):
    pay(owner, card, "2025-08-25 23:00", "3000.00")
    pay(owner, card, "2025-09-20 09:00", "260.00")
    pay(owner, card, "2025-10-26 09:00", "500.00")
    text = page(browser, card)
    statements = text[text.index("按时已还") :]
    places = [statements.index(part) for part in ("最低额还差 ¥210.00", "已还最低额", "全部还清")]
    assert places == sorted(places)
    assert "9,999.00" not in text


def test_a_card_speaks_of_its_last_statement(browser, card):
    text = page(browser, card)
    assert "最近一期账单还欠" in text
    assert "是否逾期不清楚" not in text


# --- where payments went ---


def test_a_payment_shows_where_it_went_and_by_which_rule(browser, owner):
    loan = open_loan(owner)
    pay(owner, loan, "2024-02-05 09:00", "1060.00")
    assert "利息 ¥60.00，本金 ¥1,000.00（先还到期最早的一期）" in page(browser, loan)


def test_the_order_of_the_law_is_named_where_it_was_chosen(browser, owner):
    loan = open_loan(owner, allocation_order="law")
    pay(owner, loan, "2024-02-05 09:00", "1060.00")
    assert "（按民法典第561条：先费用、再利息、后本金）" in page(browser, loan)


def test_the_split_of_a_receipt_goes_before_any_rule(browser, owner):
    loan = open_loan(owner)
    parts = {"fee_part": 0, "penalty_part": 10, "interest_part": 50, "principal_part": 1000}
    pay(owner, loan, "2024-02-05 09:00", "1060.00", **parts)
    assert "罚息 ¥10.00，利息 ¥50.00，本金 ¥1,000.00（按凭证上的明细）" in page(browser, loan)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "failed"}, "扣款没有成功，不算作已还"),
        ({"kind": "third_party"}, "付给第三方的钱不抵这笔借款"),
        ({"reversed_at": at("2024-02-07 12:00")}, "2024年2月7日 12:00 被退回"),
    ],
)
def test_what_does_not_count_says_why(browser, owner, fields, words):
    loan = open_loan(owner)
    pay(owner, loan, "2024-02-05 09:00", "1060.00", **fields)
    text = page(browser, loan)
    assert words in text
    assert "到现在共还 ¥0.00" in text


ENTRIES = [
    {"when": "2024-02-05 09:00", "amount": "1060.00"},
    {"when": "2024-02-06 09:00", "amount": "900.00", "purpose": "keep_term"},
    {"when": "2024-02-07 09:00", "amount": "50.00", "kind": "waiver"},
    {"when": "2024-02-08 09:00", "amount": "70.00", "reversed_at": at("2024-03-01 09:00")},
]


def test_the_order_in_which_entries_are_recorded_changes_nothing(owner):
    lender = lender_of(owner)
    found = set()
    for order in permutations(ENTRIES):
        loan = open_loan(owner, lender=lender)
        for entry in order:
            pay(owner, loan, **entry)
        found.add((standing(owner, loan).position, tuple(states(owner, loan))))
    assert len(found) == 1


# --- what may be asked back ---


def test_money_paid_twice_is_named_with_the_care_that_it_needs(browser, owner):
    loan = open_loan(owner, term_months=1)
    pay(owner, loan, "2024-02-05 09:00", "6060.00")
    pay(owner, loan, "2024-02-06 10:00", "6060.00")
    text = page(browser, loan)
    assert '有 <b class="figure">¥6,060.00</b> 付出去时没有对应的欠款，可以要求退还' in text
    assert "第二笔看起来是重复付款" in text
    assert "第九百八十五条第（三）项" in text
    assert "不要为了“图清静”再付一次" in text


def test_a_loan_of_hong_kong_is_told_nothing_of_mainland_law(browser, owner):
    loan = open_loan(owner, term_months=1, currency="HKD")
    pay(owner, loan, "2024-02-05 09:00", "7000.00")
    text = page(browser, loan)
    assert "HK$940.00" in text
    assert "九百八十五" not in text


def test_where_nothing_was_paid_too_much_nothing_is_said(browser, owner):
    assert "可以要求退还" not in page(browser, settled_loan(owner))


def test_two_instalments_of_one_sum_are_not_taken_for_a_double_payment(browser, owner):
    loan = open_loan(owner, lender=record_lender(write(owner), name="乙"), repayment_method="equal_instalment")
    sums = [line.total for line in schedule(loan.agreed)]
    pay(owner, loan, "2024-03-05 09:00", sums[0])
    pay(owner, loan, "2024-03-06 09:00", sums[1])
    assert "重复付款" not in page(browser, loan)
