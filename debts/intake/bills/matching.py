"""Which loan of the ledger a row pays: named parts that add up, as for messages, and four ways to end."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

from debts.finance import Payment
from debts.finance.moments import at_end_of
from debts.intake.bills.relation import LoanName, LoanWords, Relation
from debts.intake.bills.sums import Fit, fit, line_sums
from debts.intake.bills.types import BillRow
from debts.reconciler.lexicon import key_of
from debts.reconciler.types import FactRef, LoanFacts, Reason
from debts.rulebook.bills import BillScores

# A lender books a payment some days after it was made, and the settlement with it.
BOOKING = timedelta(days=3)
TAILS = re.compile(r"(?<!\d)(\d{4})(?!\d)")
CREDIT_CARD = re.compile(r"信用卡|贷记卡|卡中心|掌上生活|买单吧|发现精彩")
CARD_PRODUCT = re.compile(r"卡|visa|master", re.IGNORECASE)


class MatchOutcome(StrEnum):
    """How the search for the loan ended."""

    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BillCandidate:
    """A loan that a row may pay, the instalments that it would pay, and what speaks for and against it."""

    loan_id: str
    score: int
    instalments: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def says(self, *codes: str) -> bool:
        """Whether one of these reasons is among the candidate's."""
        return any(reason.code in codes for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class BillMatch:
    """The loans that a row may pay, best first. ``is_sure`` tells that the first one can be taken without asking."""

    outcome: MatchOutcome
    candidates: tuple[BillCandidate, ...] = ()
    is_sure: bool = False

    @property
    def loan_id(self) -> str | None:
        """The loan, where there is just one."""
        return self.candidates[0].loan_id if self.outcome is MatchOutcome.ONE else None


def moment_of(row: BillRow, zone: tzinfo) -> datetime:
    """When a row happened; one of which the day alone is known stands at its end."""
    return row.at or at_end_of(row.day, zone)


def paid_by(row: BillRow) -> Decimal:
    """What a row paid in the end: its sum without what came back."""
    return row.amount - min(row.refunded, row.amount)


def match_row(
    row: BillRow, relation: Relation, words: LoanWords, payments: Mapping[str, Sequence[Payment]]
) -> BillMatch:
    """The loans that a repayment may be for; ``payments`` are those known so far, by loan."""
    at = moment_of(row, words.index.zone)
    named = [(loan, reasons) for loan in _loans(words) if (reasons := list(_named_reasons(row, relation, loan, words)))]
    weighed = [
        _weigh(row, loan, reasons, fit(loan, payments.get(loan.id, ()), paid_by(row), at, words.index.zone), words)
        for loan, reasons in named or _unnamed(row, relation, words)
        if _may_be(row, loan)
    ]
    if not named:
        weighed = [one for one in weighed if one.fit.is_exact and one.fit.is_near]
    ranked = sorted(weighed, key=lambda one: (-one.candidate.score, one.candidate.loan_id))
    return _ended(ranked, words.book.scores)


@dataclass(frozen=True, slots=True)
class _Weighed:
    candidate: BillCandidate
    fit: Fit


def _loans(words: LoanWords) -> Iterable[LoanFacts]:
    return words.index.loans.values()


def _unnamed(row: BillRow, relation: Relation, words: LoanWords) -> list[tuple[LoanFacts, list[Reason]]]:
    """The loans with an instalment of this sum, where the row names no lender: only sum and day can tell then."""
    if relation.names and not relation.is_hidden:
        return []
    paid = paid_by(row)
    return [(loan, list(_card_reasons(row, loan))) for loan in _loans(words) if paid in line_sums(loan.terms)]


def _may_be(row: BillRow, loan: LoanFacts) -> bool:
    """A loan in the row's currency that had been drawn."""
    drawn = loan.terms.drawn_on
    return row.currency == loan.currency and (drawn is None or drawn <= row.day)


# --- what names the loan ---------------------------------------------------------------------------------------------


def _named_reasons(row: BillRow, relation: Relation, loan: LoanFacts, words: LoanWords) -> Iterator[Reason]:
    """What in the row names this loan; nothing where it names another product or a card that this is none of."""
    reasons = [*_lender_reasons(relation.names, loan, words), *_contract_reasons(row, loan)]
    if not reasons or _names_other_product(relation.names, loan, words) or _is_other_kind(relation, loan, words):
        return
    yield from reasons
    yield from _card_reasons(row, loan)
    if not any(reason.code in words.book.scores.whose for reason in reasons):
        yield from _other_lender(relation.names, loan, words)


def _lender_reasons(names: Iterable[LoanName], loan: LoanFacts, words: LoanWords) -> Iterator[Reason]:
    seen: set[str] = set()
    for name in names:
        code = _code_of(name, loan, words)
        if code and code not in seen:
            seen.add(code)
            yield Reason(code, {"name": name.text}, facts=(FactRef("lender", loan.lender_id),))


def _code_of(name: LoanName, loan: LoanFacts, words: LoanWords) -> str:
    if loan.product and _is_product(name.key, loan):
        return "bill_product" if words.index.names.lender_ids(name.key) <= {loan.lender_id} else ""
    if loan.lender_id in words.index.names.lender_ids(name.key):
        return "bill_lender"
    assigned = {one.loan.id for one in words.index.names.assignments(name.key)}
    return "bill_assignee" if loan.id in assigned else ""


def _is_product(key: str, loan: LoanFacts) -> bool:
    """白条 and 京东白条 are one product."""
    product = key_of(loan.product)
    return len(product) > 1 and (key in product or product in key)


def _names_other_product(names: Iterable[LoanName], loan: LoanFacts, words: LoanWords) -> bool:
    """Whether the row names a product of this lender, and this loan is of another one."""
    known = words.products_of(loan.lender_id)
    products = [name.key for name in names if name.key in known]
    return bool(products and loan.product) and not any(_is_product(key, loan) for key in products)


def _is_other_kind(relation: Relation, loan: LoanFacts, words: LoanWords) -> bool:
    """A repayment of a credit card is for a loan that is one, or of which nobody knows what it is."""
    said = " ".join((*relation.words, *(name.text for name in relation.names)))
    lender = words.index.lenders.get(loan.lender_id)
    called = " ".join((loan.product, lender.name, *lender.aliases) if lender else (loan.product,))
    return bool(loan.product and CREDIT_CARD.search(said) and not CARD_PRODUCT.search(called))


def _other_lender(names: Iterable[LoanName], loan: LoanFacts, words: LoanWords) -> Iterator[Reason]:
    """A product of this name, yet a company that is another lender's."""
    others = (name for name in names if words.is_company(name.key) and not _is_product(name.key, loan))
    if other := next(others, None):
        yield Reason("bill_other_lender", {"name": other.text}, speaks_for=False)


def _contract_reasons(row: BillRow, loan: LoanFacts) -> Iterator[Reason]:
    number = loan.contract_number.strip()
    if len(number) >= len("123456") and number in f"{row.description} {row.counterparty} {row.merchant_number}":
        yield Reason("bill_contract", {"number": number})


def _card_reasons(row: BillRow, loan: LoanFacts) -> Iterator[Reason]:
    """The card that paid is the one that the loan is collected from, or the credit card itself is named."""
    tail = loan.card_tail
    if tail and (tail == row.card_tail or tail in TAILS.findall(f"{row.counterparty} {row.description} {row.method}")):
        yield Reason("bill_card", {"tail": tail})


# --- weighing --------------------------------------------------------------------------------------------------------


def _weigh(row: BillRow, loan: LoanFacts, reasons: Sequence[Reason], how: Fit, words: LoanWords) -> _Weighed:
    every = (*reasons, *how.reasons, *_settled(row, loan, words.index.zone))
    score = words.book.scores.total(reason.code for reason in every)
    return _Weighed(BillCandidate(loan.id, score, how.instalments, every), how)


def _settled(row: BillRow, loan: LoanFacts, zone: tzinfo) -> Iterator[Reason]:
    """Days are those of the owner's clock: shortly after midnight in China it is still the day before in UTC."""
    ended = loan.settlement
    if ended and row.day > (ended.settled_at + BOOKING).astimezone(zone).date():
        day = ended.settled_at.astimezone(zone).date()
        yield Reason("bill_after_settlement", {"day": day.isoformat()}, speaks_for=False)


def _ended(found: Sequence[_Weighed], scores: BillScores) -> BillMatch:
    """One loan where only one is left, or where only one agrees to the cent."""
    candidates = tuple(one.candidate for one in found)
    if not found:
        return BillMatch(MatchOutcome.NONE)
    exact = [one for one in found if one.fit.is_exact and not one.candidate.says("bill_after_settlement")]
    told = [[one for one in found if one.candidate.says(code)] for code in scores.decisive]
    choice = next((few for few in (*told, exact, found) if len(few) == 1), None)
    if choice is None:
        return BillMatch(MatchOutcome.SEVERAL, candidates)
    best = choice[0]
    rest = tuple(one for one in candidates if one is not best.candidate)
    return BillMatch(MatchOutcome.ONE, (best.candidate, *rest), _is_sure(best, scores))


def _is_sure(one: _Weighed, scores: BillScores) -> bool:
    """Named by the row, nothing against it, and a sum that the loan can take.

    Where there is a plan, a sum that is none of its instalments may be another loan's of the lender that nobody has
    recorded yet, unless the row names the very loan.
    """
    if any(not reason.speaks_for for reason in one.candidate.reasons):
        return False
    is_named = one.candidate.says(*scores.naming)
    is_told_by_card = one.candidate.says("bill_card") and one.fit.is_exact and one.fit.is_near
    is_clear = not one.fit.is_planned or one.candidate.says(*scores.decisive)
    return is_told_by_card or (is_named and (one.fit.is_exact or one.fit.is_about or (is_clear and one.fit.is_within)))
