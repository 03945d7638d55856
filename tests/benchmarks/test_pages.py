"""Pages beside a bare page of Django that lists as many rows of the same table, and what a start takes.

``JIEQING_BENCH_PAGES`` sets how many messages there are.
"""

import os
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from debts.models import Message, User
from tests.benchmarks.timing import best_of

COUNT = int(os.environ.get("JIEQING_BENCH_PAGES", "10000"))
SHOWN = 30
LIST = "{% for row in rows %}<li>{{ row.received_at }} {{ row.sender }} {{ row.text }}</li>{% endfor %}"


@pytest.fixture
def browser(client, db):
    owner = User.objects.create_user("hanliqun")
    call_command("generate_demo", user="hanliqun", messages=COUNT, loans=50, seed=1)
    client.force_login(owner)
    return client


def bare(owner):
    """What a page costs that does nothing but list the newest rows."""
    rows = Message.objects.filter(owner=owner, removed_at=None).order_by("-received_at", "-pk")[:SHOWN]
    return HttpResponse(engines["django"].from_string(LIST).render({"rows": rows}, RequestFactory().get("/")))


def test_pages_beside_a_bare_one(figure, browser):
    owner = User.objects.get()
    pages = {
        "overview": lambda: browser.get(reverse("overview")),
        "inbox": lambda: browser.get(reverse("messages")),
        "search": lambda: browser.get(reverse("search"), {"q": "逾期"}),
        "evidence log": lambda: browser.get(reverse("evidence")),
    }
    assert [page().status_code for page in pages.values()] == [200] * len(pages)
    spent = dict(zip(["bare", *pages], best_of(lambda: bare(owner), *pages.values()), strict=True))
    for name, seconds in spent.items():
        budget = f"{seconds / spent['bare']:.0f} times the bare page" if name != "bare" else ""
        figure(f"page of {COUNT:,} messages: {name}", seconds * 1000, "ms of CPU", budget)
    assert spent["inbox"] / spent["bare"] < 100


def test_a_start_in_an_empty_folder_and_its_memory(figure, tmp_path):
    program = "import django; django.setup(); from debts.rulebook import load_rulebook; load_rulebook()"
    surroundings = {**os.environ, "JIEQING_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ledger.settings"}
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], env=surroundings, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figure("start: settings, models and rulebook", spent, "s of CPU")
    figure("start: memory of a process at most", after.ru_maxrss / 1024, "MB")
    assert 0 < spent < 60
