"""Every page of a filled ledger: what axe finds, room on a narrow screen, targets for a thumb, what moves by itself.

Each test walks through all pages and tells all that is wrong with them at once.
"""

import os

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve, reverse
from playwright.sync_api import expect

from debts.models import User
from debts.web.urls import urlpatterns
from tests.browser.conftest import DESKTOP, PHONE, sign_in
from tools.gallery import TEXTS
from tools.gallery_family import family_pages
from tools.gallery_pages import pages

# A desk of 1280 by 900 at 400 % has as much room as a very small phone.
NARROW, ZOOMED = {"width": 320, "height": 640}, {"width": 320, "height": 225}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
COLOURS = {"type": "rule", "values": [CONTRAST]}
BUT_COLOURS = {"rules": {CONTRAST: {"enabled": False}}}
# What answers with a file or with a part of a page, or only takes what is sent to it.
NO_PAGES = {
    *("check_keep", "lender_search", "aged", "call_missed", "attachment", "picture_file", "export_file"),
    *("message_decide", "message_undo", "messages_decide", "messages_undo", "message_learn", "lesson_undo"),
    *("plan_income", "import_progress", "import_twin_answer", "proposals_undo", "forwarder_live", "forwarder_pause"),
    *("dispute_loan_pdf", "dispute_loan_bundle", "dispute_lender_pdf", "dispute_lender_bundle"),
    *(
        "dispute",
        "dispute_bundle",
        "dispute_calendar",
        "dispute_items",
        "dispute_file",
        "dispute_paper",
        "dispute_reopen",
    ),
    *("evidence_verify", "evidence_compare", "evidence_head", "token_new", "token_revoke"),
    *("evidence_stamp", "evidence_mail"),
    *("settings_titles", "settings_text", "settings_reminders", "settings_calendar_new", "settings_calendar_stop"),
    *("webhook_try", "waiting"),
}
# The gallery holds no locked bill and no file beside a message.
NOT_SHOWN = {"bill_unlock", "exhibit_remove"}
LANGUAGES = {"zh": "zh-hans", "hant": "zh-hant", "en": "en"}
# Traditional Chinese is as long as simplified: here a few pages are enough. ALL_PAGES=1 visits all, in light and dark.
ALL_PAGES = bool(os.environ.get("ALL_PAGES"))
# What moves by itself is looked for on a phone in one language and on a desk in another.
OPENED = {"en": DESKTOP}
FEW = ("overview", "message_why", "loan-settled", "letter_of_dispute", "dispute_loan", "settings")
# In parts, so that what fails is named soon and several processes share the pages.
PARTS = {"zh": 3, "en": 3, "hant": 3 if ALL_PAGES else 1}
# What can be clicked, is seen, is no link inside of a sentence, and measures less than 44 px in a direction. A check
# box or radio button is as large as its label.
SMALL_TARGETS = """() => {
  const small = (box) => Math.round(box.width) < 44 || Math.round(box.height) < 44;
  const flows = (one) => getComputedStyle(one).display === "inline";
  const named = (one) => `${one.tagName.toLowerCase()}.${one.className}“${(one.innerText || one.name || "").trim()}”`;
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter((one) => one.type !== "hidden" && one.checkVisibility({visibilityProperty: true}))
    .filter((one) => !one.closest(".visually-hidden, .skip-link, .ref") && !(one.tagName === "A" && flows(one)))
    .map((one) => [one, (one.matches("[type=checkbox], [type=radio]") && one.labels[0]) || one])
    .map(([one, target]) => [one, target.getBoundingClientRect()])
    .filter(([one, box]) => box.width && small(box))
    .map(([one, box]) => `${named(one)} ${Math.round(box.width)}×${Math.round(box.height)}`);
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(-3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`).concat("scrolls sideways")"""

# What moved after it was shown, without anybody having pressed anything.
SHIFTS = """() => new Promise((done) => {
  const found = [];
  const note = (entries) => found.push(...entries.filter((one) => !one.hadRecentInput && one.value > 0.001));
  const watch = new PerformanceObserver((list) => note(list.getEntries()));
  watch.observe({type: "layout-shift", buffered: true});
  const named = ({node}) => node ? `${node.nodeName.toLowerCase()}.${node.className ?? ""}` : "?";
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
    note(watch.takeRecords());
    done(found.map((one) => `${one.value.toFixed(4)} ${one.sources.map(named).join(", ")}`));
  })));
})"""
# What sticks to the edge of the screen and takes more than a quarter of it leaves no room to read.
IN_THE_WAY = """() => [...document.querySelectorAll("body *")]
  .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position) && one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().height > innerHeight / 4)
  .map((one) => `${one.tagName.toLowerCase()}.${one.className} is in the way`)"""


