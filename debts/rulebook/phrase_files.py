"""The files of phrases, read into a book of them.

A phrase names shared lists of words of its context as ``@name``; ``contexts.toml`` has them.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from debts.rulebook.patterns import PhraseError, anchors_of, with_words, words_of
from debts.rulebook.phrases import Disguises, Naming, Phrase, PhraseBook

PHRASES_FOLDER = Path(__file__).parent / "data" / "phrases"


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
    listed = words_of(pattern)
    after = _words(row.get("unless_after", ()), contexts)
    return Phrase(
        id=f"{concept}.{row['id']}",
        concept=concept,
        pattern=pattern,
        yes=str(row["yes"]),
        no=str(row["no"]),
        refusal=_refusal(_words(row.get("unless_before", ()), contexts)),
        unless_after=tuple(word for word in after if not word.startswith("…")),
        unless_later=tuple(word.removeprefix("…") for word in after if word.startswith("…")),
        unless_inside=_words(row.get("unless_inside", ()), contexts),
        anchors=listed or anchors_of(pattern),
        is_listed=bool(listed),
    )


def _refusal(words: Iterable[str]) -> str:
    choices = (re.escape(word[:-1]) + r"\Z" if word.endswith("$") else re.escape(word) for word in words)
    return "|".join(choices) or r"(?!)"


def _words(names: object, contexts: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The words of a context; ``@name`` stands for a shared list of contexts.toml."""
    if not isinstance(names, list | tuple):
        raise PhraseError(f"a context must be a list, not {names!r}")
    try:
        parts = [contexts[name[1:]] if name.startswith("@") else [name] for name in map(str, names)]
    except KeyError as error:
        raise PhraseError(f"there is no context named {error}") from error
    return tuple(word.lower() for part in parts for word in part)
