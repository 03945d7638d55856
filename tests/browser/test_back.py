"""Going back to a check: what was pasted and answered is there again, though no page is kept in the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in

OFFER = "【安逸花】您的额度已提升至48000元，立即打开APP领取。"


@pytest.mark.parametrize("button", ["查一下", "刚收到的，现在查"])
def test_a_check_that_was_left_by_a_link_is_there_again(open_page, owner, live_server, button):
    page = sign_in(open_page(PHONE), owner, live_server.url)
    page.goto("/check/")
    page.locator("textarea[name=paste]").fill(OFFER)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("article.verdict")).to_have_count(1)
    page.get_by_role("link", name="借款").first.click()
    page.wait_for_url("**/loans/")
    page.go_back()
    expect(page.locator("article.verdict")).to_contain_text(OFFER)
    assert page.locator("textarea[name=paste]").input_value() == OFFER


def test_a_new_check_starts_empty(open_page, owner, live_server):
    page = sign_in(open_page(PHONE), owner, live_server.url)
    page.goto("/check/")
    page.locator("textarea[name=paste]").fill(OFFER)
    page.get_by_role("button", name="查一下", exact=True).click()
    expect(page.locator("article.verdict")).to_have_count(1)
    page.goto("/check/")
    assert page.locator("textarea[name=paste]").input_value() == ""
