"""The claims of one text: which words speak of which loan, so that each claim is held against its own.

您的好期贷欠500元，信用付欠300元                   ->  two claims, each with its sum
合同HT2024001、HT2024002均已逾期，合计800元      ->  two claims; the sum is of both and so of neither
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from debts.finance.values import quickly_made
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.reading import ReadText
from debts.reconciler.types import Candidate, Match, MatchOutcome, Span
from debts.rulebook import Weights

SENTENCE_ENDS = "。；;！!？?\n"
CLAUSE_ENDS = "，,"
# What may stand between the members of a list: 、 and 及, and the word contract said again.
LIST_GAP = re.compile(
    r"[\s、，,/()（）“”\"「」]*+(?:和|及|与|以及|還有|还有)?[\s(（]*+(?:(?:合同|借据|借據|借款|贷款|貸款)(?:编号|編號|号|號)?)?[\s:：]*"
)


@quickly_made
@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One claim: the loans that it may be about, none where its number is nobody's, and where the text makes it."""

    match: Match
    within: Span | None = None
    pointer: Span | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Words that single out some loans, or a contract number that is none of theirs."""

    span: Span
    loan_ids: frozenset[str]


def split_claims(match: Match, text: ReadText, original: str, index: LedgerIndex) -> list[ClaimPart]:
    """The claims of a text; a text that points at no loan in particular, or at one only, makes one.

    Loans of which nothing is on record that could be pointed at may be meant by each of them.
    """
    spans = {one.loan_id: _pointed_at(one, index.rulebook.weights) for one in match.candidates}
    pointed = {loan_id: span for loan_id, span in spans.items() if span}
    if not pointed:
        return [ClaimPart(match)]
    places = _places(pointed, _foreign(text, index))
    if len(places) < 2:  # noqa: PLR2004 - one place is one claim
        return [ClaimPart(match)]
    silent = spans.keys() - pointed.keys()
    return [
        ClaimPart(_only(match, place.loan_ids | silent), stretch, place.span)
        for place, stretch in zip(places, _stretches(places, original), strict=True)
    ]


def _pointed_at(candidate: Candidate, weights: Weights) -> Span | None:
    """The words that single the loan out."""
    for part in weights.decisive:
        for reason in candidate.reasons:
            if reason.code == part.code and reason.spans:
                return reason.spans[0]
    return None


def _foreign(text: ReadText, index: LedgerIndex) -> list[Span]:
    """Contract numbers that no loan of the ledger has; where no loan has a number on record, nobody can say so."""
    contracts = index.everything.contracts
    if not contracts.loan_ids:
        return []
    return [one.span for one in text.reading.contract_numbers if not contracts.find(one.name)]


def _places(pointed: Mapping[str, Span], foreign: Sequence[Span]) -> list[_Place]:
    spans = set(pointed.values())
    places = [_Place(span, frozenset(loan for loan, at in pointed.items() if at == span)) for span in spans]
    places += [_Place(span, frozenset()) for span in foreign]
    return sorted(places, key=lambda place: (place.span.start, place.span.end))


def _stretches(places: Sequence[_Place], original: str) -> list[Span]:
    """The part of the text that belongs to each place; an empty one for the members of a list."""
    starts = [0]
    for before, here in pairwise(places):
        starts.append(_begin(original, before.span.end, here.span.start))
    stretches = [Span(start, end) for start, end in zip(starts, [*starts[1:], len(original)], strict=True)]
    listed = {
        member
        for at, (before, here) in enumerate(pairwise(places))
        if LIST_GAP.fullmatch(original[before.span.end : here.span.start])
        for member in (at, at + 1)
    }
    return [Span(one.start, one.start) if at in listed else one for at, one in enumerate(stretches)]


def _begin(original: str, after: int, start: int) -> int:
    """Where the words about the second place begin: after the sentence, else the clause, that ends before it."""
    for ends in (SENTENCE_ENDS, CLAUSE_ENDS):
        at = max(original.rfind(end, after, start) for end in ends)
        if at >= 0:
            return at + 1
    return start


def _only(match: Match, loan_ids: frozenset[str]) -> Match:
    candidates = tuple(one for one in match.candidates if one.loan_id in loan_ids)
    outcome = match.outcome if candidates else MatchOutcome.LENDER_ONLY
    return replace(match, candidates=candidates, outcome=outcome)
