"""The form for a loan in a real browser: the plan follows what is typed, and nothing needs a script."""

import re

from tests.browser.test_main_job import make_first_account

PLAN = "2024-02-05 5100 5000 100\n2024-03-05 5050 5000 50"


def open_form(page):
    make_first_account(page)
    page.goto("/loans/new/")
    page.get_by_label("出借机构").fill("老王")
    page.get_by_label("借款金额").fill("10000")


def type_terms(page):
    page.get_by_label("借款日期").fill("2024-01-05")
    page.locator("select[name=repayment_method]").select_option("equal_instalment")
    page.get_by_label("期数（月）").fill("12")
    page.get_by_label("利率（%）").fill("18")


def part(page, heading):
    page.locator("details.group > summary", has_text=heading).click()


def is_saved(page):
    page.wait_for_url(re.compile(r"/loans/\d+/$"))
    return page.get_by_role("heading", level=1).inner_text()


def test_the_plan_follows_what_is_typed(page):
    open_form(page)
    type_terms(page)
    page.locator("#preview", has_text="¥916.80 × 12").wait_for()
    page.get_by_label("期数（月）").fill("24")
    page.locator("#preview", has_text="¥499.24 × 24").wait_for()
    assert page.get_by_label("借款金额").input_value() == "10000"


def test_rows_of_fees_are_added_and_what_was_typed_in_them_stays(page):
    open_form(page)
    part(page, "到手与费用")
    for number in (1, 2, 3):
        page.locator(f"input[name=fees-{number}-name]").fill(f"费用{number}")
        page.locator(f"input[name=fees-{number}-sum]").fill(str(number))
    page.get_by_role("button", name="再加几行").click()
    page.locator("input[name=fees-5-name]").wait_for()
    assert page.locator("input[name=fees-3-name]").input_value() == "费用3"


def test_the_enter_key_saves_and_does_not_only_calculate(page):
    open_form(page)
    page.get_by_label("借款金额").press("Enter")
    assert is_saved(page) == "老王"


def test_the_plan_is_shown_and_a_copied_one_saved_in_every_way_of_reading(any_page):
    page = any_page
    open_form(page)
    type_terms(page)
    page.get_by_role("button", name="算一下").click()
    page.locator("#preview", has_text="¥916.80 × 12").wait_for()
    page.get_by_label("期数（月）").fill("")
    page.get_by_label("利率（%）").fill("")
    part(page, "抄录的还款计划")
    page.locator("textarea[name=plan]").fill(PLAN)
    page.locator("main").get_by_role("button", name="保存").click()
    is_saved(page)
    assert page.locator("table.compact tbody tr").count() == 2


def test_what_would_end_the_loan_is_told_for_a_day_in_every_way_of_reading(any_page):
    page = any_page
    open_form(page)
    type_terms(page)
    page.locator("main").get_by_role("button", name="保存").click()
    is_saved(page)
    page.locator("input[name=on]").fill("2024-02-05")
    page.get_by_role("button", name="计算").click()
    page.locator(".payoff-answer", has_text="2024年2月5日还清，约需 ¥10,150.00").wait_for()
