"""Pages of a large ledger beside those of a small one and beside a bare page of Django, and what a start takes.

``JIEQING_BENCH_PAGES`` sets how many messages the large one has; the small one has a thousand, and as many loans.
"""

import os
import subprocess
import sys
from functools import partial
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debts.models import Lender, Loan, Message, User
from tests.benchmarks.timing import best_of

COUNT = int(os.environ.get("JIEQING_BENCH_PAGES", "10000"))
SMALL, LOANS = 1_000, 50
SHOWN = 30
MOST_QUERIES = 12
LIST = "{% for row in rows %}<li>{{ row.received_at }} {{ row.sender }} {{ row.text }}</li>{% endfor %}"
START = """
import django; django.setup()
from debts.rulebook import load_rulebook; load_rulebook()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""


class Ledger:
    """A ledger of so many messages, and somebody who looks at its pages."""

    def __init__(self, name, messages):
        self.owner = User.objects.create_user(name)
        call_command("generate_demo", user=name, messages=messages, loans=LOANS, seed=1)
        self.client = Client()
        self.client.force_login(self.owner)

    def pages(self):
        loan, lender = (model.objects.filter(owner=self.owner).earliest("pk") for model in (Loan, Lender))
        message = Message.objects.filter(owner=self.owner).latest("pk")
        names = ["overview", "messages", "loans", "lenders", "disputes", "evidence", "plan", "changes"]
        return {
            **{name: reverse(name) for name in names},
            "search": f"{reverse('search')}?q=逾期",
            "message": reverse("message", args=[message.pk]),
            "loan": reverse("loan", args=[loan.pk]),
            "contacts": reverse("lender_contacts", args=[lender.pk]),
        }

    def look(self, address):
        """Open a page, which is there."""
        assert self.client.get(address).status_code == 200

    def queries(self, address):
        with CaptureQueriesContext(connection) as seen:
            self.look(address)
        return len(seen)

    def bare(self):
        """What a page costs that does nothing but list the newest rows."""
        rows = Message.objects.filter(owner=self.owner, removed_at=None).order_by("-received_at", "-pk")[:SHOWN]
        return HttpResponse(engines["django"].from_string(LIST).render({"rows": rows}, RequestFactory().get("/")))


@pytest.fixture
def ledgers(db):
    return Ledger("small", SMALL), Ledger("large", COUNT)


def test_a_large_ledger_is_as_quick_as_a_small_one(figure, ledgers):
    small, large = ledgers
    grown, asked, there = {}, {}, small.pages()
    bare = best_of(large.bare)[0]
    figure(f"a bare page of Django, {SHOWN} of {COUNT:,} rows", 1 / bare, "a second")
    for name, address in large.pages().items():
        before, after = best_of(partial(small.look, there[name]), partial(large.look, address))
        grown[name], asked[name] = after / before, large.queries(address)
        figure(f"page of {COUNT:,} messages: {name}", 1 / after, "a second", f"bare page {after / bare:.0f} times")
        figure(f"page, against {SMALL:,} messages: {name}", grown[name], "times", "at most 2")
        figure(f"page, queries: {name}", asked[name], "", f"at most {MOST_QUERIES}")
    assert {name: count for name, count in asked.items() if count > MOST_QUERIES} == {}
    assert grown["messages"] < 10


def test_a_start_in_an_empty_folder_and_its_memory(figure, tmp_path):
    surroundings = {**os.environ, "JIEQING_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ledger.settings"}
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", START], env=surroundings, check=True, capture_output=True, text=True)
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figure("start: settings, models and rulebook", spent, "s of CPU")
    # Not that of the children's usage: there the copy of this process counts that it is until it becomes the other.
    figure("start: memory of a process at most", int(done.stdout) / 1024, "MB", "a worker under 150")
    assert 0 < spent < 60