@pytest.fixture
def owner(transactional_db, clock, kept_gallery):
    """Whose ledger is the gallery; the clock stands where it was filled."""
    kept_gallery.give()
    return User.objects.get(username="zhangsan")


@pytest.fixture
def addresses(owner):
    return pages(owner) | family_pages(owner)


@pytest.fixture
def signed_in(open_page, owner, live_server):
    """Open a page of a signed-in person, in a language."""

    def opened(language):
        page = with_axe(open_page(PHONE, has_touch=True))
        return sign_in(page, owner, live_server.url, django_language=LANGUAGES[language])

    return opened


def with_axe(page):
    """The page, with axe in whatever it opens: that is quicker than to bring it each time that it is asked."""
    page.add_init_script(AXE_SCRIPT)
    return page


def violations(page, **options):
    """What axe finds on a page that was opened with it, a line each; by all rules, unless ``options`` say other."""
    options = {"runOnly": RULES, "resultTypes": ["violations"], **options}
    for one in page.evaluate("async (options) => (await axe.run(options)).violations", options):
        for node in one["nodes"]:
            yield f"{one['id']}: {node['html'][:200]} {' '.join(part['message'] for part in node['any'][:1])}"


def in_light(page, **options):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # nothing is looked at while it fades in
    return violations(page, **options)


def in_dark(page, **options):
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return violations(page, **options)


def built_on_a_phone(page):
    return in_light(page, **BUT_COLOURS)


def built_on_a_desk(page):
    return in_dark(page, **BUT_COLOURS)


def shifts(page):
    expect(page.locator(".htmx-request")).to_have_count(0)
    return page.evaluate(SHIFTS)


def too_wide(page):
    page.set_viewport_size(NARROW)
    return page.evaluate(TOO_WIDE)


def zoomed(page):
    page.set_viewport_size(ZOOMED)
    return page.evaluate(TOO_WIDE) + page.evaluate(IN_THE_WAY)


def small_targets(page):
    page.set_viewport_size(PHONE)
    return page.evaluate(SMALL_TARGETS)


LOOKS = [shifts, too_wide, zoomed, small_targets]
BY_AXE = [in_light, in_dark]
# What axe looks for on every page in turn. How a page is built depends on the width and not on the language. Its
# colours, which take axe the longest, are shared by all pages (tests/web/test_contrast.py computes each pair in each
# scheme): every other page is looked at in light, and those between in dark. ALL_PAGES=1 looks for all everywhere.
AXE_OF = {
    "zh": [[in_light], [built_on_a_phone]],
    "en": [[built_on_a_desk], [in_dark]],
    "hant": [[in_light]],
}


def by_axe_of(language, number):
    turns = [BY_AXE] if ALL_PAGES else AXE_OF[language]
    return turns[number % len(turns)]


def wrong_with(page, name, by_axe=BY_AXE):
    """All that is wrong with the page that is open, a line each."""
    return [f"{name}, {look.__name__}: {what}" for look in LOOKS + by_axe for what in look(page)]


def visit(page, name, address, size=PHONE, by_axe=BY_AXE):
    page.set_viewport_size(size)
    answer = page.goto(address)
    return wrong_with(page, name, by_axe) if answer.status == 200 else [f"{name}: status {answer.status}"]


def test_no_page_is_left_out(addresses):
    shown = {resolve(address.partition("?")[0]).url_name for address in addresses.values()}
    assert {page.name for page in urlpatterns} - NO_PAGES - NOT_SHOWN - shown == set()


@pytest.mark.parametrize(("language", "part"), [(name, part) for name, many in PARTS.items() for part in range(many)])
def test_every_page_can_be_read_and_used(signed_in, addresses, language, part):
    page, size = signed_in(language), OPENED.get(language, PHONE)
    names = list(enumerate(addresses if language != "hant" or ALL_PAGES else FEW))[part :: PARTS[language]]
    visits = [(name, addresses[name], size, by_axe_of(language, number)) for number, name in names]
    found = [line for one in visits for line in visit(page, *one)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_and_refused_forms_are_as_good(signed_in, addresses, language):
    page = signed_in(language)
    page.goto(reverse("check"))
    page.locator("textarea").first.fill("\n\n".join(TEXTS))
    page.locator("main form .btn.primary").first.click()
    page.locator("article.verdict").last.wait_for()
    found = wrong_with(page, "answers")
    page.goto(reverse("loan_new"))
    page.locator("main form .btn.primary").last.click()
    page.locator("main .errors").first.wait_for()
    page.wait_for_load_state()
    found += wrong_with(page, "refused")
    page.goto("/nowhere/")
    found += wrong_with(page, "not found")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_pages_before_the_door_are_as_good(open_page, owner, settings, live_server, name):
    settings.SIGNUP_OPEN = True
    found = visit(with_axe(open_page(PHONE)), name, reverse(name))
    assert not found, "\n".join(found)
