"""What is concluded about a message: which loan it is about, what the ledger says to it, which rules it may break."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from debts.finance.values import quickly_made
from debts.reconciler.readings import Reading, Span


class VerdictCode(StrEnum):
    """What the ledger says about the claim of a message, gravest first."""

    SUSPECTED_FRAUD = "suspected_fraud"
    WRONG_PERSON = "wrong_person"
    AFTER_SETTLEMENT = "after_settlement"
    NOT_OVERDUE = "not_overdue"
    OVERSTATED = "overstated"
    UNKNOWN_DEBT = "unknown_debt"
    UNDECIDED = "undecided"
    WITHIN_GRACE = "within_grace"
    CONSISTENT = "consistent"
    SUPPORTING = "supporting"
    NO_CLAIM = "no_claim"

    @property
    def is_flagged(self) -> bool:
        """Whether the message contradicts the ledger or the law of decent dealing."""
        return self in FLAGGED

    @property
    def asks(self) -> bool:
        """Whether the person has to answer before the ledger can."""
        return self in (VerdictCode.UNKNOWN_DEBT, VerdictCode.UNDECIDED)


FLAGGED = frozenset(
    {
        VerdictCode.AFTER_SETTLEMENT,
        VerdictCode.NOT_OVERDUE,
        VerdictCode.OVERSTATED,
        VerdictCode.WRONG_PERSON,
        VerdictCode.SUSPECTED_FRAUD,
    }
)


class ProofLevel(StrEnum):
    """How well a settlement is proved, weakest first."""

    CLAIMED = "claimed"
    PAID = "paid"
    CONFIRMED = "confirmed"
    CERTIFIED = "certified"
    CREDIT_REPORT = "credit_report"


@quickly_made
@dataclass(frozen=True, slots=True)
class FactRef:
    """Points at a fact: ``kind`` is loan, lender, repayment, settlement, proof, assignment, decision or message."""

    kind: str
    id: str


@quickly_made
@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a verdict, or against it.

    ``code`` names the sentence (``debts.wording`` says it in the reader's language), ``params`` fill it in as plain
    strings (amounts as decimal figures, days as ISO dates).
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    facts: tuple[FactRef, ...] = ()
    speaks_for: bool = True


class MatchOutcome(StrEnum):
    """How the search for the loan ended."""

    ONE_LOAN = "one_loan"
    SEVERAL = "several"
    LENDER_ONLY = "lender_only"
    NOBODY = "nobody"


@quickly_made
@dataclass(frozen=True, slots=True)
class Candidate:
    """A loan that the message may be about, with what speaks for and against it."""

    loan_id: str
    score: int
    reasons: tuple[Reason, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Match:
    """Which debt the message is about, best candidate first.

    ``set_aside`` are loans of the same lenders that the message contradicts, with what it says against them; they have
    no score.
    """

    outcome: MatchOutcome
    candidates: tuple[Candidate, ...] = ()
    lender_ids: tuple[str, ...] = ()
    set_aside: tuple[Candidate, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ledger says about the claim at the time of the message.

    ``claimed`` and ``owed`` are in the loan's currency; None where the message or the ledger does not say.
    ``causes`` are innocent explanations worth checking, ``advice`` what to do next: both are codes that
    ``debts.wording`` puts into words.
    """

    code: VerdictCode
    loan_id: str | None = None
    as_of: datetime | None = None
    claimed: Decimal | None = None
    owed: Decimal | None = None
    proof_level: ProofLevel | None = None
    days_since_settlement: int | None = None
    reasons: tuple[Reason, ...] = ()
    causes: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    rulebook_version: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Finding:
    """A conduct rule that the message may break: M1 to M11 of the rulebook, always 「可能」.

    ``citations`` are ids of legal citations in force at the time, ``ranks`` the letters of their ranks, strongest
    first; ``missing`` are codes of facts that nobody knows yet. ``events`` are the ids of the messages that make up the
    finding; of a very long row only the latest.
    """

    id: str
    spans: tuple[Span, ...] = ()
    citations: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that is said about one message."""

    message_id: str
    reading: Reading
    match: Match
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
