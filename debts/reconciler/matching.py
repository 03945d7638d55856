"""Which loan a message is about: named parts that add up, identifiers that veto, and one of four ways to end."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from debts.reconciler import pointers
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.loan_index import NOBODY, LoanGroup
from debts.reconciler.mentions import Mentioned, assignee_reason, leads_nowhere, lender_reasons, mentions_of
from debts.reconciler.pointers import Contradiction
from debts.reconciler.products import by_product, other_products
from debts.reconciler.reading import ReadText
from debts.reconciler.types import Candidate, IncomingMessage, Match, MatchOutcome, Reason

# Enough to explain what was contradicted; a lender with hundreds of loans would fill pages.
SET_ASIDE_LIMIT = 5


NAMES_NOBODY = Match(MatchOutcome.NOBODY)


def match_message(message: IncomingMessage, text: ReadText, index: LedgerIndex, at: datetime | None) -> Match:
    """The loans that the message may be about at ``at``; without a time every loan of the ledger existed."""
    if leads_nowhere(message, text, index):
        return NAMES_NOBODY
    mentioned = mentions_of(message, text, index, at)
    if not (mentioned.lender_ids or mentioned.assigned_ids or mentioned.contracts):
        return NAMES_NOBODY
    reached = _reached(mentioned, index)
    if not reached:
        return NAMES_NOBODY
    scale = _Scale(message, text, mentioned, index, at)
    for lender_id, wanted in reached.items():
        scale.weigh(lender_id, wanted)
    candidates = tuple(sorted(scale.decided(), key=lambda one: (-one.score, one.loan_id)))
    lenders = mentioned.lender_ids | {index.loans[one.loan_id].lender_id for one in candidates}
    return Match(_outcome(candidates, lenders), candidates, tuple(sorted(lenders)), scale.set_aside())


def _outcome(candidates: Sequence[Candidate], lenders: Iterable[str]) -> MatchOutcome:
    if len(candidates) == 1:
        return MatchOutcome.ONE_LOAN
    if candidates:
        return MatchOutcome.SEVERAL
    return MatchOutcome.LENDER_ONLY if lenders else MatchOutcome.NOBODY


def _reached(mentioned: Mentioned, index: LedgerIndex) -> Mapping[str, frozenset[str]]:
    """By lender the loans that a name, a sender or a contract number leads to."""
    reached = {lender: index.group(lender).ids for lender in sorted(mentioned.lender_ids)}
    numbered = (index.with_contract(one.name) for one in mentioned.contracts)
    for loan_id in sorted(mentioned.assigned_ids.union(*numbered)):
        lender = index.loans[loan_id].lender_id
        reached[lender] = reached.get(lender, NOBODY) | {loan_id}
    return reached


class _Scale:
    """Weighs the loans of one lender after the other against one text."""

    def __init__(
        self, message: IncomingMessage, text: ReadText, mentioned: Mentioned, index: LedgerIndex, at: datetime | None
    ) -> None:
        self._message = message
        self._text = text
        self._mentioned = mentioned
        self._index = index
        self._at = at
        self._day = index.day(at) if at else None
        self._parts = index.rulebook.weights
        self._candidates: list[Candidate] = []
        self._contradicted: list[tuple[str, tuple[Reason, ...], Sequence[Contradiction]]] = []
        self._pointed: dict[str, set[str]] = {}

    def weigh(self, lender_id: str, wanted: frozenset[str]) -> None:
        """Weigh the wanted loans of a lender that were drawn by then."""
        group = self._index.group(lender_id)
        common = tuple(lender_reasons(lender_id, self._message, self._text, self._mentioned, self._index))
        against = self._contradictions(group)
        excluded = NOBODY.union(*(one.loan_ids for one in against))
        own = self._own_reasons(group, wanted, excluded)
        base = sum(self._parts.of(reason.code) for reason in common)
        for course in group.courses if self._day is None else group.drawn_by(self._day):
            loan_id = course.loan.id
            if loan_id not in wanted:
                continue
            reasons = own.get(loan_id, ())
            if not reasons and loan_id not in excluded:
                self._candidates.append(Candidate(loan_id, base, common))
                continue
            if loan_id in excluded:
                if not self._is_outweighed(reasons):
                    self._contradicted.append((loan_id, (*common, *reasons), against))
                    continue
                reasons = (*reasons, *_spoken_by(against, loan_id))
            score = base + sum(self._parts.of(reason.code) for reason in reasons if reason.speaks_for)
            self._candidates.append(Candidate(loan_id, score, (*common, *reasons)))
            self._note(loan_id, reasons)

    def _note(self, loan_id: str, reasons: Iterable[Reason]) -> None:
        for reason in reasons:
            if reason.code in self._parts.decisive_codes:
                self._pointed.setdefault(reason.code, set()).add(loan_id)

    def _own_reasons(
        self, group: LoanGroup, wanted: frozenset[str], excluded: frozenset[str]
    ) -> Mapping[str, Sequence[Reason]]:
        """For loans of the group what the text says of them; each part counts once for a loan."""
        mentioned, text = self._mentioned, self._text
        parts = (  # most texts write only a few of these
            pointers.by_contract(group, mentioned.contracts) if mentioned.contracts else (),
            pointers.by_card(group, mentioned.cards) if mentioned.cards else (),
            by_product(group, mentioned, self._index) if mentioned.products else (),
            pointers.by_phone(group, text) if text.reading.phones else (),
            pointers.by_drawing(group, text),
            pointers.by_borrower(group, text) if group.shared else (),
            pointers.by_role(group, text) if group.guaranteed else (),
            self._by_assignee(wanted) if mentioned.assigned_ids else (),
            pointers.by_sum(group, text, self._at, self._day, excluded) if text.reading.amounts else (),
            pointers.by_due_day(group, text) if text.reading.dates else (),
        )
        reasons: dict[str, list[Reason]] = {}
        for loan_id, reason in chain.from_iterable(parts):
            reasons.setdefault(loan_id, []).append(reason)
        return reasons

    def _by_assignee(self, wanted: frozenset[str]) -> Iterable[tuple[str, Reason]]:
        for loan_id in sorted(self._mentioned.assigned_ids & wanted):
            reason = assignee_reason(loan_id, self._text, self._mentioned, self._index)
            if reason:
                yield loan_id, reason

    def _contradictions(self, group: LoanGroup) -> Sequence[Contradiction]:
        return (
            *pointers.contradicted(group, self._text, self._mentioned),
            *other_products(group, self._mentioned, self._index),
        )

    def _is_outweighed(self, reasons: Iterable[Reason]) -> bool:
        """An agreeing contract number outweighs all: cards change, and products go by several names."""
        return any(self._parts.parts[reason.code].outweighs_vetoes for reason in reasons)

    def decided(self) -> list[Candidate]:
        """What a contract number, a card or a product points at sets aside the loans that have another one.

        A loan of which nothing is on record may have the same one, and stays.
        """
        candidates = self._candidates
        for part in self._parts.decisive if self._pointed else ():
            pointed = self._pointed.get(part.code)
            if pointed and any(one.loan_id in pointed for one in candidates):
                candidates = [
                    one
                    for one in candidates
                    if one.loan_id in pointed or (not part.is_unique and self._is_silent(part.code, one.loan_id))
                ]
        return candidates

    def _is_silent(self, code: str, loan_id: str) -> bool:
        return self._index.group_of(loan_id).is_silent(code, loan_id)

    def set_aside(self) -> tuple[Candidate, ...]:
        """The loans that the text contradicts, those that were open first, and no more than anybody reads."""
        ordered = sorted(self._contradicted, key=lambda one: (self._had_ended(one[0]), one[0]))
        return tuple(
            Candidate(loan_id, 0, (*reasons, *_spoken_by(against, loan_id)))
            for loan_id, reasons, against in ordered[:SET_ASIDE_LIMIT]
        )

    def _had_ended(self, loan_id: str) -> bool:
        course = self._index.courses[loan_id]
        return (course.ended_at(self._at) if self._at else course.loan.settlement) is not None


def _spoken_by(against: Iterable[Contradiction], loan_id: str) -> Iterable[Reason]:
    """What speaks against one loan."""
    return (one.reason(loan_id) for one in against if loan_id in one.loan_ids)
