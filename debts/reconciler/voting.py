"""A vote of the wording, where the phrases may have missed what a text is: its pieces are weighed for each kind.

The rules decide first, and their answer weighs in the vote like any other sign. Only where another kind leads clearly
is that one taken, and the pieces that weighed most are told with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp

from debts.reconciler.kind_signs import CLAIM_KINDS
from debts.reconciler.signs import NOTES, Signs
from debts.reconciler.types import Kind
from debts.rulebook.phrases import in_small_letters
from debts.rulebook.votes import END, FIGURE, START, Votes, squashed

# By how much of 1 another kind has to lead: less where the signs speak of a debt, more where nothing but wording does.
# To call a demand none is the costlier mistake.
LEAD, LEAD_FAR, LEAD_FRAUD, LEAD_AGAINST_CLAIM = 0.1, 0.3, 0.5, 0.45
# Friends too cannot reach each other, ask to be called and call on somebody: such signs alone are no debt.
LEAD_VAGUE = 0.3
# Rent may be that of a leased car, and what is overdue a debt.
LEAD_OTHER_THING = 0.7
# A debt or a lender is named, and of all kinds a demand is the likeliest.
LEAD_TO_CLAIM = 0.05
# What the rules tell apart well by themselves: grave threats, the end of a loan, money for a bill from other money.
LEAD_WELL_TOLD = 0.2
ABOUT_MONEY = (
    "loan_word", "overdue", "unpaid", "pay", "due", "pending", "failed", "transfer", "delegated", "legal", "credit",
    "agreement", "settled", "zero", "receipt", "court", "if_paid",
)  # fmt: skip
ABOUT_DEBTS = (
    *ABOUT_MONEY, "chase", "visit", "contacts", "addressed_contact", "publish", "insult", "safety", "bombing", "call",
)  # fmt: skip
ABOUT_FRAUD = ("fraud", "private_payee", "private_channel", "authority", "code")
GRAVE = frozenset({Kind.LEGAL_THREAT, Kind.CREDIT_THREAT, Kind.VISIT_OR_CONTACTS})
CERTAIN = frozenset({Kind.FRAUD, Kind.SETTLEMENT_NOTICE})
NOT_ASKING = frozenset({Kind.OTHER, Kind.MARKETING})
# Of a debt that was paid in part the rest is asked for.
ASKING_NOTHING_MORE = NOT_ASKING | {Kind.REPAYMENT_RECEIPT}
# Money that came in for a bill, and other money.
MONEY_MOVED = frozenset({Kind.REPAYMENT_RECEIPT, Kind.BANK_TRANSACTION})
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
    if (
        other is kind
        or not may_overrule(kind, other, signs)
        or shares[best] - shares[own] <= lead_for(kind, other, signs)
    ):
        return None
    told = _weightiest(pieces, best, own, votes)
    return Ballot(other, told) if told else None


def may_overrule(kind: Kind, other: Kind, signs: Signs) -> bool:
    """What the rules know for sure stays, whatever the rest is worded like."""
    if kind in CLAIM_KINDS and other in CLAIM_KINDS:
        return kind not in GRAVE
    if kind in CERTAIN or (kind in CLAIM_KINDS and other is Kind.SETTLEMENT_NOTICE):
        return False
    if other in CLAIM_KINDS:
        return _may_be_claim(signs) and not signs.has("disbursed")  # paid out, with a word on paying it back in time
    is_taken_back = (other is Kind.FRAUD and signs.has("anti_fraud")) or (
        other is Kind.BANK_TRANSACTION and signs.has("disbursed")
    )
    return not is_taken_back and not (other in ASKING_NOTHING_MORE and _is_told_plainly(kind, signs))


def _may_be_claim(signs: Signs) -> bool:
    """Not what an office writes, a call of which nothing was told, or a long letter without a word about money."""
    is_untold = signs.channel in NOTES and not _is_near(signs)
    return not (signs.is_office or is_untold or (signs.is_long and _is_vague(signs)))


def _is_of_other_things(kind: Kind, signs: Signs) -> bool:
    """What a supplier or a household writes, or a project that is overdue."""
    is_household = (signs.has("not_debt") or signs.is_households) and not signs.has_lender
    return is_household or (kind is Kind.OTHER and signs.has("overdue", "status") and not signs.has_amount)


def _is_told_plainly(kind: Kind, signs: Signs) -> bool:
    """A late debt that is asked for, a bill with its sum, an offer of a loan."""
    if kind is Kind.MARKETING:
        return signs.offers > 0 and signs.has("loan_word")
    return kind in CLAIM_KINDS and (
        (signs.has("overdue") and signs.has("pay")) or (signs.has("pending") and signs.has_amount)
    )


def _is_well_told(kind: Kind, other: Kind) -> bool:
    """Whether the threat would have a phrase of its own, which pieces cannot take back; or money came in."""
    if kind in CLAIM_KINDS and other in CLAIM_KINDS:
        return other in (Kind.LEGAL_THREAT, Kind.VISIT_OR_CONTACTS)
    return other is Kind.SETTLEMENT_NOTICE or {kind, other} == MONEY_MOVED


def lead_for(kind: Kind, other: Kind, signs: Signs) -> float:
    """The lead that this kind needs; a text that no phrase, name or sum brings near to debts needs more of it."""
    if _is_well_told(kind, other):
        return LEAD_WELL_TOLD if _is_near(signs) else LEAD_FAR
    if other is Kind.FRAUD and not signs.has(*ABOUT_FRAUD):
        return LEAD_FRAUD
    if kind in CLAIM_KINDS and other not in CLAIM_KINDS:
        return LEAD_AGAINST_CLAIM
    if other in CLAIM_KINDS and kind not in CLAIM_KINDS:
        return _lead_to_claim(kind, signs)
    return LEAD if _is_near(signs) or signs.concepts or signs.has_amount else LEAD_FAR


def _lead_to_claim(kind: Kind, signs: Signs) -> float:
    if _is_of_other_things(kind, signs):
        return LEAD_OTHER_THING
    if not _is_near(signs):
        return LEAD_FAR
    return LEAD_VAGUE if _is_vague(signs) else LEAD_TO_CLAIM


def _is_near(signs: Signs) -> bool:
    return signs.has_lender or signs.has(*ABOUT_DEBTS)


def _is_vague(signs: Signs) -> bool:
    return not (signs.has_lender or signs.has_amount or signs.has(*ABOUT_MONEY))


def _shares(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    powers = [exp(one - most) for one in scores]
    total = sum(powers)
    return [one / total for one in powers]


def _weightiest(pieces: Sequence[str], best: int, own: int, votes: Votes) -> tuple[str, ...]:
    """The pieces that can be pointed at in the text, and say most for one kind against the other."""
    leads = {one: votes.pieces[one][best] - votes.pieces[one][own] for one in pieces if _is_plain(one)}
    ranked = sorted(leads, key=lambda one: (-leads[one], -len(one), one))
    return tuple(one for one in ranked[:PIECES_TOLD] if leads[one] > 0)


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
