"""How one loan stood when a message came: was it there, had it ended, and how well is that proved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal

from debts.finance import Instalment, Parts, Payment, Position, Timeline, schedule, timeline
from debts.finance.once import once
from debts.finance.values import quickly_made
from debts.reconciler.proofs import LEVEL_OF, counts
from debts.reconciler.types import (
    AssignmentFacts,
    FactRef,
    LoanFacts,
    ProofFacts,
    ProofLevel,
    SettlementBasis,
    SettlementFacts,
)

LEVELS = tuple(ProofLevel)
REGION_OF_CURRENCY = {"HKD": "HK", "TWD": "TW"}
MAINLAND = "CN"
RELEASED = frozenset({SettlementBasis.DISCOUNTED, SettlementBasis.WAIVED})


@quickly_made
@dataclass(frozen=True)
class Standing:
    """One loan at one moment. Facts that are later than ``at`` do not exist here; proofs do, whenever they were made.

    A certificate issued in March about a settlement of January proves January, so the day of issue does not matter.
    ``owners`` are the names of the profile: a paper in another name proves nothing.
    """

    loan: LoanFacts
    at: datetime
    zone: tzinfo
    known: "Course | None" = None
    owners: tuple[str, ...] = ()

    @once
    def course(self) -> "Course":
        """What was worked out for the loan before, else a course of its own."""
        return self.known or Course(self.loan, self.zone, owners=self.owners)

    @property
    def exists(self) -> bool:
        """Whether the loan was drawn by then."""
        return self.course.exists(self.at)

    @property
    def day(self) -> date:
        """The day of the moment on the owner's calendar."""
        return self.at.astimezone(self.zone).date()

    @once
    def position(self) -> Position:
        """The figures of that moment."""
        return self.course.position(self.at)

    @property
    def settlement(self) -> SettlementFacts | None:
        """The settlement on record, if it had happened by then."""
        settlement = self.loan.settlement
        return settlement if settlement and settlement.settled_at <= self.at else None

    @property
    def settled_at(self) -> datetime | None:
        """When the loan ended: by its settlement; where none is on record, by the repayment that covered it all.

        A settlement on record for a later day says that nobody took the loan as ended before, whatever was paid.
        """
        return self.course.ended_at(self.at)

    @once
    def proof_level(self) -> ProofLevel | None:
        """How well the end is proved; None while the loan is open."""
        if self.settled_at is None:
            return None
        floor = ProofLevel.PAID if self.course.is_covered_at(self.at) else ProofLevel.CLAIMED
        return max((floor, *(LEVEL_OF[proof.kind] for proof in self.course.proving)), key=LEVELS.index)

    @once
    def best_proof(self) -> ProofFacts | None:
        """The proof behind the level; of several that are as good the one with the highest id."""
        proving = self.course.proving
        return max(proving, key=lambda proof: (LEVELS.index(LEVEL_OF[proof.kind]), proof.id), default=None)

    @once
    def assignment(self) -> AssignmentFacts | None:
        """The latest assignment of which the borrower had been told by then; one without a day counts as told first."""
        told = [one for one in self.loan.assignments if one.notified_on is None or one.notified_on <= self.day]
        return max(told, key=lambda one: (one.notified_on or date.min, one.id), default=None)

    @once
    def facts(self) -> tuple[FactRef, ...]:
        """The facts that end the loan."""
        ending = [FactRef("settlement", self.settlement.id or self.loan.id)] if self.settlement else []
        proof = [FactRef("proof", self.best_proof.id)] if self.best_proof and self.settled_at else []
        return (FactRef("loan", self.loan.id), *ending, *proof)


def region_of(loan: LoanFacts) -> str:
    """Where the loan was made, else what its currency suggests."""
    return loan.region or REGION_OF_CURRENCY.get(loan.currency, MAINLAND)


