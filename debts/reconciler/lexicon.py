"""Names of lenders, products and assignees, found in a text as whole names: the longest one at each place.

中银消费金融 is found before 中银, and 马上还款 or 祝您平安 name nobody.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.types import NameMention
from debts.rulebook import Rulebook
from debts.rulebook.needles import Needles, longest
from debts.rulebook.phrases import Naming, in_small_letters
from debts.rulebook.templates import spelling_figures

PARENTHESIS = re.compile(r"[（(].{0,200}?[)）]")
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


NOBODY: frozenset[Owner] = frozenset()


class Named(NamedTuple):
    """A name found in a normalised text, with all that it may stand for."""

    key: str
    start: int
    end: int
    in_signature: bool

    def mention(self, normalised: NormalisedText) -> NameMention:
        """The name as the message writes it, in normalised characters."""
        return NameMention(normalised.text[self.start : self.end], normalised.span(self.start, self.end))


class Lexicon:
    """All names, compiled once; ``owners`` tells whom a name stands for.

    A name that is ``weak`` counts only in a sentence which treats it as one. ``under`` is a lexicon whose names belong
    to this one as well: the directory, which no ledger has to compile anew.
    """

    def __init__(
        self,
        naming: Naming,
        names: Iterable[tuple[str, Owner]],
        weak: Iterable[str] = (),
        under: "Lexicon | None" = None,
    ) -> None:
        collected: dict[str, set[Owner]] = {}
        for name, owner in names:
            if len(key := key_of(name)) > 1:
                collected.setdefault(key, set()).add(owner)
        below = under.owners if under else {}
        self.owners: Mapping[str, frozenset[Owner]] = {
            **below,
            **{key: frozenset(owners) | below.get(key, NOBODY) for key, owners in collected.items()},
        }
        self._needles: tuple[Needles, ...] = (Needles(collected), *(under._needles if under else ()))  # noqa: SLF001 - of its own kind
        self.weak = frozenset(key_of(name) for name in (*naming.weak, *weak))
        self._before = naming.weak_before
        self._at_start = frozenset(key_of(name) for name in naming.signs_at_start)
        self._after_long = tuple(map(str.lower, (*naming.weak_after, *naming.weak_after_long)))
        self._after = tuple(map(str.lower, naming.weak_after))
        self._figured = Needles(spelling_figures((*self.owners, *self._before, *self._after_long)))

    def hangs_on_figures(self, template: str) -> bool:
        """Whether names with figures in them may stand in some texts of a template: 360, 51信用卡."""
        return bool(self._figured.find(in_small_letters(template)))

    def find(self, text: str, signature: tuple[int, int] | None) -> tuple[Named, ...]:
        """Every name in the normalised text, in its order."""
        small = in_small_letters(text)
        found: list[Named] = []
        for start, end in self.places(small):
            inside = signature is not None and signature[0] <= start and end <= signature[1]
            if self._counts(small, start, end, signature if inside else None):
                found.append(Named(small[start:end], start, end, inside))
            if len(found) >= LIMIT:
                break
        return tuple(found)

    def places(self, small: str) -> Iterable[tuple[int, int]]:
        """Where names stand in a normalised text in small letters, the longest at each place, weak ones among them."""
        hits = [(start, end) for needles in self._needles for _, start, end in needles.find(small)]
        return [place for place in longest(hits) if not _is_inside_word(small, *place)] if hits else ()

    def _counts(self, text: str, start: int, end: int, signature: tuple[int, int] | None) -> bool:
        """A weak name needs to be the signature, or a sentence around it that treats it as a lender."""
        name = text[start:end]
        if name not in self.weak or (start, end) == signature:
            return True
        if signature:
            return start == signature[0] and text.startswith(self._after, end)
        if start == 0 and name in self._at_start:
            return True
        before = text[max(0, start - LONGEST_WEAK_CONTEXT) : start]
        opens = not before or before[-1] in '】]〕,。:;\n!?"“' or before.endswith(self._before)
        after = self._after_long if len(name) > SHORT_NAME else self._after
        return opens and text.startswith(after, end)


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """A name in the form in which it is looked up: normalised, small letters, without remarks in parentheses."""
    return normalise(PARENTHESIS.sub("", name)).text.strip().lower()


def _is_inside_word(text: str, start: int, end: int) -> bool:
    """Whether a name in Latin letters is only a part of a word."""
    if not text[start:end].isascii():
        return False
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(sign.isascii() and sign.isalnum() for sign in around)


@lru_cache(maxsize=1)
def directory_lexicon(rulebook: Rulebook) -> Lexicon:
    """Every name of the directory with its row; compiled once, since there is one rulebook in a process."""
    names = [(name, Owner("directory", lender.id)) for lender in rulebook.lenders for name in lender.names]
    return Lexicon(rulebook.phrases.naming, names)


def signature_of(text: str) -> tuple[int, int] | None:
    """Where the sender signs, at the beginning or else at the end."""
    hit = SIGNATURE_START.search(text) or SIGNATURE_END.search(text[-40:])
    if not hit:
        return None
    offset = 0 if hit.re is SIGNATURE_START else max(0, len(text) - 40)
    return hit.start(1) + offset, hit.end(1) + offset
