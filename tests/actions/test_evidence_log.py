import io
from decimal import Decimal

import pytest

from debts.actions import attach_proof, correct, keep_file, record_lender, record_repayment, take_back
from debts.dossier.verification import verify
from debts.models import EvidenceEntry, Repayment
from tests.actions.conftest import NOW


def test_every_write_adds_a_line_to_the_log(ctx, loan):
    record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal("1404.20"))
    lines = EvidenceEntry.objects.filter(owner=ctx.owner).values_list("action", "record_type")
    assert list(lines) == [("recorded", "lender"), ("recorded", "loan"), ("recorded", "repayment")]


def test_a_correction_keeps_what_was_there_before(ctx, loan):
    correct(ctx, loan, principal=Decimal("9000.00"))
    payload = EvidenceEntry.objects.filter(owner=ctx.owner).last().payload
    assert payload == {"before": {"principal": "8000.00"}, "after": {"principal": "9000.00"}}


def test_a_correction_that_changes_nothing_leaves_no_line(ctx, loan):
    before = EvidenceEntry.objects.count()
    correct(ctx, loan, principal=Decimal(8000))
    assert EvidenceEntry.objects.count() == before


def test_what_is_taken_back_stays_on_record(ctx, loan):
    repayment = record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal(1))
    take_back(ctx, repayment, reason="记错了")
    assert Repayment.objects.get(pk=repayment.pk).removed_at == NOW
    assert EvidenceEntry.objects.filter(owner=ctx.owner).last().payload == {"reason": "记错了"}


def test_an_untouched_ledger_verifies(ctx, loan):
    attach_proof(ctx, loan, kind="receipt", attachment=keep_file(ctx, io.BytesIO(b"%PDF-1.7 proof"), "a.pdf"))
    report = verify(ctx.owner)
    assert report.problems == ()
    assert (report.entries, report.files) == (4, 1)


def test_a_change_behind_the_ledgers_back_is_named(ctx, loan):
    type(loan).objects.filter(pk=loan.pk).update(principal=1)
    assert verify(ctx.owner).problems == (f"loan {loan.ref} was changed outside the log",)


def test_a_file_that_changed_is_named(ctx, loan, settings):
    attachment = keep_file(ctx, io.BytesIO(b"original"), "a.txt")
    path = settings.MEDIA_ROOT / attachment.path
    path.chmod(0o600)
    path.write_bytes(b"forged")
    assert verify(ctx.owner).problems == (f"file {attachment.sha256} was changed",)


def test_a_line_of_the_log_can_be_neither_changed_nor_deleted(ctx, loan):
    line = EvidenceEntry.objects.filter(owner=ctx.owner).first()
    for attempt in (line.save, line.delete, EvidenceEntry.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()


def test_each_owner_has_a_chain_of_their_own(ctx, stranger_ctx, loan):
    record_lender(stranger_ctx, name="别家")
    assert EvidenceEntry.objects.get(owner=stranger_ctx.owner).sequence == 1


def test_the_same_bytes_are_kept_once(ctx, loan):
    first = keep_file(ctx, io.BytesIO(b"same"), "a.txt")
    assert keep_file(ctx, io.BytesIO(b"same"), "b.txt") == first
