"""A page whose sign-in has ended: what was typed is handed back, and is sent after signing in in another tab."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in

OFFER = "【安逸花】您的额度已提升至48000元，立即打开APP领取。"
PASSWORD = "glacier-tea-orbit-92"


def test_a_paste_outlives_the_end_of_the_sign_in(open_page, owner, live_server):
    owner.set_password(PASSWORD)
    owner.save()
    page = sign_in(open_page(PHONE), owner, live_server.url)
    page.goto("/check/")
    page.locator("textarea[name=paste]").fill(OFFER)
    Session.objects.all().delete()
    page.get_by_role("button", name="查一下", exact=True).click()
    expect(page.get_by_role("heading", name="您已经退出登录，还没有保存")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="登录（新标签页）").click()
    opened.value.locator("[name=login]").fill(owner.username)
    opened.value.locator("[name=password]").fill(PASSWORD)
    opened.value.get_by_role("button", name="登录", exact=True).click()
    opened.value.wait_for_url("**/")
    page.get_by_role("button", name="再送一次").click()
    expect(page.get_by_role("heading", name="这一页打开太久，还没有保存")).to_be_visible()
    page.get_by_role("button", name="再送一次").click()
    expect(page.locator("article.verdict")).to_contain_text(OFFER)
