"""A whole bill against a ledger: what to record, what is on record already, what a person has to say.

The rows about loans are gone through in the order of time, so that the first of twelve equal payments is the first
instalment and the last the twelfth, whatever the order of the file. All other rows are only counted, so that memory
grows with the loans and not with the bill.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from debts.finance import Payment
from debts.intake.bills.drafts import reference_of
from debts.intake.bills.matching import BillMatch, MatchOutcome, match_row, moment_of, paid_by
from debts.intake.bills.relation import UNDONE, BillKind, LoanWords, Relation
from debts.intake.bills.types import BillItem, BillRow, Direction, PassedOver, Place, UnreadableRow
from debts.reconciler.types import Reason

DAYS_APART = 1
# A repayment of the same sum that was written down for another day may be this one.
SIMILAR_WITHIN = timedelta(days=10)
NO_LOAN = BillMatch(MatchOutcome.NONE)
# What a person takes for a repayment, though no word of the row says so.
BY_HAND = Relation(BillKind.REPAYMENT, ())
COMES_BACK_WITHIN = timedelta(days=60)


class State(StrEnum):
    """What is to be done with a row about a loan."""

    NEW = "new"
    ASK = "ask"
    RECORDED = "recorded"
    REPEATED = "repeated"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class KnownRepayment:
    """A repayment that is on record; ``is_of_this_bill`` where it was taken from the very file."""

    id: str
    loan_id: str
    paid_at: datetime
    amount: Decimal
    reference: str = ""
    is_of_this_bill: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row about a loan and what is to be done with it.

    ``new`` is recorded without asking, ``ask`` needs a person to name the loan; ``recorded`` names the repayment that
    is on record as ``repayment_id``; ``repeated`` stands twice in the bill; ``noted`` is a failed, refunded or received
    payment that is no repayment. ``remarks`` are reasons about the row as a whole.
    """

    row: BillRow
    relation: Relation
    state: State
    match: BillMatch = NO_LOAN
    repayment_id: str = ""
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a bill comes to: its rows about loans by time, what could not be read, and how many rows it has."""

    proposals: tuple[Proposal, ...]
    unreadable: tuple[UnreadableRow, ...]
    read: int

    def of(self, *states: State) -> tuple[Proposal, ...]:
        """The proposals in one of these states."""
        return tuple(one for one in self.proposals if one.state in states)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows went which way; ``read`` is the sum of new, duplicates, skipped, unreadable and unmatched."""
        states = Counter(one.state for one in self.proposals)
        duplicates = states[State.RECORDED] + states[State.REPEATED]
        recorded = states[State.NEW] + states[State.ASK] + duplicates
        return {
            "read": self.read,
            "loan_related": len(self.proposals),
            "new": states[State.NEW],
            "duplicates": duplicates,
            "skipped": self.read - recorded - len(self.unreadable),
            "unreadable": len(self.unreadable),
            "unmatched": states[State.ASK],
        }


class _Related(NamedTuple):
    row: BillRow
    relation: Relation
    by_hand: bool = False


def propose(
    items: Iterable[BillItem],
    words: LoanWords,
    known: Sequence[KnownRepayment] = (),
    *,
    taken: Collection[Place] = (),
    aside: Callable[[BillRow], None] = lambda _: None,
) -> Plan:
    """What the rows of a bill come to, held against the ledger of ``words`` and the repayments on record.

    Rows at the places ``taken`` are asked about whatever they say; every other row that is about no loan, and was not
    recorded from this bill before, is shown to ``aside`` as it goes by.
    """
    related: list[_Related] = []
    unreadable: list[UnreadableRow] = []
    zone, read = words.index.zone, 0
    own = {(one.paid_at, one.amount, one.reference) for one in known if one.is_of_this_bill}
    for item in items:
        if isinstance(item, PassedOver):
            continue
        read += 1
        if isinstance(item, UnreadableRow):
            unreadable.append(item)
        elif one := _related(item, words, by_hand=item.place in taken or _as_recorded(item, zone) in own):
            related.append(one)
        else:
            aside(item)
    sweep = _Sweep(words, known, aside)
    return Plan(tuple(sweep.run([one for one in related if one.row.amount])), tuple(unreadable), read)


