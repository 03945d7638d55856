"""The phrase lists: what a text says, by concept, and the words that collectors take apart to pass filters.

A pattern is plain text with signs of its own: ``…`` up to twelve characters of the same clause, ``~`` up to
sixteen of the same sentence, ``#`` a number, ``(one|other|)`` a choice, and ``^`` the beginning of the text, a
signature there left aside, and ``$`` its end. What stands before ``»`` has to be there and is no part of what is found.
``<name>`` stands for any word of that name in words.toml.

    逾期(了|已|)#天   finds   逾期12天

Letters count in either case, and a Latin word of a pattern stands for the whole word only. Every phrase has an example
that it must find (``yes``) and one that it must not (``no``); a test runs them all.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from debts.rulebook.needles import Needles, longest

PHRASES_FOLDER = Path(__file__).parent / "data" / "phrases"

# The comma of 1,100.16 ends no clause.
# A gap that swallows a negation would turn the meaning round.
GAP = r"(?:[^,:。!?;\n未无没不勿]|(?<=\d),(?=\d)){0,12}?"
WIDE_GAP = r"[^。!?;\n]{0,16}?"
# Masked figures (逾期xx天, 欠1,***.00元) and those that a template leaves open are numbers too.
FIGURES = "\\dx*×n〇零一二两三四五六七八九十百千万俩仨"
NUMBER = rf"\s{{0,3}}[{FIGURES}][,.{FIGURES}]{{0,14}}\s{{0,3}}"
START = r"\A\s*(?:[【\[〔][^】\]〕]{0,30}[】\]〕]\s*)?"
SIGNS = {"…": GAP, "~": WIDE_GAP, "#": NUMBER, "^": START, "$": r"\s*\Z", "»": r"(?P<said>"}
WORDS = re.compile(r"<([a-z_]+)>")
TOKENS = re.compile(r"…|~|#|\^|\$|»|\([^()]*\)|[^…~#^$»()]+")

# A refusal such as 以免 or 谨防 reaches this far back, but never over the end of a clause.
CONTEXT_LENGTH = 8
# A clause takes four times as many letters as it takes Chinese characters.
LATIN_CONTEXT_LENGTH = 32
# PLEASE PAY is a word each; shorter ones such as TD or v are signs that stand inside others.
LATIN_WORD = re.compile(r"[a-z][a-z' ]+[a-z]")
CLAUSE_ENDS = re.compile(r"[。!?;:、\n]|,(?!\d)")
# 已还清 takes the debt back this far behind it.
AFTERWARDS_LENGTH = 24
# How often a text of so many characters is met, roughly: what is rare announces best.
COMMON_BY_LENGTH = (1000.0, 1.0, 0.05, 0.01, 0.005)
MOST_ANCHORS = 200
MOST_WORDS = 1000
# Nobody repeats himself more often with a purpose, and a text of a million characters must not cost a million hits.
MAX_HITS = 12


class PhraseError(ValueError):
    """A phrase file says something that cannot be used; the message names the phrase."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One wording with the concept that it stands for.

    ``refused`` finds the words (``unless_before`` of the files) that take the meaning away when they stand in the same
    clause just before it; one with ``$`` behind it must end where the phrase begins. Words of ``unless_after`` do so
    when they begin right after it, those of ``unless_later`` (with ``…`` in the files) anywhere in the rest of the
    clause, those of ``unless_inside`` between its own words. ``anchors`` are texts of which at least one stands in
    every text that it finds; where ``is_listed`` they are all that it finds.
    """

    id: str
    concept: str
    pattern: str
    yes: str
    no: str
    refused: re.Pattern[str] = field(repr=False)
    unless_after: tuple[str, ...]
    unless_later: tuple[str, ...]
    unless_inside: tuple[str, ...]
    anchors: tuple[str, ...]
    is_listed: bool
    matcher: re.Pattern[str] = field(repr=False)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the words of the phrase stand in the normalised text, whatever their context makes of them."""
        if not self.matcher.search(text):
            return []
        said = "said" if self.matcher.groupindex else 0
        return [hit.span(said) for hit in islice(self.matcher.finditer(text), MAX_HITS)]

    def is_taken_back(self, text: str, start: int, end: int) -> bool:
        """Whether the words around a place take the meaning away."""
        reach = LATIN_CONTEXT_LENGTH if text[start].isascii() else CONTEXT_LENGTH
        near = text[max(0, start - reach) : start]
        if self.refused.search(near) and self.refused.search(CLAUSE_ENDS.split(near)[-1]):
            return True
        if text.startswith(self.unless_after, end):
            return True
        if self.unless_inside and any(word in text[start:end] for word in self.unless_inside):
            return True
        if not self.unless_later:
            return False
        after = CLAUSE_ENDS.split(text[end : end + AFTERWARDS_LENGTH])[0]
        return any(word in after for word in self.unless_later)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a normalised text, with its offsets there."""

    phrase: Phrase
    start: int
    end: int


class PhraseBook:
    """All phrases, compiled once: a scan looks for the anchors in one pass and then only tries what they announce."""

    def __init__(self, phrases: Iterable[Phrase], disguises: "Disguises", naming: "Naming") -> None:
        self.phrases = tuple(phrases)
        self.disguises = disguises
        self.naming = naming
        self.concepts = frozenset(phrase.concept for phrase in self.phrases)
        by_anchor: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            for anchor in phrase.anchors:
                by_anchor.setdefault(anchor, []).append(phrase)
        self._anchors = Needles(by_anchor)
        self._listed = tuple(tuple(one for one in phrases if one.is_listed) for phrases in by_anchor.values())
        self._tried = tuple(tuple(one for one in phrases if not one.is_listed) for phrases in by_anchor.values())

    def scan(self, text: str) -> list[Found]:
        """Every phrase that the normalised text holds, in order of the text."""
        text = in_small_letters(text)
        found = [
            Found(phrase, start, end)
            for phrase, places in self._places(text).items()
            for start, end in places
            if not phrase.is_taken_back(text, start, end)
        ]
        if len(found) > 1:
            found.sort(key=_in_the_text)
        return found

    def _places(self, text: str) -> dict[Phrase, list[tuple[int, int]]]:
        places: dict[Phrase, list[tuple[int, int]]] = {}
        tried: set[Phrase] = set()
        for number, start, end in self._anchors.find(text):
            for phrase in self._listed[number]:
                places.setdefault(phrase, []).append((start, end))
            tried.update(self._tried[number])
        for phrase, hits in places.items():
            if len(hits) > 1:
                places[phrase] = list(islice(longest(hits), MAX_HITS))
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


def _in_the_text(one: Found) -> tuple[int, int, str]:
    return one.start, one.end, one.phrase.id


def with_words(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with the words of words.toml for each ``<name>``, as a choice of their own or among other choices."""
    try:
        return "".join(_with_words(piece, words) for piece in re.split(r"(\([^()]*\))", pattern))
    except KeyError as error:
        raise PhraseError(f"there are no words named {error}") from error


