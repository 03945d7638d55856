"""The inbox worked off by its keys: nothing happens while somebody types, or once the keys are turned off."""

import pytest

from debts.models import Decision
from tests.browser.conftest import DESKTOP, painted
from tests.web.ledgers import receive

UNKNOWN = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"
OTHER = "【近处小贷】您的借款已逾期，请还款900元。"


@pytest.fixture
def inbox(open_page, live_server, client_of, owner):
    receive(owner, UNKNOWN, OTHER)
    page = open_page(DESKTOP)
    session = client_of(owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/messages/")
    ready(page)
    return page


def ready(page):
    """The script shows what only it can do."""
    page.locator("[data-pick=all]").wait_for()


def heard(page):
    """Press a key until the page has answered it: a browser throws away what is typed while a page is being drawn."""
    ready(page)
    for _ in range(50):
        page.keyboard.press("k")
        painted(page)
        if page.locator(".pickable .line:focus").count():
            return
    pytest.fail("The inbox did not listen to its keys.")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_two_messages_are_decided_about_and_undone_by_keys(inbox, owner):
    press(inbox, "j", "x", "j", "x", "n")
    inbox.get_by_text("刚才一起确认了 2 条消息").wait_for()
    assert Decision.objects.of(owner).count() == 2
    heard(inbox)
    press(inbox, "u")
    inbox.get_by_text("已撤回对 2 条消息的确认").wait_for()
    assert not Decision.objects.of(owner).exists()


def test_letters_that_are_typed_are_only_letters(inbox, owner):
    inbox.get_by_text("再筛一筛").click()
    inbox.get_by_label("原文或号码里有").click()
    press(inbox, "j", "x", "n", "u")
    assert inbox.get_by_label("原文或号码里有").input_value() == "jxnu"
    assert not inbox.locator("[name=chosen]:checked").count()


def test_keys_that_were_turned_off_stay_off(inbox):
    inbox.get_by_text("用键盘处理").click()
    inbox.get_by_label("打开这些按键").uncheck()
    inbox.reload()
    ready(inbox)
    press(inbox, "j", "x")
    assert not inbox.locator("[name=chosen]:checked").count()
