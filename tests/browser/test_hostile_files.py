"""Files that mean harm, opened in a real browser in every way that a page has: nothing in them runs."""

import io

import pytest
from django.urls import reverse

from debts.actions import keep_file
from tests.browser.conftest import DESKTOP
from tests.security.hostile_files import KEPT, REFUSED
from tests.web.ledgers import write

# Every element that fetches, each put into one of our own pages, under its own content policy.
EMBED = """async (addresses) => {
  const tags = ["script", "img", "iframe", "embed", "object", "video", "link"];
  const made = addresses.flatMap((address) => tags.map((tag) => {
    const one = document.createElement(tag);
    one[{object: "data", link: "href"}[tag] || "src"] = address;
    if (tag === "link") one.rel = "stylesheet";
    return one;
  }));
  const told = made.map((one) => new Promise((done) => { one.onload = one.onerror = done; }));
  document.body.append(...made);
  await Promise.race([Promise.all(told), new Promise((done) => setTimeout(done, 1000))]);
  return window.ran || null;
}"""


@pytest.fixture
def visitor(browser, offline, live_server, owner, client_of):
    """A signed-in page that counts what a harmful file would ask for."""
    context = browser.new_context(viewport=DESKTOP, base_url=live_server.url, accept_downloads=True)
    offline(context)
    session = client_of(owner).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    context.asked = []
    context.on("request", lambda request: context.asked.append(request.url))
    yield context
    context.close()


@pytest.fixture
def addresses(owner):
    files = REFUSED | KEPT
    kept = {named: keep_file(write(owner), io.BytesIO(data), name) for named, (name, data) in files.items()}
    return {named: reverse("attachment", args=[file.pk]) for named, file in kept.items()}


def has_run(context):
    return [url for url in context.asked if url.endswith("/ran")]


def test_opening_one_is_a_download_and_nothing_else(visitor, addresses):
    page = visitor.new_page()
    page.goto("/accounts/login/")
    for address in addresses.values():
        with page.expect_download() as told:
            page.evaluate("address => location.assign(address)", address)
        told.value.cancel()
    assert page.evaluate("window.ran || null") is None
    assert not has_run(visitor)


def test_none_runs_inside_of_a_page_of_ours(visitor, addresses):
    page = visitor.new_page()
    visitor.route("**/help/", without_trusted_types)  # which would not even let the address of a script be set
    page.goto("/help/")
    assert page.evaluate(EMBED, list(addresses.values())) is None
    assert not has_run(visitor)


def without_trusted_types(route):
    told = route.fetch()
    policy, _, _ = told.headers["content-security-policy"].partition("require-trusted-types-for")
    route.fulfill(response=told, headers={**told.headers, "content-security-policy": policy})


def as_a_page(route):
    """The answer as if a proxy had lost all but one of our headers, and had called the file a page."""
    told = route.fetch()
    policy = told.headers["content-security-policy"]
    route.fulfill(response=told, headers={"content-type": "text/html", "content-security-policy": policy})


def test_the_content_policy_alone_would_hold_them(visitor, addresses):
    page = visitor.new_page()
    visitor.route("**/files/*/", as_a_page)
    for named in ("a page", "a drawing with scripts", "a picture with a page behind it", "a page after many words"):
        page.goto(addresses[named])
        assert page.evaluate("window.ran || null") is None, named
    assert not has_run(visitor)


def test_the_measure_sees_what_runs(visitor, addresses):
    page = visitor.new_page()
    visitor.route(
        "**/files/*/", lambda route: route.fulfill(response=route.fetch(), headers={"content-type": "text/html"})
    )
    page.goto(addresses["a page"])
    page.wait_for_function("window.ran")
    assert has_run(visitor)
