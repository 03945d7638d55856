"""Short words for loans and payments, so that a case fits on a line."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from debts.finance import LoanTerms, Payment, Position, RepaymentMethod, Timeline, position, timeline
from tests.moments import SHANGHAI, at


@pytest.fixture
def paid() -> Callable[..., Payment]:
    """paid("2023-02-05", "916.80") is a payment at nine o'clock that day."""

    def make(day: str, amount: str, identifier: str = "", **options: object) -> Payment:
        return Payment(at(f"{day}T09:00"), Decimal(amount), identifier, **options)

    return make


@pytest.fixture
def noon() -> Callable[[str], datetime]:
    """noon("2023-02-05") is twelve o'clock in Shanghai that day."""
    return lambda day: at(f"{day}T12:00")


@pytest.fixture
def course() -> Callable[..., Timeline]:
    """course(terms, *payments) is the timeline of a loan."""
    return lambda terms, *payments: timeline(terms, payments, SHANGHAI)


@pytest.fixture
def standing() -> Callable[..., Position]:
    """standing(terms, payments, "2023-03-06") is the position at noon in Shanghai."""

    def make(terms: LoanTerms, payments: object, day: str, clock: str = "12:00") -> Position:
        return position(terms, payments, at(f"{day}T{clock}"), SHANGHAI)

    return make


@pytest.fixture
def instalment_loan() -> LoanTerms:
    """10,000 at 18 % over 12 months: 916.80 a month from 5 February 2023."""
    return LoanTerms(
        Decimal(10000),
        date(2023, 1, 5),
        Decimal("0.18"),
        RepaymentMethod.EQUAL_INSTALMENT,
        12,
        date(2023, 2, 5),
    )


@pytest.fixture
def plain_loan() -> LoanTerms:
    """1,200 without interest over 12 months: 100.00 a month from 5 February 2023."""
    return LoanTerms(Decimal(1200), date(2023, 1, 5), Decimal(0), RepaymentMethod.EQUAL_INSTALMENT, 12)
