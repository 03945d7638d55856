"""On a phone: what the worker keeps, what it shows without a connection, what is shared, and the quick way out."""

import re
from contextlib import suppress

import pytest
from django.test import Client
from playwright.sync_api import TimeoutError as NotYet
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

CACHED = """async () => {
  await navigator.serviceWorker.ready;
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""
IN_CHARGE = """() => navigator.serviceWorker.controller
  ? true : new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
# As a phone hands over: a form that the browser itself sends.
SHARE = """({words, pictures}) => {
  const form = document.createElement("form");
  Object.assign(form, {method: "post", action: "/share/", enctype: "multipart/form-data"});
  const text = document.createElement("textarea");
  Object.assign(text, {name: "text", value: words});
  const files = document.createElement("input");
  Object.assign(files, {name: "pictures", type: "file", multiple: true});
  const chosen = new DataTransfer();
  for (const name of pictures) chosen.items.add(new File(["bytes"], name, {type: "image/png"}));
  files.files = chosen.files;
  form.append(text, files);
  document.body.append(form);
  form.submit();
}"""
NEUTRAL = re.compile(r"https://www\.weather\.com\.cn/")


@pytest.fixture
def app(open_page, owner, live_server):
    page = open_page(PHONE, service_workers="allow")
    client = Client()
    client.force_login(owner)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.goto("/")
    page.evaluate(IN_CHARGE)
    return page


def test_no_page_of_the_ledger_comes_into_a_cache(app):
    for address in ("/loans/", "/check/", "/settings/"):
        app.goto(address)
    kept = app.evaluate(CACHED)
    assert "/offline/" in kept
    assert all(path == "/offline/" or path.startswith("/static/") for path in kept)


def test_without_a_connection_a_page_says_so(app):
    app.context.set_offline(True)
    app.goto("/loans/")
    assert app.get_by_role("heading", name="现在连不上账本").is_visible()


def test_what_is_shared_stands_in_the_paste_and_not_in_the_address(app):
    app.evaluate(SHARE, {"words": "【某某】请还款", "pictures": []})
    app.wait_for_url("**/check/#shared")
    expect(app.locator("textarea.paste")).to_have_value("【某某】请还款")


def test_shared_pictures_wait_in_the_form_that_reads_them_and_in_no_cache(app):
    app.evaluate(SHARE, {"words": "", "pictures": ["a.png", "b.png"]})
    app.wait_for_url("**/pictures/#shared")
    expect(app.locator("[data-pictures-count]")).to_have_text("2")
    chosen = app.locator("input[type=file]:not([data-camera])")
    assert chosen.evaluate("(one) => [...one.files].map((file) => file.name)") == ["a.png", "b.png"]
    assert all(path == "/offline/" or path.startswith("/static/") for path in app.evaluate(CACHED))


def escape_until_left(app):
    """Twice within a moment, as often as it takes: on a busy machine the moment is over, or a key is thrown away."""
    for _ in range(10):
        app.keyboard.press("Escape")
        app.keyboard.press("Escape")
        with suppress(NotYet):
            return app.wait_for_url(NEUTRAL, timeout=3000)
    return None


@pytest.mark.parametrize("way", ["button", "keys"])
def test_the_way_out_takes_the_place_of_the_page(app, way):
    app.context.route(NEUTRAL, lambda route: route.fulfill(body="sunny"))
    before = app.evaluate("history.length")
    if way == "button":
        app.get_by_role("link", name="离开").click()
    else:
        escape_until_left(app)
    app.wait_for_url(NEUTRAL)
    assert app.evaluate("history.length") == before
