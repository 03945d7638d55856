"""What a letter is filled from: one matter with a lender, as plain values without a database.

Who gathers it (``gathering.py`` from the ledger, a dispute from what was chosen for it) puts only facts in. What nobody
knows is empty or None, and the letter then leaves the sentence out or marks the place.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property

from debts.reconciler.standing import MAINLAND
from debts.reconciler.types import Channel, Kind, ProofKind, Recipient, SettlementBasis, VerdictCode
from debts.rulebook import LenderKind


@dataclass(frozen=True, slots=True)
class CasePerson:
    """The person who writes; several names where the profile has several, the first is the signing one."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLender:
    """The lender; ``legal_name`` is empty where nobody knows it, ``collectors`` are names or numbers of the owner's.

    ``is_private`` is somebody without a licence to lend, over whom no supervisor of lenders sits. ``address`` is where
    papers reach it.
    """

    name: str
    legal_name: str = ""
    kind: LenderKind | None = None
    collectors: tuple[str, ...] = ()
    is_private: bool = False
    address: str = ""

    @property
    def full_name(self) -> str:
        """The name to address it by."""
        return self.legal_name or self.name


@dataclass(frozen=True, slots=True)
class CaseProof:
    """A paper that speaks for the end of a loan."""

    kind: ProofKind
    issued_on: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class CaseAssignment:
    """A transfer of the claim of which the owner was told; ``notified_on`` is None where the day is not known."""

    assignee: str
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseLoan:
    """One loan; sums in ``currency``, ``settled_at`` aware and None while it is open.

    ``is_day_only`` says that of the settlement only the day is known. ``paid_count`` and ``paid_total`` are what is on
    record, which need not be everything that was paid.
    """

    id: str
    principal: Decimal
    currency: str = "CNY"
    region: str = MAINLAND
    product: str = ""
    contract_number: str = ""
    drawn_on: date | None = None
    card_tail: str = ""
    phone: str = ""
    settled_at: datetime | None = None
    is_day_only: bool = False
    basis: SettlementBasis | None = None
    proofs: tuple[CaseProof, ...] = ()
    assignments: tuple[CaseAssignment, ...] = ()
    paid_count: int = 0
    paid_total: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """A conduct rule M1 to M11 that a message may breach, with the citations that were in force on its day."""

    rule: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One message of the case. ``number`` is its place in the case; ``text`` is the original to the letter."""

    number: int
    received_at: datetime | None
    channel: Channel
    recipient: Recipient
    sender: str
    text: str
    sha256: str
    kind: Kind
    verdict: VerdictCode
    loan_id: str | None = None
    claimed: Decimal | None = None
    currency: str = "CNY"
    findings: tuple[CaseFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseExhibit:
    """An exhibit of a dispute under its number, other than the messages that the letter lists."""

    number: int
    title: str


@dataclass(frozen=True)
class Case:
    """The whole matter. ``day`` is the day of the letter on the owner's calendar, ``zone`` that calendar's clock.

    ``story``, ``requests`` and ``lender_answer`` (what the lender was told and what it answered) are the owner's words;
    ``objection`` is the same about an objection to a credit report. ``asked`` are requests that the owner chose: they
    stand in place of the usual ones. ``exhibits`` are those of a dispute, which ``is_dispute`` tells it to be.
    """

    person: CasePerson
    lender: CaseLender
    day: date
    zone: tzinfo
    loans: tuple[CaseLoan, ...] = ()
    messages: tuple[CaseMessage, ...] = ()
    story: str = ""
    requests: tuple[str, ...] = ()
    lender_answer: str = ""
    objection: str = ""
    asked: tuple[str, ...] = ()
    exhibits: tuple[CaseExhibit, ...] = ()
    is_dispute: bool = False

    @property
    def is_mainland(self) -> bool:
        """Whether the mainland's rules apply: not to a matter about loans of Hong Kong or Taiwan."""
        return all(loan.region == MAINLAND for loan in self.loans)

    @cached_property
    def settled(self) -> tuple[CaseLoan, ...]:
        """The loans that have ended."""
        return tuple(loan for loan in self.loans if loan.settled_at)

    @cached_property
    def concerned(self) -> tuple[CaseLoan, ...]:
        """The loans to name: those that have ended, and open ones that a message is about.

        An open loan that nobody wrote about stays out: naming it could be read as an acknowledgement.
        """
        about = {message.loan_id for message in self.messages}
        return tuple(loan for loan in self.loans if loan.settled_at or loan.id in about)

    @cached_property
    def chased(self) -> tuple[CaseLoan, ...]:
        """The loans for which somebody asked after their end; without any message those that have ended."""
        after = {one.loan_id for one in self.messages if one.verdict is VerdictCode.AFTER_SETTLEMENT}
        return tuple(loan for loan in self.settled if loan.id in after or not self.messages)

    @property
    def is_only_chased(self) -> bool:
        """Whether every message asks for a loan that had ended."""
        return bool(self.chased) and all(one.verdict is VerdictCode.AFTER_SETTLEMENT for one in self.messages)

    @property
    def assignment(self) -> CaseAssignment | None:
        """The latest transfer; one without a day counts as first."""
        every = [one for loan in self.concerned for one in loan.assignments]
        return max(every, key=lambda one: one.notified_on or date.min, default=None)

    @property
    def phone(self) -> str:
        """The number that the matter is about: the loan's, else the profile's."""
        of_loans = (loan.phone for loan in self.concerned if loan.phone)
        return next(of_loans, next(iter(self.person.phones), ""))

    def without_fraud(self) -> "Case":
        """The same matter without what may be a fraud in the lender's name; the numbers stay."""
        kept = (one for one in self.messages if one.verdict is not VerdictCode.SUSPECTED_FRAUD)
        return replace(self, messages=tuple(kept))

    def about_assigned(self) -> "Case":
        """The same matter with the assigned loans and what was sent about them."""
        loans = tuple(loan for loan in self.loans if loan.assignments)
        ids = {loan.id for loan in loans}
        return replace(self, loans=loans, messages=tuple(one for one in self.messages if one.loan_id in ids))
