"""An answer taken apart, as it is read: it fits the screen, and words and lines lead to each other."""

import pytest
from django.urls import reverse

from tests.web.ledgers import AFTER, introduce, receive, settled_loan


@pytest.fixture
def page(any_page, live_server, client_of, owner):
    introduce(owner)
    settled_loan(owner)
    (row,) = receive(owner, AFTER)
    session = client_of(owner).cookies["sessionid"].value
    any_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    any_page.goto(reverse("message_why", args=[row.pk]))
    return any_page


def target(page):
    return page.evaluate("document.querySelector(':target').innerText")


def test_a_marked_word_leads_to_what_it_is_and_back(page):
    page.locator("mark .ref").first.click()
    assert "署名" in target(page)
    page.locator(":target .ref").click()
    assert target(page).startswith("苏宁消金")


def test_it_fits_the_screen_and_draws_its_bars(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    widths = page.eval_on_selector_all("svg.waterfall rect.part", "bars => bars.map(bar => bar.getBBox().width)")
    assert len(widths) == 2
    assert all(width > 0 for width in widths)
