"""Pages for whoever asks for more contrast, has colours of one's own, or larger text: as good as every page.

A few pages of each sort here; ALL_PAGES=1 visits all of them.
"""

import pytest
from django.urls import reverse

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import (
    ALL_PAGES,
    COLOURS,
    IN_THE_WAY,
    SMALL_TARGETS,
    TOO_WIDE,
    addresses,
    owner,
    signed_in,
    violations,
)

__all__ = ["addresses", "owner", "signed_in"]

SEEN = (
    *("overview", "check", "message", "message_why", "messages", "loan-settled", "loan_edit", "cost-running", "plan"),
    *("lender_contacts", "bill", "dispute_sent", "dispute_answer", "settings", "search", "proposals", "style"),
)
MODES = {
    "more contrast": {"contrast": "more", "color_scheme": "light"},
    "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
}
# What is told by more than its colour is drawn: a line around it, or a thicker one.
UNTOLD = """() => [...document.querySelectorAll(".tag, .note, .btn, .tabs a, .card")]
  .filter((one) => one.checkVisibility() && !one.matches(".btn.quiet"))
  .filter((one) => parseFloat(getComputedStyle(one).borderLeftWidth) < 1)
  .map((one) => `${one.className} has no line around it`)"""
MEASURE = """() => [getComputedStyle(document.body).fontSize,
  getComputedStyle(document.querySelector(".card")).padding]"""
COLOUR = "(name) => getComputedStyle(document.documentElement).getPropertyValue(name)"


def pages_of(addresses):
    return addresses if ALL_PAGES else {name: addresses[name] for name in SEEN}


@pytest.mark.parametrize("mode", MODES)
def test_pages_can_be_read_in_other_colours(signed_in, addresses, mode):
    page = signed_in("zh")
    page.emulate_media(reduced_motion="reduce", **MODES[mode])  # nothing is looked at while it fades in
    found = []
    for name, address in pages_of(addresses).items():
        page.goto(address)
        found += [f"{name}: {line}" for line in [*violations(page, runOnly=COLOURS), *page.evaluate(UNTOLD)]]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_largest_text_has_room(signed_in, addresses, language):
    page = signed_in(language)
    page.goto(reverse("settings"))
    page.locator("[name=size][value=largest]").click()
    page.locator("html[data-text=largest]").wait_for()
    found = []
    for name, address in pages_of(addresses).items():
        page.set_viewport_size(DESKTOP)
        page.goto(address)
        lines = page.evaluate(TOO_WIDE)
        page.set_viewport_size(PHONE)
        lines += page.evaluate(TOO_WIDE) + page.evaluate(IN_THE_WAY) + page.evaluate(SMALL_TARGETS)
        found += [f"{name}: {line}" for line in lines]
    assert not found, "\n".join(found)


def test_larger_text_is_larger_and_spaces_stay(signed_in, addresses):
    page = signed_in("zh")
    page.goto(reverse("settings"))
    before = page.evaluate(MEASURE)
    page.locator("[name=size][value=largest]").click()
    page.locator("html[data-text=largest]").wait_for()
    assert before == ["16px", "16px"]
    assert page.evaluate(MEASURE) == ["22.4px", "16px"]


def test_a_style_sheet_of_ones_own_gets_its_colours(signed_in, addresses):
    page = signed_in("zh")
    page.goto(addresses["overview"])
    plain = page.evaluate(COLOUR, "--ink-2")
    page.emulate_media(contrast="more")
    assert page.evaluate(COLOUR, "--ink-2") != plain
    page.emulate_media(contrast="no-preference", forced_colors="active")
    assert page.evaluate(COLOUR, "--ink-2") == "CanvasText"
