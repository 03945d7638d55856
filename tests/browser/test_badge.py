"""The number on the icon of the installed app. What the browser is asked for is put down in place of being done."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from debts.actions import receive_messages
from debts.reconciler.types import IncomingMessage
from tests.browser.conftest import PHONE
from tests.conftest import NOW
from tests.web.ledgers import write

PUT_DOWN = """
const put = (badge) => {
  localStorage.setItem("badge", badge);
  document.documentElement.dataset.badge = badge;
};
navigator.setAppBadge = async (number) => put(number);
navigator.clearAppBadge = async () => put("none");
"""
# Nothing makes a browser under test think that it shows an installed app.
INSTALLED = """
const asked = window.matchMedia.bind(window);
window.matchMedia = (query) => query === "(display-mode: standalone)" ? { matches: true } : asked(query);
"""
BADGE = "() => localStorage.getItem('badge')"


@pytest.fixture
def tab(open_page, owner, live_server, clock):
    receive_messages(write(owner), [IncomingMessage("", "【远方小贷】您已逾期，请还款2,300元。", NOW)], source="paste")
    page = open_page(PHONE)
    page.add_init_script(PUT_DOWN)
    client = Client()
    client.force_login(owner)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    return page


@pytest.fixture
def app(tab):
    tab.add_init_script(INSTALLED)
    return tab


def shown(page, badge):
    expect(page.locator("html")).to_have_attribute("data-badge", badge)


def test_the_icon_shows_how_many_messages_wait_and_no_more(app):
    app.goto(reverse("loans"))
    shown(app, "1")


def test_what_was_answered_waits_no_longer(app):
    app.goto(reverse("messages"))
    app.locator("[name=chosen]").check()
    app.get_by_role("button", name="不是我的债务").click()
    shown(app, "none")


def test_the_quick_way_out_takes_the_number_away(app):
    app.goto(reverse("overview"))
    shown(app, "1")
    app.context.route("https://www.weather.com.cn/", lambda route: route.fulfill(body="sunny"))
    with app.expect_navigation(url="https://www.weather.com.cn/"):
        app.get_by_role("link", name="离开").click()
    app.context.route("**/offline/", lambda route: route.fulfill(body="a page of ours without a script"))
    app.goto(reverse("offline"))
    assert app.evaluate(BADGE) == "none"


def test_signing_out_takes_the_number_away(app):
    app.goto(reverse("account_logout"))
    shown(app, "1")
    app.locator("main").get_by_role("button", name="退出").click()
    shown(app, "none")


def test_in_a_tab_nothing_is_asked(tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(reverse("overview"))
    tab.wait_for_load_state("networkidle")
    expect(tab.get_by_role("heading", name="总览")).to_be_visible()
    assert [url for url in asked if url.endswith(reverse("waiting"))] == []
    assert tab.evaluate(BADGE) is None
