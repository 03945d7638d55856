"""The phrase lists: what a text says, by concept, and the words that collectors take apart to pass filters.

A phrase is written as a pattern (see ``patterns``) and has an example that it must find (``yes``) and one that it must
not (``no``); a test runs them all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from debts.rulebook.needles import Needles, longest
from debts.rulebook.patterns import compile_pattern, compiled
from debts.rulebook.templates import FIGURE, TEMPLATES_KEPT, by_template, template_of

# A refusal such as 以免 or 谨防 reaches this far back, but never over the end of a clause.
CONTEXT_LENGTH = 8
# A clause takes four times as many letters as it takes Chinese characters.
LATIN_CONTEXT_LENGTH = 32
CLAUSE_ENDS = re.compile(r"[。!?;:、\n]|,(?!\d)")
# 已还清 takes the debt back this far behind it.
AFTERWARDS_LENGTH = 24
EVERY_FIGURE = frozenset("0123456789")
# Nobody repeats himself more often with a purpose, and a text of a million characters must not cost a million hits.
MAX_HITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One wording with the concept that it stands for.

    ``refusal`` is the expression of the words (``unless_before`` of the files) that take the meaning away when they
    stand in the same clause just before it; one with ``$`` behind it must end where the phrase begins. Words of
    ``unless_after`` do so when they begin right after it, those of ``unless_later`` (with ``…`` in the files) anywhere
    in the rest of the clause, those of ``unless_inside`` between its own words. ``anchors`` are texts of which at least
    one stands in every text that it finds; where ``is_listed`` they are all that it finds.
    """

    id: str
    concept: str
    pattern: str
    yes: str
    no: str
    refusal: str = field(repr=False)
    unless_after: tuple[str, ...]
    unless_later: tuple[str, ...]
    unless_inside: tuple[str, ...]
    anchors: tuple[str, ...]
    is_listed: bool

    @property
    def matcher(self) -> re.Pattern[str]:
        """What finds it in small letters."""
        return compile_pattern(self.pattern)

    @property
    def refused(self) -> re.Pattern[str]:
        """What finds, in the text before it, words that take its meaning away."""
        return compiled(self.refusal)

    @property
    def spells_figures(self) -> bool:
        """Whether it finds one in texts of a template and not in others: 51信用卡, 0元; ``#`` stands for any number.

        Where each of the ten figures takes the meaning away, none of them makes a difference.
        """
        after = set(self.unless_after)
        after -= EVERY_FIGURE if after >= EVERY_FIGURE else set()
        words = (self.pattern, self.refusal, *after, *self.unless_later, *self.unless_inside)
        return any(FIGURE.search(word) for word in words)

    def for_any_figures(self) -> "Phrase":
        """The phrase with every figure of its words as 0: what it finds in no template, this one finds in no text."""
        anchors = tuple(map(template_of, self.anchors))
        return replace(self, pattern=template_of(self.pattern), anchors=anchors)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the words of the phrase stand in the normalised text, whatever their context makes of them."""
        matcher = self.matcher
        if not matcher.search(text):
            return []
        said = "said" if matcher.groupindex else 0
        return [hit.span(said) for hit in islice(matcher.finditer(text), MAX_HITS)]

    def is_taken_back(self, text: str, start: int, end: int) -> bool:
        """Whether the words around a place take the meaning away."""
        reach = LATIN_CONTEXT_LENGTH if text[start].isascii() else CONTEXT_LENGTH
        near = text[max(0, start - reach) : start]
        refused = self.refused
        if refused.search(near) and refused.search(CLAUSE_ENDS.split(near)[-1]):
            return True
        if text.startswith(self.unless_after, end):
            return True
        if self.unless_inside and any(word in text[start:end] for word in self.unless_inside):
            return True
        if not self.unless_later:
            return False
        after = CLAUSE_ENDS.split(text[end : end + AFTERWARDS_LENGTH])[0]
        return any(word in after for word in self.unless_later)


class Found(NamedTuple):
    """A phrase found in a normalised text, with its offsets there."""

    phrase: Phrase
    start: int
    end: int


class PhraseBook:
    """All phrases. Most spell no figures, so that they find the same in all texts of one template."""

    def __init__(self, phrases: Iterable[Phrase], disguises: "Disguises", naming: "Naming") -> None:
        self.phrases = tuple(phrases)
        self.disguises = disguises
        self.naming = naming
        self.concepts = frozenset(phrase.concept for phrase in self.phrases)
        self.scan_template = _Search(one for one in self.phrases if not one.spells_figures).find
        of_figures = [one for one in self.phrases if one.spells_figures]
        self.scan_figures = _Search(of_figures).find
        self._few = lru_cache(maxsize=TEMPLATES_KEPT)(_Search)
        self._by_shape = {one.for_any_figures(): one for one in of_figures}
        self._shapes = _Search(self._by_shape)
        self.may_spell = by_template(self._may_spell)

    def _may_spell(self, template: str) -> tuple[Phrase, ...]:
        """The phrases found by their figures that may stand in some texts of a template."""
        return tuple(self._by_shape[shape] for shape in self._shapes.standing(template))

    def scan_for(self, phrases: tuple[Phrase, ...], text: str) -> tuple[Found, ...]:
        """Where the normalised text holds some phrases; ``may_spell`` names all that ``scan_figures`` would find."""
        return self._few(phrases).find(text)

    def scan(self, text: str) -> list[Found]:
        """Every phrase that the normalised text holds, in order of the text."""
        return in_order((*self.scan_template(template_of(text)), *self.scan_figures(text)))


def in_order(found: Iterable[Found]) -> list[Found]:
    """The phrases in order of the text."""
    return sorted(found, key=lambda one: (one.start, one.end, one.phrase.id))


class _Search:
    """Some phrases: it looks for their anchors in one pass and then only tries what these announce."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        by_anchor: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            for anchor in phrase.anchors:
                by_anchor.setdefault(anchor, []).append(phrase)
        self._anchors = Needles(by_anchor)
        self._listed = tuple(tuple(one for one in phrases if one.is_listed) for phrases in by_anchor.values())
        self._tried = tuple(tuple(one for one in phrases if not one.is_listed) for phrases in by_anchor.values())

    def find(self, text: str) -> tuple[Found, ...]:
        """Every phrase that the normalised text holds."""
        small = in_small_letters(text)
        hits = self._anchors.find(small)
        return tuple(self._found(small, hits)) if hits else ()

    def standing(self, text: str) -> list[Phrase]:
        """The phrases whose words stand in the text, whatever their context makes of them."""
        small = in_small_letters(text)
        return [phrase for phrase, places in self._places(small, self._anchors.find(small)).items() if places]

    def _found(self, text: str, hits: Iterable[tuple[int, int, int]]) -> Iterator[Found]:
        for phrase, places in self._places(text, hits).items():
            for start, end in places:
                if not phrase.is_taken_back(text, start, end):
                    yield Found(phrase, start, end)

    def _places(self, text: str, hits: Iterable[tuple[int, int, int]]) -> dict[Phrase, list[tuple[int, int]]]:
        places: dict[Phrase, list[tuple[int, int]]] = {}
        tried: set[Phrase] = set()
        for number, start, end in hits:
            for phrase in self._listed[number]:
                places.setdefault(phrase, []).append((start, end))
            tried.update(self._tried[number])
        for phrase, listed in places.items():
            if len(listed) > 1:
                places[phrase] = list(islice(longest(listed), MAX_HITS))
        for phrase in tried:
            places[phrase] = phrase.places(text)
        return places


