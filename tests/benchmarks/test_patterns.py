"""Texts of 100 kB that give a regular expression, or the reader as a whole, as much to do as can be."""

import pytest

from tests.benchmarks.timing import best_of
from tests.fuzz.judging import judged
from tests.security.patterns import TOO_LONG, growth, our_patterns
from tests.security.test_patterns import LENGTH, NOT_LINEAR

PUMPS = ["0", " ", "\n", "*", "a", "a.", "，", "【", "（", "“", "x*", "1元", "逾期1天", "2025-01-01", "王先生\n"]
HALF = 50_000
# What takes less for 4 kB takes a twentieth of a second for 100 kB where it is linear.
AT_ONCE = 0.002
PATIENCE = 5.0  # seconds for a pattern on 50 kB; a linear one takes a tenth of that


def test_a_text_twice_as_long_takes_each_pattern_twice_as_long(figure):
    patterns = our_patterns()
    worst = [(*one.worst(LENGTH), one) for one in patterns]
    ratios = [(_growth(one, pump), one.compiled.pattern, one.where, pump) for s, pump, one in worst if s > AT_ONCE]
    figure("patterns tried on what gives them most to do", len(patterns), "patterns")
    figure("of them doubled from 50 to 100 kB", len(ratios), "patterns")
    figure("their cost, twice the text", max(ratios)[0], "times", "about 2")
    assert not [one for one in ratios if one[0] >= NOT_LINEAR]


def _growth(pattern, pump):
    """The least of three tries, for another program may take the processor's caches in one of them."""
    tries = (growth(pattern, pump, HALF, at_most=PATIENCE) for _ in range(3))
    return next((ratio for ratio in tries if ratio < NOT_LINEAR or ratio == TOO_LONG), NOT_LINEAR)


@pytest.mark.parametrize("pump", PUMPS)
def test_a_text_twice_as_long_is_read_in_twice_the_time(figure, pump):
    texts = [(pump * 100_000)[:length] for length in (50_000, 100_000)]
    short, long = best_of(*(lambda text=text: judged(text, 1) for text in texts), rounds=2)
    figure(f"reading {pump!r} to 100 kB", long, "s")
    assert long / short < NOT_LINEAR
