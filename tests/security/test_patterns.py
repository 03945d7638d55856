"""No text, however ill-meant, keeps a regular expression busy: each takes time in proportion to the text's length."""

import re

import pytest

from tests.security.patterns import OurPattern, growth, our_patterns

LENGTH = 4_000
# A linear pattern takes a fraction of this for such a text; a quadratic one several times as much.
SUSPICIOUS = 0.02
NOT_LINEAR = 3


TRIES = 4  # a busy machine can spoil a measure; what grows faster fails each of them


def is_linear(pattern, tries=TRIES):
    seconds, pump = pattern.worst(LENGTH)
    return seconds < SUSPICIOUS or any(growth(pattern, pump, LENGTH) < NOT_LINEAR for _try in range(tries))


@pytest.mark.parametrize("expression", [r"\s+$", r"“[^”]*?”", r"(?:a|b|ab)*c", r"(?:<!--.*?-->|\s)*<p", r"\*{2,}\d{4}"])
def test_the_measure_knows_what_grows_faster(expression):
    assert not is_linear(OurPattern(re.compile(expression, re.DOTALL), "", ("finditer",)), tries=1)


@pytest.mark.parametrize("expression", [r"(?<!\s)\s+$", r"“[^”]{0,20}”", r"\A(?>a|b)*c", r"欠款[^。]{0,16}?\d{1,9}元"])
def test_the_measure_lets_pass_what_does_not(expression):
    assert is_linear(OurPattern(re.compile(expression), "", ("finditer",)))


def test_every_pattern_of_ours_is_linear():
    patterns = our_patterns()
    assert len(patterns) > 1_500
    assert [(one.where, one.compiled.pattern) for one in patterns if not is_linear(one)] == []
