"""What a loan asks, what was paid, and how it stands at a moment: pure arithmetic, no clock, no storage."""

from debts.finance.arrears import Spell, spells
from debts.finance.books import ROUNDING_TOLERANCE
from debts.finance.cost import RealCost, planned_cost, real_cost
from debts.finance.entry_problems import EntryProblem, check_payments
from debts.finance.money import MAX_AMOUNT, AmountProblem, AmountProblemCode, parse_amount, to_cents
from debts.finance.outlook import Due, MonthlyBurden, Owing, due_within, monthly_burden
from debts.finance.payoffs import Debt, NoPlan, PayoffPlan, Strategy, compare_plans, debt_of
from debts.finance.positions import position, timeline
from debts.finance.problems import Reason, TermProblem, check_terms
from debts.finance.rates import CostRate, NoRate, NoRateReason
from debts.finance.reclaims import Reclaim, reclaim_of
from debts.finance.schedules import MAX_ANNUAL_RATE, schedule
from debts.finance.several import Claimed, Distribution, distribute
from debts.finance.statements import StatementLine, statement_lines
from debts.finance.terms import (
    MAX_TERM_MONTHS,
    QUOTED_PLACES,
    RateUnit,
    by_received_sum,
    days_of_year,
    kept_rate,
    quoted_rate,
    received,
    yearly_rate,
)
from debts.finance.timelines import Timeline
from debts.finance.types import (
    Allocation,
    AllocationOrder,
    DayCount,
    Fee,
    FeeTiming,
    FirstPeriod,
    GivenInstalment,
    Instalment,
    LoanTerms,
    OpenPart,
    Parts,
    Payment,
    PaymentKind,
    PenaltyBase,
    Position,
    Purpose,
    RepaymentMethod,
    Statement,
)

__all__ = [
    "MAX_AMOUNT",
    "MAX_ANNUAL_RATE",
    "MAX_TERM_MONTHS",
    "QUOTED_PLACES",
    "ROUNDING_TOLERANCE",
    "Allocation",
    "AllocationOrder",
    "AmountProblem",
    "AmountProblemCode",
    "Claimed",
    "CostRate",
    "DayCount",
    "Debt",
    "Distribution",
    "Due",
    "EntryProblem",
    "Fee",
    "FeeTiming",
    "FirstPeriod",
    "GivenInstalment",
    "Instalment",
    "LoanTerms",
    "MonthlyBurden",
    "NoPlan",
    "NoRate",
    "NoRateReason",
    "OpenPart",
    "Owing",
    "Parts",
    "Payment",
    "PaymentKind",
    "PayoffPlan",
    "PenaltyBase",
    "Position",
    "Purpose",
    "RateUnit",
    "RealCost",
    "Reason",
    "Reclaim",
    "RepaymentMethod",
    "Spell",
    "Statement",
    "StatementLine",
    "Strategy",
    "TermProblem",
    "Timeline",
    "by_received_sum",
    "check_payments",
    "check_terms",
    "compare_plans",
    "days_of_year",
    "debt_of",
    "distribute",
    "due_within",
    "kept_rate",
    "monthly_burden",
    "parse_amount",
    "planned_cost",
    "position",
    "quoted_rate",
    "real_cost",
    "received",
    "reclaim_of",
    "schedule",
    "spells",
    "statement_lines",
    "timeline",
    "to_cents",
    "yearly_rate",
]
