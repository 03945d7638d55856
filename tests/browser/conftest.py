"""A real Chromium for the tests of this folder; it may talk to the test server and to nobody else."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from playwright.sync_api import sync_playwright
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.browser.kept import Kept, fill_gallery
from tools.chromium import installed_chromium

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt --no-maglev --always-sparkplug",  # a page lives too short for scripts to be made the fastest
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
NOT_FOUND = "net::ERR_NAME_NOT_RESOLVED"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    """On a busy machine a browser now and then throws away a key or a tap; such a test is tried again.

    The summary counts how often that was.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))


def painted(page):
    """Wait for two frames: what is typed before a new page was drawn, a browser throws away."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def chromium_program():
    """Where the machine's Chromium is; without one the browser tests fail, for a skip would hide that nothing ran."""
    return installed_chromium() or pytest.fail(
        "No Chromium was found. Install Chromium or Google Chrome; `make test` tries to.", pytrace=False
    )


def sign_in(page, owner, url, **cookies):
    """Give the page the session of an account at the server's ``url``, and other cookies."""
    client = Client()
    client.force_login(owner)
    cookies["sessionid"] = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    return page


def kept(serve):
    """Let the browser keep styles, scripts and icons for as long as it does in the running program."""

    def served(handler, request):
        answer = serve(handler, request)
        answer["Cache-Control"] = f"max-age={WhiteNoiseMiddleware.FOREVER}, public, immutable"
        return answer

    return served


@pytest.fixture(scope="package")
def browser(django_db_setup):
    """One Chromium for all tests of this folder.

    Playwright leaves an event loop running in this thread while it lives, and Django would take every query for a
    blocking call inside of it; hence the permission, which ends with the browser. The database is made before
    that loop begins.
    """
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        patch.setattr(StaticFilesHandler, "serve", kept(StaticFilesHandler.serve))
        chromium = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS + root)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def kept_gallery(tmp_path_factory):
    """The ledger in which every page has something to show, filled once."""
    with closing(Kept(fill_gallery, tmp_path_factory.mktemp("gallery"))) as ledger:
        yield ledger


@pytest.fixture
def offline(live_server, transactional_db):
    """Watch a browsing context: whoever it asks but the test server is not found (`FLAGS`), and fails the test.

    Refusing such requests one by one would switch the browser's cache off, and each page is made of thirty files.
    """
    strangers = []

    def note(request):
        if request.failure == NOT_FOUND:
            strangers.append(request.url)

    yield lambda context: context.on("requestfailed", note)
    assert not strangers, f"the page asked other hosts: {strangers}"


@pytest.fixture
def open_page(browser, offline, live_server):
    """Open a page of a given size; errors of its scripts, and what the content policy stopped, fail the test."""
    contexts, errors = [], []

    def opened(viewport, service_workers="block", **options):
        options |= {"service_workers": service_workers}
        context = browser.new_context(viewport=viewport, base_url=live_server.url, locale="zh-CN", **options)
        contexts.append(context)
        offline(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors, errors


WAYS = {"phone": {"viewport": PHONE}, "desktop": {"viewport": DESKTOP}, "scripts-off": {"viewport": PHONE}}


@pytest.fixture
def page(open_page):
    """A page as wide as a phone."""
    return open_page(PHONE)


@pytest.fixture(params=list(WAYS))
def any_page(request, open_page):
    """A page in each of the ways in which people read: on a phone, on a desk, on a phone whose scripts are off."""
    return open_page(**WAYS[request.param], java_script_enabled=request.param != "scripts-off")
