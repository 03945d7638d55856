"""The form for a loan's terms: what is typed is what is kept, and what cannot be is said where it stands."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import Fee, FeeTiming, GivenInstalment, LoanTerms, Statement, check_terms
from debts.finance.types import AllocationOrder, DayCount, FirstPeriod, PenaltyBase, RepaymentMethod
from debts.models import EvidenceEntry, Loan
from debts.models.terms import RateUnit, fields_of
from debts.web.loans.loan_form import LoanForm, loan_initial
from debts.web.loans.rates import say_quoted
from debts.web.loans.terms_form import TermsForm, terms_initial
from tests.web.ledgers import NOW, open_loan

pytestmark = pytest.mark.usefixtures("clock")

USUAL = {
    "lender": "老王",
    "principal": "10000",
    "drawn_on": "2024-01-05",
    "repayment_method": "equal_instalment",
    "term_months": "12",
    "annual_rate": "18",
}
PLAN = "第1期 2024-02-05 5100.00 5000.00 100.00\n\n2\t2024年3月5日\t5,050.00\t5,000.00\t50.00"


def send(client, **fields):
    answer = client.post(reverse("loan_new"), {**USUAL, **fields}, follow=True)
    return answer.content.decode()


def kept(owner):
    return Loan.objects.get(owner=owner)


def fee(number, name="", sum_="", timing="each", taker=""):
    cells = {"name": name, "sum": sum_, "timing": timing, "taker": taker}
    return {f"fees-{number}-{part}": value for part, value in cells.items()}


def as_typed(form):
    """What the browser would send of the form as it is first shown."""
    fields = {one.html_name: one.value() for one in form if one.name != "fees"}
    for row in form.fee_rows:
        fields |= fee(row.number, row.name, row.sum, row.timing, row.taker)
    return {name: value for name, value in fields.items() if value is not None}


# --- rates ---


@pytest.mark.parametrize(
    ("unit", "rate", "said"),
    [
        ("", "18", "18%"),
        ("month", "1.5", "月利率 1.5%，合年利率 18%"),
        ("day", "0.05", "日利率 0.05%，合年利率 18.25%"),
        ("day", "0.033333", "日利率 0.033333%，合年利率 12.1665%"),
    ],
)
def test_a_rate_is_kept_by_the_year_and_shown_as_it_was_typed(browser, owner, unit, rate, said):
    send(browser, annual_rate=rate, rate_unit=unit)
    assert say_quoted(kept(owner)) == said


def test_a_bank_that_counts_360_days_has_another_year(browser, owner):
    send(browser, annual_rate="0.05", rate_unit="day", day_count="actual_360")
    assert kept(owner).annual_rate == Decimal("0.18")
    assert say_quoted(kept(owner)).startswith("日利率 0.05%")


@pytest.mark.parametrize(
    ("unit", "rate", "words"),
    [
        ("", "7.12345", "最多写 4 位小数"),
        ("month", "1.123456", "最多写 5 位小数"),
        ("day", "0.0333333", "最多写 6 位小数"),
    ],
)
def test_a_rate_with_more_digits_than_are_kept_is_refused(browser, owner, unit, rate, words):
    text = send(browser, annual_rate=rate, rate_unit=unit)
    assert words in text
    assert f'value="{rate}"' in text
    assert not Loan.objects.filter(owner=owner).exists()


def test_a_daily_rate_taken_for_a_yearly_one_is_noticed(browser):
    assert "可能选错了按年、按月还是按天" in send(browser, annual_rate="36", rate_unit="day")


# --- fees ---


def test_fees_are_typed_in_rows_as_sums_or_shares(browser, owner):
    rows = fee(1, "服务费", "8%", "start") | fee(2) | fee(3, "担保费", "５０元", "each", "third_party") | fee(4, "保险")
    send(browser, **rows)
    assert kept(owner).agreed.fees == (
        Fee(FeeTiming.START, rate=Decimal("0.08"), name="服务费"),
        Fee(FeeTiming.EACH, Decimal("50.00"), to_third_party=True, name="担保费"),
        Fee(FeeTiming.EACH, name="保险"),
    )


def test_a_fee_that_cannot_be_read_is_named_with_its_row_and_kept_in_the_form(browser, owner):
    text = send(browser, **fee(1, "服务费", "20"), **fee(2), **fee(3, "会员", "很多"))
    assert "第 3 行：“很多”不像一个金额" in text
    assert 'value="会员"' in text
    assert 'value="很多"' in text
    assert not Loan.objects.filter(owner=owner).exists()


def test_a_contradiction_between_fees_and_the_sum_received_names_what_would_fit(browser):
    text = send(browser, received="9000", **fee(1, "服务费", "500", "start"))
    assert "借款金额减去这些费用是 ¥9,500.00" in text


def test_another_row_of_fees_can_be_asked_for_without_a_script(browser, owner):
    rows = fee(1, "甲", "1") | fee(2, "乙", "2") | fee(3, "丙", "3")
    text = send(browser, calculate="fees", **rows)
    assert 'name="fees-5-name"' in text
    assert 'value="丙"' in text
    assert not Loan.objects.filter(owner=owner).exists()


# --- plans and statements ---


def test_a_plan_is_pasted_as_an_app_shows_it(browser, owner):
    send(browser, annual_rate="", term_months="", plan=PLAN)
    assert kept(owner).agreed.given == (
        GivenInstalment(date(2024, 2, 5), Decimal("5100.00"), Decimal("5000.00"), Decimal("100.00")),
        GivenInstalment(date(2024, 3, 5), Decimal("5050.00"), Decimal("5000.00"), Decimal("50.00")),
    )


@pytest.mark.parametrize(
    "line",
    [
        "2024-02-05 11404.20",
        "1. 2024/2/5, 11,404.20",
        '1/12,2024.02.05,"11,404.20"',
        "20240205,11404.20",
        "第1期；2024年2月5日；¥11,404.20；-；-",
    ],
)
def test_many_ways_of_writing_a_line_say_the_same(browser, owner, line):
    send(browser, annual_rate="", term_months="", plan=line)
    assert kept(owner).agreed.given == (GivenInstalment(date(2024, 2, 5), Decimal("11404.20")),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2024-02-30 916.80", "第 3 行“2024-02-30 916.80”：日历上没有"),
        ("2024-02-05 916.805", "小数超过两位"),
        ("2024-02-05", "这一行不完整"),
        ("2024-02-05 916.80 766.80 150.00 0 已还", "后面多出了内容"),
        ("2024-02-05 -", "缺少这一期的应还金额"),
        ("二月五日 916.80", "不像一个日期"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_text_stays(browser, owner, line, words):
    text = send(browser, plan=f"2024-01-20 100 100 0\n\n{line}")
    assert words in text
    assert line in text
    assert not Loan.objects.filter(owner=owner).exists()


def test_a_contradiction_in_a_plan_names_the_line_that_the_person_sees(browser):
    text = send(browser, annual_rate="", term_months="", plan=f"{PLAN}\n\n\n2024-04-05 10.00 5.00 4.00")
    assert "第 6 行：合计不等于本金、利息与费用之和" in text


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("2024-02-05 5000", "少了 ¥5,000.00"),
        ("2024-01-05 10000", "第 1 行：这个还款日早于借款日期"),
        ("2024-02-05 9000 9000 0\n2024-03-05 2000 1500 500", "各期本金加起来和借款金额差 ¥500.00"),
        ("2024-02-05 9000\n2024-02-05 2000", "第 2 行：这一天出现了两次"),
    ],
)
def test_a_plan_that_does_not_pay_the_loan_back_says_what_is_wrong(browser, plan, words):
    assert words in send(browser, annual_rate="", term_months="", plan=plan)


def test_a_long_wrong_paste_names_some_lines_and_counts_the_others(browser):
    text = send(browser, plan="\n".join(["乱七八糟 的 东西"] * 20))
    assert "第 8 行" in text
    assert "第 9 行" not in text
    assert "另有 12 行也看不明白" in text


def test_statements_of_a_card_are_typed_line_by_line(browser, owner):
    bills = "2024-05-05 2024-05-25 3000.00 300.00\n2024-06-05 2024-06-25 0"
    send(browser, annual_rate="", term_months="", repayment_method="free", statements=bills)
    assert kept(owner).agreed.statements == (
        Statement(date(2024, 5, 5), date(2024, 5, 25), Decimal("3000.00"), Decimal("300.00")),
        Statement(date(2024, 6, 5), date(2024, 6, 25), Decimal("0.00")),
    )


def test_a_statement_that_is_due_before_its_day_is_named(browser):
    text = send(browser, statements="2024-05-05 2024-05-25 3000\n2024-06-25 2024-06-05 100 200")
    assert "第 2 行：还款日要晚于账单日" in text
    assert "第 2 行：最低还款额比应还金额 ¥100.00 还多" in text


# --- terms against one another ---


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"instalment": "100"}, "instalment", "每期要多于 ¥150.00 才够"),
        ({"instalment": "800", "annual_rate": ""}, "instalment", "每期要多于 ¥833.33 才够"),
        ({"instalment": "950"}, "instalment", "每期应该约为 ¥916.80"),
        ({"term_days": "30"}, "term_days", "期数（月）和期限（天）只填一个"),
        ({"term_days": "30", "term_months": ""}, "term_days", "按天算期限的借款只还一次"),
        ({"due_day": "32"}, "due_day", "每月还款日写 1 到 31"),
        ({"due_day": "8", "first_due_on": "2024-02-05"}, "due_day", "每月还款日和首期还款日对不上"),
        ({"grace_days": "91"}, "grace_days", "宽限天数写 0 到 90"),
        ({"received": "10000.01"}, "received", "比借款金额 ¥10,000.00 还多"),
        ({"penalty_multiple": "1.5", "daily_penalty_rate": "0.05"}, "penalty_multiple", "只填一个"),
        ({"penalty_multiple": "1.5", "annual_rate": ""}, "penalty_multiple", "要先知道利率"),
        ({"first_due_on": "2024-01-05"}, "first_due_on", "早于借款日期"),
        ({"received": "9000.005"}, "received", "小数超过两位"),
        ({"term_months": "601"}, "term_months", "期数最多是 600"),
        ({"first_due_on": "2023-02-29"}, "first_due_on", "日历上没有"),
    ],
)
def test_a_contradiction_is_said_at_its_field_and_nothing_typed_is_lost(browser, owner, fields, field, words):
    answer = browser.post(reverse("loan_new"), {**USUAL, "note": "别弄丢", **fields})
    assert any(words in problem for problem in answer.context["form"].errors[field])
    assert "别弄丢" in answer.content.decode()
    assert not Loan.objects.filter(owner=owner).exists()


def test_a_folded_part_opens_where_something_is_wrong_in_it(browser):
    groups = {
        group.key: group.is_open
        for group in browser.post(reverse("loan_new"), {**USUAL, "due_day": "32"}).context["form"].groups
    }
    assert groups["days"]
    assert not groups["late"]


def test_all_the_terms_come_back_into_the_form_and_saving_them_changes_nothing(browser, owner):
    loan = open_loan(
        owner,
        rate_unit="day",
        annual_rate=Decimal("0.1825"),
        day_count="actual_365",
        received=Decimal("5800.00"),
        fees=[{"timing": "start", "amount": "200.00", "name": "服务费"}, {"timing": "each", "rate": "0.002"}],
        grace_days=3,
        penalty_multiple=Decimal("1.5"),
        penalty_base="principal",
        early_fee_rate=Decimal("0.03"),
        fees_stay_on_payoff=True,
        allocation_order="law",
        role="guarantor",
        other_names=["许小河"],
        is_secured=False,
    )
    browser.post(
        reverse("loan_edit", args=[loan.pk]), as_typed(LoanForm(owner=owner, now=NOW, initial=loan_initial(loan)))
    )
    assert not EvidenceEntry.objects.filter(owner=owner, action="corrected").exists()


def test_a_copied_plan_comes_back_into_the_form_too(browser, owner):
    lines = [
        {"due_on": "2024-02-05", "total": "3060.00", "interest": "60.00"},
        {"due_on": "2024-03-05", "total": "3030.00", "principal": "3000.00", "interest": "20.00", "fee": "10.00"},
    ]
    loan = open_loan(owner, plan=lines, term_months=None, repayment_method="free")
    browser.post(
        reverse("loan_edit", args=[loan.pk]), as_typed(LoanForm(owner=owner, now=NOW, initial=loan_initial(loan)))
    )
    assert not EvidenceEntry.objects.filter(owner=owner, action="corrected").exists()


def test_whose_debt_it_is_can_be_said(browser, owner):
    send(browser, role="guarantor", other_names="许小河\n许大海", is_secured="True")
    loan = kept(owner)
    assert (loan.role, loan.other_names, loan.is_secured) == ("guarantor", ["许小河", "许大海"], True)


sums = st.decimals(min_value="0.01", max_value=9000, places=2)
days = st.dates(date(2024, 1, 6), date(2025, 10, 1))
fees = st.builds(
    Fee, st.sampled_from(FeeTiming), sums, to_third_party=st.booleans(), name=st.sampled_from(["", "担保费"])
)
lines = st.builds(GivenInstalment, days, sums, st.none() | sums, st.none() | sums, st.just(Decimal("0.00")) | sums)
bills = st.builds(Statement, days, days, sums, st.none() | sums)
agreements = st.builds(
    LoanTerms,
    principal=st.decimals(min_value=1, max_value=90000, places=2),
    drawn_on=st.none() | st.just(date(2024, 1, 5)),
    annual_rate=st.none() | st.decimals(0, "0.6", places=4),
    method=st.sampled_from(RepaymentMethod),
    term_months=st.none() | st.integers(1, 60),
    first_due_on=st.none() | days,
    daily_penalty_rate=st.none() | st.decimals(0, "0.002", places=8),
    day_count=st.sampled_from(DayCount),
    first_period=st.sampled_from(FirstPeriod),
    due_day=st.none() | st.integers(1, 31),
    instalment=st.none() | sums,
    received=st.none() | sums,
    fees=st.lists(fees, max_size=3).map(tuple),
    grace_days=st.integers(0, 90),
    penalty_multiple=st.none() | st.decimals(0, 3, places=6),
    penalty_base=st.sampled_from(PenaltyBase),
    early_fee_rate=st.none() | st.decimals(0, "0.1", places=6),
    fees_stay_on_payoff=st.booleans(),
    order=st.sampled_from(AllocationOrder),
    given=st.lists(lines, max_size=3).map(tuple),
    statements=st.lists(bills, max_size=2).map(tuple),
)


@given(agreements, st.sampled_from(RateUnit))
def test_any_terms_survive_being_shown_and_typed_again(terms, unit):
    loan = Loan(**fields_of(terms), rate_unit=unit if terms.annual_rate else "")
    form = TermsForm(as_typed(TermsForm(now=NOW, initial=terms_initial(loan))), now=NOW)
    assert form.is_valid() is not bool(check_terms(terms))
    assert form.terms == terms
    assert form.columns() == {**fields_of(terms), "rate_unit": loan.rate_unit}


# --- the preview ---


def test_the_plan_is_shown_without_saving_and_without_asking_who_lent(browser, owner):
    text = send(browser, lender="", calculate="1")
    assert "¥916.80 × 12" in text
    assert "¥1,001.61" in text
    assert "2025年1月5日" in text
    assert "请填写出借机构" not in text
    assert not Loan.objects.filter(owner=owner).exists()


def test_a_background_request_gets_the_preview_alone(browser):
    answer = browser.post(
        reverse("loan_new"), {**USUAL, "lender": "", "calculate": "1"}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert "¥916.80 × 12" in text
    assert "<html" not in text


def test_the_preview_asks_the_database_for_nothing_but_the_person(browser, django_assert_max_num_queries):
    browser.get(reverse("loan_new"))
    with django_assert_max_num_queries(3):
        browser.post(reverse("loan_new"), {**USUAL, "calculate": "1"}, headers={"HX-Request": "true"})


def test_a_form_with_something_wrong_elsewhere_still_shows_the_plan(browser):
    text = send(browser, phone="我的手机")
    assert "手机号只写数字" in text
    assert "¥916.80 × 12" in text


def test_a_preview_of_too_little_says_what_is_missing(browser):
    assert "还缺：期数、利率" in send(browser, term_months="", annual_rate="", calculate="1")


def test_a_preview_with_something_wrong_shows_no_figures(browser):
    text = send(browser, instalment="100", calculate="1")
    assert "每期要多于" in text
    assert "利息合计" not in text


def test_the_form_of_a_recorded_loan_shows_its_plan_at_once(browser, owner):
    loan = open_loan(owner)
    assert "利息合计" in browser.get(reverse("loan_edit", args=[loan.pk])).content.decode()
