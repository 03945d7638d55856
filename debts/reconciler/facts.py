"""The facts that a judgement rests on: the owner, lenders, loans with all that happened to them, decisions, messages.

Frozen values that know nothing of Django, the clock or the disk. Times are aware; what is not known is None or empty.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from debts.finance.types import LoanTerms, Payment, PaymentKind
from debts.finance.values import quickly_made


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


class ProofScope(StrEnum):
    """What a paper says has ended: the loan, or one instalment of it, which is no settlement."""

    WHOLE_LOAN = "whole_loan"
    INSTALMENT = "instalment"


class SettlementBasis(StrEnum):
    """On what ground a loan ended."""

    PAID_IN_FULL = "paid_in_full"
    EARLY_PAYOFF = "early_payoff"
    DISCOUNTED = "discounted"
    WAIVED = "waived"
    COURT = "court"
    OTHER = "other"


class LoanRole(StrEnum):
    """What the owner is to a loan: a guarantor owes only what the borrower does not pay."""

    BORROWER = "borrower"
    CO_BORROWER = "co_borrower"
    GUARANTOR = "guarantor"


class DecisionKind(StrEnum):
    """What a person can decide about a message."""

    ABOUT_LOAN = "about_loan"
    NOT_MINE = "not_mine"
    LENDER_NOT_KEPT = "lender_not_kept"


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """The owner: names and telephone numbers, zone of the clock, length of the grace period in days."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    time_zone: str = "Asia/Shanghai"
    grace_days: int = 3


@dataclass(frozen=True, slots=True)
class LenderFacts:
    """A lender of the ledger with every name it goes by.

    A sender or alias may be a domain, such as ``example.com``. ``collectors`` are names and numbers of those who
    collect for it, as far as the owner has confirmed them; a number is one to call from or to be called at. ``kind`` is
    what licence it works under, empty where unknown; no judgement looks at it.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    is_kept: bool = True
    collectors: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """The fact that a loan ended; ``replaced`` are the moments that were on record for it before a correction.

    ``confirmed_by`` tells who said so, and is empty where nobody did.
    """

    settled_at: datetime
    basis: SettlementBasis
    note: str = ""
    id: str = ""
    replaced: tuple[datetime, ...] = ()
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """One piece of evidence for a settlement; ``has_file`` tells whether the paper itself is kept.

    ``holder`` and ``contract_number`` are those that stand on the paper, ``scope`` is None where it does not say.
    """

    kind: ProofKind
    issued_on: date | None = None
    issuer: str = ""
    number: str = ""
    id: str = ""
    has_file: bool = False
    holder: str = ""
    contract_number: str = ""
    scope: ProofScope | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """The debt was handed to somebody else, as the borrower was told."""

    assignee: str
    aliases: tuple[str, ...] = ()
    notified_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """One contract with everything that happened to it.

    A repayment with a negative amount is money given back: it takes back the latest repayments before it.
    ``other_names`` are the people who owe the loan beside the owner, the borrower of a guaranteed loan above all.
    """

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
    role: LoanRole = LoanRole.BORROWER
    other_names: tuple[str, ...] = ()

    @property
    def payments(self) -> tuple[Payment, ...]:
        """The payments among the entries: no waivers, refunds or failed deductions, and none that was taken back."""
        return tuple(one for one in self.repayments if is_money_paid(one))


def is_money_paid(entry: Payment) -> bool:
    """Whether the entry is money that reached the lender and stayed there."""
    return entry.kind is PaymentKind.PAYMENT and entry.amount > 0 and entry.reversed_at is None


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


@quickly_made
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
