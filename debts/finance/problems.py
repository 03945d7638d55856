"""What is wrong with terms as somebody entered them: every problem with field and reason, none as an exception.

    principal 10000, 36 % a year, 200 a month  ->  instalment: never_amortises (the first month alone costs 300)

What is merely unknown is no problem; what contradicts itself is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from debts.finance.amortisation import annuity
from debts.finance.money import MAX_AMOUNT, ZERO, to_cents
from debts.finance.schedules import AT_ONCE, MAX_ANNUAL_RATE, MAX_DUE_DAY, MAX_TERM_DAYS, period_rates
from debts.finance.terms import (
    LEVEL_TOLERANCE,
    MAX_TERM_MONTHS,
    MONTHS_OF_YEAR,
    completed,
    fee_sum,
    fees_at,
)
from debts.finance.types import FeeTiming, LoanTerms, RepaymentMethod

MAX_GRACE_DAYS = 90  # a grace of months is another due day


class Reason(StrEnum):
    """Why a value cannot be right."""

    NOT_POSITIVE = "not_positive"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NO_FIGURE = "no_figure"
    OUT_OF_RANGE = "out_of_range"
    TWO_TERMS = "two_terms"
    NEEDS_ONE_PAYMENT = "needs_one_payment"
    BEFORE_DRAWING = "before_drawing"
    CONTRADICTS_DUE_DAY = "contradicts_due_day"
    MORE_THAN_PRINCIPAL = "more_than_principal"
    DOES_NOT_FIT_FEES = "does_not_fit_fees"
    TWO_SUMS = "two_sums"
    TWO_PENALTIES = "two_penalties"
    NEEDS_A_RATE = "needs_a_rate"
    NEVER_AMORTISES = "never_amortises"
    DOES_NOT_FIT_THE_RATE = "does_not_fit_the_rate"
    DOES_NOT_ADD_UP = "does_not_add_up"
    CONTRADICTS_THE_TERM = "contradicts_the_term"
    SAME_DAY_TWICE = "same_day_twice"
    BEFORE_STATEMENT = "before_statement"
    MORE_THAN_BALANCE = "more_than_balance"
    BEFORE_PAYMENT = "before_payment"
    NO_SPLIT_HERE = "no_split_here"


@dataclass(frozen=True, slots=True)
class TermProblem:
    """A field of ``LoanTerms`` that cannot be right. ``row`` counts from 1 where the field is a list.

    ``figure`` is the sum that would fit, or the bound that was passed, where there is one.
    """

    field: str
    reason: Reason
    row: int | None = None
    figure: Decimal | None = None


Check = Callable[[LoanTerms], Iterator[TermProblem]]


def check_terms(terms: LoanTerms) -> tuple[TermProblem, ...]:
    """Everything that is wrong with the terms; contradictions are looked for only between sound figures."""
    problems = tuple(problem for check in CHECKS_OF_FIGURES for problem in check(terms))
    return problems or tuple(problem for check in CHECKS_OF_SENSE for problem in check(terms))


def money_problem(value: Decimal | None) -> Reason | None:
    """Why a value is no sum of money that can be kept; negative sums are none."""
    if value is None:
        return None
    if not value.is_finite():
        return Reason.NO_FIGURE
    if value < 0:
        return Reason.NEGATIVE
    if value > MAX_AMOUNT:
        return Reason.TOO_LARGE
    return Reason.TOO_MANY_DECIMALS if value != to_cents(value) else None


def _sums(terms: LoanTerms) -> Iterator[TermProblem]:
    for field in ("principal", "received", "instalment"):
        value: Decimal | None = getattr(terms, field)
        reason = money_problem(value)
        if reason:
            yield TermProblem(field, reason)
        elif value == 0:
            yield TermProblem(field, Reason.NOT_POSITIVE)


def _rates(terms: LoanTerms) -> Iterator[TermProblem]:
    for field in ("annual_rate", "daily_penalty_rate", "penalty_multiple", "early_fee_rate"):
        value: Decimal | None = getattr(terms, field)
        if value is None:
            continue
        if not value.is_finite():
            yield TermProblem(field, Reason.NO_FIGURE)
        elif not 0 <= value <= MAX_ANNUAL_RATE:
            yield TermProblem(field, Reason.NEGATIVE if value < 0 else Reason.TOO_LARGE, figure=MAX_ANNUAL_RATE)


def _counts(terms: LoanTerms) -> Iterator[TermProblem]:
    bounds = {"term_months": (1, MAX_TERM_MONTHS), "term_days": (1, MAX_TERM_DAYS)}
    bounds |= {"due_day": (1, MAX_DUE_DAY), "grace_days": (0, MAX_GRACE_DAYS)}
    for field, (least, most) in bounds.items():
        value: int | None = getattr(terms, field)
        if value is not None and not least <= value <= most:
            yield TermProblem(field, Reason.OUT_OF_RANGE, figure=Decimal(most))


def _fee_figures(terms: LoanTerms) -> Iterator[TermProblem]:
    for row, fee in enumerate(terms.fees, start=1):
        reason = money_problem(fee.amount)
        if reason:
            yield TermProblem("fees", reason, row)
        if fee.rate is not None and not (fee.rate.is_finite() and 0 <= fee.rate <= 1):
            yield TermProblem("fees", Reason.OUT_OF_RANGE, row, Decimal(1))
        if fee.amount is not None and fee.rate is not None:
            yield TermProblem("fees", Reason.TWO_SUMS, row)


def _line_figures(terms: LoanTerms) -> Iterator[TermProblem]:
    for row, line in enumerate(terms.given, start=1):
        for value in (line.total, line.principal, line.interest, line.fee):
            reason = money_problem(value)
            if reason:
                yield TermProblem("given", reason, row)
    for row, statement in enumerate(terms.statements, start=1):
        for value in (statement.balance, statement.minimum):
            reason = money_problem(value)
            if reason:
                yield TermProblem("statements", reason, row)


def _term(terms: LoanTerms) -> Iterator[TermProblem]:
    if terms.term_days is None:
        return
    if terms.term_months is not None:
        yield TermProblem("term_days", Reason.TWO_TERMS)
    if terms.method not in {*AT_ONCE, RepaymentMethod.FREE}:
        yield TermProblem("term_days", Reason.NEEDS_ONE_PAYMENT)


def _days(terms: LoanTerms) -> Iterator[TermProblem]:
    first = terms.first_due_on
    if first is None:
        return
    if terms.drawn_on is not None and first <= terms.drawn_on:
        yield TermProblem("first_due_on", Reason.BEFORE_DRAWING)
    if terms.due_day is not None and first + relativedelta(day=terms.due_day) != first:
        yield TermProblem("due_day", Reason.CONTRADICTS_DUE_DAY)


def _received(terms: LoanTerms) -> Iterator[TermProblem]:
    kept_back = fees_at(terms, FeeTiming.START)
    if kept_back >= terms.principal:
        yield TermProblem("fees", Reason.MORE_THAN_PRINCIPAL, figure=terms.principal)
    if terms.received is None:
        return
    if terms.received > terms.principal:
        yield TermProblem("received", Reason.MORE_THAN_PRINCIPAL, figure=terms.principal)
    elif kept_back and terms.received + kept_back != terms.principal and not _has_unknown_fee(terms):
        yield TermProblem("received", Reason.DOES_NOT_FIT_FEES, figure=terms.principal - kept_back)


def _has_unknown_fee(terms: LoanTerms) -> bool:
    own = (fee for fee in terms.fees if fee.timing is FeeTiming.START and not fee.to_third_party)
    return any(fee_sum(terms, fee) is None for fee in own)


def _penalty(terms: LoanTerms) -> Iterator[TermProblem]:
    if terms.penalty_multiple is None:
        return
    if terms.daily_penalty_rate is not None:
        yield TermProblem("penalty_multiple", Reason.TWO_PENALTIES)
    elif completed(terms).annual_rate is None:
        yield TermProblem("penalty_multiple", Reason.NEEDS_A_RATE)


def _level(terms: LoanTerms) -> Iterator[TermProblem]:
    if terms.instalment is None or terms.method is not RepaymentMethod.EQUAL_INSTALMENT or terms.term_days:
        return
    months, rate = terms.term_months, terms.annual_rate
    first_interest = None if rate is None else to_cents(terms.principal * rate / MONTHS_OF_YEAR)
    if first_interest is not None and terms.instalment <= first_interest:
        yield TermProblem("instalment", Reason.NEVER_AMORTISES, figure=first_interest)
    elif months is not None and rate is None and terms.instalment * months < terms.principal:
        yield TermProblem("instalment", Reason.NEVER_AMORTISES, figure=to_cents(terms.principal / months))
    elif months is None and rate is not None and completed(terms).term_months is None:
        yield TermProblem("instalment", Reason.NEVER_AMORTISES)
    elif months is not None and rate is not None:
        yield from _level_against_rate(terms, terms.instalment)


def _level_against_rate(terms: LoanTerms, level: Decimal) -> Iterator[TermProblem]:
    rates = period_rates(terms, ())
    fitting = annuity(terms.principal, rates) if rates else level
    if abs(fitting - level) > LEVEL_TOLERANCE:
        yield TermProblem("instalment", Reason.DOES_NOT_FIT_THE_RATE, figure=fitting)


def _given(terms: LoanTerms) -> Iterator[TermProblem]:
    lines = terms.given
    if not lines:
        return
    if terms.term_months is not None and terms.term_months != len(lines):
        yield TermProblem("given", Reason.CONTRADICTS_THE_TERM, figure=Decimal(terms.term_months))
    days = [line.due_on for line in lines]
    for row, line in enumerate(lines, start=1):
        if terms.drawn_on is not None and line.due_on <= terms.drawn_on:
            yield TermProblem("given", Reason.BEFORE_DRAWING, row)
        if line.due_on in days[: row - 1]:
            yield TermProblem("given", Reason.SAME_DAY_TWICE, row)
        if not _adds_up(line.total, line.principal, line.interest, line.fee):
            yield TermProblem("given", Reason.DOES_NOT_ADD_UP, row)


def _adds_up(total: Decimal, principal: Decimal | None, interest: Decimal | None, fee: Decimal) -> bool:
    known = (principal or ZERO) + (interest or ZERO) + fee
    return known <= total if principal is None or interest is None else known == total


def _given_sums(terms: LoanTerms) -> Iterator[TermProblem]:
    lines = terms.given
    repaid = sum((line.total - line.fee for line in lines), ZERO)
    parts = [line.principal for line in lines if line.principal is not None]
    if lines and repaid < terms.principal:
        yield TermProblem("given", Reason.NEVER_AMORTISES, figure=terms.principal - repaid)
    elif lines and len(parts) == len(lines) and sum(parts) != terms.principal:
        yield TermProblem("given", Reason.DOES_NOT_ADD_UP, figure=terms.principal - sum(parts, ZERO))


def _statements(terms: LoanTerms) -> Iterator[TermProblem]:
    days = [one.day for one in terms.statements]
    for row, one in enumerate(terms.statements, start=1):
        if one.due_on <= one.day:
            yield TermProblem("statements", Reason.BEFORE_STATEMENT, row)
        if one.day in days[: row - 1]:
            yield TermProblem("statements", Reason.SAME_DAY_TWICE, row)
        if one.minimum is not None and one.minimum > one.balance:
            yield TermProblem("statements", Reason.MORE_THAN_BALANCE, row, one.balance)


CHECKS_OF_FIGURES: tuple[Check, ...] = (_sums, _rates, _counts, _fee_figures, _line_figures)
CHECKS_OF_SENSE: tuple[Check, ...] = (
    _term,
    _days,
    _received,
    _penalty,
    _level,
    _given,
    _given_sums,
    _statements,
)
