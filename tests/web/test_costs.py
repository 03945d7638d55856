"""What a loan really cost: the promised rate beside the real one, and yardsticks that are no verdict."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from debts.actions import correct, record_lender, record_repayment, settle
from tests.web.ledgers import at, open_loan, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")

GUARANTEE = {"timing": "each", "amount": "50.00", "to_third_party": True, "name": "担保费"}
KEPT_BACK = {"timing": "start", "amount": "500.00", "name": "服务费"}


def page(client, loan, name="loan_cost"):
    answer = client.get(reverse(name, args=[loan.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def lent_by(owner, kind="", name="某某公司", **terms):
    return open_loan(owner, lender=record_lender(write(owner), name=name, kind=kind), **terms)


def test_a_loan_without_fees_costs_what_was_promised(browser, owner):
    text = page(browser, open_loan(owner))
    assert "<b>12%</b>" in text
    assert "<b>12.0%</b>" in text


def test_a_sum_kept_back_and_a_guarantee_make_it_dearer_and_are_told_apart(browser, owner):
    view = browser.get(reverse("loan_cost", args=[open_loan(owner, fees=[KEPT_BACK, GUARANTEE]).pk])).context["costs"][
        0
    ]
    assert 12 < Decimal(view.own.rate[:-1]) < Decimal(view.with_others.rate[:-1])
    assert view.has_others


def test_what_was_kept_back_is_said_with_its_provision(browser, owner):
    text = page(browser, open_loan(owner, fees=[KEPT_BACK]))
    assert "放款时少拿到 ¥500.00" in text
    assert "第六百七十条" in text


def test_what_was_really_paid_is_counted_beside_the_plan(browser, owner):
    text = page(browser, settled_loan(owner))
    assert "按实际收到和还出的钱" in text
    assert "¥6,110.00" in text


def test_an_open_loan_says_that_the_rest_is_reckoned(browser, owner):
    loan = open_loan(owner)
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1060.00"))
    assert "按已经还的，加上还没还的部分" in page(browser, loan)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"drawn_on": None}, "还没有借款日期"),
        ({"annual_rate": None}, "推不出还款计划"),
        ({"fees": [{"timing": "each", "name": "不明费用"}]}, "有一项费用不知道是多少"),
        ({"fees": [{**GUARANTEE, "amount": None}]}, "只能算不含它的成本"),
    ],
)
def test_where_no_rate_can_be_told_the_reason_is(browser, owner, terms, words):
    assert words in page(browser, open_loan(owner, **terms))


def test_payments_that_are_missing_on_record_give_no_rate(browser, owner):
    loan = open_loan(owner)
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1060.00"))
    settle(write(owner), loan, settled_at=at("2024-03-10 15:20"), basis="paid_in_full")
    assert "可能漏记了几笔" in page(browser, loan)


def test_what_was_let_go_is_no_missing_payment(browser, owner):
    loan = open_loan(owner)
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1060.00"))
    settle(write(owner), loan, settled_at=at("2024-03-10 15:20"), basis="discounted")
    text = page(browser, loan)
    assert "可能漏记了几笔" not in text
    assert "比到手少还" in text


# --- yardsticks ---


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("consumer_finance", date(2024, 1, 5), "持牌金融机构贷款"),
        ("microloan", date(2024, 1, 5), "小额贷款公司贷款"),
        ("platform", date(2025, 10, 1), "平台助贷"),
        ("private", date(2024, 1, 5), '<b class="figure">13.8%</b>'),
        ("private", date(2024, 1, 5), "2024年1月5日的一年期 LPR 3.45% 的 4 倍"),
        ("private", date(2020, 8, 20), "针对 2020年8月20日起成立的借款"),
        ("private", date(2020, 8, 19), "针对 2015年9月1日至 2020年8月19日成立的借款"),
        ("private", date(2020, 8, 19), "2020年8月20日前的民间借贷"),
        ("private", date(2025, 10, 8), "没有数字"),
        ("platform", date(2025, 9, 30), "没有收录针对这类机构和这个日期的参考线"),
    ],
)
def test_a_yardstick_is_chosen_by_lender_and_day(browser, owner, kind, day, words):
    text = page(browser, lent_by(owner, kind, drawn_on=day, first_due_on=None))
    assert words in text
    assert "这只是参考线，不是结论" in text


def test_each_yardstick_names_what_it_rests_on_with_its_rank_and_how_far_it_was_checked(browser, owner):
    text = page(browser, lent_by(owner, "consumer_finance"))
    assert "效力级别 D，规范性文件" in text
    assert "本条未能核对原文" in text


def test_the_lpr_comes_with_its_note(browser, owner):
    assert "使用前请核对" in page(browser, lent_by(owner, "private"))
    assert "凭记忆整理" not in page(browser, lent_by(owner, "bank", name="某某银行"))


def test_an_unknown_kind_of_lender_is_asked_for(browser, owner):
    text = page(browser, lent_by(owner))
    assert "还不知道这家机构的类型" in text
    assert "24%" not in text


def test_the_directory_answers_for_a_lender_of_just_its_name(browser, owner):
    text = page(browser, lent_by(owner, name="招联消费金融股份有限公司"))
    assert "消费金融公司" in text
    assert "机构类型来自名录" in text


def test_a_loan_without_a_day_has_no_yardstick(browser, owner):
    assert "请先补上借款日期" in page(browser, lent_by(owner, "bank", drawn_on=None))


def test_a_loan_of_hong_kong_has_none_and_no_mainland_provision(browser, owner):
    text = page(browser, lent_by(owner, "bank", currency="HKD", fees=[KEPT_BACK]))
    assert "只针对中国大陆的借款" in text
    assert "民法典" not in text
    assert "人民银行" not in text


def test_the_kind_of_a_lender_is_set_in_its_form(browser, owner):
    loan = lent_by(owner)
    browser.post(reverse("lender_edit", args=[loan.lender_id]), {"name": "某某公司", "kind": "bank", "is_kept": "on"})
    assert "持牌金融机构贷款" in page(browser, loan)


def test_the_loans_page_tells_the_rate_and_leads_to_the_cost(browser, owner):
    loan = open_loan(owner)
    text = page(browser, loan, "loan")
    assert '真实年化约 <b class="figure">12.0%</b>' in text
    assert reverse("loan_cost", args=[loan.pk]) in text


def test_the_cost_takes_a_fixed_number_of_queries(browser, owner, django_assert_max_num_queries):
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="bank")
    page(browser, loan)
    with django_assert_max_num_queries(12):
        page(browser, loan)


def test_a_page_of_cost_only_shows(browser, owner):
    assert browser.post(reverse("loan_cost", args=[open_loan(owner).pk])).status_code == 405
