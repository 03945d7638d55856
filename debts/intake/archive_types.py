"""The portable archive, version 1, as values: what ``load_archive`` writes into the ledger and ``dump_archive`` makes.

Facts that the reconciler knows are its own types; the archive adds what only storage needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal

from debts.disputes.types import Outcome, Response, StepKind
from debts.finance.types import LoanTerms, Parts, Payment, PaymentKind, Purpose
from debts.intake.archive_files import ArchivedFile
from debts.intake.fields import Problem
from debts.reconciler.lessons import LessonKind
from debts.reconciler.told import ToldKind
from debts.reconciler.types import (
    AssignmentFacts,
    Channel,
    DecisionKind,
    LenderFacts,
    LoanRole,
    ProfileFacts,
    ProofFacts,
    Recipient,
    SettlementFacts,
)

FORMAT = "jieqing-archive"
VERSION = 1


@dataclass(frozen=True, slots=True)
class ArchivedProfile(ProfileFacts):
    """The owner, with what only planning asks for."""

    monthly_income: Decimal | None = None
    remind_days: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedRepayment:
    """An entry about money, in the loan's currency; ``method`` and ``reference`` are free words."""

    id: str
    paid_at: datetime
    amount: Decimal
    method: str = ""
    reference: str = ""
    kind: PaymentKind = PaymentKind.PAYMENT
    purpose: Purpose = Purpose.REGULAR
    agreed: Parts | None = None
    reversed_at: datetime | None = None

    @property
    def entry(self) -> Payment:
        """The entry as the arithmetic sees it."""
        return Payment(self.paid_at, self.amount, self.id, self.kind, self.purpose, self.agreed, self.reversed_at)


@dataclass(frozen=True, slots=True)
class ArchivedProof:
    """A proof with the name of its file and the SHA-256 under which the archive's ZIP holds the bytes."""

    facts: ProofFacts
    file: str = ""
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedAssignment(AssignmentFacts):
    """An assignment with the notice, where there is one, as a proof has its file."""

    note: str = ""
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedLoan:
    """One loan; ``lender`` is the id of one of the archive's lenders."""

    id: str
    lender: str
    terms: LoanTerms
    product: str = ""
    contract_number: str = ""
    currency: str = "CNY"
    region: str = ""
    card_tail: str = ""
    phone: str = ""
    note: str = ""
    repayments: tuple[ArchivedRepayment, ...] = ()
    settlement: SettlementFacts | None = None
    proofs: tuple[ArchivedProof, ...] = ()
    assignments: tuple[ArchivedAssignment, ...] = ()
    rate_unit: str = ""
    role: LoanRole = LoanRole.BORROWER
    other_names: tuple[str, ...] = ()
    is_secured: bool | None = None


@dataclass(frozen=True, slots=True)
class ArchivedMessage:
    """A message as it arrived; times are None where nobody knows them."""

    id: str
    text: str
    received_at: datetime | None = None
    sent_at: datetime | None = None
    sender: str = ""
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF


@dataclass(frozen=True, slots=True)
class ArchivedDecision:
    """What the owner decided about a message; of several, the latest is in force."""

    message: str
    kind: DecisionKind
    loan: str | None = None
    reason: str = ""
    decided_at: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedItem:
    """An exhibit of a dispute: one message or proof of the archive, or a file by its SHA-256."""

    id: str
    number: int
    note: str = ""
    message: str | None = None
    proof: str | None = None
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedStep:
    """A step of a dispute; an answer names the step that it ``answers``."""

    id: str
    kind: StepKind
    day: date
    time: time_of_day | None = None
    channel: str = ""
    reference: str = ""
    text: str = ""
    letter: str = ""
    response: Response | None = None
    answers: str | None = None
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedDispute:
    """A dispute; ``lender`` and ``loan`` are ids of the archive's, ``requests`` codes."""

    id: str
    lender: str
    title: str
    opened_at: datetime
    loan: str | None = None
    story: str = ""
    requests: tuple[str, ...] = ()
    own_requests: tuple[str, ...] = ()
    lender_address: str = ""
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_note: str = ""
    items: tuple[ArchivedItem, ...] = ()
    steps: tuple[ArchivedStep, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivedAttachment:
    """A file that was handed in, whatever it belongs to, by its SHA-256."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ArchivedMessageFile:
    """A file beside a message, by its SHA-256."""

    id: str
    message: str
    file: str
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedPictureText:
    """What was read off a picture by the machine, and as its owner corrected it."""

    id: str
    file: str
    sha256: str
    read: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedSource:
    """A message that proves a fact, by the kind and id of that; without one it was said to prove nothing."""

    id: str
    message: str
    kind: ToldKind
    fact_type: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedSitting:
    """What was confirmed at once: the kinds and ids of what was recorded, and the messages behind it."""

    id: str
    facts: tuple[tuple[str, str], ...] = ()
    sources: tuple[ArchivedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivedLesson:
    """A name or number by which a lender is known since a decision."""

    id: str
    decision: str
    lender: str
    kind: LessonKind
    value: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything of one owner, but for the log of another installation, which proves nothing here.

    ``messages`` can be gone through as often as wanted, and are never all in memory; ``message_ids`` are, until all is
    checked.
    ``files`` holds the files of the ZIP by SHA-256, opened when asked for. ``warnings`` name what was left aside.
    """

    profile: ArchivedProfile = field(default_factory=ArchivedProfile)
    exported_at: datetime | None = None
    lenders: tuple[LenderFacts, ...] = ()
    loans: tuple[ArchivedLoan, ...] = ()
    messages: Iterable[ArchivedMessage] = ()
    message_ids: tuple[str, ...] = ()
    decisions: tuple[ArchivedDecision, ...] = ()
    disputes: tuple[ArchivedDispute, ...] = ()
    attachments: tuple[ArchivedAttachment, ...] = ()
    message_files: tuple[ArchivedMessageFile, ...] = ()
    picture_texts: tuple[ArchivedPictureText, ...] = ()
    sittings: tuple[ArchivedSitting, ...] = ()
    lessons: tuple[ArchivedLesson, ...] = ()
    files: Mapping[str, ArchivedFile] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