def _with_words(piece: str, words: Mapping[str, str]) -> str:
    shape = "{}" if piece.startswith("(") else "({})"
    return WORDS.sub(lambda hit: shape.format(words[hit[1]]), piece)


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression behind a pattern of the phrase files; it is held against small letters."""
    expression = "".join(_as_expression(token) for token in TOKENS.findall(pattern.lower()))
    return re.compile(expression + ")" * expression.count(SIGNS["»"]))


def _as_expression(token: str) -> str:
    if token.startswith("("):
        return "(?:" + "|".join(map(_as_sequence, token[1:-1].split("|"))) + ")"
    return SIGNS.get(token) or _literal(token)


def _as_sequence(choice: str) -> str:
    return "".join(SIGNS.get(token) or _literal(token) for token in re.findall(r"[…~#$]|[^…~#$]+", choice))


def _literal(token: str) -> str:
    escaped = re.escape(token)
    return rf"(?<![a-z]){escaped}(?![a-z])" if LATIN_WORD.fullmatch(token) else escaped


def anchors_of(pattern: str) -> tuple[str, ...]:
    """Texts of which one stands in everything that the pattern finds, the rarest that it offers."""
    tokens = [_choices(token) for token in TOKENS.findall(pattern.lower())]
    parts = [tuple(map(_fixed_part, choices)) for choices in tokens]
    offers = [words for start in range(len(tokens)) for words in _runs(tokens[start:])] + parts
    usable = [words for words in offers if words and all(words)]
    if not usable:
        raise PhraseError(f"pattern {pattern!r} has no fixed part")
    return min(usable, key=lambda words: sum(COMMON_BY_LENGTH[min(len(word), 4)] for word in words))


def words_of(pattern: str) -> tuple[str, ...]:
    """Every text that a pattern without gaps and Latin words stands for; none where it can't be listed."""
    tokens = [_choices(token) for token in TOKENS.findall(pattern.lower())]
    if any(LATIN_WORD.fullmatch(choice) for choices in tokens for choice in choices):
        return ()
    runs = list(_runs(tokens, most=MOST_WORDS))
    return runs[-1] if runs and len(runs) == len(tokens) and all(runs[-1]) else ()


def _choices(token: str) -> tuple[str, ...]:
    return tuple(token[1:-1].split("|")) if token.startswith("(") else (token,)


