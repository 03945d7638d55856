"""No text, however ill-meant, keeps a regular expression busy: each takes time in proportion to the text's length."""

import re
from functools import cache

import pytest

from tests.security.patterns import OurPattern, growth, our_patterns

LENGTH = 4_000
NOT_LINEAR = 3  # times the cost, for twice the text
# Eight times the text: a cost that is linear grows eightfold and a quadratic one 64-fold. What a busy machine adds
# to either does not reach the middle, as it does between the two and four of a text twice as long.
SHORT, TIMES, CLEAR, BETWEEN = 1_000, 8, 14, 22
TRIES = 3
QUADRATIC = OurPattern(re.compile(r"\s+$"), "", ("finditer",))


@cache
def suspicious():
    """Seconds that a linear pattern takes a fraction of and a quadratic one far more than, on this machine."""
    return min(QUADRATIC.seconds(" ", LENGTH, 10) for _ in range(TRIES)) / 10


def is_linear(pattern):
    seconds, pump = pattern.worst(LENGTH)
    return seconds < suspicious() or _grows_as_the_text(pattern, pump)


def _grows_as_the_text(pattern, pump):
    """What a clear measure says, or two of at most three that agree."""
    measures = (growth(pattern, pump, SHORT, TIMES) for _ in range(3))
    if (first := next(measures)) < CLEAR:
        return True
    second = next(measures)
    return first < BETWEEN if (first < BETWEEN) == (second < BETWEEN) else next(measures) < BETWEEN


@pytest.mark.parametrize("expression", [r"\s+$", r"“[^”]*?”", r"(?:a|b|ab)*c", r"(?:<!--.*?-->|\s)*<p", r"\*{2,}\d{4}"])
def test_the_measure_knows_what_grows_faster(expression):
    assert not is_linear(OurPattern(re.compile(expression, re.DOTALL), "", ("finditer",)))


@pytest.mark.parametrize("expression", [r"(?<!\s)\s+$", r"“[^”]{0,20}”", r"\A(?>a|b)*c", r"欠款[^。]{0,16}?\d{1,9}元"])
def test_the_measure_lets_pass_what_does_not(expression):
    assert is_linear(OurPattern(re.compile(expression), "", ("finditer",)))


def test_every_pattern_of_ours_is_linear():
    patterns = our_patterns()
    assert len(patterns) > 1_500
    assert [(one.where, one.compiled.pattern) for one in patterns if not is_linear(one)] == []
