"""Puts the lines of a bubble together as they were before the screen broke them.

    请于3        请于3月8日前致电400-820-1234
    月8日前致   ->
    电400-820-1234

A line that ends long before the others was ended by its writer and stays so. Nothing is put between two halves of a
sentence, but for the blank at which lines of Latin words break.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from debts.intake.screenshots.types import Line, Text

SURE = 0.8  # a character below that is marked; nearly all that are misread are
_A_ROW = 0.5  # of a line's height: parts whose middles are no further apart stand side by side
_A_BLANK = 0.55  # of a line's height between two parts of one row
_ROOM = 2.2  # of a line's height: what stays free where the next word did not fit
_LATIN_SHARE = 0.6  # of the letters: then words are broken at blanks

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHINESE = re.compile(rf"[{_HAN}]")
_LATIN = re.compile(r"[A-Za-z]")
_LINK_END = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
_WIDE = str.maketrans(",:;!?", "，：；！？")
_NARROW_MARK = re.compile(rf"(?<=[{_HAN}，。！？；：】》”）])[,;!?](?=[{_HAN}，。【《“（]|\s*$)|(?<=[{_HAN}]):(?!//)")
_SQUARE = re.compile(rf"^[\[［【「](?P<name>[^\[\]【】]{{1,20}})[\]］】」](?=.*[{_HAN}])", re.DOTALL)
_ROUND = re.compile(r"[(（](?P<inside>[^()（）]{0,40})[)）] ?")
_DAY_AND_CLOCK = re.compile(r"(\d{4}[-/.]\d{2}[-/.]\d{2})(?=\d{2}:\d{2})")


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side."""

    text: str
    scores: tuple[float, ...]
    right: int
    height: int


def join(lines: Iterable[Line], right: int) -> Text:
    """The words of lines from the top down; ``right`` is how far writing reaches in this bubble, in pixels."""
    rows = [_side_by_side(row) for row in rows_of(lines)]
    words, scores = "", list[float]()
    for number, row in enumerate(rows):
        if number:
            between = _between(rows[number - 1], row, right, is_latin=_is_latin(rows))
            words, scores = words + between, [*scores, *(1.0 for _ in between)]
        words, scores = words + row.text, [*scores, *row.scores]
    return _marked(words, scores)


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from the left, row by row from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if rows and abs(line.middle - rows[-1][0].middle) < _A_ROW * min(line.height, rows[-1][0].height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _side_by_side(parts: Sequence[Line]) -> _Row:
    text, scores = parts[0].text, parts[0].scores
    for before, part in pairwise(parts):
        has_blank = part.box[0] - before.box[2] > _A_BLANK * part.height
        text += (" " if has_blank else "") + part.text
        scores += ((1.0,) if has_blank else ()) + part.scores
    return _Row(text, scores, max(part.box[2] for part in parts), max(part.height for part in parts))


def _between(above: _Row, below: _Row, right: int, *, is_latin: bool) -> str:
    """What the screen swallowed between two rows: the end of a line, a blank, or nothing."""
    if not above.text or not below.text:
        return "\n"
    room = right - above.right
    if room > max(_ROOM * above.height, _first_word(below.text) * above.height):
        return "\n"
    if above.text[-1].isspace() or below.text[0].isspace():
        return ""
    if is_latin and not _LINK_END.search(above.text) and not above.text.endswith("-"):
        return " "
    both = _LATIN.match(above.text[-1]) and _LATIN.match(below.text[0])
    return " " if both and not _LINK_END.search(above.text) else ""


def _first_word(text: str) -> float:
    """How much room the first word needs, in heights of a line: a link or a number is not broken."""
    word = re.match(r"[!-~¥￥]*", text)
    return 0.6 * len(word[0]) if word else 0.0


def _is_latin(rows: Sequence[_Row]) -> bool:
    text = "".join(row.text for row in rows)
    latin, chinese = len(_LATIN.findall(text)), len(_CHINESE.findall(text))
    return latin > 0 and latin >= _LATIN_SHARE * (latin + chinese)


def _marked(words: str, scores: Sequence[float]) -> Text:
    """The words with Chinese signs, and the places of doubtful figures, letters and characters in them."""
    told: list[tuple[str, float]] = list(zip(words, scores, strict=True))
    for form, put in _REPAIRS:
        told = _repaired(told, form, put)
    while told and told[-1][0].isspace():
        told.pop()
    while told and told[0][0].isspace():
        told.pop(0)
    places = (place for place, (sign, score) in enumerate(told) if score < SURE and sign.isalnum())
    return Text("".join(sign for sign, _score in told), tuple(places))


def _repaired(told: Sequence[tuple[str, float]], form: re.Pattern[str], put: "_Repair") -> list[tuple[str, float]]:
    """Put other signs in the place of those found; what is put there is sure, what stays keeps its score."""
    words = "".join(sign for sign, _score in told)
    result: list[tuple[str, float]] = []
    end = 0
    for found in form.finditer(words):
        start, stop = found.span()
        result += told[end:start]
        result += _aligned(told[start:stop], put(found))
        end = stop
    return [*result, *told[end:]]


def _aligned(old: Sequence[tuple[str, float]], new: str) -> Iterator[tuple[str, float]]:
    """New signs in the place of the old ones; a sign that was there keeps its score."""
    left = list(old)
    for sign in new:
        place = next((place for place, (known, _score) in enumerate(left) if known == sign), None)
        yield (sign, 1.0) if place is None else left.pop(place)


def _round(found: re.Match[str]) -> str:
    around = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
    is_chinese = _CHINESE.search(found["inside"] + around) or "（" in found[0] or "）" in found[0]
    return f"（{found['inside']}）" if is_chinese else found[0]


_Repair = Callable[[re.Match[str]], str]
# Readers return narrow signs for wide ones, and lose the blank between a day and a clock.
_REPAIRS: tuple[tuple[re.Pattern[str], _Repair], ...] = (
    (_NARROW_MARK, lambda found: found[0].translate(_WIDE)),
    (_ROUND, _round),
    (_SQUARE, lambda found: f"【{found['name']}】"),
    (_DAY_AND_CLOCK, lambda found: found[1] + " "),
)
