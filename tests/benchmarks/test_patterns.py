"""Texts of 100 kB that give a regular expression, or the reader as a whole, as much to do as can be."""

import pytest

from tests.benchmarks.timing import best_of
from tests.fuzz.judging import judged
from tests.security.patterns import growth, our_patterns
from tests.security.test_patterns import LENGTH, NOT_LINEAR

PUMPS = ["0", " ", "\n", "*", "a", "a.", "，", "【", "（", "“", "x*", "1元", "逾期1天", "2025-01-01", "王先生\n"]


def test_a_text_twice_as_long_takes_each_pattern_twice_as_long(figure):
    ratios = []
    for pattern in our_patterns():
        seconds, pump = pattern.worst(LENGTH)
        if seconds > 0.002:  # what takes less is over at once for 100 kB too
            ratios.append((growth(pattern, pump, 50_000, at_most=20), pattern.compiled.pattern, pump))
    figure("patterns that were doubled to 100 kB", len(ratios), "patterns")
    figure("their cost, twice the text", max(ratios)[0], "times", "about 2")
    assert max(ratios)[0] < NOT_LINEAR, max(ratios)


@pytest.mark.parametrize("pump", PUMPS)
def test_a_text_twice_as_long_is_read_in_twice_the_time(figure, pump):
    texts = [(pump * 100_000)[:length] for length in (50_000, 100_000)]
    short, long = best_of(*(lambda text=text: judged(text, 1) for text in texts), rounds=2)
    figure(f"reading {pump!r} to 100 kB", long, "s")
    assert long / short < NOT_LINEAR
