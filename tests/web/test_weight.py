"""What a page weighs on the way to a phone, compressed as it is served: a first visit, and every later one."""

import gzip
import io
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse

from debts.actions import keep_file
from tests.conftest import NOW
from tests.web.ledgers import write
from tools.gallery import Gallery
from tools.gallery_pages import pages

pytestmark = pytest.mark.usefixtures("clock")

FIRST, LATER = 150_000, 30_000
MAIN = (
    *("overview", "check", "messages", "message", "search", "loans", "loan-settled", "loan_new", "lender_contacts"),
    *("disputes", "dispute_sent", "dispute_loan", "plan", "bill", "settings", "evidence"),
)
STATIC = re.compile(r'(?:src|href)="/static/([^"]+)"')


def squeezed(data):
    """As whitenoise keeps it: compressed where that helps."""
    return min(len(gzip.compress(data, 9)), len(data))


def page(client, address):
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    return len(answer.content), set(STATIC.findall(gzip.decompress(answer.content).decode()))


def files(names):
    found = {name: find(name) for name in names}
    assert all(found.values()), found
    return sum(squeezed(Path(path).read_bytes()) for path in found.values())


def test_pages_stay_light(browser, owner):
    Gallery(owner, NOW).fill()
    addresses = pages(owner)
    html, kept = page(browser, reverse("overview"))
    for name in ("manifest", "worker", "offline"):
        html += squeezed(browser.get(reverse(name)).content)
    weights = {"first visit": html + files(kept)}
    assert weights["first visit"] < FIRST
    for name in MAIN:
        html, linked = page(browser, addresses[name])
        weights[name] = html + files(linked - kept)
    assert {name: weight for name, weight in weights.items() if weight > LATER and name != "first visit"} == {}


def test_a_file_is_not_compressed_again(browser, owner):
    kept = keep_file(write(owner), io.BytesIO(b"%PDF-1.7" + bytes(500)), "a.pdf")
    answer = browser.get(reverse("attachment", args=[kept.pk]), headers={"Accept-Encoding": "gzip"})
    answer.close()
    assert "Content-Encoding" not in answer


def test_whoever_takes_nothing_compressed_gets_plain_pages(browser):
    answer = browser.get(reverse("overview"))
    assert "Content-Encoding" not in answer
    assert "</html>" in answer.content.decode()
