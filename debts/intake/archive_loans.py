"""Readers for the loans of a portable archive and for what happened to them: ``Fields`` in, a fact out."""

from decimal import Decimal

from debts.finance.types import (
    AllocationOrder,
    DayCount,
    Fee,
    FeeTiming,
    FirstPeriod,
    GivenInstalment,
    LoanTerms,
    Parts,
    PaymentKind,
    PenaltyBase,
    Purpose,
    RepaymentMethod,
    Statement,
)
from debts.intake import values
from debts.intake.archive_types import (
    ArchivedAssignment,
    ArchivedLoan,
    ArchivedProof,
    ArchivedRepayment,
)
from debts.intake.fields import Fields
from debts.reconciler.types import LoanRole, ProofFacts, ProofKind, ProofScope, SettlementBasis, SettlementFacts

# These stand in for a value that is missing until the report is raised; none ever reaches an Archive.
_NO_MONEY = Decimal(0)
_PARTS = ("fee", "penalty", "interest", "principal")


def loan(fields: Fields) -> ArchivedLoan:
    """A loan with everything that happened to it."""
    return ArchivedLoan(
        id=fields.name("id"),
        lender=fields.name("lender"),
        terms=_terms(fields),
        product=fields.text("product"),
        contract_number=fields.text("contract_number"),
        currency=fields.default("currency", values.currency, "CNY"),
        region=fields.default("region", values.region, ""),
        note=fields.text("note"),
        card_tail=fields.text("card_tail"),
        phone=fields.text("phone"),
        repayments=fields.every("repayments", _repayment),
        settlement=fields.child("settlement", _settlement),
        proofs=fields.every("proofs", _proof),
        assignments=fields.every("assignments", _assignment),
        rate_unit=fields.text("rate_unit"),
        role=fields.default("role", values.one_of(LoanRole), LoanRole.BORROWER),
        other_names=fields.many("other_names", values.text),
        is_secured=fields.optional("is_secured", values.truth),
    )


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
        term_days=fields.optional("term_days", values.term_days),
        day_count=fields.default("day_count", values.one_of(DayCount), DayCount.MONTHS),
        first_period=fields.default("first_period", values.one_of(FirstPeriod), FirstPeriod.WHOLE),
        due_day=fields.optional("due_day", values.due_day),
        instalment=fields.optional("instalment", values.positive_money),
        received=fields.optional("received", values.positive_money),
        fees=fields.every("fees", _fee),
        grace_days=fields.default("grace_days", values.grace_days, 0),
        penalty_multiple=fields.optional("penalty_multiple", values.rate),
        penalty_base=fields.default("penalty_base", values.one_of(PenaltyBase), PenaltyBase.OVERDUE),
        early_fee_rate=fields.optional("early_fee_rate", values.rate),
        fees_stay_on_payoff=fields.default("fees_stay_on_payoff", values.truth, default=False),
        order=fields.default("allocation_order", values.one_of(AllocationOrder), AllocationOrder.INSTALMENTS),
        given=fields.every("plan", _instalment),
        statements=fields.every("statements", _statement),
    )


def _fee(fields: Fields) -> Fee:
    return Fee(
        timing=fields.required("timing", values.one_of(FeeTiming), FeeTiming.START),
        amount=fields.optional("amount", values.money),
        rate=fields.optional("rate", values.rate),
        to_third_party=fields.default("to_third_party", values.truth, default=False),
        name=fields.text("name"),
    )


def _instalment(fields: Fields) -> GivenInstalment:
    return GivenInstalment(
        due_on=fields.required("due_on", values.day, values.NO_DAY),
        total=fields.required("total", values.money, _NO_MONEY),
        principal=fields.optional("principal", values.money),
        interest=fields.optional("interest", values.money),
        fee=fields.default("fee", values.money, _NO_MONEY),
    )


def _repayment(fields: Fields) -> ArchivedRepayment:
    parts = [fields.optional(f"{name}_part", values.money) for name in _PARTS]
    return ArchivedRepayment(
        id=fields.text("id"),
        paid_at=fields.required("paid_at", values.moment, values.NO_TIME),
        amount=fields.required("amount", values.positive_money, _NO_MONEY),
        method=fields.text("method"),
        reference=fields.text("reference"),
        kind=fields.default("kind", values.one_of(PaymentKind), PaymentKind.PAYMENT),
        purpose=fields.default("purpose", values.one_of(Purpose), Purpose.REGULAR),
        agreed=Parts(*(part or _NO_MONEY for part in parts)) if any(part is not None for part in parts) else None,
        reversed_at=fields.optional("reversed_at", values.moment),
    )


def _statement(fields: Fields) -> Statement:
    return Statement(
        day=fields.required("day", values.day, values.NO_DAY),
        due_on=fields.required("due_on", values.day, values.NO_DAY),
        balance=fields.required("balance", values.money, _NO_MONEY),
        minimum=fields.optional("minimum", values.money),
    )


def _settlement(fields: Fields) -> SettlementFacts:
    return SettlementFacts(
        settled_at=fields.required("settled_at", values.moment, values.NO_TIME),
        basis=fields.default("basis", values.one_of(SettlementBasis), SettlementBasis.OTHER),
        note=fields.text("note"),
        id=fields.text("id"),
        confirmed_by=fields.text("confirmed_by"),
    )


def _proof(fields: Fields) -> ArchivedProof:
    file = fields.text("file")
    sha256 = fields.default("sha256", values.sha256, "")
    facts = ProofFacts(
        # A kind that a later version knows is still a proof: it is kept as the weakest kind, with a warning.
        kind=fields.lenient("kind", values.one_of(ProofKind), ProofKind.OTHER),
        issued_on=fields.optional("issued_on", values.day),
        issuer=fields.text("issuer"),
        number=fields.text("number"),
        id=fields.text("id"),
        has_file=bool(sha256),
        holder=fields.text("holder"),
        contract_number=fields.text("contract_number"),
        scope=fields.optional("scope", values.one_of(ProofScope)),
        amount=fields.optional("amount", values.money),
    )
    return ArchivedProof(facts, file=file, sha256=sha256, note=fields.text("note"))


def _assignment(fields: Fields) -> ArchivedAssignment:
    return ArchivedAssignment(
        assignee=fields.name("assignee"),
        aliases=fields.many("aliases", values.text),
        notified_on=fields.optional("notified_on", values.day),
        id=fields.text("id"),
        note=fields.text("note"),
        file=fields.text("file"),
        sha256=fields.default("sha256", values.sha256, ""),
    )