def _related(row: BillRow, words: LoanWords, *, by_hand: bool) -> _Related | None:
    """The row with how it is about a loan; one that a person takes, or took before, is a repayment whatever it says."""
    found = words.relate(row)
    if by_hand:
        return _Related(row, replace(found or BY_HAND, kind=BillKind.REPAYMENT, is_hidden=False), by_hand=True)
    return _Related(row, found) if found else None


def _as_recorded(row: BillRow, zone: tzinfo) -> tuple[datetime, Decimal, str]:
    """What tells a repayment that was recorded from this row from those of other rows of its bill."""
    return moment_of(row, zone), paid_by(row), reference_of(row)


@dataclass(slots=True)
class _Sweep:
    """One pass over the rows about loans in the order of time."""

    words: LoanWords
    known: Sequence[KnownRepayment]
    aside: Callable[[BillRow], None]
    payments: dict[str, list[Payment]] = field(default_factory=dict)
    unclaimed: list[KnownRepayment] = field(default_factory=list)
    came_back: set[int] = field(default_factory=set)

    def run(self, related: Sequence[_Related]) -> list[Proposal]:
        """The proposals; rows that only might have been about a loan and fit none are left out."""
        self.payments = {loan.id: list(loan.repayments) for loan in self.words.index.loans.values()}
        self.unclaimed = sorted(self.known, key=lambda one: (one.paid_at, one.id))
        once, repeated = _once(sorted(related, key=self._order))
        own = {id(one): found for one in once if (found := self._of_this_bill(one))}
        own |= {id(one): found for one in once if id(one) not in own and (found := self._by_reference(one))}
        self.came_back = _came_back(once, self.zone)
        proposals = [self._propose(one, own.get(id(one))) for one in once]
        again = [Proposal(one.row, one.relation, State.REPEATED) for one in repeated if not one.relation.is_hidden]
        return [*filter(None, proposals), *again]

    @property
    def zone(self) -> tzinfo:
        """The clock of the owner."""
        return self.words.index.zone

    def _order(self, one: _Related) -> tuple[datetime, str, int]:
        return moment_of(one.row, self.zone), one.row.place.sheet, one.row.place.line

    def _propose(self, one: _Related, recorded: KnownRepayment | None) -> Proposal | None:
        row, relation, by_hand = one
        if relation.kind is not BillKind.REPAYMENT:
            return Proposal(row, relation, State.NOTED)
        if recorded:
            return Proposal(row, relation, State.RECORDED, repayment_id=recorded.id)
        match = match_row(row, relation, self.words, self.payments)
        if found := self._by_amount(row, match):
            return Proposal(row, relation, State.RECORDED, match, found.id)
        if relation.is_hidden and match.outcome is MatchOutcome.NONE:
            self.aside(row)
            return None
        doubts = tuple(self._doubts(one, match))
        if doubts or by_hand or not match.is_sure:
            return Proposal(row, relation, State.ASK, match, remarks=doubts)
        self._pay(row, match)
        return Proposal(row, relation, State.NEW, match)

    def _doubts(self, one: _Related, match: BillMatch) -> Iterator[Reason]:
        """Why a person should look, though the loan is clear."""
        if one.row.outcome in UNDONE:
            yield Reason("bill_not_done", speaks_for=False)
        if one.row.direction is Direction.UNKNOWN:
            yield Reason("bill_direction_unknown", speaks_for=False)
        if id(one) in self.came_back:
            yield Reason("bill_came_back", speaks_for=False)
        at = moment_of(one.row, self.zone)
        for other in self.unclaimed:
            is_same = other.loan_id == match.loan_id and other.amount == paid_by(one.row)
            if is_same and abs(other.paid_at - at) <= SIMILAR_WITHIN:
                yield Reason("bill_similar_recorded", {"day": self._day(other.paid_at).isoformat()}, speaks_for=False)

    def _pay(self, row: BillRow, match: BillMatch) -> None:
        """Count the payment for the rows that come after it."""
        paid = Payment(moment_of(row, self.zone), paid_by(row), id=str(row.place))
        self.payments.setdefault(match.loan_id or "", []).append(paid)

    def _of_this_bill(self, one: _Related) -> KnownRepayment | None:
        """The repayment that was recorded from this very row, whichever loan the person chose for it."""
        row = _as_recorded(one.row, self.zone)
        own = (known for known in self.unclaimed if known.is_of_this_bill)
        fits = (known for known in own if (known.paid_at, known.amount, known.reference) == row)
        return self._claim(next(fits, None)) if one.relation.kind is BillKind.REPAYMENT else None

    def _by_reference(self, one: _Related) -> KnownRepayment | None:
        row = one.row
        numbers = {row.order_number, row.merchant_number} - {""}
        if one.relation.kind is not BillKind.REPAYMENT or one.relation.is_hidden:
            return None
        fits = (known for known in self.unclaimed if known.reference in numbers and known.amount == paid_by(row))
        return self._claim(next(fits, None))

    def _by_amount(self, row: BillRow, match: BillMatch) -> KnownRepayment | None:
        """A repayment of the same sum of the same day or one beside it, of one of the loans that the row may pay."""
        loans = {one.loan_id for one in match.candidates}
        at = moment_of(row, self.zone)
        near = [
            one
            for one in self.unclaimed
            if one.loan_id in loans
            and one.amount == paid_by(row)
            and abs((self._day(one.paid_at) - row.day).days) <= DAYS_APART
        ]
        return self._claim(min(near, key=lambda one: abs(one.paid_at - at), default=None))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _claim(self, found: KnownRepayment | None) -> KnownRepayment | None:
        """Each repayment on record explains one row only."""
        if found:
            self.unclaimed.remove(found)
        return found


