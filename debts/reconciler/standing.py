"""How one loan stood when a message came: was it there, had it ended, and how well is that proved."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache

from debts.finance import Instalment, LoanTerms, Position, position, schedule
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

    @property
    def day(self) -> date:
        """The day of the moment on the owner's calendar."""
        return self.at.astimezone(self.zone).date()

    @property
    def exists(self) -> bool:
        """Whether the loan was drawn by then; a loan without a day of drawing always was."""
        return self.loan.terms.drawn_on is None or self.loan.terms.drawn_on <= self.day

    @cached_property
    def position(self) -> Position:
        """The figures of that moment."""
        return position(self.loan.terms, self.loan.repayments, self.at, self.zone)

    @property
    def settlement(self) -> SettlementFacts | None:
        """The settlement on record, if it had happened by then."""
        settlement = self.loan.settlement
        return settlement if settlement and settlement.settled_at <= self.at else None

    @property
    def settled_at(self) -> datetime | None:
        """When the loan ended: by its settlement, else by the repayment that covered all that the terms ask."""
        return self.settlement.settled_at if self.settlement else self.position.covered_at

    @property
    def proof_level(self) -> ProofLevel | None:
        """How well the end is proved; None while the loan is open."""
        if self.settled_at is None:
            return None
        floor = ProofLevel.PAID if self.position.is_covered else ProofLevel.CLAIMED
        return max((floor, *(LEVEL_OF.get(proof.kind, floor) for proof in self.loan.proofs)), key=LEVELS.index)

    @property
    def best_proof(self) -> ProofFacts | None:
        """The proof behind the level; the earliest where several are as good."""
        ranked = [proof for proof in self.loan.proofs if proof.kind in LEVEL_OF]
        return max(ranked, key=lambda proof: (LEVELS.index(LEVEL_OF[proof.kind]), proof.id), default=None)

    @property
    def facts(self) -> tuple[FactRef, ...]:
        """The facts that end the loan."""
        ending = [FactRef("settlement", self.settlement.id or self.loan.id)] if self.settlement else []
        proof = [FactRef("proof", self.best_proof.id)] if self.best_proof and self.settled_at else []
        return (FactRef("loan", self.loan.id), *ending, *proof)


def region_of(loan: LoanFacts) -> str:
    """Where the loan was made, else what its currency suggests."""
    return loan.region or REGION_OF_CURRENCY.get(loan.currency, MAINLAND)


@lru_cache(maxsize=2048)
def plan_of(terms: LoanTerms) -> tuple[Instalment, ...]:
    """The schedule of the terms, worked out once: thousands of messages are held against the same few loans."""
    return schedule(terms)
