"""One way of writing for what is written in many: width, script, hidden characters, words taken apart.

    【微眾銀行】您的借款已 逾*期  ->  【微众银行】您的借款已逾期

The way back to the original is kept: every character of the normalised text knows where it came from.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from debts.finance.values import quickly_made
from debts.reconciler.disguises import Edit, edits, is_plain
from debts.reconciler.folding import Folding, simplified
from debts.reconciler.types import Span
from debts.rulebook.phrase_files import load_phrases
from debts.rulebook.templates import template_of

# Format characters (zero width, direction), controls, variation selectors and the keycap frame of emoji digits.
INVISIBLE_CATEGORIES = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
INVISIBLE_MARKS = frozenset("\ufe0e\ufe0f\u20e3\u034f\u115f\u1160\u3164\uffa0\u180b\u180c\u180d\u2800")
LINE_BREAKS = "\n\u0085\u2028\u2029\r"

MAX_PASSES = 8


@quickly_made
@dataclass(frozen=True, slots=True)
class NormalisedText:
    """The text to read, and for each of its characters the offset in the original; no map where nothing moved.

    ``template`` is the text without its figures (see ``rulebook.templates``), ``length`` that of the original.
    """

    text: str
    template: str
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
    folded = fold(text)
    template = template_of(folded)
    if len(folded) == len(text) and is_plain(template):
        return NormalisedText(folded, template, len(text))
    return _with_map(text)


def fold(text: str) -> str:
    """The text with each of its signs in the one way of writing it."""
    return text.translate(_folding())


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
    return NormalisedText(joined, template_of(joined), len(text), tuple(starts))


def _without_disguise(text: str) -> tuple[str, list[int]] | None:
    """The text with one layer of disguise taken off and the place that each character had; None where there is none."""
    found = edits(text)
    if not found:
        return None
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for edit in (*found, Edit(len(text), len(text), "")):
        pieces += (text[at : edit.start], edit.meant)
        places += (*range(at, edit.start), *_spread(edit))
        at = edit.end
    return "".join(pieces), places


def _spread(edit: Edit) -> list[int]:
    """Where the characters of what is meant stand in what is written: the first at its start, the last at its end."""
    last = max(1, len(edit.meant) - 1)
    return [edit.start + (edit.end - 1 - edit.start) * at // last for at in range(len(edit.meant))]


class _Folding(Folding):
    """What each character of a text to read becomes."""

    def __init__(self, look_alikes: Mapping[str, str]) -> None:
        super().__init__()
        self._look_alikes = look_alikes

    def get(self, code: int, default: str = "") -> str:  # type: ignore[override]
        del default
        return self[code]

    def fold(self, character: str) -> str:
        """What one character becomes."""
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
            simpler = simplified(piece)
            if simpler == piece:
                break
            piece = simpler
        return piece


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding(load_phrases().disguises.look_alikes)
