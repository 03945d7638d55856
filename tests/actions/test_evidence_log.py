import hashlib
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from debts.actions import attach_proof, correct, keep_file, receive_messages, record_lender, record_repayment, take_back
from debts.actions.evidence import hash_of
from debts.dossier.tree_heads import NoTreeHead, Standing, compare, entries_of, head_of, read_head, tree_of, write_head
from debts.dossier.verification import verify
from debts.models import EvidenceEntry, Message, Repayment, Settlement
from debts.reconciler.types import Channel, IncomingMessage, Recipient
from tests.actions.conftest import NOW


def told(owner):
    return [str(problem) for problem in verify(owner).problems]


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
    assert told(ctx.owner) == [f"loan {loan.ref} was changed outside the log"]


def test_a_file_that_changed_is_named(ctx, loan, settings):
    attachment = keep_file(ctx, io.BytesIO(b"original"), "a.txt")
    path = settings.MEDIA_ROOT / attachment.path
    path.chmod(0o600)
    path.write_bytes(b"forged")
    assert told(ctx.owner) == [f"file {attachment.sha256} was changed"]


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


def test_a_record_that_the_log_knows_nothing_of_is_named(ctx, loan):
    settlement = Settlement.objects.create(owner=ctx.owner, recorded_at=NOW, loan=loan, settled_at=NOW, basis="court")
    assert told(ctx.owner) == [f"settlement {settlement.ref} is not in the log"]


def test_a_log_that_was_emptied_is_noticed_by_its_records_and_by_an_old_head(ctx, loan):
    head = verify(ctx.owner).head
    QuerySet(EvidenceEntry).delete()
    problems = list(map(str, verify(ctx.owner, head).problems))
    assert f"loan {loan.ref} is not in the log" in problems
    assert f"the head noted before is not in the log any more: {head}" in problems


def kept_head(ctx):
    """A tree head as a person gets it back from a file."""
    return read_head(write_head(head_of(ctx.owner, NOW)).encode())


def test_a_log_that_has_grown_still_begins_as_a_kept_head_says(ctx, loan):
    head = kept_head(ctx)
    record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal(1))
    assert compare(tree_of(entries_of(ctx.owner)), head) is Standing.GROWN
    assert verify(ctx.owner, tree_head=head).problems == ()


def test_a_log_rewritten_from_its_beginning_is_found_by_a_kept_head_alone(ctx, stranger_ctx, loan):
    head = kept_head(ctx)
    for name in ("别家", "又一家", "第三家"):
        record_lender(stranger_ctx, name=name)
    report = verify(stranger_ctx.owner, tree_head=head)
    assert [str(one) for one in report.problems] == [
        "the log does not begin as it did when the tree head of 2 entries was kept"
    ]


def test_a_log_cut_at_its_end_is_found_by_a_kept_head(ctx, loan):
    record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal(1))
    head = kept_head(ctx)
    QuerySet(EvidenceEntry).filter(sequence=3).delete()
    assert compare(tree_of(entries_of(ctx.owner)), head) is Standing.SHORTER


def test_the_head_of_a_log_is_the_root_of_its_tree_however_it_has_grown(ctx, loan):
    for amount in (1, 2, 3):
        head = head_of(ctx.owner, NOW)
        assert head.root == tree_of(entries_of(ctx.owner)).root().hex()
        record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal(amount))


def test_of_a_log_that_has_grown_only_the_new_entries_are_read(ctx, loan):
    head_of(ctx.owner, NOW)
    record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal(1))
    with CaptureQueriesContext(connection) as asked:
        assert head_of(ctx.owner, NOW).size == 3
    assert '"sequence" > 2' in asked[-1]["sql"]


def test_a_log_that_does_not_go_on_as_it_did_is_read_anew(ctx, loan):
    record_repayment(ctx, loan=loan, paid_at=NOW, amount=Decimal(1))
    head_of(ctx.owner, NOW)
    QuerySet(EvidenceEntry).filter(sequence=3).delete()
    assert head_of(ctx.owner, NOW).root == tree_of(entries_of(ctx.owner)).root().hex()


def test_a_line_of_the_log_has_the_hash_that_its_fields_give(ctx, loan):
    correct(ctx, loan, product='引号"反斜\\换行\n控制\x01')
    for entry in EvidenceEntry.objects.filter(owner=ctx.owner):
        assert entry.compute_hash() == entry.entry_hash


ODD = '引号"反斜\\换行\n控制\x01代理\ud83d\x00'
RECEIVED = [
    IncomingMessage("", ODD, NOW, ODD, sent_at=NOW - timedelta(seconds=3)),
    IncomingMessage("", "没有时间也没有号码"),
    IncomingMessage("", "", NOW, "4008108818", Channel.CALL, Recipient.RELATIVE),
]


@pytest.mark.parametrize("message", RECEIVED)
def test_a_message_has_the_hash_in_the_log_that_it_gives_when_it_is_read_again(ctx, message):
    receive_messages(ctx, [message], source="粘贴")
    kept = Message.objects.get()
    assert EvidenceEntry.objects.get(record_ref=kept.ref).record_hash == hash_of(kept)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b"[" * 9999, b'{"format": "jieqing-tree-head"}'])
def test_what_is_no_tree_head_is_refused(content):
    with pytest.raises(NoTreeHead):
        read_head(content)


def test_a_moment_of_recording_that_was_moved_is_named(ctx, loan):
    type(loan).objects.filter(pk=loan.pk).update(recorded_at=NOW - timedelta(days=900))
    assert told(ctx.owner) == [f"loan {loan.ref} was changed outside the log"]


def test_an_empty_field_says_nothing_so_a_new_column_changes_no_old_hash(loan):
    before = hash_of(loan)
    loan.note = ""
    assert hash_of(loan) == before
    loan.note = "新"
    assert hash_of(loan) != before


def test_half_a_file_left_by_a_failure_is_written_anew(ctx, loan, settings):
    whole = b"whole certificate"
    digest = hashlib.sha256(whole).hexdigest()
    leftover = settings.MEDIA_ROOT / digest[:2] / digest
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(whole[:5])
    keep_file(ctx, io.BytesIO(whole), "a.pdf")
    assert verify(ctx.owner).problems == ()
