"""Judging against 50 loans, beside a bare search for the same words in the same texts."""

import pytest

from debts.reconciler import judge_messages, normalise
from debts.rulebook import load_rulebook
from debts.rulebook.needles import Needles
from tests.benchmarks.inboxes import demands, ledger, ordinary, texts_of, unlike
from tests.benchmarks.timing import best_of

COUNT = 4000
BOOK = load_rulebook()
WORDS = Needles({anchor for phrase in BOOK.phrases.phrases for anchor in phrase.anchors})


def judging(messages, loans=50):
    facts = ledger(loans)
    return lambda: judge_messages(facts, messages, rulebook=BOOK)


def searching(messages):
    texts = [normalise(text).text for text in texts_of(messages)]
    return lambda: [WORDS.find(text) for text in texts]


@pytest.mark.parametrize(("name", "inbox", "budget"), [("ordinary", ordinary, 20_000), ("demands", demands, 5_000)])
def test_messages_a_second_beside_a_bare_search(figure, name, inbox, budget):
    messages = inbox(COUNT)
    judged, searched = best_of(judging(messages), searching(messages))
    figure(f"judging, {name}", COUNT / judged, "messages/s", f"at least {budget:,}")
    figure(f"judging, {name}, against a bare search", judged / searched, "times")
    assert judged / searched < 400


def test_messages_of_which_no_two_are_alike(figure):
    inboxes = iter([unlike(COUNT, seed) for seed in range(5)])

    def judge_others():
        judging(next(inboxes))()

    (judged,) = best_of(judge_others)
    figure("judging, ordinary, every template new", COUNT / judged, "messages/s")
    assert COUNT / judged > 2000


@pytest.mark.parametrize(("name", "inbox"), [("ordinary", ordinary), ("demands", demands)])
def test_the_cost_grows_with_the_messages_and_not_faster(figure, name, inbox):
    few, many = inbox(1000), inbox(COUNT)
    short, long = best_of(judging(few), judging(many))
    figure(f"judging, {name}, four times the messages", long / short, "times", "about 4")
    assert long / short < 6


@pytest.mark.parametrize(("name", "inbox"), [("ordinary", ordinary), ("demands", demands)])
def test_five_hundred_loans_cost_little_more_than_five(figure, name, inbox):
    messages = inbox(COUNT)
    few, many = best_of(judging(messages, 5), judging(messages, 500))
    figure(f"judging, {name}, 500 loans against 5", many / few, "times", "at most 1.5")
    assert many / few < 2
