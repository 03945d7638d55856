"""A bill as its owner imports it: hand in, look, confirm, find the repayments at the loan, undo."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from debts.models import Loan, Repayment
from tests.intake.bills.files import alipay
from tests.web.ledgers import open_loan

NAME = "苏宁消费金融有限公司"


def line(day, amount, name=NAME, text="任性贷还款"):
    return f"{day} 09:30:00,商业服务,{name},/,{text},支出,{amount},余额宝,交易成功,{day}\t,\t,,"


BILL = alipay(
    line("2024-02-05", "1060.00"),
    line("2024-03-05", "500.00", text="订单"),
    line("2024-03-08", "15.50", "楼下面馆", text="午饭"),
)


@pytest.fixture
def page(any_page, live_server, client_of, owner):
    open_loan(owner)
    session = client_of(owner).cookies["sessionid"].value
    any_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return any_page


def hand_in(page):
    page.goto(reverse("bills"))
    bill = {"name": "支付宝账单.csv", "mimeType": "text/csv", "buffer": BILL.encode("gb18030")}
    page.locator("input[type=file]").set_input_files(bill)
    page.get_by_role("button", name="看看里面有什么").click()
    page.locator("table.bill-rows").wait_for()


def ticks(page):
    return [box.is_checked() for box in page.locator("table.bill-rows input[type=checkbox]").all()]


def test_a_bill_is_confirmed_by_keyboard_shown_at_its_loan_and_undone(page):
    hand_in(page)
    assert ticks(page) == [True, False]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("table.bill-rows input[type=checkbox]").nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="记入打勾的还款").press("Enter")
    page.get_by_text("已记入 2 笔还款。").wait_for()
    page.goto(reverse("loan", args=[Loan.objects.get().pk]))
    assert "¥1,060.00" in page.locator("section[aria-labelledby=repayments]").inner_text()
    page.goto(reverse("bills"))
    page.get_by_role("link", name="撤销").click()
    page.get_by_role("button", name="撤销导入").click()
    page.get_by_text("撤回了 2 笔还款").wait_for()
    assert not Repayment.objects.filter(removed_at=None).exists()


def test_a_row_taken_in_by_hand_stands_in_the_table_ticked(page):
    hand_in(page)
    page.get_by_text("与借款无关的 1 行").click()
    page.get_by_role("button", name="这是还款").click()
    page.locator("table.bill-rows").get_by_text("楼下面馆").wait_for()
    assert ticks(page) == [True, False, True]
    expect(page.locator("input[name=take][autofocus]")).to_be_focused()  # which a browser does once it has painted
