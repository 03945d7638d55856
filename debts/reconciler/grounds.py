"""What a judgement rests on, so that a change of the ledger finds the messages that it can touch and no others.

A message reaches a part of the ledger by a word: a name, a number, a domain. So a changed part touches the messages
that have looked at it, and those in whose text or sender a word stands that was added or dropped: a new name can turn
a text that named nobody into a demand.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from debts.reconciler.case import Case
from debts.reconciler.groups import grouped
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import key_of
from debts.reconciler.reading import ReadText
from debts.reconciler.types import LenderFacts, LoanFacts, Match
from debts.rulebook import Rulebook, plain_number
from debts.rulebook.needles import Needles
from debts.rulebook.phrases import in_small_letters

# Every claim is held against the profile; a text with a contract number is held against all contract numbers.
PROFILE, CONTRACTS = "profile", "contracts"
# Loans are found by their lender; what is left out here only tells the loans of one lender apart.
SPEAKS_OF_ONE_LENDER = frozenset({"id", "lender_id", "currency", "region", "card_tail", "kind"})
OF_LOANS = ("product", "assignee")
SEPARATORS = re.compile(r"[\s()./-]+")
NOTHING: frozenset[str] = frozenset()
NO_WORDS: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the ledger: a digest of all its facts, and the words by which a message can reach it.

    A word stands here once for each role in which it counts: the number of a sender that becomes a name as well is
    found in other messages than before.
    """

    digest: str
    words: frozenset[tuple[str, str]] = NO_WORDS


@dataclass(frozen=True, slots=True)
class Touch:
    """What has changed between two states of a ledger: the parts that differ, and the words that came or went."""

    parts: frozenset[str]
    words: frozenset[str]


def part_of_lender(lender_id: str) -> str:
    """The key of the part that is a lender with all its loans."""
    return f"lender:{lender_id}"


class Grounds:
    """The parts of one ledger, and what a message rests on in it."""

    def __init__(self, index: LedgerIndex) -> None:
        self._index = index
        self.parts: Mapping[str, Part] = {
            PROFILE: Part(_digest(index.ledger.profile)),
            CONTRACTS: Part(_digest(sorted({loan.contract_number for loan in index.loans.values()}))),
            **_lenders(index),
        }
        self._of_number = lru_cache(maxsize=4096)(self._find_by_number)
        self._by_word = grouped((word, key) for key, part in self.parts.items() for _, word in part.words)

    def of(self, case: Case, match: Match) -> frozenset[str]:
        """The parts of the ledger that a judgement about the message has looked at."""
        text, reached = case.text, set(self._of_number(case.message.sender))
        for one in text.named:
            reached.update(self._by_word.get(one.key, NOTHING))
        for phone in text.reading.phones:
            reached.update(self._of_number(phone.name))
        if self._index.may_write_contract(text.normalised.template):
            small = plain_text(text)
            for start, end in self._index.contracts_in(text.normalised):
                reached.update(self._by_word.get(small[start:end], NOTHING))
        if text.reading.contract_numbers:
            reached.add(CONTRACTS)
        reached.update(map(part_of_lender, self._looked_at(text, match)))
        return frozenset(reached)

    def _find_by_number(self, number: str) -> frozenset[str]:
        return frozenset(self._by_word.get(plain_number(number).lower(), NOTHING))

    def _looked_at(self, text: ReadText, match: Match) -> Iterator[str]:
        yield from match.lender_ids
        loans = {loan for one in text.reading.contract_numbers for loan in self._index.with_contract(one.name)}
        for loan_id in loans.union(one.loan_id for one in match.candidates):
            yield self._index.loans[loan_id].lender_id


