from decimal import Decimal

import pytest
from django.db import IntegrityError

from debts.actions import record_loan, record_repayment, settle
from debts.models import Repayment, Settlement
from tests.actions.conftest import NOW


@pytest.mark.parametrize("amount", [Decimal(0), Decimal("-0.01")])
def test_no_repayment_of_nothing_or_less_can_be_stored(ctx, loan, amount):
    with pytest.raises(IntegrityError):
        record_repayment(ctx, loan=loan, paid_at=NOW, amount=amount)


def test_no_loan_of_nothing_can_be_stored(ctx, lender):
    with pytest.raises(IntegrityError):
        record_loan(ctx, lender=lender, principal=Decimal(0))


def test_two_settlements_of_one_loan_cannot_be_in_force(ctx, loan):
    settle(ctx, loan, settled_at=NOW, basis="paid_in_full")
    with pytest.raises(IntegrityError):
        Settlement.objects.create(owner=ctx.owner, recorded_at=NOW, loan=loan, settled_at=NOW, basis="paid_in_full")


def test_a_second_settlement_takes_back_the_first(ctx, loan):
    first = settle(ctx, loan, settled_at=NOW, basis="paid_in_full")
    second = settle(ctx, loan, settled_at=NOW, basis="early_payoff")
    assert list(Settlement.objects.of(ctx.owner)) == [second]
    assert Settlement.objects.get(pk=first.pk).removed_at == NOW


def test_a_repayment_has_no_currency_of_its_own_that_could_differ():
    assert "currency" not in {field.name for field in Repayment._meta.get_fields()}
