"""A form whose connection is lost: what was typed stays on the page, which says so, and can be sent once it is back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.test_phone import CACHED, IN_CHARGE

UNSENT, ONLINE = "没有发出去", "网络又通了"
# A connection that is dead without the phone noticing.
NOTICES_NOTHING = "Object.defineProperty(Navigator.prototype, 'onLine', {get: () => true})"


@pytest.fixture
def opened(open_page, owner, live_server):
    def opened(**options):
        page = open_page(PHONE, **options)
        return sign_in(page, owner, live_server.url)

    return opened


def save(page):
    page.locator("main form .btn.primary").last.click()


def test_a_plain_form_waits_until_the_phone_has_a_connection_again(opened):
    page = opened()
    page.goto("/lenders/new/")
    page.get_by_label("机构名称").fill("苏宁消费金融有限公司")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text(UNSENT)
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text(ONLINE)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("苏宁消费金融有限公司")


def test_a_form_that_the_worker_cannot_send_leaves_the_page_as_it_is(opened):
    page = opened(service_workers="allow")
    page.add_init_script(NOTICES_NOTHING)
    page.goto("/lenders/new/")
    page.evaluate(IN_CHARGE)
    page.get_by_label("机构名称").fill("老王")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text(UNSENT)
    assert page.get_by_label("机构名称").input_value() == "老王"
    assert all(path == "/offline/" or path.startswith("/static/") for path in page.evaluate(CACHED))
    page.context.set_offline(False)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("老王")


def test_a_message_to_check_is_not_lost_either(opened):
    page = opened()
    page.goto("/check/")
    page.locator("textarea.paste").first.fill("【远方小贷】您的借款已逾期，请还款2,300元。")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text(UNSENT)
    page.context.set_offline(False)
    save(page)
    page.locator("article.verdict").wait_for()
