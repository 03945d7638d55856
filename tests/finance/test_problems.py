"""Terms that cannot be right: each problem with its field and reason, and sound terms without any."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import LoanTerms, Payment, RepaymentMethod, schedule
from debts.finance.entry_problems import check_payments
from debts.finance.problems import check_terms
from debts.finance.types import Fee, FeeTiming, GivenInstalment, Parts, PaymentKind, Purpose, Statement

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOAN = LoanTerms(
    Decimal(10000), date(2023, 1, 5), Decimal("0.18"), RepaymentMethod.EQUAL_INSTALMENT, 12, date(2023, 2, 5)
)
FREE = LoanTerms(Decimal(1000), date(2023, 1, 5))


def told(terms):
    return [(one.field, one.reason.value) for one in check_terms(terms)]


def line(day, total, principal=None, interest=None):
    known = [None if one is None else Decimal(one) for one in (principal, interest)]
    return GivenInstalment(date.fromisoformat(day), Decimal(total), *known)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"principal": Decimal(0)}, "principal", "not_positive"),
        ({"principal": Decimal(-1)}, "principal", "negative"),
        ({"principal": Decimal("NaN")}, "principal", "no_figure"),
        ({"principal": Decimal("10000.001")}, "principal", "too_many_decimals"),
        ({"principal": Decimal("1e10")}, "principal", "too_large"),
        ({"annual_rate": Decimal("-0.01")}, "annual_rate", "negative"),
        ({"annual_rate": Decimal("100.01")}, "annual_rate", "too_large"),
        ({"daily_penalty_rate": Decimal("Infinity")}, "daily_penalty_rate", "no_figure"),
        ({"term_months": 0}, "term_months", "out_of_range"),
        ({"term_months": 601}, "term_months", "out_of_range"),
        ({"term_months": None, "term_days": 0}, "term_days", "out_of_range"),
        ({"due_day": 0}, "due_day", "out_of_range"),
        ({"due_day": 32}, "due_day", "out_of_range"),
        ({"grace_days": -1}, "grace_days", "out_of_range"),
        ({"grace_days": 91}, "grace_days", "out_of_range"),
        ({"term_days": 30, "method": RepaymentMethod.BULLET}, "term_days", "two_terms"),
        ({"term_months": None, "term_days": 30}, "term_days", "needs_one_payment"),
        ({"first_due_on": date(2023, 1, 5)}, "first_due_on", "before_drawing"),
        ({"due_day": 6}, "due_day", "contradicts_due_day"),
        ({"received": Decimal("10000.01")}, "received", "more_than_principal"),
        ({"fees": (Fee(FeeTiming.START, Decimal(10000)),)}, "fees", "more_than_principal"),
        ({"fees": (Fee(FeeTiming.EACH, Decimal(5), Decimal("0.01")),)}, "fees", "two_sums"),
        ({"fees": (Fee(FeeTiming.EACH, Decimal(-5)),)}, "fees", "negative"),
        ({"fees": (Fee(FeeTiming.EACH, rate=Decimal("1.01")),)}, "fees", "out_of_range"),
        (
            {"received": Decimal(9000), "fees": (Fee(FeeTiming.START, Decimal(500)),)},
            "received",
            "does_not_fit_fees",
        ),
        (
            {"daily_penalty_rate": Decimal("0.0005"), "penalty_multiple": Decimal("1.5")},
            "penalty_multiple",
            "two_penalties",
        ),
        ({"annual_rate": None, "penalty_multiple": Decimal("1.5")}, "penalty_multiple", "needs_a_rate"),
        ({"instalment": Decimal("150.00")}, "instalment", "never_amortises"),
        ({"instalment": Decimal("917.81")}, "instalment", "does_not_fit_the_rate"),
        ({"annual_rate": None, "instalment": Decimal("833.33")}, "instalment", "never_amortises"),
        ({"term_months": None, "instalment": Decimal("150.01")}, "instalment", "never_amortises"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(changes, field, reason):
    assert told(replace(LOAN, **changes)) == [(field, reason)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"annual_rate": Decimal(0)},
        {"annual_rate": None, "term_months": None, "first_due_on": None},
        {"due_day": 5},
        {"first_due_on": date(2023, 2, 28), "due_day": 31},
        {"received": Decimal(9500), "fees": (Fee(FeeTiming.START, Decimal(500)),)},
        {"received": Decimal(9000), "fees": (Fee(FeeTiming.START),)},
        {"instalment": Decimal("917.80")},
        {"annual_rate": None, "instalment": Decimal("833.34")},
        {"term_months": None, "term_days": 14, "method": RepaymentMethod.BULLET},
    ],
)
def test_sound_terms_have_no_problem(changes):
    assert told(replace(LOAN, **changes)) == []


@pytest.mark.parametrize(
    ("lines", "told_of"),
    [
        ([line("2023-02-05", "600"), line("2023-03-05", "399.99")], [("given", "never_amortises")]),
        ([line("2023-02-05", "600"), line("2023-03-05", "400.00")], []),
        ([line("2023-01-05", "1100")], [("given", "before_drawing")]),
        ([line("2023-02-05", "600"), line("2023-02-05", "600")], [("given", "same_day_twice")]),
        ([line("2023-02-05", "1100", "1000", "99")], [("given", "does_not_add_up")]),
        ([line("2023-02-05", "1100", "999", "101")], [("given", "does_not_add_up")]),
        ([line("2023-02-05", "1100", "1000", "100")], []),
    ],
)
def test_a_copied_plan_has_to_pay_the_loan_off(lines, told_of):
    assert told(replace(FREE, given=tuple(lines))) == told_of


def test_a_copied_plan_has_as_many_lines_as_the_term():
    terms = replace(FREE, term_months=3, given=(line("2023-02-05", "600"), line("2023-03-05", "600")))
    assert told(terms) == [("given", "contradicts_the_term")]


@pytest.mark.parametrize(
    ("statement", "told_of"),
    [
        (Statement(date(2023, 1, 5), date(2023, 1, 25), Decimal(300), Decimal(300)), []),
        (Statement(date(2023, 1, 5), date(2023, 1, 5), Decimal(300)), [("statements", "before_statement")]),
        (
            Statement(date(2023, 1, 5), date(2023, 1, 25), Decimal(300), Decimal("300.01")),
            [("statements", "more_than_balance")],
        ),
    ],
)
def test_a_statement_that_contradicts_itself_is_named(statement, told_of):
    assert told(replace(FREE, statements=(statement,))) == told_of


def test_a_problem_says_what_would_fit():
    (problem,) = check_terms(replace(LOAN, instalment=Decimal("950.00")))
    assert problem.figure == Decimal("916.80")
    (problem,) = check_terms(replace(FREE, given=(line("2023-02-05", "900"),)))
    assert problem.figure == Decimal("100.00")


def test_terms_that_never_amortise_have_no_schedule():
    assert schedule(replace(FREE, given=(line("2023-02-05", "900"),))) == ()


@given(
    st.builds(
        LoanTerms,
        principal=st.decimals(allow_nan=True, allow_infinity=True),
        drawn_on=st.none() | st.dates(),
        annual_rate=st.none() | st.decimals(allow_nan=False),
        method=st.sampled_from(RepaymentMethod),
        term_months=st.none() | st.integers(-5, 1000),
        first_due_on=st.none() | st.dates(),
        term_days=st.none() | st.integers(-5, 30000),
        due_day=st.none() | st.integers(-40, 40),
        instalment=st.none() | st.decimals(-10, 10000, places=2),
        received=st.none() | st.decimals(),
    )
)
def test_any_terms_are_sound_or_have_problems_but_never_raise(terms):
    if not check_terms(terms):
        assert sum(one.principal for one in schedule(terms)) in {0, terms.principal}


def payment(**changes):
    made = Payment(datetime(2023, 2, 5, 9, tzinfo=SHANGHAI), Decimal("916.80"), "r1")
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("changes", "told_of"),
    [
        ({}, []),
        ({"amount": Decimal(0)}, [("amount", "not_positive")]),
        ({"amount": Decimal("1.234")}, [("amount", "too_many_decimals")]),
        ({"paid_at": datetime(2023, 1, 5, 0, tzinfo=SHANGHAI)}, []),
        ({"paid_at": datetime(2023, 1, 4, 23, tzinfo=SHANGHAI)}, [("paid_at", "before_drawing")]),
        ({"reversed_at": datetime(2023, 2, 5, 8, tzinfo=SHANGHAI)}, [("reversed_at", "before_payment")]),
        ({"agreed": Parts(interest=Decimal("150.00"), principal=Decimal("766.80"))}, []),
        ({"agreed": Parts(interest=Decimal("150.00"))}, [("agreed", "does_not_add_up")]),
        ({"agreed": Parts(Decimal(-1), principal=Decimal("917.80"))}, [("agreed", "negative")]),
        (
            {"agreed": Parts(principal=Decimal("916.80")), "purpose": Purpose.KEEP_TERM},
            [("agreed", "no_split_here")],
        ),
        (
            {"agreed": Parts(principal=Decimal("916.80")), "kind": PaymentKind.REFUND},
            [("agreed", "no_split_here")],
        ),
    ],
)
def test_an_odd_entry_is_named(changes, told_of):
    found = check_payments(LOAN, [payment(**changes)], SHANGHAI)
    assert [(one.field, one.reason.value) for one in found] == told_of
    assert all(one.payment_id == "r1" for one in found)