@dataclass(frozen=True, slots=True)
class Disguises:
    """How words are hidden, and what a template leaves open.

    ``words`` are taken apart by signs, ``hard`` ones even by signs that end a clause; ``variants`` are spelt wrong on
    purpose, ``sounds`` give the syllables of a word that is written by its sound; ``look_alikes`` are single signs.
    """

    words: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)
    look_alikes: Mapping[str, str] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """How names of people and lenders stand in a text, and what only looks like one."""

    weak: frozenset[str] = frozenset()
    weak_before: tuple[str, ...] = ()
    weak_after: tuple[str, ...] = ()
    signs_at_start: frozenset[str] = frozenset()
    weak_after_long: tuple[str, ...] = ()
    surnames: frozenset[str] = frozenset()
    word_surnames: frozenset[str] = frozenset()
    not_in_names: frozenset[str] = frozenset()
    compound_surnames: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    not_before_name: tuple[str, ...] = ()
    generic_products: tuple[str, ...] = ()


def in_small_letters(text: str) -> str:
    """The text in small letters, each at its old place; a few scripts have letters that would become two."""
    small = text.lower()
    return small if len(small) == len(text) else text


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of the words at each place; it finds nothing where there are none."""
    tree: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        tree.setdefault(word[0], []).append(word[1:])
    branches = (re.escape(head) + _choice(tails) for head, tails in sorted(tree.items()))
    return re.compile("|".join(branches) or r"(?!)")


def _choice(tails: list[str]) -> str:
    return re.escape(tails[0]) if len(tails) == 1 else "(?:" + "|".join(map(re.escape, tails)) + ")"
