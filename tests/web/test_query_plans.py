"""What is asked often is found by an index, on SQLite and on PostgreSQL: no page reads all of the messages."""

import json
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debts.models import Change, EvidenceEntry, Finding, Ground, Loan, Message, Verdict
from tests.web.ledgers import AFTER, open_loan, receive, settled_loan

LARGE = {model._meta.db_table for model in (Change, EvidenceEntry, Finding, Ground, Message, Verdict)}
# What the planner knows of a table is left there by whatever ran before: thousands of tests that came and went, and a
# look that the server took at some moment between. Until the test's own transaction ends it knows this instead.
AS_IF_LARGE = """
    WITH large AS (SELECT oid FROM pg_class WHERE relname = ANY(%s)),
         their AS (SELECT oid FROM large
                   UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM large)),
         known AS (DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM large))
    UPDATE pg_class SET reltuples = 100000, relpages = greatest(1, pg_relation_size(oid) / 8192)
    WHERE oid IN (SELECT oid FROM their)
"""


@pytest.fixture
def browser(client_of, owner, clock):
    settled_loan(owner)
    receive(owner, AFTER, "您的快递到了", received_at="2024-06-01 09:00")
    receive(owner, "请查收", received_at="2024-07-01 09:00")
    return client_of(owner)


def asked_for(work):
    """The questions that some work asks of large tables."""
    with CaptureQueriesContext(connection) as captured:
        work()
    questions = {one["sql"] for one in captured.captured_queries if one["sql"].lstrip("(").startswith("SELECT")}
    # The numbers of rows that were written a moment ago are the first ones from the end.
    questions = {sql for sql in questions if "ORDER BY 1 DESC LIMIT" not in sql}
    return sorted(sql for sql in questions if any(f'"{table}"' in sql for table in LARGE))


def scans(question):
    """The large tables that the database would read from one end to the other to answer."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {question}")
            steps = [row[3] for row in cursor.fetchall()]
            return [step for step in steps if step.startswith("SCAN ") and step.split()[1] in LARGE | aliases(question)]
        return list(without_condition(plan_of(cursor, question)))


def plan_of(cursor, question):
    """What PostgreSQL would do if the large tables were large."""
    cursor.execute(AS_IF_LARGE, [sorted(LARGE)])
    # Even so it may read a few pages whole by choice; this leaves it no choice where there is another way.
    cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    cursor.execute(f"EXPLAIN (FORMAT JSON) {question}")
    (plan,) = cursor.fetchone()
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def aliases(question):
    """Names that the question gives to large tables."""
    words = question.replace('"', "").replace("(", " ").replace(")", " ").split()
    return {after for table, after in pairwise(words) if table in LARGE}


def without_condition(node):
    if node.get("Relation Name") in LARGE and not {"Index Cond", "Recheck Cond", "TID Cond"} & node.keys():
        yield f"{node['Node Type']} {node['Relation Name']}"
    for below in node.get("Plans", []):
        yield from without_condition(below)


def sorts(question):
    """Whether rows are put in order that no index had."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {question}")
            return any("TEMP B-TREE FOR ORDER BY" in row[3] for row in cursor.fetchall())
        return '"Sort"' in json.dumps(plan_of(cursor, question))


WORK = {
    "inbox": lambda browser, _owner: browser.get(reverse("messages")),
    "inbox further on": lambda browser, _owner: browser.get(
        reverse("messages"), {"before": "2024-06-15T00:00:00+00:00~9"}
    ),
    "inbox of those in question": lambda browser, _owner: browser.get(reverse("messages"), {"group": "flagged"}),
    "inbox of one verdict": lambda browser, _owner: browser.get(reverse("messages"), {"verdict": "settled_before"}),
    "search": lambda browser, _owner: browser.get(reverse("search"), {"q": "快递"}),
    "loan": lambda browser, owner: browser.get(reverse("loan", args=[Loan.objects.get(owner=owner).pk])),
    "overview": lambda browser, _owner: browser.get(reverse("overview")),
    "loans": lambda browser, _owner: browser.get(reverse("loans")),
    "disputes": lambda browser, _owner: browser.get(reverse("disputes")),
    "log": lambda browser, _owner: browser.get(reverse("evidence")),
    "log further on": lambda browser, _owner: browser.get(reverse("evidence"), {"before": "3"}),
    "changes": lambda browser, _owner: browser.get(reverse("changes")),
    "receiving what may be kept already": lambda _browser, owner: receive(owner, AFTER, "新的消息"),
    "recording another loan": lambda _browser, owner: open_loan(owner),
    "judging what is due": lambda _browser, _owner: call_command("rejudge"),
}


@pytest.mark.parametrize("name", WORK)
def test_large_tables_are_read_by_an_index(browser, owner, name):
    questions = asked_for(lambda: WORK[name](browser, owner))
    assert questions
    assert [(found, question) for question in questions if (found := scans(question))] == []


@pytest.mark.parametrize("name", ["inbox", "inbox further on", "log", "log further on"])
def test_pages_of_a_list_come_in_the_order_of_an_index(browser, owner, name):
    questions = asked_for(lambda: WORK[name](browser, owner))
    lists = [question for question in questions if "ORDER BY" in question and "LIMIT" in question]
    assert lists
    assert [question for question in lists if sorts(question)] == []
