"""Names of lenders, products and assignees, found in a text as whole names: the longest one at each place.

中银消费金融 is found before 中银, and 马上还款 or 祝您平安 name nobody.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.types import NameMention
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Naming, in_small_letters, one_of

PARENTHESIS = re.compile(r"[（(].*?[)）]")
SIGNATURE_START = re.compile(r"\A\s*[【\[〔]\s*([^【】\[\]〔〕\n]{1,30}?)\s*[】\]〕]")
SIGNATURE_END = re.compile(r"[【\[〔]\s*([^【】\[\]〔〕\n]{1,30}?)\s*[】\]〕]\s*\Z")
LIMIT = 50
LONGEST_WEAK_CONTEXT = 5
SHORT_NAME = 2


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a name stands for: a row of the directory or a record of the ledger, and as what."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a normalised text, with all that it may stand for."""

    key: str
    start: int
    end: int
    in_signature: bool

    def mention(self, normalised: NormalisedText) -> NameMention:
        """The name as the message writes it, in normalised characters."""
        return NameMention(normalised.text[self.start : self.end], normalised.span(self.start, self.end))


class Lexicon:
    """All names, compiled once; ``owners`` tells whom a name stands for."""

    def __init__(self, naming: Naming, names: Iterable[tuple[str, Owner]], weak: Iterable[str] = ()) -> None:
        collected: dict[str, set[Owner]] = {}
        for name, owner in names:
            if len(key := key_of(name)) > 1:
                collected.setdefault(key, set()).add(owner)
        self.owners: Mapping[str, frozenset[Owner]] = {key: frozenset(owners) for key, owners in collected.items()}
        self._names = one_of(self.owners)
        self._weak = frozenset(key_of(name) for name in (*naming.weak, *weak))
        self._before = naming.weak_before
        self._at_start = frozenset(key_of(name) for name in naming.signs_at_start)
        self._after_long = tuple(map(str.lower, (*naming.weak_after, *naming.weak_after_long)))
        self._after = tuple(map(str.lower, naming.weak_after))

    def find(self, text: str, signature: tuple[int, int] | None) -> list[Named]:
        """Every name in the normalised text, in its order."""
        found: list[Named] = []
        small = in_small_letters(text)
        for hit in self._names.finditer(small):
            inside = signature is not None and signature[0] <= hit.start() and hit.end() <= signature[1]
            if self._counts(small, hit, signature if inside else None):
                found.append(Named(hit[0], hit.start(), hit.end(), inside))
            if len(found) >= LIMIT:
                break
        return found

    def _counts(self, text: str, hit: re.Match[str], signature: tuple[int, int] | None) -> bool:
        """A weak name needs to be the signature, or a sentence around it that treats it as a lender."""
        if hit[0].isascii() and _is_inside_word(text, hit):
            return False
        if hit[0] not in self._weak or hit.span() == signature:
            return True
        if signature:
            return hit.start() == signature[0] and text.startswith(self._after, hit.end())
        if hit.start() == 0 and hit[0] in self._at_start:
            return True
        before = text[max(0, hit.start() - LONGEST_WEAK_CONTEXT) : hit.start()]
        opens = not before or before[-1] in '】]〕,。:;\n!?"“' or before.endswith(self._before)
        after = self._after_long if len(hit[0]) > SHORT_NAME else self._after
        return opens and text.startswith(after, hit.end())


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """A name in the form in which it is looked up: normalised, small letters, without remarks in parentheses."""
    return normalise(PARENTHESIS.sub("", name)).text.strip().lower()


def _is_inside_word(text: str, hit: re.Match[str]) -> bool:
    around = text[max(0, hit.start() - 1) : hit.start()] + text[hit.end() : hit.end() + 1]
    return any(sign.isascii() and sign.isalnum() for sign in around)


def directory_names(rulebook: Rulebook) -> list[tuple[str, Owner]]:
    """Every name of the directory with its row."""
    return [(name, Owner("directory", lender.id)) for lender in rulebook.lenders for name in lender.names]


def signature_of(text: str) -> tuple[int, int] | None:
    """Where the sender signs, at the beginning or else at the end."""
    hit = SIGNATURE_START.search(text) or SIGNATURE_END.search(text[-40:])
    if not hit:
        return None
    offset = 0 if hit.re is SIGNATURE_START else max(0, len(text) - 40)
    return hit.start(1) + offset, hit.end(1) + offset