def touch_between(before: Mapping[str, Part], after: Mapping[str, Part]) -> Touch:
    """What a judgement by ``before`` can have got wrong about ``after``.

    Parts that share a word with a changed one are touched as well: two records of one company are taken for one, so a
    message that looked at the first is judged by the loans of both.
    """
    changed = frozenset(key for key in {*before, *after} if before.get(key) != after.get(key))
    words = NO_WORDS.union(*(_words(before, key) ^ _words(after, key) for key in changed))
    shared = {word for key in changed for _, word in _words(before, key) | _words(after, key)}
    alike = (key for parts in (before, after) for key, part in parts.items() if _shares(part, shared))
    return Touch(changed.union(alike), frozenset(word for _, word in words))


def _shares(part: Part, words: Collection[str]) -> bool:
    return any(word in words for _, word in part.words)


def plain_text(text: ReadText) -> str:
    """The text in the form in which words are looked for."""
    return in_small_letters(text.normalised.text)


class WordSearch:
    """Finds any of some words in plain texts and senders; the figures of a number may be set apart there."""

    def __init__(self, words: Iterable[str]) -> None:
        self._needles = Needles(words)

    def finds(self, *texts: str) -> bool:
        """Whether one of the words stands in one of the texts."""
        return any(self._needles.find(text) or self._needles.find(SEPARATORS.sub("", text)) for text in texts)


def _words(parts: Mapping[str, Part], key: str) -> frozenset[tuple[str, str]]:
    return parts[key].words if key in parts else NO_WORDS


def _lenders(index: LedgerIndex) -> dict[str, Part]:
    loans: dict[str, list[LoanFacts]] = {lender: [] for lender in index.lenders}
    for loan in index.loans.values():
        loans.setdefault(loan.lender_id, []).append(loan)
    found, listed = _found_names(index), _listed_names(index.rulebook)
    parts: dict[str, Part] = {}
    for lender_id, of_lender in loans.items():
        lender = index.lenders.get(lender_id)
        words = {*_own_words(lender, of_lender), *found.get(lender_id, ())}
        names = NOTHING.union(*(listed.get(word, NOTHING) for _, word in words))
        words |= {("directory", name) for name in names}
        parts[part_of_lender(lender_id)] = Part(_digest((lender, of_lender)), frozenset(words))
    return parts


@lru_cache(maxsize=1)
def _listed_names(rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """For each name of the directory all the names of the companies that go by it."""
    rows = [frozenset(filter(None, map(key_of, row.names))) for row in rulebook.lenders]
    return grouped((name, other) for names in rows for name in names for other in names)


def _own_words(lender: LenderFacts | None, loans: Iterable[LoanFacts]) -> Iterator[tuple[str, str]]:
    for record in (lender, *loans, *(one for loan in loans for one in loan.assignments)):
        for role, text in _texts(record) if record else ():
            key = key_of(text)
            words = {key, "".join(filter(str.isalnum, key)), plain_number(text).lower()}
            yield from ((role, word) for word in words if word)


def _texts(record: Any) -> Iterator[tuple[str, str]]:
    """Every text of a fact with the name of its field, whatever fields it has or will have."""
    for name in (one.name for one in fields(record) if one.name not in SPEAKS_OF_ONE_LENDER):
        value = getattr(record, name)
        yield from ((name, one) for one in (value if isinstance(value, tuple) else (value,)) if type(one) is str)


def _found_names(index: LedgerIndex) -> dict[str, set[tuple[str, str]]]:
    """By lender the names that the reader looks for, those that are made of others included.

    A name such as UA that counts only in some sentences is in the role of a weak one too.
    """
    names: dict[str, set[tuple[str, str]]] = {}
    lexicon = index.reader.lexicon
    for key, owners in lexicon.owners.items():
        for owner in owners:
            loan = index.loans.get(owner.id) if owner.kind in OF_LOANS else None
            if owner.kind != "directory":
                found = names.setdefault(loan.lender_id if loan else owner.id, set())
                found.update({(owner.kind, key), *([("weak", key)] if key in lexicon.weak else [])})
    return names


def _digest(facts: Any) -> str:
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()
