"""How words are hidden from filters, and what a template leaves open: stretches of a text with what they stand for.

您的借 款已yu期{days}天，请还*款  ->  您的借款已逾期**天，请还款
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from debts.rulebook.phrase_files import load_phrases
from debts.rulebook.phrases import in_small_letters, one_of
from debts.rulebook.templates import by_template

CJK = "㐀-鿿豈-\ufaff𠀀-\U0003134f"
# Each pattern begins with plain characters, and looks behind only after them, so that the search can skip to them.
BLANK_INSIDE = re.compile(rf"[ \t](?<=[{CJK}].)[ \t]{{0,7}}(?=[{CJK}])")
# 1 0 5 3 元: figures set apart, with a unit behind them.
FIGURES_APART = re.compile(r"\d(?<![\d.,:/-]\d)(?<![\d.,] \d)(?: [\d.]){1,11}(?= ?[元块万天期月年])")
# One sign set again and again between single characters, as in 拍.拍.贷, hides a word that no list has.
SPELT_OUT = re.compile(
    rf"[{CJK}](?P<sign>[.·•*_~|/+^-])[{CJK}](?:(?P=sign)[{CJK}\d]){{1,24}}+(?![{CJK}]{{0,12}}(?P=sign))"
)
# A sign inside the name that somebody signs with: 【招*联金融】.
IN_SIGNATURE = re.compile(rf"[.·•*_~|^](?<=[{CJK}].)(?=[{CJK}]{{1,12}}】)")
# Up to five signs, at most one of them a letter, between two characters: 逾*期, 还.款, 逾q期, 电-话.
SIGNS = rf"[^{CJK}\n\d。!?;:,、【】〔〕\[\]()<>《》“”\"']{{1,5}}"
# Signs that end a clause hide a word only where nobody would end one: 逾,期, 起、诉.
MARKS = r"[,、。;:!·'\"()\[\]<>“”《》]"
# Without one of these there is nothing to look for, which most texts are spared by.
SPLITTERS = frozenset(".·•*_~|/+^-")
MAX_LETTERS = 1
IN_WORD = re.compile(r"[a-z]")
IN_ADDRESS = re.compile(r"[a-z0-9./@:_-]")
# What stands for a thing that a template leaves open; the same sign masks figures and names.
OPEN = "**"


class Edit(NamedTuple):
    """A stretch of the text and what it stands for."""

    start: int
    end: int
    meant: str


@by_template
def is_plain(template: str) -> bool:
    """Whether the texts of a template hide nothing: no disguise hangs on which figures stand in it."""
    return not edits(template)


def edits(text: str) -> list[Edit]:
    """One layer of disguise, in order and without overlaps; empty where there is none."""
    found = sorted(_found(text), key=lambda edit: (edit.start, -edit.end))
    kept: list[Edit] = []
    for edit in found:
        if not kept or kept[-1].end <= edit.start:
            kept.append(edit)
    return kept


def _found(text: str) -> Iterator[Edit]:
    if " " in text or "\t" in text:
        yield from (Edit(*hit.span(), "") for hit in BLANK_INSIDE.finditer(text))
        yield from (Edit(*hit.span(), hit[0].replace(" ", "")) for hit in FIGURES_APART.finditer(text))
    yield from (Edit(*hit.span(1), "") for hit in _signs().finditer(text) if _hides_a_word(text, hit, _pairs()))
    yield from (Edit(*hit.span(1), "") for hit in _marks().finditer(text) if _hides_a_word(text, hit, _hard_pairs()))
    if not SPLITTERS.isdisjoint(text):
        yield from _spelt_out(text)
    yield from _misspelt(text)
    yield from (Edit(*hit.span(), OPEN) for hit in _placeholders().finditer(text))


def _spelt_out(text: str) -> Iterator[Edit]:
    yield from (Edit(at, at + 1, "") for hit in SPELT_OUT.finditer(text) for at in range(hit.start() + 1, hit.end(), 2))
    yield from (Edit(*hit.span(), "") for hit in IN_SIGNATURE.finditer(text))


def _hides_a_word(text: str, hit: re.Match[str], pairs: frozenset[str]) -> bool:
    return text[hit.start()] + text[hit.end()] in pairs and sum(map(str.isalnum, hit[1])) <= MAX_LETTERS


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    return _between(_pairs(), SIGNS)


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    return _between(_hard_pairs(), MARKS)


def _between(pairs: frozenset[str], signs: str) -> re.Pattern[str]:
    firsts, seconds = ("".join(sorted({re.escape(pair[at]) for pair in pairs})) for at in (0, 1))
    return re.compile(f"[{firsts}]({signs})(?=[{seconds}])" if pairs else r"(?!)")


@lru_cache(maxsize=1)
def _pairs() -> frozenset[str]:
    """Neighbours inside the words that collectors take apart."""
    disguises = load_phrases().disguises
    return _neighbours(*disguises.words, *disguises.hard, *disguises.variants)


@lru_cache(maxsize=1)
def _hard_pairs() -> frozenset[str]:
    return _neighbours(*load_phrases().disguises.hard)


def _neighbours(*words: str) -> frozenset[str]:
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))


def _misspelt(text: str) -> Iterator[Edit]:
    small = in_small_letters(text)
    for hit in _variants().finditer(small):
        if _is_whole(small, hit):
            yield Edit(*hit.span(), _spellings()[hit[0]])


def _is_whole(text: str, hit: re.Match[str]) -> bool:
    """Letters are no part of a longer word, and whole words in letters no part of an address either."""
    before, after = text[max(0, hit.start() - 1) : hit.start()], text[hit.end() : hit.end() + 1]
    near = IN_ADDRESS if hit[0].isascii() else IN_WORD
    return not (hit[0][0].isascii() and near.match(before)) and not (hit[0][-1].isascii() and near.match(after))


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """Each way to write a word wrong, in small letters, with the word."""
    disguises = load_phrases().disguises
    spellings = {wrong.lower(): word for wrong, word in disguises.variants.items()}
    for word, sounds in disguises.sounds.items():
        spellings.update(dict.fromkeys(_by_sound(word, sounds.split()), word))
    return spellings


def _by_sound(word: str, sounds: list[str]) -> Iterator[str]:
    """The word in letters, whole or one character of it: yuqi, yu期, 逾qi."""
    yield "".join(sounds)
    yield from (word[:at] + sound + word[at + 1 :] for at, sound in enumerate(sounds))


@lru_cache(maxsize=1)
def _variants() -> re.Pattern[str]:
    return one_of(_spellings())


@lru_cache(maxsize=1)
def _placeholders() -> re.Pattern[str]:
    return re.compile("|".join(load_phrases().disguises.placeholders) or r"(?!)")
