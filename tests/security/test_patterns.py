"""No text, however ill-meant, keeps a regular expression busy: each takes time in proportion to the text's length."""

import re
from functools import cache
from statistics import median

import pytest

from tests.security.patterns import OurPattern, growth, our_patterns

LENGTH = 4_000
NOT_LINEAR = 3
TRIES = 3  # a busy machine can spoil a measure, hardly most of them
QUADRATIC = OurPattern(re.compile(r"\s+$"), "", ("finditer",))


@cache
def suspicious():
    """Seconds that a linear pattern takes a fraction of and a quadratic one more than, on this machine."""
    return min(QUADRATIC.seconds("\t", LENGTH, 10) for _ in range(TRIES)) / 4


def is_linear(pattern):
    seconds, pump = pattern.worst(LENGTH)
    return seconds < suspicious() or median(growth(pattern, pump, LENGTH) for _ in range(TRIES)) < NOT_LINEAR


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
