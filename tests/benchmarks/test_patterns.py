"""Texts of 100 kB that give a regular expression, or the reader as a whole, as much to do as can be."""

import pytest

from tests.benchmarks.timing import best_of
from tests.fuzz.judging import judged
from tests.security.patterns import TOO_LONG, our_patterns
from tests.security.test_patterns import LENGTH, NOT_LINEAR

PUMPS = ["0", " ", "\n", "*", "a", "a.", "，", "【", "（", "“", "x*", "1元", "逾期1天", "2025-01-01", "王先生\n"]
HALF = 50_000
# What takes less for 50 kB takes no tenth of a second for 100 kB, even where it is quadratic.
AT_ONCE = 0.02
PATIENCE = 5.0  # seconds for a pattern on 50 kB; the slowest took half of one
MEASURABLE = 0.2  # seconds over which a clock that ticks coarsely tells the truth


def test_a_text_twice_as_long_takes_each_pattern_twice_as_long(figure):
    worst = [(one, one.worst(LENGTH)[1]) for one in our_patterns()]
    timed = [(one.seconds(pump, HALF, PATIENCE), pump, one) for one, pump in worst]
    ratios = [(_growth(one, pump, s), one.compiled.pattern, one.where) for s, pump, one in timed if s > AT_ONCE]
    figure("patterns on 50 kB of what gives them most to do", len(timed), "patterns")
    figure("the slowest of them", max(seconds for seconds, *_ in timed), "s")
    figure("those that are not over at once, doubled", len(ratios), "patterns")
    figure("their cost, twice the text", max(ratios, default=(0,))[0], "times", "about 2")
    assert not [one for one in ratios if one[0] >= NOT_LINEAR]


def _growth(pattern, pump, once):
    """The least of three tries, for another program may have the machine in one of them."""
    if once == TOO_LONG:
        return TOO_LONG
    rounds = int(MEASURABLE / once) + 1
    tries = []
    while len(tries) < 3 and min(tries, default=TOO_LONG) >= NOT_LINEAR:
        short, long = (
            sum(pattern.seconds(pump, length, 10 * PATIENCE) for _ in range(rounds)) for length in (HALF, 2 * HALF)
        )
        tries.append(long / short)
    return min(tries)


@pytest.mark.parametrize("pump", PUMPS)
def test_a_text_twice_as_long_is_read_in_twice_the_time(figure, pump):
    texts = [(pump * 100_000)[:length] for length in (50_000, 100_000)]
    short, long = best_of(*(lambda text=text: judged(text, 1) for text in texts), rounds=2)
    figure(f"reading {pump!r} to 100 kB", long, "s")
    assert long / short < NOT_LINEAR
