"""Readers for the objects of a portable archive: one function for each, ``Fields`` in, a fact out."""

from datetime import UTC, datetime
from decimal import Decimal

from debts.finance.types import LoanTerms, RepaymentMethod
from debts.intake import values
from debts.intake.archive_types import (
    ArchivedDecision,
    ArchivedLoan,
    ArchivedMessage,
    ArchivedProof,
    ArchivedRepayment,
)
from debts.intake.fields import Fields
from debts.reconciler.types import (
    AssignmentFacts,
    Channel,
    DecisionKind,
    LenderFacts,
    ProfileFacts,
    ProofFacts,
    ProofKind,
    Recipient,
    SettlementBasis,
    SettlementFacts,
)

# These stand in for a value that is missing until the report is raised; none ever reaches an Archive.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_NO_MONEY = Decimal(0)


def profile(fields: Fields) -> ProfileFacts:
    """The owner."""
    found = ProfileFacts(
        names=fields.many("names", values.text),
        phones=fields.many("phones", values.text),
        time_zone=fields.default("time_zone", values.time_zone, ProfileFacts().time_zone),
        grace_days=fields.default("grace_days", values.grace_days, ProfileFacts().grace_days),
    )
    fields.close()
    return found


def lender(fields: Fields) -> LenderFacts:
    """A lender."""
    found = LenderFacts(
        id=fields.required("id", values.identifier, ""),
        name=fields.required("name", values.identifier, ""),
        aliases=fields.many("aliases", values.text),
        signatures=fields.many("signatures", values.text),
        senders=fields.many("senders", values.text),
        collectors=fields.many("collectors", values.text),
        is_kept=fields.default("is_kept", values.truth, default=True),
    )
    fields.close()
    return found


def loan(fields: Fields) -> ArchivedLoan:
    """A loan with everything that happened to it."""
    settlement = fields.child("settlement")
    found = ArchivedLoan(
        id=fields.required("id", values.identifier, ""),
        lender=fields.required("lender", values.identifier, ""),
        terms=_terms(fields),
        product=fields.default("product", values.text, ""),
        contract_number=fields.default("contract_number", values.text, ""),
        currency=fields.default("currency", values.currency, "CNY"),
        region=fields.default("region", values.region, ""),
        note=fields.default("note", values.text, ""),
        card_tail=fields.default("card_tail", values.text, ""),
        phone=fields.default("phone", values.text, ""),
        repayments=tuple(map(_repayment, fields.objects("repayments"))),
        settlement=_settlement(settlement) if settlement else None,
        proofs=tuple(map(_proof, fields.objects("proofs"))),
        assignments=tuple(map(_assignment, fields.objects("assignments"))),
    )
    fields.close()
    return found


def _terms(fields: Fields) -> LoanTerms:
    method = fields.default("repayment_method", values.one_of(RepaymentMethod), RepaymentMethod.FREE)
    return LoanTerms(
        principal=fields.required("principal", values.positive_money, _NO_MONEY),
        drawn_on=fields.optional("drawn_on", values.day),
        annual_rate=fields.optional("annual_rate", values.rate),
        method=method,
        term_months=fields.optional("term_months", values.term_months),
        first_due_on=fields.optional("first_due_on", values.day),
        daily_penalty_rate=fields.optional("daily_penalty_rate", values.rate),
    )


def _repayment(fields: Fields) -> ArchivedRepayment:
    found = ArchivedRepayment(
        id=fields.default("id", values.text, ""),
        paid_at=fields.required("paid_at", values.moment, _NO_TIME),
        amount=fields.required("amount", values.positive_money, _NO_MONEY),
        method=fields.default("method", values.text, ""),
        reference=fields.default("reference", values.text, ""),
    )
    fields.close()
    return found


def _settlement(fields: Fields) -> SettlementFacts:
    found = SettlementFacts(
        settled_at=fields.required("settled_at", values.moment, _NO_TIME),
        basis=fields.default("basis", values.one_of(SettlementBasis), SettlementBasis.OTHER),
        note=fields.default("note", values.text, ""),
        id=fields.default("id", values.text, ""),
    )
    fields.close()
    return found


def _proof(fields: Fields) -> ArchivedProof:
    file = fields.default("file", values.text, "")
    sha256 = fields.default("sha256", values.sha256, "")
    facts = ProofFacts(
        # A kind that a later version knows is still a proof: it is kept as the weakest kind, with a warning.
        kind=fields.lenient("kind", values.one_of(ProofKind), ProofKind.OTHER),
        issued_on=fields.optional("issued_on", values.day),
        issuer=fields.default("issuer", values.text, ""),
        number=fields.default("number", values.text, ""),
        id=fields.default("id", values.text, ""),
        has_file=bool(sha256),
    )
    found = ArchivedProof(facts, file=file, sha256=sha256)
    fields.close()
    return found


def _assignment(fields: Fields) -> AssignmentFacts:
    found = AssignmentFacts(
        assignee=fields.required("assignee", values.identifier, ""),
        aliases=fields.many("aliases", values.text),
        notified_on=fields.optional("notified_on", values.day),
        id=fields.default("id", values.text, ""),
    )
    fields.close()
    return found


def message(fields: Fields) -> ArchivedMessage:
    """A message."""
    found = ArchivedMessage(
        id=fields.required("id", values.identifier, ""),
        text=fields.required("text", values.text, ""),
        received_at=fields.optional("received_at", values.moment),
        sent_at=fields.optional("sent_at", values.moment),
        sender=fields.default("sender", values.text, ""),
        channel=fields.default("channel", values.one_of(Channel), Channel.SMS),
        recipient=fields.default("recipient", values.one_of(Recipient), Recipient.SELF),
    )
    fields.close()
    return found


def decision(fields: Fields) -> ArchivedDecision:
    """What the owner decided about a message."""
    found = ArchivedDecision(
        message=fields.required("message", values.identifier, ""),
        kind=fields.required("kind", values.one_of(DecisionKind), DecisionKind.NOT_MINE),
        loan=fields.optional("loan", values.identifier),
        reason=fields.default("reason", values.text, ""),
        decided_at=fields.optional("decided_at", values.moment),
        id=fields.default("id", values.text, ""),
    )
    fields.close()
    return found
