"""What is stored about a loan, as the judgement sees it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from debts.actions import attach_proof, correct, record_repayment, settle
from debts.models import EvidenceEntry
from debts.queries import loan_facts, loans_of
from tests.actions.conftest import NOW

SETTLED = datetime(2025, 9, 1, 4, 0, tzinfo=UTC)
PARTS = {"fee_part": 0, "penalty_part": Decimal("12.00"), "interest_part": 0, "principal_part": Decimal("88.00")}


def seen(ctx):
    return loan_facts(loans_of(ctx.owner).get())


def test_a_settlement_recorded_anew_remembers_the_moment_that_it_replaces(ctx, loan):
    settle(ctx, loan, settled_at=SETTLED, basis="paid_in_full")
    settle(ctx, loan, settled_at=SETTLED - timedelta(days=9), basis="paid_in_full")
    assert seen(ctx).settlement.replaced == (SETTLED,)


def test_a_settlement_recorded_again_for_the_same_moment_replaces_nothing(ctx, loan):
    settle(ctx, loan, settled_at=SETTLED, basis="paid_in_full")
    settle(ctx, loan, settled_at=SETTLED, basis="early_payoff")
    assert seen(ctx).settlement.replaced == ()


def test_the_split_of_a_receipt_reaches_the_arithmetic(ctx, loan):
    record_repayment(ctx, loan=loan, paid_at=SETTLED, amount=Decimal("100.00"), **PARTS)
    [entry] = seen(ctx).repayments
    assert (entry.agreed.penalty, entry.agreed.principal) == (Decimal("12.00"), Decimal("88.00"))


def test_half_a_split_is_not_kept(ctx, loan):
    with pytest.raises(IntegrityError, match="repayment_parts_together"):
        record_repayment(ctx, loan=loan, paid_at=SETTLED, amount=Decimal(100), principal_part=Decimal(100))


def test_a_waiver_is_an_entry_and_no_payment(ctx, loan):
    record_repayment(ctx, loan=loan, paid_at=SETTLED, amount=Decimal("80.00"), kind="waiver")
    assert seen(ctx).repayments[0].kind == "waiver"


def test_a_paper_about_one_instalment_says_so_to_the_judgement(ctx, loan):
    attach_proof(ctx, loan, kind="settlement_certificate", scope="instalment", holder="韩立群")
    [proof] = seen(ctx).proofs
    assert (proof.scope, proof.holder) == ("instalment", "韩立群")


def test_terms_that_say_nothing_new_leave_the_hash_of_an_old_loan_as_it_was(ctx, loan):
    before = EvidenceEntry.objects.filter(record_ref=loan.ref).latest("sequence").record_hash
    correct(ctx, loan, due_day=10)
    correct(ctx, loan, due_day=None)
    assert EvidenceEntry.objects.filter(record_ref=loan.ref).latest("sequence").record_hash == before


def test_what_lies_ahead_of_now_is_kept_too(ctx, loan):
    """A reversal may be announced; until then the payment counts."""
    record_repayment(ctx, loan=loan, paid_at=SETTLED, amount=Decimal(1), reversed_at=NOW + timedelta(days=3))
    assert not seen(ctx).repayments[0].is_undone_by(NOW)
