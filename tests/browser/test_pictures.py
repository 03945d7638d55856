"""Pictures that are pasted and dropped on the page where they are read."""

import base64

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP
from tests.intake.screenshots.pictures import WORDS, drawn, saved

# As the clipboard of a desk gives it.
COPY = """async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const blob = new Blob([bytes], {type: "image/png"});
  await navigator.clipboard.write([new ClipboardItem({"image/png": blob})]);
}"""
# A picture and a text from the folder of a desk, as they fall on the form.
DROPPED = """() => {
  const things = new DataTransfer();
  things.items.add(new File(["GIF89a"], "second.gif", {type: "image/gif"}));
  things.items.add(new File(["words"], "notes.txt", {type: "text/plain"}));
  return things;
}"""
PICTURE = base64.b64encode(saved(drawn(WORDS))).decode()


@pytest.fixture
def desk(open_page, live_server, client_of, owner):
    page = open_page(DESKTOP)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    session = client_of(owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/pictures/")
    return page


def test_a_pasted_and_a_dropped_picture_are_read_together(desk):
    form = desk.locator("[data-pictures]")
    desk.evaluate(COPY, PICTURE)
    desk.keyboard.press("Control+V")
    expect(form.get_by_role("status")).to_contain_text("1")
    form.dispatch_event("drop", {"dataTransfer": desk.evaluate_handle(DROPPED)})
    expect(form.get_by_role("status")).to_contain_text("2")
    form.get_by_role("button", name="认出文字").click()
    expect(desk.locator("main .file-name")).to_have_count(2)
    expect(desk.locator("main textarea")).to_have_value(WORDS)
    expect(desk.get_by_role("alert")).to_contain_text("GIF")


def test_pasted_words_are_left_to_the_page(desk):
    desk.evaluate("navigator.clipboard.writeText('words')")
    desk.keyboard.press("Control+V")
    expect(desk.locator("[data-pictures-told]")).to_be_hidden()
