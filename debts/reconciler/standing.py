"""How one loan stood when a message came: was it there, had it ended, and how well is that proved."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property

from debts.finance import Instalment, Position, Timeline, schedule, timeline
from debts.reconciler.types import FactRef, LoanFacts, ProofFacts, ProofKind, ProofLevel, SettlementFacts

LEVEL_OF = {
    ProofKind.SETTLEMENT_CERTIFICATE: ProofLevel.CERTIFIED,
    ProofKind.COURT_PAPER: ProofLevel.CERTIFIED,
    ProofKind.CREDIT_REPORT: ProofLevel.CREDIT_REPORT,
    ProofKind.SETTLEMENT_NOTICE: ProofLevel.CONFIRMED,
    ProofKind.RECEIPT: ProofLevel.CONFIRMED,
    ProofKind.SCREENSHOT: ProofLevel.CONFIRMED,
    ProofKind.RECORDING: ProofLevel.CONFIRMED,
    ProofKind.SERVICE_RECORD: ProofLevel.CONFIRMED,
}
PAPERS = frozenset({ProofKind.SETTLEMENT_CERTIFICATE, ProofKind.COURT_PAPER, ProofKind.CREDIT_REPORT})
LEVELS = tuple(ProofLevel)
REGION_OF_CURRENCY = {"HKD": "HK", "TWD": "TW"}
MAINLAND = "CN"


@dataclass(frozen=True)
class Standing:
    """One loan at one moment. Facts that are later than ``at`` do not exist here; proofs do, whenever they were made.

    A certificate issued in March about a settlement of January proves January, so the day of issue does not matter.
    """

    loan: LoanFacts
    at: datetime
    zone: tzinfo
    known: "Course | None" = None

    @cached_property
    def course(self) -> "Course":
        """What was worked out for the loan before, else a course of its own."""
        return self.known or Course(self.loan, self.zone)

    @property
    def exists(self) -> bool:
        """Whether the loan was drawn by then."""
        return self.course.exists(self.at)

    @cached_property
    def day(self) -> date:
        """The day of the moment on the owner's calendar."""
        return self.at.astimezone(self.zone).date()

    @cached_property
    def position(self) -> Position:
        """The figures of that moment."""
        return self.course.timeline.at(self.at)

    @cached_property
    def settlement(self) -> SettlementFacts | None:
        """The settlement on record, if it had happened by then."""
        settlement = self.loan.settlement
        return settlement if settlement and settlement.settled_at <= self.at else None

    @cached_property
    def settled_at(self) -> datetime | None:
        """When the loan ended: by its settlement, else by the repayment that covered all that the terms ask."""
        return self.settlement.settled_at if self.settlement else self.position.covered_at

    @cached_property
    def proof_level(self) -> ProofLevel | None:
        """How well the end is proved; None while the loan is open."""
        if self.settled_at is None:
            return None
        floor = ProofLevel.PAID if self.position.is_covered else ProofLevel.CLAIMED
        return max((floor, *(LEVEL_OF[proof.kind] for proof in self._proving)), key=LEVELS.index)

    @cached_property
    def _proving(self) -> tuple[ProofFacts, ...]:
        return tuple(proof for proof in self.loan.proofs if proof.kind in LEVEL_OF and is_substantiated(proof))

    @cached_property
    def best_proof(self) -> ProofFacts | None:
        """The proof behind the level; the earliest where several are as good."""
        return max(self._proving, key=lambda proof: (LEVELS.index(LEVEL_OF[proof.kind]), proof.id), default=None)

    @cached_property
    def facts(self) -> tuple[FactRef, ...]:
        """The facts that end the loan."""
        ending = [FactRef("settlement", self.settlement.id or self.loan.id)] if self.settlement else []
        proof = [FactRef("proof", self.best_proof.id)] if self.best_proof and self.settled_at else []
        return (FactRef("loan", self.loan.id), *ending, *proof)


def is_substantiated(proof: ProofFacts) -> bool:
    """Whether a paper is more than its name: one without file, day, issuer and number is the owner's word only."""
    is_shown = proof.has_file or proof.issued_on is not None or bool(proof.issuer or proof.number)
    return is_shown or proof.kind not in PAPERS


def region_of(loan: LoanFacts) -> str:
    """Where the loan was made, else what its currency suggests."""
    return loan.region or REGION_OF_CURRENCY.get(loan.currency, MAINLAND)


class Course:
    """What is worked out once for a loan, for thousands of messages are held against the same few loans."""

    def __init__(self, loan: LoanFacts, zone: tzinfo) -> None:
        self.loan = loan
        self.zone = zone

    def standing(self, at: datetime) -> Standing:
        """The loan at one moment."""
        return Standing(self.loan, at, self.zone, self)

    @cached_property
    def timeline(self) -> Timeline:
        """Its course of payments, swept once."""
        return timeline(self.loan.terms, self.loan.repayments, self.zone)

    @cached_property
    def plan(self) -> tuple[Instalment, ...]:
        """The schedule of its terms."""
        return schedule(self.loan.terms)

    @cached_property
    def sums(self) -> frozenset[Decimal]:
        """Sums that point at the loan: its principal and its instalments."""
        return frozenset({one.total for one in self.plan} | {self.loan.terms.principal})

    @cached_property
    def due_days(self) -> frozenset[date]:
        """The days on which it falls due."""
        return frozenset(one.due_on for one in self.plan)

    def exists(self, at: datetime) -> bool:
        """Whether the loan was drawn by then; a loan without a day of drawing always was."""
        drawn_on = self.loan.terms.drawn_on
        return drawn_on is None or drawn_on <= at.astimezone(self.zone).date()
