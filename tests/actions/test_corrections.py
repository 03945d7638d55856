from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from debts.actions import TakenBack, correct, decide, receive_messages, record_repayment, set_profile, take_back
from debts.dossier.verification import verify
from debts.models import Decision, EvidenceEntry, Loan, Message, Repayment
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage
from tests.actions.conftest import NOW


@pytest.fixture
def repayment(ctx, loan):
    return record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal("10.00"))


def another_reading(record):
    """The same row as a second page has read it."""
    return type(record).objects.get(pk=record.pk)


def test_two_pages_that_correct_different_fields_keep_both_corrections(ctx, loan):
    stale = another_reading(loan)
    correct(ctx, loan, phone="13800000001")
    correct(ctx, stale, card_tail="4417")
    kept = Loan.objects.get(pk=loan.pk)
    assert (kept.phone, kept.card_tail) == ("13800000001", "4417")
    assert verify(ctx.owner).problems == ()


def test_what_was_taken_back_meanwhile_cannot_be_corrected(ctx, repayment):
    stale = another_reading(repayment)
    take_back(ctx, repayment)
    with pytest.raises(TakenBack):
        correct(ctx, stale, amount=Decimal("11.00"))
    assert not Repayment.objects.of(ctx.owner).exists()


def test_taking_back_after_a_correction_on_another_page_leaves_the_evidence_sound(ctx, repayment):
    stale = another_reading(repayment)
    correct(ctx, repayment, amount=Decimal("11.00"))
    take_back(ctx, stale)
    assert verify(ctx.owner).problems == ()


def test_nobody_writes_beside_or_into_the_facts_of_another(stranger_ctx, loan):
    with pytest.raises(PermissionDenied):
        record_repayment(stranger_ctx, loan=loan, paid_at=NOW, amount=Decimal(1))
    with pytest.raises(PermissionDenied):
        correct(stranger_ctx, loan, product="改名")


def test_a_decision_goes_with_the_message_that_it_is_about(ctx):
    receive_messages(ctx, [IncomingMessage("", "【够花】您的借款已逾期，请还款。", NOW)], source="粘贴")
    decide(ctx, Message.objects.get(), DecisionKind.NOT_MINE)
    take_back(ctx, Message.objects.get())
    assert not Decision.objects.of(ctx.owner).exists()


def test_the_first_profile_is_recorded_and_a_later_one_corrected(ctx):
    set_profile(ctx, names=["张三"])
    set_profile(ctx, names=["张三", "张叁"])
    first, second = EvidenceEntry.objects.filter(owner=ctx.owner, record_type="profile")
    assert (first.action, second.action) == ("recorded", "corrected")
    assert second.payload == {"before": {"names": ["张三"]}, "after": {"names": ["张三", "张叁"]}}
