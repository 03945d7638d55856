"""The portable archive, version 1, as values: what ``load_archive`` writes into the ledger and ``dump_archive`` makes.

Facts that the reconciler knows are its own types; the archive adds what only storage needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from debts.finance.types import LoanTerms
from debts.intake.archive_files import ArchivedFile
from debts.intake.fields import Problem
from debts.reconciler.types import (
    AssignmentFacts,
    Channel,
    DecisionKind,
    LenderFacts,
    ProfileFacts,
    ProofFacts,
    Recipient,
    SettlementFacts,
)

FORMAT = "jieqing-archive"
VERSION = 1


@dataclass(frozen=True, slots=True)
class ArchivedRepayment:
    """Money paid, in the loan's currency; ``method`` and ``reference`` are free words."""

    id: str
    paid_at: datetime
    amount: Decimal
    method: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedProof:
    """A proof with the name of its file and the SHA-256 under which the archive's ZIP holds the bytes."""

    facts: ProofFacts
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
    assignments: tuple[AssignmentFacts, ...] = ()


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
class Archive:
    """Everything of one owner. ``disputes`` and ``evidence_log`` are kept as their JSON.

    ``files`` holds the files of the ZIP by SHA-256, opened when asked for. ``warnings`` name what was left aside.
    """

    profile: ProfileFacts = field(default_factory=ProfileFacts)
    exported_at: datetime | None = None
    lenders: tuple[LenderFacts, ...] = ()
    loans: tuple[ArchivedLoan, ...] = ()
    messages: tuple[ArchivedMessage, ...] = ()
    decisions: tuple[ArchivedDecision, ...] = ()
    disputes: tuple[object, ...] = ()
    evidence_log: tuple[object, ...] = ()
    files: Mapping[str, ArchivedFile] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
