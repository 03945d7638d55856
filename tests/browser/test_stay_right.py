"""A choice teaches with a tap and is undone with one, and what that changed is told, with scripts and without."""

from debts.models import Lender, Message
from tests.browser.conftest import sign_in
from tests.web.ledgers import receive, settled_loan

TEXT = "【小苏管家】您的借款已逾期，请还款1,234.56元。"
OTHER = "【小苏管家】您的借款已逾期多日，请立即还款。"


def test_a_choice_teaches_and_is_undone(any_page, live_server, transactional_db, owner):
    page = any_page
    settled_loan(owner)
    row, _other = receive(owner, TEXT, OTHER)
    sign_in(page, owner, live_server.url)
    decide(page, row)
    page.get_by_role("button", name="记住：“小苏管家”是苏宁消费金融有限公司的短信签名").click()
    page.get_by_text("有 1 条消息改判为“结清后催收”。").wait_for()
    page.get_by_role("link", name="看这些消息").click()
    page.get_by_text(OTHER).wait_for()
    page.goto(f"/messages/{row.pk}/lessons/")
    page.get_by_role("button", name="撤回：小苏管家").click()
    page.get_by_role("button", name="记住：“小苏管家”是苏宁消费金融有限公司的短信签名").wait_for()
    assert Lender.objects.get().signatures == ["苏宁消金"]


def decide(page, row):
    page.goto(f"/messages/{row.pk}/")
    page.get_by_label("说的是这笔借款").check()
    page.locator("select[name=loan]").select_option(index=1)
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_url("**/lessons/")


def test_a_message_loads_what_it_can_teach(page, live_server, transactional_db, owner):
    settled_loan(owner)
    (row,) = receive(owner, TEXT)
    sign_in(page, owner, live_server.url)
    decide(page, row)
    page.goto(f"/messages/{row.pk}/")
    page.get_by_role("button", name="记住：“小苏管家”是苏宁消费金融有限公司的短信签名").click()
    page.get_by_role("button", name="撤回：小苏管家").wait_for()
    assert page.url.endswith(f"/messages/{Message.objects.get().pk}/")
