"""What the owner's choice can teach: names and numbers of a message by which a lender will be known from then on.

【小苏管家】您的借款已逾期…, said to be about a loan of 苏宁  ->  offers 小苏管家 as a signature of 苏宁

These are offers: nothing is learnt without the owner's word. What is known already, or belongs to somebody else, or to
everybody, is not offered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from debts.reconciler.lexicon import directory_lexicon, key_of
from debts.reconciler.signs import OFFICES
from debts.reconciler.types import Channel, IncomingMessage, Reading, Span
from debts.rulebook import Rulebook, describe_sender, is_mobile, plain_number
from debts.rulebook.parties import PartyKind

# A mediator or a court is no side; an assignee is recorded as such, and collects as well.
COLLECTING = frozenset({PartyKind.COLLECTOR, PartyKind.LAW_FIRM, PartyKind.ASSIGNEE, PartyKind.GUARANTOR})
# Numbers of authorities and of telephone companies, by their ranges in the rulebook.
OF_NO_LENDER = ("hotline-", "carrier", "anti-fraud")
SHORTEST_NAME, LONGEST_NAME = 2, 30
SHORTEST_NUMBER = 5


class LessonKind(StrEnum):
    """The list of a lender in which a name or number is kept."""

    SIGNATURES = "signatures"
    ALIASES = "aliases"
    SENDERS = "senders"
    COLLECTORS = "collectors"


@dataclass(frozen=True, slots=True)
class Offer:
    """A name or number that could be learnt, and as what."""

    kind: LessonKind
    value: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another kept message from the same sender: its signature, empty where it has none, and its lenders."""

    signature: str
    lender_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What names and numbers stand for already: the lender's own words, those of the other lenders, and the owner's."""

    lender_id: str
    own: frozenset[str]
    others: frozenset[str]
    private: frozenset[str]


def offers(
    message: IncomingMessage, reading: Reading, known: Known, rulebook: Rulebook, neighbours: Iterable[Neighbour]
) -> tuple[Offer, ...]:
    """What a message can teach about the lender that it was said to be of, the likeliest first."""
    pupil = _Pupil(reading, known, rulebook)
    found = (*pupil.names(message.channel), *pupil.number(message.sender, tuple(neighbours)))
    return tuple(dict.fromkeys(found))


class _Pupil:
    def __init__(self, reading: Reading, known: Known, rulebook: Rulebook) -> None:
        self._reading = reading
        self._known = known
        self._rulebook = rulebook
        self._collecting = [one for one in reading.parties if one.kind in COLLECTING]

    def names(self, channel: Channel) -> Iterator[Offer]:
        """The signature as the lender's or a collector's, and collectors that the text names."""
        signature = self._reading.signature
        if signature and self._is_free(signature.name, signature.span):
            if not self._speaks_for_another(signature.span):
                yield Offer(LessonKind.SIGNATURES if channel is Channel.SMS else LessonKind.ALIASES, signature.name)
            yield Offer(LessonKind.COLLECTORS, signature.name)
        for one in self._collecting:
            is_signature = signature is not None and _lies_in(one.span, signature.span)
            if not is_signature and self._is_free(one.name, one.span):
                yield Offer(LessonKind.COLLECTORS, one.name)

    def _speaks_for_another(self, signature: Span) -> bool:
        """Whether the one who signs is a company that collects, or says to have been sent by the lender."""
        is_party = any(_lies_in(one.span, signature) for one in self._reading.parties)
        return is_party or any(hit.id.partition(".")[0] == "delegated" for hit in self._reading.phrases)

    def number(self, sender: str, neighbours: tuple[Neighbour, ...]) -> Iterator[Offer]:
        """The sender's number; a private mobile is a collector's, and so is what a collector sends from."""
        plain = plain_number(sender)
        if not self._is_free_number(plain) or self._is_shared(neighbours):
            return
        is_collectors = is_mobile(self._rulebook, sender) or self._collecting
        yield Offer(LessonKind.COLLECTORS if is_collectors else LessonKind.SENDERS, plain)

    def _is_free(self, name: str, span: Span) -> bool:
        key = key_of(name)
        if not SHORTEST_NAME <= len(key) <= LONGEST_NAME or key in self._known.own or self._is_taken(key):
            return False
        named_inside = any(_lies_in(one.span, span) for one in self._reading.lenders)
        is_listed = key in directory_lexicon(self._rulebook).owners
        return not (named_inside or is_listed or self._is_generic(key) or any(office in key for office in OFFICES))

    def _is_taken(self, key: str) -> bool:
        """Whether the name is the owner's, or another lender's or part of one."""
        taken = self._known.others | self._known.private
        return any(key in word or word in key for word in taken if len(word) >= SHORTEST_NAME)

    def _is_generic(self, key: str) -> bool:
        """Whether nothing is left of the name without words that name nobody: 催收提醒, 客服中心."""
        for word in self._rulebook.parties.generic:
            key = key.replace(word, " ")
        return sum(map(str.isalpha, key)) < SHORTEST_NAME

    def _is_free_number(self, plain: str) -> bool:
        if not plain.removeprefix("+").isdecimal() or len(plain) < SHORTEST_NUMBER:
            return False
        described = describe_sender(self._rulebook, plain)
        if described is not None and described.id.startswith(OF_NO_LENDER):
            return False
        taken = self._known.own | self._known.others | self._known.private
        return plain not in taken and not self._is_listed_elsewhere(plain)

    def _is_listed_elsewhere(self, plain: str) -> bool:
        """Whether the directory knows the number as another company's."""
        rows = [row for row in self._rulebook.lenders if plain in map(plain_number, row.hotlines)]
        return any(self._known.own.isdisjoint(map(key_of, row.names)) for row in rows)

    def _is_shared(self, neighbours: Iterable[Neighbour]) -> bool:
        """Whether messages of others came from the number too, as they do from the ports of message services."""
        own = key_of(self._reading.signature.name) if self._reading.signature else ""
        return any(
            (one.signature and key_of(one.signature) != own) or set(one.lender_ids) - {self._known.lender_id}
            for one in neighbours
        )


def _lies_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
