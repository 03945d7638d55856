"""Search over many messages beside a plain look at all of them: nothing may be missed, and it has to be far quicker.

The plain look is the database's own ``LIKE`` at each of them; what there is to find says Python, text by text.
``JIEQING_BENCH_MESSAGES`` sets how many messages there are.
"""

import os
from random import Random
from time import process_time

import pytest
from django.db import connection
from django.db.models import Q

from debts.actions.rows import insert_rows, newest_pks
from debts.finding import find_numbers
from debts.models import Message, User
from debts.models.message_index import index_texts
from debts.reconciler.searching import fold, words_in
from tests.benchmarks.inboxes import ordinary
from tests.web.ledgers import NOW

COUNT = int(os.environ.get("JIEQING_BENCH_MESSAGES", "100000"))
PAGE = 31
EACH = 40
COLUMNS = ("ref", "recorded_at", "channel", "recipient", "sender", "text", "received_at", "fingerprint")
CHUNK = 1000


@pytest.fixture
def texts(figure, db):
    """Keep the messages of an ordinary inbox and index them; answers with their folded texts by row number."""
    owner = User.objects.create_user("hanliqun")
    spent, kept, chunk = 0.0, {}, []
    for number, one in enumerate(ordinary(COUNT), 1):
        chunk.append(one)
        if number % CHUNK == 0:
            spent += keep(owner, chunk, kept)
            chunk = []
    figure("index over messages", COUNT / spent, "messages/s")
    figure("index over messages, its size", size(), "bytes each")
    return kept


def keep(owner, chunk, kept):
    start = len(kept)
    rows = [
        (
            f"m{start + at}",
            NOW,
            "sms",
            "self",
            one.sender,
            one.text,
            one.received_at,
            f"{start + at:064}",
            owner.pk,
            0,
            "",
        )
        for at, one in enumerate(chunk)
    ]
    insert_rows(Message, (*COLUMNS, "owner", "copy", "words"), rows)
    numbered = list(zip(newest_pks(Message, owner, len(rows)), chunk, strict=True))
    kept.update((pk, fold(f"{one.text}\n{one.sender}")) for pk, one in numbered)
    begin = process_time()
    index_texts([(pk, one.text, one.sender) for pk, one in numbered])
    return process_time() - begin


def size():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sum(length(block)) FROM debts_messageindex_data")
        else:
            cursor.execute("SELECT pg_total_relation_size('debts_messageindex')")
        return cursor.fetchone()[0] / COUNT


def words_of(texts, length):
    """Pieces of messages taken at random, without blanks."""
    chance, pool = Random(length), [text for text in texts.values() if len(text) > length]  # noqa: S311
    found = set()
    while len(found) < EACH:
        text = chance.choice(pool)
        start = chance.randrange(len(text) - length)
        if len(words_in(text[start : start + length])) == 1 and " " not in text[start : start + length]:
            found.add(text[start : start + length])
    return sorted(found)


def p95(look, words):
    times = []
    for word in words:
        best = float("inf")
        for _ in range(3):
            begin = process_time()
            look(word)
            best = min(best, process_time() - begin)
        times.append(best)
    return sorted(times)[int(len(times) * 0.95)]


def test_nothing_is_missed_and_the_page_comes_soon(figure, texts):
    owner, rows = User.objects.get(), Message.objects.filter(removed_at=None)
    look = Message.objects.of(owner).order_by().values_list("pk")

    def plain(word):
        list(look.filter(Q(text__icontains=word) | Q(sender__icontains=word)))

    def by_index(word):
        find_numbers(owner, rows, words_in(word), PAGE)

    for length in (1, 2, 3, 6):
        words = words_of(texts, length)
        found = [set(find_numbers(owner, rows, (word,), COUNT)) for word in words]
        there = [{pk for pk, text in texts.items() if word in text} for word in words]
        recall = sum(map(len, (a & b for a, b in zip(found, there, strict=True)))) / sum(map(len, there))
        scan, soon = p95(plain, words), p95(by_index, words)
        figure(f"search for {length} characters, recall", recall * 100, "%", "100")
        figure(f"search for {length} characters, p95", soon * 1000, "ms", f"scan {scan * 1000:.1f} ms")
        figure(f"search for {length} characters, p95 against a scan", soon / scan, "times", "at most 0.2")
        assert found == there
