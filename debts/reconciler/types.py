"""The values that flow through the reconciler: a message in, a judgement with its reasons out.

Everything here is frozen and knows nothing of Django, the clock or the disk. Spans are offsets into the original text
of the message (``text[span.start:span.end]``), never into a normalised copy. Times are aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from debts.finance.types import LoanTerms, Payment


class Channel(StrEnum):
    """The way a message came."""

    SMS = "sms"
    CALL = "call"
    EMAIL = "email"
    CHAT = "chat"
    PUSH = "push"
    LETTER = "letter"
    VISIT = "visit"


class Recipient(StrEnum):
    """Whom the message reached, seen from the owner of the ledger."""

    SELF = "self"
    RELATIVE = "relative"
    COLLEAGUE = "colleague"
    OTHER = "other"


class Kind(StrEnum):
    """What a message is, one primary kind each."""

    REMINDER = "reminder"
    COLLECTION = "collection"
    LEGAL_THREAT = "legal_threat"
    CREDIT_THREAT = "credit_threat"
    AGREEMENT_DEMAND = "agreement_demand"
    VISIT_OR_CONTACTS = "visit_or_contacts"
    TRANSFER_NOTICE = "transfer_notice"
    MARKETING = "marketing"
    REPAYMENT_RECEIPT = "repayment_receipt"
    SETTLEMENT_NOTICE = "settlement_notice"
    VERIFICATION_CODE = "verification_code"
    BANK_TRANSACTION = "bank_transaction"
    FRAUD = "fraud"
    OTHER = "other"


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


class ProofKind(StrEnum):
    """What a settlement proof is, by the names of the portable archive."""

    SETTLEMENT_CERTIFICATE = "settlement_certificate"
    SETTLEMENT_NOTICE = "settlement_notice"
    RECEIPT = "receipt"
    SCREENSHOT = "screenshot"
    RECORDING = "recording"
    SERVICE_RECORD = "service_record"
    CREDIT_REPORT = "credit_report"
    COURT_PAPER = "court_paper"
    OTHER = "other"


class SettlementBasis(StrEnum):
    """On what ground a loan ended."""

    PAID_IN_FULL = "paid_in_full"
    EARLY_PAYOFF = "early_payoff"
    DISCOUNTED = "discounted"
    WAIVED = "waived"
    COURT = "court"
    OTHER = "other"


class DecisionKind(StrEnum):
    """What a person can decide about a message."""

    ABOUT_LOAN = "about_loan"
    NOT_MINE = "not_mine"
    LENDER_NOT_KEPT = "lender_not_kept"


class AmountRole(StrEnum):
    """What a sum in a message stands for."""

    CLAIMED = "claimed"
    INSTALMENT = "instalment"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    PENALTY = "penalty"
    MINIMUM = "minimum"
    LIMIT = "limit"
    PAID = "paid"
    WAIVED = "waived"
    BALANCE = "balance"
    OTHER = "other"


class DateRole(StrEnum):
    """What a day in a message stands for."""

    DUE = "due"
    OVERDUE_SINCE = "overdue_since"
    PAID = "paid"
    DEADLINE = "deadline"
    AS_OF = "as_of"
    EVENT = "event"


# --- facts of the ledger ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """The owner: names and telephone numbers, zone of the clock, length of the grace period in days."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    time_zone: str = "Asia/Shanghai"
    grace_days: int = 3


@dataclass(frozen=True, slots=True)
class LenderFacts:
    """A lender of the ledger with every name it goes by."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """The fact that a loan ended."""

    settled_at: datetime
    basis: SettlementBasis
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """One piece of evidence for a settlement; ``has_file`` tells whether the paper itself is kept."""

    kind: ProofKind
    issued_on: date | None = None
    issuer: str = ""
    number: str = ""
    id: str = ""
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """The debt was handed to somebody else, as the borrower was told."""

    assignee: str
    aliases: tuple[str, ...] = ()
    notified_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """One contract with everything that happened to it."""

    id: str
    lender_id: str
    terms: LoanTerms
    product: str = ""
    contract_number: str = ""
    currency: str = "CNY"
    region: str = ""
    card_tail: str = ""
    phone: str = ""
    repayments: tuple[Payment, ...] = ()
    settlement: SettlementFacts | None = None
    proofs: tuple[ProofFacts, ...] = ()
    assignments: tuple[AssignmentFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What the owner decided about one message; only the decision in force is given."""

    message_id: str
    kind: DecisionKind
    loan_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All facts of one owner that a judgement can rest on."""

    profile: ProfileFacts = field(default_factory=ProfileFacts)
    lenders: tuple[LenderFacts, ...] = ()
    loans: tuple[LoanFacts, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message as it arrived. ``received_at`` is None where nobody knows when it came, ``sent_at`` likewise."""

    id: str
    text: str
    received_at: datetime | None = None
    sender: str = ""
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF
    sent_at: datetime | None = None


# --- what is read out of a message -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of the rulebook that stands in the text."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class AmountMention:
    """A sum in the text, in ``currency``."""

    value: Decimal
    role: AmountRole
    span: Span
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day in the text; None where it cannot be placed in the calendar without the time of the message."""

    value: date | None
    role: DateRole
    span: Span


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person, lender, assignee or product named in the text."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says, before any ledger is asked."""

    kind: Kind
    is_claim: bool
    signature: NameMention | None = None
    lenders: tuple[NameMention, ...] = ()
    addressees: tuple[NameMention, ...] = ()
    amounts: tuple[AmountMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    contract_numbers: tuple[NameMention, ...] = ()
    card_tails: tuple[NameMention, ...] = ()
    phones: tuple[NameMention, ...] = ()
    links: tuple[NameMention, ...] = ()
    overdue_days: int | None = None
    says_overdue: bool = False
    demands: frozenset[str] = frozenset()
    threats: frozenset[str] = frozenset()
    phrases: tuple[PhraseHit, ...] = ()


# --- what is concluded -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactRef:
    """Points at a fact of the ledger: ``kind`` is loan, lender, repayment, settlement, proof, assignment, decision."""

    kind: str
    id: str


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A loan that the message may be about, with what speaks for and against it."""

    loan_id: str
    score: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Which debt the message is about, best candidate first.

    ``set_aside`` are loans that were weighed and left out: an identifier of the text is another one, or the text points
    at another loan more exactly. Nothing is judged by them; they let a person see why it is not that loan.
    """

    outcome: MatchOutcome
    candidates: tuple[Candidate, ...] = ()
    lender_ids: tuple[str, ...] = ()
    set_aside: tuple[Candidate, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Finding:
    """A conduct rule that the message may break: M1 to M11 of the rulebook, always 「可能」.

    ``citations`` are ids of legal citations in force at the time; ``missing`` are codes of facts that nobody knows yet.
    """

    id: str
    spans: tuple[Span, ...] = ()
    citations: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that is said about one message."""

    message_id: str
    reading: Reading
    match: Match
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
