"""Readers for the loans of a portable archive and for what happened to them: ``Fields`` in, a fact out."""

from datetime import UTC, date, datetime
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
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_NO_DAY = date(1970, 1, 1)
_NO_MONEY = Decimal(0)
_PARTS = ("fee", "penalty", "interest", "principal")


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
        rate_unit=fields.default("rate_unit", values.text, ""),
        role=fields.default("role", values.one_of(LoanRole), LoanRole.BORROWER),
        other_names=fields.many("other_names", values.text),
        is_secured=fields.optional("is_secured", values.truth),
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
        term_days=fields.optional("term_days", values.term_days),
        day_count=fields.default("day_count", values.one_of(DayCount), DayCount.MONTHS),
        first_period=fields.default("first_period", values.one_of(FirstPeriod), FirstPeriod.WHOLE),
        due_day=fields.optional("due_day", values.due_day),
        instalment=fields.optional("instalment", values.positive_money),
        received=fields.optional("received", values.positive_money),
        fees=tuple(map(_fee, fields.objects("fees"))),
        grace_days=fields.default("grace_days", values.grace_days, 0),
        penalty_multiple=fields.optional("penalty_multiple", values.rate),
        penalty_base=fields.default("penalty_base", values.one_of(PenaltyBase), PenaltyBase.OVERDUE),
        early_fee_rate=fields.optional("early_fee_rate", values.rate),
        fees_stay_on_payoff=fields.default("fees_stay_on_payoff", values.truth, default=False),
        order=fields.default("allocation_order", values.one_of(AllocationOrder), AllocationOrder.INSTALMENTS),
        given=tuple(map(_instalment, fields.objects("plan"))),
        statements=tuple(map(_statement, fields.objects("statements"))),
    )


def _fee(fields: Fields) -> Fee:
    found = Fee(
        timing=fields.required("timing", values.one_of(FeeTiming), FeeTiming.START),
        amount=fields.optional("amount", values.money),
        rate=fields.optional("rate", values.rate),
        to_third_party=fields.default("to_third_party", values.truth, default=False),
        name=fields.default("name", values.text, ""),
    )
    fields.close()
    return found


def _instalment(fields: Fields) -> GivenInstalment:
    found = GivenInstalment(
        due_on=fields.required("due_on", values.day, _NO_DAY),
        total=fields.required("total", values.money, _NO_MONEY),
        principal=fields.optional("principal", values.money),
        interest=fields.optional("interest", values.money),
        fee=fields.default("fee", values.money, _NO_MONEY),
    )
    fields.close()
    return found


def _repayment(fields: Fields) -> ArchivedRepayment:
    parts = [fields.optional(f"{name}_part", values.money) for name in _PARTS]
    found = ArchivedRepayment(
        id=fields.default("id", values.text, ""),
        paid_at=fields.required("paid_at", values.moment, _NO_TIME),
        amount=fields.required("amount", values.positive_money, _NO_MONEY),
        method=fields.default("method", values.text, ""),
        reference=fields.default("reference", values.text, ""),
        kind=fields.default("kind", values.one_of(PaymentKind), PaymentKind.PAYMENT),
        purpose=fields.default("purpose", values.one_of(Purpose), Purpose.REGULAR),
        agreed=Parts(*(part or _NO_MONEY for part in parts)) if any(part is not None for part in parts) else None,
        reversed_at=fields.optional("reversed_at", values.moment),
    )
    fields.close()
    return found


def _statement(fields: Fields) -> Statement:
    found = Statement(
        day=fields.required("day", values.day, _NO_DAY),
        due_on=fields.required("due_on", values.day, _NO_DAY),
        balance=fields.required("balance", values.money, _NO_MONEY),
        minimum=fields.optional("minimum", values.money),
    )
    fields.close()
    return found


def _settlement(fields: Fields) -> SettlementFacts:
    found = SettlementFacts(
        settled_at=fields.required("settled_at", values.moment, _NO_TIME),
        basis=fields.default("basis", values.one_of(SettlementBasis), SettlementBasis.OTHER),
        note=fields.default("note", values.text, ""),
        id=fields.default("id", values.text, ""),
        confirmed_by=fields.default("confirmed_by", values.text, ""),
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
        holder=fields.default("holder", values.text, ""),
        contract_number=fields.default("contract_number", values.text, ""),
        scope=fields.optional("scope", values.one_of(ProofScope)),
        amount=fields.optional("amount", values.money),
    )
    found = ArchivedProof(facts, file=file, sha256=sha256, note=fields.default("note", values.text, ""))
    fields.close()
    return found


def _assignment(fields: Fields) -> ArchivedAssignment:
    found = ArchivedAssignment(
        assignee=fields.required("assignee", values.identifier, ""),
        aliases=fields.many("aliases", values.text),
        notified_on=fields.optional("notified_on", values.day),
        id=fields.default("id", values.text, ""),
        note=fields.default("note", values.text, ""),
        file=fields.default("file", values.text, ""),
        sha256=fields.default("sha256", values.sha256, ""),
    )
    fields.close()
    return found
