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


def judging_new(inbox, loans=50, rounds=5):
    """Judge another inbox at each call: one that was read before is judged from what is still in mind of it."""
    inboxes = iter([inbox(COUNT, seed) for seed in range(100, 100 + rounds)])

    def judge_another():
        judging(next(inboxes), loans)()

    return judge_another


@pytest.mark.parametrize(
    ("name", "inbox", "budget", "at_most"),
    [
        ("ordinary", ordinary, "at least 20,000", 60),
        ("demands", demands, "at least 5,000", 150),
        ("ordinary, every template new", unlike, "", 400),
    ],
)
def test_messages_a_second_beside_a_bare_search(figure, name, inbox, budget, at_most):
    judged, searched = best_of(judging_new(inbox), searching(inbox(COUNT)))
    figure(f"judging, {name}", COUNT / judged, "messages/s", budget)
    figure(f"judging, {name}, against a bare search", judged / searched, "times")
    assert judged / searched < at_most


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
