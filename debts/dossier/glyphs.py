"""Which characters can be printed so that a reader sees them, and a visible stand-in for all others.

A message of 谢谢 and a grinning face is ``{"runs": ["谢谢", {"code": "U+1F600"}]}``; a text that needs no help comes
back as it is. Nothing of a message may vanish from a document, and nothing unseen may reorder it.
"""

import re
import struct
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, TypedDict

from pylopdf_fonts_zh_cn import sans_path, serif_path


class Code(TypedDict):
    """A character shown by its number."""

    code: str


class Piece(TypedDict):
    """A few characters of a longer string that has no place of its own to break a line."""

    piece: str


class Runs(TypedDict):
    """A text cut up for printing; a line may be broken before and after each code and each piece."""

    runs: list[str | Code | Piece]


PLAIN_SPACES = frozenset(" \n\u3000")
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
# Letters and marks by category, yet drawn as nothing: combining joiner, Hangul and Khmer fillers, variation selectors.
INVISIBLE_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# A line can be broken beside ideographs and Hangul, and after spaces. Whatever else stands unbroken for longer than
# this would run out of its column: it is cut into pieces.
UNBROKEN = re.compile("[^ \n\u3000\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]{12,}")
PIECE = 8

# OpenType, "cmap": platform 3 (Windows), encoding 10 (full Unicode), subtable format 12 (segmented coverage).
_FULL_UNICODE = (3, 10)
_SEGMENTED = 12


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a font, in ascending segments: first and last character, glyph of the first."""

    firsts: Sequence[int]
    lasts: Sequence[int]
    glyphs: Sequence[int]

    def glyph(self, character: str) -> int | None:
        """The number of the glyph that draws the character, None where the font lacks it."""
        point = ord(character)
        place = bisect_right(self.firsts, point) - 1
        if place < 0 or point > self.lasts[place]:
            return None
        return self.glyphs[place] + point - self.firsts[place]


@lru_cache(maxsize=2)
def coverage(font: Path) -> Coverage:
    """Read which characters an OpenType font has; raises ValueError where it has no table for all of Unicode."""
    with font.open("rb") as file:
        table = _table(file, b"cmap")
    start = _full_unicode(table)
    if start is None:
        raise ValueError(f"{font.name} has no character map for all of Unicode")
    (count,) = struct.unpack_from(">I", table, start + 12)
    segments = struct.iter_unpack(">III", table[start + 16 : start + 16 + 12 * count])
    firsts, lasts, glyphs = zip(*segments, strict=True)
    return Coverage(array("I", firsts), array("I", lasts), array("I", glyphs))


def _table(file: BinaryIO, name: bytes) -> bytes:
    """One table of an OpenType file, empty where it is missing; the outlines, which are large, are not read."""
    _, count = struct.unpack(">4sH6x", file.read(12))
    for tag, _, offset, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
        if tag == name:
            file.seek(offset)
            return file.read(length)
    return b""


def _full_unicode(table: bytes) -> int | None:
    count = struct.unpack_from(">H", table, 2)[0] if table else 0
    for platform, encoding, start in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count]):
        (layout,) = struct.unpack_from(">H", table, start)
        if (platform, encoding) == _FULL_UNICODE and layout == _SEGMENTED:
            return int(start)
    return None


@lru_cache(maxsize=65536)
def is_visible(character: str) -> bool:
    """Whether the character prints as itself: both fonts have it, it is not invisible, and not a double.

    A double is a compatibility form that the font draws with the very glyph of the plain form (the radical ⼀ for the
    number 一): a reader could not tell them apart and programs would extract the other one.
    """
    if character in PLAIN_SPACES:
        return True
    if unicodedata.category(character) in INVISIBLE_CATEGORIES or INVISIBLE_LETTERS.match(character):
        return False
    sans = coverage(sans_path())
    glyph = sans.glyph(character)
    if glyph is None or coverage(serif_path()).glyph(character) is None:
        return False
    plain = unicodedata.normalize("NFKC", character)
    return plain == character or len(plain) > 1 or sans.glyph(plain) != glyph


def visible(text: str) -> str | Runs:
    """The text with every character that would not show as its number, and with places to break a long line."""
    text = text.replace("\r\n", "\n")
    if all(map(is_visible, set(text))) and not UNBROKEN.search(text):
        return text
    return {"runs": list(_runs(text))}


def codes_in(value: Any) -> Iterator[str]:
    """The numbers by which characters are shown anywhere in a tree of texts made visible, in their order."""
    if isinstance(value, dict) and "code" in value:
        yield value["code"]
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from codes_in(part)


def _runs(text: str) -> Iterator[str | Code | Piece]:
    for shown, group in groupby(text, is_visible):
        if shown:
            yield from _pieces("".join(group))
        else:
            yield from (Code(code=f"U+{ord(character):04X}") for character in group)


def _pieces(text: str) -> Iterator[str | Piece]:
    end = 0
    for unbroken in UNBROKEN.finditer(text):
        if unbroken.start() > end:
            yield text[end : unbroken.start()]
        end = unbroken.end()
        yield from (Piece(piece=text[at : min(at + PIECE, end)]) for at in range(unbroken.start(), end, PIECE))
    if end < len(text):
        yield text[end:]