def _once(related: Iterable[_Related]) -> tuple[list[_Related], list[_Related]]:
    """The rows, each once, and those that stand in the bill before."""
    seen: set[tuple[object, ...]] = set()
    once: list[_Related] = []
    repeated: list[_Related] = []
    for one in related:
        key = _identity(one.row)
        (repeated if key in seen else once).append(one)
        seen.add(key)
    return once, repeated


def _identity(row: BillRow) -> tuple[object, ...]:
    """What makes a row this one: its order number or, without one, the balance after it, and what, when and whom."""
    number = row.order_number or row.balance
    return (number, row.at or row.day, row.amount, row.currency, row.direction, row.counterparty, row.description)


def _came_back(related: Sequence[_Related], zone: tzinfo) -> set[int]:
    """The repayments whose sum came back later, by a row of its own: each refund takes the latest one before it."""
    found: set[int] = set()
    for place, one in enumerate(related):
        if one.relation.kind is not BillKind.REFUND:
            continue
        at = moment_of(one.row, zone)
        before = (other for other in reversed(related[:place]) if id(other) not in found and _gave(other, one))
        match = next((other for other in before if at - moment_of(other.row, zone) <= COMES_BACK_WITHIN), None)
        if match:
            found.add(id(match))
    return found


def _gave(paid: _Related, refund: _Related) -> bool:
    """Whether a refund may be the sum of this repayment: the same amount, and a common name or number."""
    if paid.relation.kind is not BillKind.REPAYMENT or paid.row.amount != refund.row.amount:
        return False
    names = {name.key for name in paid.relation.names} & {name.key for name in refund.relation.names}
    numbers = {paid.row.merchant_number, paid.row.order_number} - {""}
    is_same_number = bool(numbers & {refund.row.merchant_number, refund.row.order_number})
    return bool(names) or is_same_number or paid.row.counterparty == refund.row.counterparty != ""
