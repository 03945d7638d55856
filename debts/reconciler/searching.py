"""Finding words in texts, however either of them is written: folded characters, and the pairs that an index keeps.

    "您的借款已逾期" holds 逾期, 逾 and 借款已逾; "ＡＢＣ" holds abc; "貸款" holds 贷款

Every character is folded by itself, so whatever stands in a text to the letter is found in its folded form too. The
index knows each pair of neighbouring characters: words of two are answered by it alone, one is the beginning of a pair,
and of longer words it names the texts worth looking at.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from debts.reconciler.folding import Folding, simplified
from debts.reconciler.types import Span
from debts.rulebook.templates import by_template, template_of

MOST_WORDS = 8
MOST_CHARACTERS = 100
MOST_SPANS = 50
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODE_LENGTH = 4  # 36 ** 4 is more than there are characters


class _Folding(Folding):
    """One width, small letters, simplified."""

    def fold(self, character: str) -> str:
        """What one character becomes."""
        if character.isspace():
            return " "
        plain = unicodedata.normalize("NFKC", character)
        return "".join(map(self._piece, plain))

    def _piece(self, character: str) -> str:
        if character.isspace():
            return " "
        if unicodedata.category(character) in {"Cf", "Cc"}:
            return ""
        return simplified(character) if character >= "\u2e80" else character.lower()


class _Codes(dict[str, str]):
    """A character as letters and digits of one length, which every index takes for part of a word."""

    def __missing__(self, character: str) -> str:
        left, code = ord(character), ""
        for _ in range(_CODE_LENGTH):
            left, digit = divmod(left, len(_DIGITS))
            code = _DIGITS[digit] + code
        self[character] = code
        return code


_FOLDING = _Folding()
_CODES = _Codes()
_TWO_FIGURES = {one + other: _CODES[one] + _CODES[other] for one in "0123456789" for other in "0123456789"}


@dataclass(frozen=True, slots=True)
class Pairs:
    """What an index is asked for: pairs that all have to be there, and beginnings of which each has to have a pair."""

    whole: tuple[str, ...]
    beginnings: tuple[str, ...]


def fold(text: str) -> str:
    """The text in one way of writing; blanks of any kind are spaces."""
    return text.translate(_FOLDING)


def words_in(query: str) -> tuple[str, ...]:
    """The words that are looked for, folded and each once; of an endless query only the beginning."""
    words = fold(query[:MOST_CHARACTERS]).split()
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether every one of the folded ``words`` stands in the text."""
    folded = fold(text)
    return all(word in folded for word in words)


def pairs_of(text: str) -> set[str]:
    """What an index keeps of a text: all pairs of neighbours, and the last character before a blank or the end."""
    found: set[str] = set()
    for piece in fold(text).split():
        codes = [_CODES[character] for character in piece]
        found.update(map(add, codes, codes[1:]))
        found.add(codes[-1])
    return found


def line_of(text: str) -> str:
    """The same set apart by blanks, some perhaps twice; those without figures are found once for a template."""
    shape = _shape_of(template_of(text))
    if shape is None:
        return " ".join(pairs_of(text))
    figures = [_TWO_FIGURES[text[at : at + 2]] for at in shape.two]
    figures += [_CODES[text[at]] + code for at, code in shape.before]
    figures += [code + _CODES[text[at]] for code, at in shape.after]
    return " ".join((shape.line, *figures))


class _Shape(NamedTuple):
    """The pairs of the texts of a template: ``line`` has those without figures.

    The others are two figures from a place on, a figure with the code of what follows it, and the code of what stands
    before a figure with its place.
    """

    line: str
    two: tuple[int, ...]
    before: tuple[tuple[int, str], ...]
    after: tuple[tuple[str, int], ...]


@by_template
def _shape_of(template: str) -> _Shape | None:
    """The shape of a template; None where folding moves its characters."""
    signs = [_FOLDING[ord(sign)] for sign in template]
    if any(len(sign) != 1 for sign in signs):
        return None
    codes = ["" if sign == " " else _CODES[sign] for sign in (*signs, " ")]
    figures = [sign == "0" for sign in (*template, " ")]
    pairs = [at for at in range(len(signs)) if codes[at]]
    return _Shape(
        " ".join({codes[at] + codes[at + 1] for at in pairs if not (figures[at] or figures[at + 1])}),
        tuple(at for at in pairs if figures[at] and figures[at + 1]),
        tuple((at, codes[at + 1]) for at in pairs if figures[at] and not figures[at + 1]),
        tuple((codes[at], at + 1) for at in pairs if figures[at + 1] and not figures[at]),
    )


def pairs_for(words: Sequence[str]) -> Pairs:
    """What to ask an index for ``words``, which are folded."""
    whole: dict[str, None] = {}
    for word in words:
        codes = [_CODES[character] for character in word]
        whole.update(dict.fromkeys(map(add, codes, codes[1:])))
    return Pairs(tuple(whole), tuple(_CODES[word] for word in words if len(word) == 1))


def spans_of(text: str, words: Iterable[str]) -> list[Span]:
    """Where the folded ``words`` stand in the text as it was written; of very many places the first."""
    folded, starts = _with_places(text)
    found: list[Span] = []
    for word in words:
        places = _places(folded, word)
        found += [Span(starts[at], starts[at + len(word) - 1] + 1) for at, _ in zip(places, range(MOST_SPANS))]  # noqa: B905  the shorter one ends it
    return sorted(found, key=lambda span: (span.start, span.end))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in the text that it came from."""
    characters: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        folded = _FOLDING[ord(character)]
        characters.append(folded)
        starts += [at] * len(folded)
    return "".join(characters), starts
