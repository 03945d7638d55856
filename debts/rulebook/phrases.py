"""The phrase lists: what a text says, by concept, and the words that collectors take apart to pass filters.

A pattern is plain text with signs of its own: ``…`` up to twelve characters of the same clause, ``~`` up to
sixteen of the same sentence, ``#`` a number, ``(one|other|)`` a choice, and ``^`` the beginning of the text, a
signature there left aside, and ``$`` its end. ``<name>`` stands for any word of that name in words.toml.

    逾期(了|已|)#天   finds   逾期12天

Letters count in either case, and a Latin word of a pattern stands for the whole word only. Every phrase has an example
that it must find (``yes``) and one that it must not (``no``); a test runs them all.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

PHRASES_FOLDER = Path(__file__).parent / "data" / "phrases"

# The comma of 1,100.16 ends no clause.
# A gap that swallows a negation would turn the meaning round.
GAP = r"(?:[^,:。!?;\n未无没不勿]|(?<=\d),(?=\d)){0,12}?"
WIDE_GAP = r"[^。!?;\n]{0,16}?"
# Masked figures (逾期xx天, 欠1,***.00元) and those that a template leaves open are numbers too.
FIGURES = "\\dx*×n〇零一二两三四五六七八九十百千万俩仨"
NUMBER = rf"\s{{0,3}}[{FIGURES}][,.{FIGURES}]{{0,14}}\s{{0,3}}"
START = r"\A\s*(?:[【\[〔][^】\]〕]{0,30}[】\]〕]\s*)?"
SIGNS = {"…": GAP, "~": WIDE_GAP, "#": NUMBER, "^": START, "$": r"\s*\Z"}
WORDS = re.compile(r"<([a-z_]+)>")
TOKENS = re.compile(r"…|~|#|\^|\$|\([^()]*\)|[^…~#^$()]+")

# A refusal such as 以免 or 谨防 reaches this far back, but never over the end of a clause.
CONTEXT_LENGTH = 8
# A clause takes four times as many letters as it takes Chinese characters.
LATIN_CONTEXT_LENGTH = 32
# PLEASE PAY is a word each; shorter ones such as TD or v are signs that stand inside others.
LATIN_WORD = re.compile(r"[a-z][a-z' ]+[a-z]")
CLAUSE_ENDS = re.compile(r"[。!?;:、\n]|,(?!\d)")
# 已还清 takes the debt back this far behind it.
AFTERWARDS_LENGTH = 24
# Nobody repeats himself more often with a purpose, and a text of a million characters must not cost a million hits.
MAX_HITS = 12


class PhraseError(ValueError):
    """A phrase file says something that cannot be used; the message names the phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording with the concept that it stands for.

    ``refused`` finds the words (``unless_before`` of the files) that take the meaning away when they stand in the same
    clause just before it; one with ``$`` behind it must end where the phrase begins. Words of ``unless_after`` do so
    when they begin right after it, those of ``unless_later`` (with ``…`` in the files) anywhere in the rest of the
    clause. ``anchors`` are texts of which at least one stands in every text that it finds.
    """

    id: str
    concept: str
    pattern: str
    yes: str
    no: str
    refused: re.Pattern[str] = field(repr=False)
    unless_after: tuple[str, ...]
    unless_later: tuple[str, ...]
    anchors: tuple[str, ...]
    matcher: re.Pattern[str] = field(repr=False)

    def finditer(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the normalised text says it, without the places where its context takes it back."""
        for hit in islice(self.matcher.finditer(text), MAX_HITS):
            if not self._is_taken_back(text, hit.start(), hit.end()):
                yield hit.start(), hit.end()

    def _is_taken_back(self, text: str, start: int, end: int) -> bool:
        reach = LATIN_CONTEXT_LENGTH if text[start].isascii() else CONTEXT_LENGTH
        near = text[max(0, start - reach) : start]
        if self.refused.search(near) and self.refused.search(CLAUSE_ENDS.split(near)[-1]):
            return True
        if text.startswith(self.unless_after, end):
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
        self._announced = {anchor: _with_prefixes(anchor, by_anchor) for anchor in by_anchor}
        self._anchors = one_of(by_anchor)

    def scan(self, text: str) -> list[Found]:
        """Every phrase that the normalised text holds, in order of the text."""
        text = in_small_letters(text)
        found = [Found(phrase, *place) for phrase in self._candidates(text) for place in phrase.finditer(text)]
        found.sort(key=lambda one: (one.start, one.end, one.phrase.id))
        return found

    def _candidates(self, text: str) -> Iterable[Phrase]:
        """The phrases one of whose anchors stands in the text; anchors may overlap, so the search steps by one."""
        seen: dict[str, None] = {}
        search, at = self._anchors.search, 0
        while hit := search(text, at):
            seen[hit[0]] = None
            at = hit.start() + 1
        return dict.fromkeys(phrase for anchor in seen for phrase in self._announced[anchor])


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


def _with_prefixes(anchor: str, by_anchor: Mapping[str, list[Phrase]]) -> tuple[Phrase, ...]:
    """The longest anchor hides the shorter ones that begin at the same place, so it announces their phrases too."""
    heads = (anchor[:length] for length in range(1, len(anchor) + 1))
    return tuple(dict.fromkeys(phrase for head in heads for phrase in by_anchor.get(head, ())))


def with_words(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with the words of words.toml for each ``<name>``, as a choice of their own or among other choices."""
    pieces = re.split(r"(\([^()]*\))", pattern)
    try:
        return "".join(_filled(piece, words) for piece in pieces)
    except KeyError as error:
        raise PhraseError(f"there are no words named {error}") from error


def _filled(piece: str, words: Mapping[str, str]) -> str:
    if piece.startswith("("):
        return WORDS.sub(lambda hit: words[hit[1]], piece)
    return WORDS.sub(lambda hit: f"({words[hit[1]]})", piece)


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression behind a pattern of the phrase files; it is held against small letters."""
    return re.compile("".join(_as_expression(token) for token in TOKENS.findall(pattern.lower())))


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
    """Texts of which one stands in everything that the pattern finds: its longest fixed part."""
    choices = [_fixed_part(token) for token in TOKENS.findall(pattern.lower())]
    usable = [choice for choice in choices if choice and all(choice)]
    if not usable:
        raise PhraseError(f"pattern {pattern!r} has no fixed part")
    return max(usable, key=lambda choice: (min(map(len, choice)), -len(choice)))


def _fixed_part(token: str) -> tuple[str, ...]:
    if token in SIGNS:
        return ()
    choices = token[1:-1].split("|") if token.startswith("(") else [token]
    return tuple(max(re.split("[…~#$]", choice), key=len) for choice in choices)


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
        anchors=anchors_of(pattern),
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