class Course:
    """What is worked out once for a loan, for thousands of messages are held against the same few loans.

    ``zone`` is the owner's, ``calendar`` the one by which the loan falls due, the owner's where none is given.
    ``owners`` are the names of the profile.
    """

    def __init__(
        self, loan: LoanFacts, zone: tzinfo, calendar: tzinfo | None = None, owners: Sequence[str] = ()
    ) -> None:
        self.loan = loan
        self.owners = tuple(owners)
        self.zone = zone
        self.calendar = calendar or zone
        self._latest: Standing | None = None
        self._asked: tuple[datetime, Position] | None = None
        self._summed: tuple[tuple[Decimal | None, ...], frozenset[Decimal]] | None = None

    def standing(self, at: datetime) -> Standing:
        """The loan at one moment; the last one is kept, for matching and judging ask for the same."""
        if self._latest is None or self._latest.at != at:
            self._latest = Standing(self.loan, at, self.zone, self)
        return self._latest

    @once
    def proving(self) -> tuple[ProofFacts, ...]:
        """The papers that prove its end, whenever they were made."""
        return tuple(proof for proof in self.loan.proofs if counts(proof, self.loan, self.owners))

    @property
    def is_certified(self) -> bool:
        """Whether the lender or a court has put its end on paper."""
        return any(LEVEL_OF[proof.kind] is ProofLevel.CERTIFIED for proof in self.proving)

    @once
    def _timeline(self) -> Timeline:
        """Its course of payments, swept once."""
        return timeline(self.loan.terms, _with_reversals(self.loan.repayments), self.calendar)

    def position(self, at: datetime) -> Position:
        """The figures of one moment; the last ones are kept, as with ``standing``."""
        asked = self._asked
        if asked is None or asked[0] != at:
            asked = self._asked = at, self._timeline.at(at)
        return asked[1]

    def open_sums_at(self, at: datetime) -> frozenset[Decimal]:
        """The sums by which one may call what is open; the last ones are kept, for they are the same all day."""
        asked = self.position(at)
        figures = (asked.balance, asked.payoff, asked.overdue, asked.penalty)
        summed = self._summed
        if summed is None or summed[0] != figures:
            summed = self._summed = figures, open_sums(asked)
        return summed[1]

    def payoff_at(self, at: datetime) -> Parts:
        """What would have ended the loan at a moment, by its parts."""
        return self._timeline.payoff_at(at)

    def ended_at(self, at: datetime) -> datetime | None:
        """When the loan ended, if it had ended by then. See ``Standing.settled_at``."""
        ended = self.end if self.end_is_final else self._covered_at(at)
        return ended if ended and ended <= at else None

    @once
    def end(self) -> datetime | None:
        """The moment of its end as the ledger has it today, whether by settlement or by payments."""
        return self.loan.settlement.settled_at if self.loan.settlement else self._covered

    @once
    def end_is_final(self) -> bool:
        """Whether the end is the same at every moment; money given back can undo one."""
        return self.loan.settlement is not None or not self._was_given_back

    def is_covered_at(self, at: datetime) -> bool:
        """Whether the payments made by then cover all that the terms ask."""
        covered = self._covered_at(at)
        return covered is not None and covered <= at

    def _covered_at(self, at: datetime) -> datetime | None:
        """When the payments covered all, as it looked at that moment; only money given back makes that change."""
        return self.position(at).covered_at if self._was_given_back else self._covered

    @once
    def _covered(self) -> datetime | None:
        """When all payments on record cover all that the terms ask."""
        last = max((one.paid_at for one in self.loan.repayments), default=None)
        return self.position(last).covered_at if last else None

    @once
    def _was_given_back(self) -> bool:
        return any(one.amount < 0 or one.reversed_at is not None for one in self.loan.repayments)

    def hangs_on_twins(self, at: datetime) -> bool:
        """Whether payments alone end the loan, and only if two of one sum at one instant are not one recorded twice."""
        if self.loan.settlement is not None or self._without_twins is self:
            return False
        return self.ended_at(at) is not None and self._without_twins.ended_at(at) is None

    @once
    def _without_twins(self) -> "Course":
        single = {(one.paid_at, one.amount, one.kind): one for one in self.loan.repayments}
        if len(single) == len(self.loan.repayments):
            return self
        return Course(replace(self.loan, repayments=tuple(single.values())), self.zone, self.calendar, self.owners)

    @once
    def plan(self) -> tuple[Instalment, ...]:
        """The schedule of its terms."""
        return schedule(self.loan.terms)

    @once
    def sums(self) -> frozenset[Decimal]:
        """Sums that point at the loan: its principal and its instalments."""
        return frozenset({one.total for one in self.plan} | {self.loan.terms.principal})

    @once
    def due_days(self) -> frozenset[date]:
        """The days on which it falls due."""
        return frozenset(one.due_on for one in self.plan)

    @once
    def waived(self) -> frozenset[Decimal]:
        """What was still open when the lender let the rest go; nothing for a loan that ended otherwise."""
        settlement = self.loan.settlement
        if settlement is None or settlement.basis not in RELEASED:
            return frozenset()
        return open_sums(self.position(settlement.settled_at))

    def exists(self, at: datetime) -> bool:
        """Whether the loan was drawn by then, on one calendar or the other; one without a day always was."""
        return self.is_drawn_by(latest_day(at, self.zone, self.calendar))

    def is_drawn_by(self, day: date) -> bool:
        """Whether the loan was drawn by the end of a day."""
        drawn_on = self.loan.terms.drawn_on
        return drawn_on is None or drawn_on <= day


def latest_day(at: datetime, *zones: tzinfo) -> date:
    """The later one of the days that a moment falls on in some zones."""
    return max([at.astimezone(zone).date() for zone in zones])


def open_sums(position: Position) -> frozenset[Decimal]:
    """The sums by which one may call what is open: all of it, what would end it today, what is late, with penalty."""
    bare = {position.balance, position.payoff, position.overdue or Decimal(0)} - {Decimal(0)}
    return frozenset(bare | {one + position.penalty for one in bare})


def _with_reversals(payments: Sequence[Payment]) -> list[Payment]:
    """The payments; what a lender gave back undoes the latest ones before it, in part where it was less."""
    live = sorted((one for one in payments if one.amount > 0), key=lambda one: (one.paid_at, one.amount, one.id))
    undone: list[Payment] = []
    for moment, amount in sorted((one.paid_at, -one.amount) for one in payments if one.amount < 0):
        live, taken = _parted(live, moment, amount)
        undone += taken
    return [*live, *undone]


def _parted(payments: Sequence[Payment], moment: datetime, amount: Decimal) -> tuple[list[Payment], list[Payment]]:
    """What is left of the payments when an amount is taken back, and what is taken, undone from then on."""
    left: list[Payment] = []
    undone: list[Payment] = []
    for one in reversed(payments):
        taken = min(one.amount, amount) if one.paid_at <= moment else Decimal(0)
        amount -= taken
        if taken:
            undone.append(replace(one, amount=taken, reversed_at=moment))
        if taken < one.amount:
            left.append(replace(one, amount=one.amount - taken))
    return left[::-1], undone
