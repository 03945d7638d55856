"""A vote of the wording, where the phrases may have missed what a text is: its pieces are weighed for each kind.

The rules decide first, and their answer weighs in the vote like any other sign. Only where another kind leads clearly
is that one taken, and the pieces that weighed most are told with it. Few answers of the rules are safe from it: it has
learnt what each of their signs is worth, and more locks were measured to cost more than they saved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp

from debts.reconciler.kind_signs import CLAIM_KINDS
from debts.reconciler.signs import Signs
from debts.reconciler.types import Kind
from debts.rulebook.phrases import in_small_letters
from debts.rulebook.votes import END, FIGURE, START, Votes, squashed

# By how much of 1 another kind has to lead. To call a demand or a fraud none is the costlier mistake, and friends too
# cannot reach each other and ask to be called.
LEAD, LONG_LEAD, LONGEST_LEAD = 0.25, 0.4, 0.75
ABOUT_MONEY = (
    "loan_word", "overdue", "unpaid", "pay", "due", "pending", "failed", "transfer", "delegated", "legal", "credit",
    "agreement", "settled", "zero", "receipt", "court", "if_paid",
)  # fmt: skip
ABOUT_DEBTS = (
    *ABOUT_MONEY, "chase", "visit", "contacts", "addressed_contact", "publish", "insult", "safety", "bombing", "call",
)  # fmt: skip
ASKED_OF_ONE = (
    "overdue", "unpaid", "due", "pending", "failed", "chase", "legal", "credit", "pay", "transfer", "agreement",
    "visit", "contacts", "addressed_contact",
)  # fmt: skip
MONEY_MOVED = frozenset({Kind.REPAYMENT_RECEIPT, Kind.BANK_TRANSACTION})
GRAVE = frozenset({Kind.LEGAL_THREAT, Kind.CREDIT_THREAT, Kind.VISIT_OR_CONTACTS})
FLAGS = (
    "has_lender", "has_amount", "has_code", "to_reader", "is_short", "is_long", "is_office", "is_households",
    "is_collectors", "is_court", "signs_as_office",
)  # fmt: skip
MANY_OFFERS = 3
PIECES_TOLD = 5


@dataclass(frozen=True, slots=True)
class Ballot:
    """The kind that the wording speaks for, and the pieces that weighed most against what the rules had said."""

    kind: Kind
    pieces: tuple[str, ...]


def marks_of(signs: Signs, kind: Kind, *, is_claim: bool) -> Iterator[str]:
    """What the rules found in a text and made of it, by names that stay the same from training to use."""
    yield f"rule:{kind.value}"
    yield f"claim:{is_claim}"
    yield from (f"phrase:{one}" for one in sorted(signs.phrases))
    yield from (f"concept:{one}" for one in sorted(signs.concepts))
    yield from (f"flag:{name}" for name in FLAGS if getattr(signs, name))
    if signs.signature:
        yield "flag:signed"
    yield f"channel:{signs.channel.value}"
    yield f"recipient:{signs.recipient.value}"
    yield f"offers:{min(MANY_OFFERS, signs.offers)}"


def ballot_of(template: str, signs: Signs, kind: Kind, votes: Votes, *, is_claim: bool) -> Ballot | None:
    """Another kind than the one of the rules, where the wording speaks for it clearly."""
    if signs.is_long and not _is_near(signs):
        return None
    text = squashed(template)
    pieces = votes.pieces_in(text)
    shares = _shares(votes.scores(text, pieces, marks_of(signs, kind, is_claim=is_claim)))
    best = max(range(len(shares)), key=shares.__getitem__)
    other, own = Kind(votes.kinds[best]), votes.kinds.index(kind.value)
    if other is kind or is_certain(kind, other, signs) or shares[best] - shares[own] <= lead_for(kind, other, signs):
        return None
    told = _weightiest(pieces, best, own, votes)
    return Ballot(other, told) if told else None


def is_certain(kind: Kind, other: Kind, signs: Signs) -> bool:
    """What the rules know for sure stays, whatever the rest is worded like."""
    if kind is Kind.SETTLEMENT_NOTICE or (kind in GRAVE and other in CLAIM_KINDS):
        return True
    if other is Kind.OTHER and kind in CLAIM_KINDS:
        is_bill = signs.has("pending") and signs.has_amount
        return is_bill or (signs.has_lender and signs.has("overdue") and signs.has("loan_word"))
    if other is Kind.LEGAL_THREAT and kind in CLAIM_KINDS:
        return not signs.has("legal", "court")  # a suit that is taken back is spelt with the same pieces
    if kind in MONEY_MOVED and other in CLAIM_KINDS and _asks_for_nothing(kind, signs):
        return True
    # What was paid out is not asked for, be it with a word on paying it back in time, nor was it paid by the reader.
    if signs.has("disbursed"):
        return other in CLAIM_KINDS or other in MONEY_MOVED
    return signs.is_office and other in CLAIM_KINDS


def _asks_for_nothing(kind: Kind, signs: Signs) -> bool:
    """Whether money that is said to have moved is all there is; a loan beside it may still want more."""
    return not signs.has(*ASKED_OF_ONE) and (kind is Kind.REPAYMENT_RECEIPT or not signs.has("loan_word"))


def lead_for(kind: Kind, other: Kind, signs: Signs) -> float:
    """The lead that another kind needs."""
    is_claim, was_claim = other in CLAIM_KINDS, kind in CLAIM_KINDS
    if kind is Kind.FRAUD or (is_claim and not was_claim and _is_vague(signs)):
        return LONGEST_LEAD
    return LONG_LEAD if was_claim and not is_claim else LEAD


def _is_vague(signs: Signs) -> bool:
    return not (signs.has_lender or signs.has_amount or signs.has(*ABOUT_MONEY))


def _is_near(signs: Signs) -> bool:
    return signs.has_lender or signs.has(*ABOUT_DEBTS)


def _shares(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    powers = [exp(one - most) for one in scores]
    total = sum(powers)
    return [one / total for one in powers]


def _weightiest(pieces: Sequence[str], best: int, own: int, votes: Votes) -> tuple[str, ...]:
    """The pieces that can be pointed at in the text, and say most for one kind against the other."""
    leads = {one: votes.pieces[one][best] - votes.pieces[one][own] for one in pieces if _is_plain(one)}
    # A single character means little to a reader, and is told only where nothing longer speaks.
    ranked = sorted((one for one in leads if leads[one] > 0), key=lambda one: (len(one) == 1, -leads[one], one))
    return tuple(ranked[:PIECES_TOLD])


def _is_plain(piece: str) -> bool:
    return not any(sign in piece for sign in (START, END, FIGURE)) and not piece.isspace()


def places_of(ballot: Ballot, template: str) -> tuple[tuple[int, int], ...]:
    """Where its pieces stand first in the normalised text; those that touch or overlap are one place."""
    small = in_small_letters(template)
    starts = ((small.find(piece), len(piece)) for piece in ballot.pieces)
    places: list[tuple[int, int]] = []
    for start, end in sorted((at, at + size) for at, size in starts if at >= 0):
        if places and start <= places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return tuple(places)
