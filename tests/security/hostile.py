"""Texts on which a pattern has most to do: what its repetitions repeat, and what begins it, over and over."""

import re
from collections import Counter
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
# Few enough repetitions to be a word; a repetition that may go further can be pumped.
SHORT = 8


def pumps_of(pattern: re.Pattern) -> set:
    """Short texts to be repeated: each repetition's own body, the same with what leads to it, and a whole match."""
    tree = parser.parse(
        pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    letters = _letters_of(tree)
    found = {_sample(tree, letters)}
    for before, body in _repeats(list(tree), letters):
        found |= {body, before, before + body}
    return {text for text in found if text}


def _repeats(tree, letters, before="") -> Iterator:
    for op, value in tree:
        if op in REPEATS and (value[1] == sre.MAXREPEAT or value[1] > SHORT):
            yield before, _sample(value[2], letters)
        for part in _parts(op, value):
            yield from _repeats(part, letters, before)
        before += _sample([(op, value)], letters)


def _parts(op, value) -> list:
    if op in REPEATS:
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return value[1]
    return [value] if op is sre.ATOMIC_GROUP else []


def _letters_of(tree) -> list:
    """Signs to try for a place that takes several: first those that most places of the pattern take."""
    nodes = list(_all_nodes(tree))
    named = Counter(chr(value) for op, value in nodes if op is sre.LITERAL)
    letters = dict.fromkeys([*"0 a.中,\n-¥x*：【\t", *named])
    wide = [node for node in nodes if node[0] in {sre.IN, sre.NOT_LITERAL, sre.ANY}]
    return sorted(letters, key=lambda letter: -named[letter] - sum(_takes(node, letter) for node in wide))


def _all_nodes(tree) -> Iterator:
    for op, value in tree:
        yield op, value
        parts = [value[1]] if op in {sre.ASSERT, sre.ASSERT_NOT} else _parts(op, value)
        for part in parts:
            yield from _all_nodes(part)


def _takes(node, letter) -> bool:
    op, value = node
    if op is sre.IN:
        wanted = not (value and value[0][0] is sre.NEGATE)
        return wanted == any(_takes(one, letter) for one in value if one[0] is not sre.NEGATE)
    if op is sre.CATEGORY:
        return bool(re.match(CATEGORIES[value], letter))
    if op is sre.RANGE:
        return value[0] <= ord(letter) <= value[1]
    if op is sre.ANY:
        return letter != "\n"
    return (op is sre.LITERAL) == (value == ord(letter)) if op in {sre.LITERAL, sre.NOT_LITERAL} else False


CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _sample(tree, letters) -> str:
    """A short text that the tree takes, looking around left aside."""
    return "".join(_sample_of(op, value, letters) for op, value in tree)


def _sample_of(op, value, letters) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op in {sre.IN, sre.NOT_LITERAL, sre.ANY}:
        first = chr(value[0][1]) if op is sre.IN and value[0][0] is sre.LITERAL else ""
        return next((letter for letter in letters if _takes((op, value), letter)), first)
    if op in REPEATS:
        return _sample(value[2], letters) * max(1, value[0])
    if op is sre.BRANCH:
        return max((_sample(part, letters) for part in value[1]), key=len)
    parts = _parts(op, value)
    return _sample(parts[0], letters) if parts else ""
