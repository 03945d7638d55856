from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from debts.actions import NewRepayment, import_repayments, take_back, undo_import
from debts.dossier.verification import verify
from debts.models import EvidenceEntry, ImportBatch, Repayment

PAID_AT = datetime(2025, 3, 10, 1, 30, tzinfo=UTC)


@pytest.fixture
def repayments(loan):
    return [
        NewRepayment(loan.ref, PAID_AT, Decimal("1404.20"), "alipay", "N1"),
        NewRepayment(loan.ref, PAID_AT, Decimal("20.00"), "alipay", "N2"),
    ]


def test_a_bill_is_recorded_as_one_batch(ctx, repayments):
    batch = import_repayments(ctx, lambda: repayments, source="bill.csv", sha256="a" * 64)
    assert batch.source == "bill.csv"
    assert [(row.reference, row.amount) for row in batch.repayments.order_by("pk")] == [
        ("N1", Decimal("1404.20")),
        ("N2", Decimal("20.00")),
    ]


def test_nothing_to_record_writes_nothing(ctx):
    lines = EvidenceEntry.objects.count()
    assert import_repayments(ctx, list, source="bill.csv") is None
    assert (ImportBatch.objects.count(), EvidenceEntry.objects.count()) == (0, lines)


def test_a_failure_in_the_middle_leaves_nothing(ctx, loan, repayments):
    with pytest.raises(KeyError):
        import_repayments(ctx, lambda: [*repayments, NewRepayment("nowhere", PAID_AT, Decimal(1))], source="bill.csv")
    assert (ImportBatch.objects.count(), Repayment.objects.count()) == (0, 0)


def test_undoing_a_batch_takes_its_repayments_back_and_keeps_them_as_said(ctx, repayments):
    batch = import_repayments(ctx, lambda: repayments, source="bill.csv")
    assert undo_import(ctx, batch) == 2
    assert not Repayment.objects.of(ctx.owner).exists()
    assert Repayment.objects.count() == 2
    assert not ImportBatch.objects.of(ctx.owner).exists()


def test_undoing_leaves_what_was_taken_back_before(ctx, repayments):
    batch = import_repayments(ctx, lambda: repayments, source="bill.csv")
    take_back(ctx, batch.repayments.first())
    assert undo_import(ctx, batch) == 1


def test_a_batch_of_somebody_else_cannot_be_undone(ctx, stranger_ctx, repayments):
    batch = import_repayments(ctx, lambda: repayments, source="bill.csv")
    with pytest.raises(PermissionDenied):
        undo_import(stranger_ctx, batch)


def test_the_evidence_stays_sound(ctx, repayments):
    undo_import(ctx, import_repayments(ctx, lambda: repayments, source="bill.csv"))
    assert verify(ctx.owner).problems == ()