def _runs(tokens: Sequence[tuple[str, ...]], most: int = MOST_ANCHORS) -> Iterator[tuple[str, ...]]:
    """The texts that the first token stands for, then those of the first two, as long as they can be listed."""
    words: tuple[str, ...] = ("",)
    for choices in tokens:
        if len(words) * len(choices) > most or any(sign in choice for choice in choices for sign in SIGNS):
            return
        words = tuple(word + choice for word in words for choice in choices)
        yield words


def _fixed_part(choice: str) -> str:
    return max(re.split("[…~#^$»]", choice), key=len)


def load_phrases(folder: Path = PHRASES_FOLDER) -> PhraseBook:
    """Read all phrase files of the folder; raises PhraseError where one cannot be used."""
    return _load(folder)


@lru_cache(maxsize=4)
def _load(folder: Path) -> PhraseBook:
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}
    contexts = tables.pop("contexts", {})
    words = tables.pop("words", {})
    disguises = _disguises(tables.pop("disguises", {}))
    naming = _naming(tables.pop("names", {}))
    phrases = [
        _phrase(row, concept, contexts, words)
        for _, table in sorted(tables.items())
        for concept, rows in table.items()
        for row in rows
    ]
    ids = [phrase.id for phrase in phrases]
    if repeated := {name for name in ids if ids.count(name) > 1}:
        raise PhraseError(f"phrases with the same id: {sorted(repeated)}")
    return PhraseBook(phrases, disguises, naming)


def _disguises(table: Mapping[str, Any]) -> Disguises:
    look_alikes = dict(table.get("look_alikes", {}))
    for plain, signs in table.get("alphabets", ()):
        look_alikes.update(zip(signs, plain, strict=True))
    return Disguises(
        words=tuple(table.get("words", ())),
        hard=tuple(table.get("hard", ())),
        variants=table.get("variants", {}),
        sounds=table.get("sounds", {}),
        look_alikes=look_alikes,
        placeholders=tuple(table.get("placeholders", ())),
    )


def _naming(table: Mapping[str, list[str]]) -> Naming:
    return Naming(
        weak=frozenset(table.get("weak", ())),
        weak_before=tuple(table.get("weak_before", ())),
        weak_after=tuple(table.get("weak_after", ())),
        signs_at_start=frozenset(table.get("signs_at_start", ())),
        weak_after_long=tuple(table.get("weak_after_long", ())),
        surnames=frozenset(table.get("surnames", ())),
        word_surnames=frozenset(table.get("word_surnames", ())),
        not_in_names=frozenset(table.get("not_in_names", ())),
        compound_surnames=tuple(table.get("compound_surnames", ())),
        not_names=tuple(table.get("not_names", ())),
        not_before_name=tuple(table.get("not_before_name", ())),
        generic_products=tuple(table.get("generic_products", ())),
    )


def _phrase(
    row: Mapping[str, object], concept: str, contexts: Mapping[str, list[str]], words: Mapping[str, str]
) -> Phrase:
    missing = {"id", "pattern", "yes", "no"} - row.keys()
    if missing:
        raise PhraseError(f"{row.get('id', concept)}: without {sorted(missing)}")
    pattern = with_words(str(row["pattern"]), words)
    after = _words(row.get("unless_after", ()), contexts)
    return Phrase(
        id=f"{concept}.{row['id']}",
        concept=concept,
        pattern=pattern,
        yes=str(row["yes"]),
        no=str(row["no"]),
        refused=_refusals(_words(row.get("unless_before", ()), contexts)),
        unless_after=tuple(word for word in after if not word.startswith("…")),
        unless_later=tuple(word.removeprefix("…") for word in after if word.startswith("…")),
        unless_inside=_words(row.get("unless_inside", ()), contexts),
        anchors=words_of(pattern) or anchors_of(pattern),
        is_listed=bool(words_of(pattern)),
        matcher=compile_pattern(pattern),
    )


def _refusals(words: Iterable[str]) -> re.Pattern[str]:
    choices = (re.escape(word[:-1]) + r"\Z" if word.endswith("$") else re.escape(word) for word in words)
    return re.compile("|".join(choices) or r"(?!)")


def _words(names: object, contexts: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The words of a context; ``@name`` stands for a shared list of contexts.toml."""
    if not isinstance(names, list | tuple):
        raise PhraseError(f"a context must be a list, not {names!r}")
    try:
        parts = [contexts[name[1:]] if name.startswith("@") else [name] for name in map(str, names)]
    except KeyError as error:
        raise PhraseError(f"there is no context named {error}") from error
    return tuple(word.lower() for part in parts for word in part)
