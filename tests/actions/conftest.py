from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from debts.actions import Route, WriteContext, record_lender, record_loan
from debts.models import User

NOW = datetime(2025, 11, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def ctx(db):
    return WriteContext(User.objects.create_user("hanliqun"), Route.WEB, NOW)


@pytest.fixture
def stranger_ctx(db):
    return WriteContext(User.objects.create_user("moshengren"), Route.WEB, NOW)


@pytest.fixture
def lender(ctx):
    return record_lender(ctx, name="海尔消费金融有限公司", aliases=["海尔消金"], signatures=["够花"])


@pytest.fixture
def loan(ctx, lender):
    terms = {"annual_rate": Decimal("0.18"), "repayment_method": "equal_instalment", "term_months": 6}
    days = {"drawn_on": date(2025, 2, 10), "first_due_on": date(2025, 3, 10)}
    return record_loan(ctx, lender=lender, product="够花", principal=Decimal(8000), **terms, **days)
