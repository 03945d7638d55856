"""One payment over several loans is recorded with all of them or with none."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from debts.actions import record_lender, record_loan, record_payment
from debts.models import EvidenceEntry, Repayment

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(ctx, lender):
    return record_loan(ctx, lender=lender, principal=Decimal(3000))


def test_each_loan_gets_its_share(ctx, loan, other):
    record_payment(ctx, [(loan, Decimal("600.00")), (other, Decimal("400.00"))], paid_at=ctx.now)
    assert {row.loan: row.amount for row in Repayment.objects.all()} == {loan: Decimal(600), other: Decimal(400)}


def test_a_share_of_nothing_is_no_entry(ctx, loan, other):
    record_payment(ctx, [(loan, Decimal("600.00")), (other, Decimal("0.00"))], paid_at=ctx.now)
    assert Repayment.objects.get().loan == loan


def test_each_entry_stands_in_the_log(ctx, loan, other):
    record_payment(ctx, [(loan, Decimal(6)), (other, Decimal(4))], paid_at=ctx.now)
    assert EvidenceEntry.objects.filter(record_type="repayment", action="recorded").count() == 2


def test_where_one_of_them_cannot_be_recorded_none_is(ctx, stranger_ctx, loan):
    lender = record_lender(stranger_ctx, name="别家")
    theirs = record_loan(stranger_ctx, lender=lender, principal=Decimal(1))
    with pytest.raises(PermissionDenied):
        record_payment(ctx, [(loan, Decimal(6)), (theirs, Decimal(4))], paid_at=ctx.now)
    assert not Repayment.objects.exists()
