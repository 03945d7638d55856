"""What is read out of a message, before any ledger is asked.

Spans are offsets into the original text of the message (``text[span.start:span.end]``), never into a normalised copy.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from debts.finance.values import quickly_made
from debts.rulebook.parties import PartyKind


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


@quickly_made
@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original text, end exclusive."""

    start: int
    end: int


@quickly_made
@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of the rulebook that stands in the text."""

    id: str
    span: Span


@quickly_made
@dataclass(frozen=True, slots=True)
class AmountMention:
    """A sum in the text, in ``currency``."""

    value: Decimal
    role: AmountRole
    span: Span
    currency: str = "CNY"


@quickly_made
@dataclass(frozen=True, slots=True)
class DateMention:
    """A day in the text; None where it cannot be placed in the calendar without the time of the message."""

    value: date | None
    role: DateRole
    span: Span


@quickly_made
@dataclass(frozen=True, slots=True)
class NameMention:
    """A person, lender, assignee or product named in the text."""

    name: str
    span: Span


class Stage(StrEnum):
    """How far the pressing has gone: a friendly reminder, collection proper, somebody else's claim, a case."""

    WARNING = "S1"
    COLLECTION = "S2"
    TRANSFER = "S3"
    LITIGATION = "S4"


@dataclass(frozen=True, slots=True)
class PartyMention:
    """Somebody named in the text who presses for a debt beside the lender."""

    name: str
    kind: PartyKind
    span: Span


@quickly_made
@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says, before any ledger is asked; ``stage`` is None where nothing is claimed.

    ``wording`` are the words whose weight has decided the kind where the phrases had spoken for another one.
    """

    kind: Kind
    is_claim: bool
    signature: NameMention | None = None
    stage: Stage | None = None
    lenders: tuple[NameMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
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
    wording: tuple[Span, ...] = ()
