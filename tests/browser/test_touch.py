"""The main question at night, by thumb: on a phone from opening the app to the answer in three taps and a paste."""

import pytest

from tests.browser.conftest import PHONE
from tests.web.ledgers import AFTER, introduce, settled_loan

MOST_TAPS = 3


@pytest.fixture
def phone(open_page, live_server, client_of, owner):
    """A phone whose owner is signed in and has a settled loan in the ledger."""
    introduce(owner)
    settled_loan(owner)
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    session = client_of(owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/")
    return page


@pytest.fixture
def tap(phone):
    """Touch the middle of what is in sight, and nothing that would have to be scrolled to; taps are counted."""
    taps = []

    def tapped(element):
        element.wait_for()
        box = element.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert 0 <= box["y"] <= box["y"] + box["height"] <= PHONE["height"]
        taps.append(element)
        phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    tapped.taps = taps
    return tapped


@pytest.mark.parametrize(
    ("copied", "ask"),
    [(AFTER, "刚收到的，现在查"), (f"2024-05-05 10:22 1069000101\n{AFTER}", "查一下")],
    ids=["words", "words-with-time"],
)
def test_from_opening_to_the_verdict_in_three_taps_and_a_paste(phone, tap, copied, ask):
    phone.evaluate("text => navigator.clipboard.writeText(text)", copied)
    tap(phone.get_by_role("navigation", name="常用页面").get_by_role("link", name="查消息"))
    tap(phone.get_by_label("把消息贴在这里"))
    phone.keyboard.press("Control+V")
    tap(phone.get_by_role("button", name=ask))
    verdict = phone.locator("article.verdict .tag").first
    verdict.wait_for()
    assert verdict.inner_text() == "结清后催收"
    assert len(tap.taps) <= MOST_TAPS
    assert 0 <= verdict.bounding_box()["y"] < PHONE["height"] / 2
