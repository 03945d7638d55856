"""Markup with something that runs gets into no page, whichever script puts it there; htmx goes on working."""

import pytest
from django.urls import reverse

from tests.browser.conftest import DESKTOP

HARMFUL = {
    "a handler": '<img src="/x" onerror="window.ran=1">',
    "a handler in a drawing": '<svg onload="window.ran=1"><path d=""></path></svg>',
    "a handler of htmx": '<p hx-on:click="window.ran=1">',
    "a script": "<script>window.ran=1</script>",
    "a script in a template": "<template><p><script>window.ran=1</script></p></template>",
    "a frame": '<iframe src="/files/1/"></iframe>',
    "a frame with a page in it": '<p><iframe srcdoc="<script>parent.ran=1</script>"></iframe></p>',
    "a link that runs": '<a href=" java&#115;cript:window.ran=1">证明</a>',
    "a button that runs": '<form><button formaction="javascript:window.ran=1">好</button></form>',
    "an object": '<object data="/files/1/"></object>',
    "another base": '<base href="https://evil.example/">',
    "a page that leads away": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
}
PUT_IN = """(markup) => {
  try { document.body.insertAdjacentHTML("beforeend", markup); return "put in"; } catch (error) { return error.name; }
}"""
SINKS = {
    "a script's address": "() => { document.createElement('script').src = '/files/1/'; }",
    "a script's text": "() => { document.createElement('script').text = '1'; }",
    "a worker": "() => new Worker('/files/1/')",
    "another rule": "() => trustedTypes.createPolicy('mine', {createHTML: (markup) => markup})",
    "the rule of ours again": "() => trustedTypes.createPolicy('looking', {createHTML: (markup) => markup})",
}


@pytest.fixture
def own_page(browser, offline, owner, client_of, live_server):
    """A signed-in page. Its console may tell of refusals, which other tests take for a fault."""
    context = browser.new_context(viewport=DESKTOP, base_url=live_server.url, service_workers="block")
    offline(context)
    session = client_of(owner).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("check"))
    yield page
    context.close()


def test_markup_that_runs_is_refused(own_page):
    found = {named: own_page.evaluate(PUT_IN, markup) for named, markup in HARMFUL.items()}
    assert found == dict.fromkeys(HARMFUL, "TypeError")
    assert own_page.evaluate("window.ran ?? null") is None


def test_markup_that_does_not_is_let_in(own_page):
    assert own_page.evaluate(PUT_IN, '<p class="note">证明 <a href="/loans/">借款</a></p>') == "put in"


def test_no_script_comes_from_a_text(own_page):
    tried = "(sink) => { try { (0, sink)(); return 'ran'; } catch (error) { return error.name; } }"
    found = {named: own_page.evaluate(f"() => ({tried})({sink})") for named, sink in SINKS.items()}
    assert "ran" not in found.values(), found
