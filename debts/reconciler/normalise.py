"""One way of writing for what is written in many: width, script, hidden characters, words taken apart.

    【微眾銀行】您的借款已 逾*期  ->  【微众银行】您的借款已逾期

The way back to the original is kept: every character of the normalised text knows where it came from.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import opencc

from debts.reconciler.types import Span
from debts.rulebook.phrases import load_phrases

# Format characters (zero width, direction), controls, variation selectors and the keycap frame of emoji digits.
INVISIBLE_CATEGORIES = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
INVISIBLE_MARKS = frozenset("\ufe0e\ufe0f\u20e3\u034f\u115f\u1160\u3164\uffa0\u180b\u180c\u180d\u2800")
LINE_BREAKS = "\n\u0085\u2028\u2029\r"

CJK = "㐀-鿿豈-\ufaff𠀀-\U0003134f"
BLANK_INSIDE = re.compile(rf"(?<=[{CJK}])[ \t]{{1,4}}(?=[{CJK}])")
# Up to five signs, at most one of them a letter, between two characters: 逾*期, 还.款, 逾q期, 电-话.
SIGN_INSIDE = re.compile(rf"(?<=[{CJK}])[^{CJK}\n\d。!?;:,、【】〔〕\[\]()<>《》“”\"']{{1,5}}(?=[{CJK}])")
# One sign set again and again between single characters, as in 拍.拍.贷, hides a word that no list has.
SPELT_OUT = re.compile(rf"[{CJK}](?P<sign>[.·•*_~|/+^-])[{CJK}](?:(?P=sign)[{CJK}])+(?![{CJK}]*(?P=sign))")
MAX_LETTERS = 1
MAX_PASSES = 8


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """The text to read, and for each of its characters the offset in the original; no map where nothing moved."""

    text: str
    length: int
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> Span:
        """The stretch of the original that the normalised ``text[start:end]`` came from."""
        if self.starts is None:
            return Span(start, end)
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return Span(at, at)
        return Span(self.starts[start], self.starts[end - 1] + 1)


def normalise(text: str) -> NormalisedText:
    """Fold the text to one way of writing; doing so twice changes nothing more, and no input raises."""
    folded = text.translate(_folding())
    if len(folded) == len(text) and not _may_hide(folded):
        return NormalisedText(folded, len(text))
    return _with_map(text)


def _with_map(text: str) -> NormalisedText:
    table = _folding()
    characters: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        folded = table.get(ord(character), character)
        characters.append(folded)
        starts.extend([at] * len(folded))
    joined = "".join(characters)
    for _ in range(MAX_PASSES):
        kept = _without_disguise(joined)
        if kept is None:
            break
        joined, places = kept
        starts = [starts[place] for place in places]
    return NormalisedText(joined, len(text), tuple(starts))


def _without_disguise(text: str) -> tuple[str, list[int]] | None:
    """The text with one layer of disguise taken off and the places that stayed; None where there is none."""
    gaps = [hit.span() for hit in BLANK_INSIDE.finditer(text)]
    gaps += [hit.span() for hit in SIGN_INSIDE.finditer(text) if _hides_a_word(text, *hit.span())]
    gaps += [(at, at + 1) for hit in SPELT_OUT.finditer(text) for at in range(hit.start() + 1, hit.end(), 2)]
    respelt = _variants().sub(lambda hit: load_phrases().disguises.variants[hit[0]], text)
    if not gaps and respelt == text:
        return None
    dropped = {place for start, end in gaps for place in range(start, end)}
    places = [place for place in range(len(text)) if place not in dropped]
    return "".join(respelt[place] for place in places), places


def _hides_a_word(text: str, start: int, end: int) -> bool:
    return text[start - 1] + text[end] in _pairs() and sum(map(str.isalnum, text[start:end])) <= MAX_LETTERS


def _may_hide(text: str) -> bool:
    """A quick look whether the slow way is needed at all."""
    return bool(
        BLANK_INSIDE.search(text) or SPELT_OUT.search(text) or SIGN_INSIDE.search(text) or _variants().search(text)
    )


@lru_cache(maxsize=1)
def _pairs() -> frozenset[str]:
    """Neighbours inside the words that collectors take apart."""
    disguises = load_phrases().disguises
    words = (*disguises.words, *disguises.variants)
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))


@lru_cache(maxsize=1)
def _variants() -> re.Pattern[str]:
    variants = load_phrases().disguises.variants
    return re.compile("|".join(map(re.escape, sorted(variants, key=len, reverse=True))) or r"(?!)")


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met and remembered."""

    def __init__(self, look_alikes: Mapping[str, str]) -> None:
        super().__init__()
        self._look_alikes = look_alikes
        self._simplify = opencc.OpenCC("t2s").convert

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._fold(chr(code))
        return folded

    def get(self, code: int, default: str = "") -> str:  # type: ignore[override]
        del default
        return self[code]

    def _fold(self, character: str) -> str:
        if character in LINE_BREAKS:
            return "\n"
        if character in INVISIBLE_MARKS or (
            character != "\t" and unicodedata.category(character) in INVISIBLE_CATEGORIES
        ):
            return ""
        character = self._look_alikes.get(character, character)
        return "".join(self._piece(piece) for piece in unicodedata.normalize("NFKC", character))

    def _piece(self, piece: str) -> str:
        if piece in INVISIBLE_MARKS:
            return ""
        piece = self._look_alikes.get(piece, piece)
        if piece.isspace():
            return "\n" if piece in LINE_BREAKS else " "
        return self._settled(piece) if piece >= "\u2e80" else piece

    def _settled(self, piece: str) -> str:
        """Simplify until nothing changes, so that simplifying again is idle; a few characters need two steps."""
        for _ in range(3):
            simpler = self._simplify(piece)
            if simpler == piece:
                break
            piece = simpler
        return piece


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding(load_phrases().disguises.look_alikes)
