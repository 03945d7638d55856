"""The corpus was written without sight of the phrases. Odd numbers may be tuned on, and so may the files that are used
up; the other even ones are set aside, so theirs is the figure that says how well an unseen message is understood.
``make evaluate`` prints all of it; the floors, which only ever rise, stand in ``tools.evaluate``.
"""

from functools import cache

import pytest

from tools.evaluate import CORPUS, CORPUS_FLOORS, report_corpus


@cache
def figures():
    return report_corpus(CORPUS)


@pytest.mark.parametrize("name", CORPUS_FLOORS)
def test_a_figure_of_the_corpus_stays_above_its_floor(name):
    assert figures()[name] >= CORPUS_FLOORS[name]


def test_every_half_has_hundreds_of_messages():
    assert sum(path.read_text("utf-8").count("\n") for path in CORPUS.glob("*.jsonl")) > 1000
