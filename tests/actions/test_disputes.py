"""Disputes: numbered exhibits, legal hold, the log, and the way through the portable archive."""

import io
import json
import zipfile
from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from debts.actions import (
    DisputeClosed,
    HeldByDispute,
    StillNeeded,
    add_items,
    attach_proof,
    attach_to_message,
    close_dispute,
    keep_file,
    load_archive,
    open_dispute,
    record_step,
    remove_item,
    remove_step,
    reopen_dispute,
    take_back,
)
from debts.actions.holds import refuse_held
from debts.actions.imports import undo_messages
from debts.dossier.archive import archive_of, write_archive
from debts.dossier.verification import verify
from debts.intake.archive import ArchiveProblem, parse_archive
from debts.models import Dispute, DisputeItem, DisputeStep, EvidenceEntry, Lender, Loan, Message
from debts.models.disputes import Outcome
from tests.actions.conftest import NOW
from tests.actions.ledger_text import LEDGER


@pytest.fixture
def dispute(ctx):
    load_archive(ctx, parse_archive(json.dumps(LEDGER).encode()))
    return open_dispute(ctx, Lender.objects.get(), title="结清后催收", things=[Message.objects.get()], story="已还清")


def paper(ctx, content=b"%PDF-1.7 answer"):
    return keep_file(ctx, io.BytesIO(content), "答复.pdf")


def send(ctx, dispute, **fields):
    return record_step(ctx, dispute, kind="sent", channel="lender", day=date(2024, 3, 7), **fields)


def answer(ctx, dispute, sent, **fields):
    return record_step(ctx, dispute, kind="answered", answers=sent, response="empty", day=date(2024, 3, 20), **fields)


def test_every_write_is_in_the_log_and_the_chain_holds(ctx, dispute):
    answer(ctx, dispute, send(ctx, dispute), attachment=paper(ctx))
    close_dispute(ctx, dispute, Outcome.PARTLY, "只答应一半")
    kinds = list(EvidenceEntry.objects.order_by("sequence").values_list("record_type", "action"))
    assert kinds[-6:] == [
        ("dispute", "recorded"),
        ("disputeitem", "recorded"),
        ("disputestep", "recorded"),
        ("attachment", "recorded"),
        ("disputestep", "recorded"),
        ("dispute", "corrected"),
    ]
    assert verify(ctx.owner).problems == ()


def test_adding_the_same_thing_twice_adds_it_once(ctx, dispute):
    assert add_items(ctx, dispute, [Message.objects.get(), Message.objects.get()]) == []
    assert DisputeItem.objects.count() == 1


def test_a_number_is_never_given_twice(ctx, dispute):
    remove_item(ctx, DisputeItem.objects.get())
    (again,) = add_items(ctx, dispute, [Message.objects.get()])
    assert again.number == 2


def test_what_is_evidence_of_an_open_dispute_cannot_be_taken_back(ctx, dispute):
    proof = attach_proof(ctx, Loan.objects.get(), kind="receipt", attachment=paper(ctx))
    add_items(ctx, dispute, [proof])
    for thing in (Message.objects.get(), proof, proof.attachment):
        with pytest.raises(HeldByDispute) as held:
            take_back(ctx, thing)
        assert held.value.disputes == ["结清后催收"]


def test_the_paper_of_a_step_is_held_too(ctx, dispute):
    kept = paper(ctx)
    send(ctx, dispute, attachment=kept)
    with pytest.raises(HeldByDispute):
        take_back(ctx, kept)


def test_an_import_that_brought_evidence_cannot_be_undone(ctx, dispute):
    batch = Message.objects.get().batch
    with pytest.raises(HeldByDispute):
        undo_messages(ctx, batch)
    close_dispute(ctx, dispute, Outcome.GRANTED)
    assert undo_messages(ctx, batch)


def test_a_file_beside_a_message_is_held_with_it(ctx, dispute):
    file = attach_to_message(ctx, Message.objects.get(), paper(ctx))
    for thing in (file, file.attachment):
        with pytest.raises(HeldByDispute):
            take_back(ctx, thing)


def test_whoever_takes_back_many_is_refused_for_one(ctx, dispute):
    with pytest.raises(HeldByDispute):
        refuse_held(Message.objects.all())
    refuse_held(Loan.objects.all())
    refuse_held([])


@pytest.mark.parametrize("release", ["remove", "close"])
def test_the_hold_ends_with_the_exhibit_or_the_dispute(ctx, dispute, release):
    if release == "remove":
        remove_item(ctx, DisputeItem.objects.get())
    else:
        close_dispute(ctx, dispute, Outcome.GRANTED)
    take_back(ctx, Message.objects.get())
    assert Message.objects.get().removed_at is not None


def test_a_lender_a_loan_and_a_dispute_with_steps_stay(ctx, dispute):
    with pytest.raises(StillNeeded):
        take_back(ctx, dispute)
    with pytest.raises(StillNeeded):
        take_back(ctx, dispute.lender)


def test_an_answered_step_stays_until_its_answer_goes(ctx, dispute):
    sent = send(ctx, dispute)
    reply = answer(ctx, dispute, sent)
    with pytest.raises(StillNeeded):
        remove_step(ctx, sent)
    remove_step(ctx, reply)
    remove_step(ctx, sent)
    assert not DisputeStep.objects.of(ctx.owner).exists()


def test_nothing_changes_in_a_closed_dispute_until_it_is_reopened(ctx, dispute):
    close_dispute(ctx, dispute, Outcome.WITHDRAWN)
    with pytest.raises(DisputeClosed):
        send(ctx, dispute)
    with pytest.raises(DisputeClosed):
        remove_item(ctx, DisputeItem.objects.get())
    with pytest.raises(DisputeClosed):
        close_dispute(ctx, dispute, Outcome.GRANTED)
    reopen_dispute(ctx, dispute)
    assert send(ctx, dispute).dispute == dispute


def test_an_answer_belongs_to_the_dispute_of_what_it_answers(ctx, dispute):
    other = open_dispute(ctx, dispute.lender, title="另一件")
    with pytest.raises(ValueError, match="dispute of what it answers"):
        answer(ctx, other, send(ctx, dispute))


def test_a_stranger_can_neither_use_nor_change_a_dispute(ctx, stranger_ctx, dispute):
    with pytest.raises(PermissionDenied):
        open_dispute(stranger_ctx, dispute.lender, title="别人的")
    with pytest.raises(PermissionDenied):
        add_items(stranger_ctx, dispute, [])
    with pytest.raises(PermissionDenied):
        reopen_dispute(stranger_ctx, dispute)
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "answered", "response": "", "answers": None},
        {"kind": "note", "response": "empty"},
        {"kind": "sent", "channel": ""},
    ],
)
def test_the_database_refuses_a_step_that_cannot_be(ctx, dispute, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_step(ctx, dispute, day=date(2024, 3, 7), **fields)


def test_a_dispute_travels_with_the_archive(ctx, stranger_ctx, dispute, tmp_path):
    proof = attach_proof(ctx, Loan.objects.get(), kind="receipt", attachment=paper(ctx))
    add_items(ctx, dispute, [proof, paper(ctx, b"%PDF-1.7 other")], note="附件")
    answer(ctx, dispute, send(ctx, dispute, time=time(9, 30), reference="TS-1"), attachment=paper(ctx, b"%PDF-1.7 no"))
    close_dispute(ctx, dispute, Outcome.REFUSED, "不同意")
    write_archive(ctx.owner, tmp_path / "ledger.zip", NOW)
    load_archive(stranger_ctx, parse_archive(tmp_path / "ledger.zip"))
    first, second = archive_of(ctx.owner, NOW)["disputes"], archive_of(stranger_ctx.owner, NOW)["disputes"]
    assert first == second
    assert [len(first[0][part]) for part in ("items", "steps")] == [3, 2]
    assert verify(stranger_ctx.owner).problems == ()


def test_loading_a_dispute_twice_changes_nothing(ctx, dispute):
    answer(ctx, dispute, send(ctx, dispute))
    dumped = parse_archive(json.dumps(archive_of(ctx.owner, NOW)).encode())
    assert load_archive(ctx, dumped) == 0


def test_an_exhibit_that_was_taken_back_later_is_not_dumped(ctx, dispute):
    close_dispute(ctx, dispute, Outcome.GRANTED)
    take_back(ctx, Message.objects.get())
    dumped = archive_of(ctx.owner, NOW)
    assert dumped["disputes"][0]["items"] == []
    parse_archive(json.dumps(dumped).encode())


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"lender": "l9"}, "disputes[0].lender"),
        ({"loan": "x9"}, "disputes[0].loan"),
        ({"outcome": "granted"}, "disputes[0].outcome"),
        ({"items": [{"id": "i1", "number": 1, "message": "m9"}]}, "disputes[0].items[0].message"),
        ({"items": [{"id": "i1", "number": 1}]}, "disputes[0].items[0]"),
        ({"items": [{"id": "i1", "number": 0, "message": "m1"}]}, "disputes[0].items[0].number"),
        ({"steps": [{"id": "s1", "kind": "sent", "day": "2024-03-07"}]}, "disputes[0].steps[0].channel"),
        (
            {"steps": [{"id": "s1", "kind": "answered", "response": "empty", "answers": "s9", "day": "2024-03-07"}]},
            "disputes[0].steps[0].answers",
        ),
        ({"steps": [{"id": "s1", "kind": "note", "day": "2024-03-07", "time": "25:99"}]}, "disputes[0].steps[0].time"),
    ],
)
def test_a_dispute_that_cannot_be_is_refused_with_its_place(change, place):
    dispute = {
        "id": "d1",
        "lender": LEDGER["lenders"][0]["id"],
        "title": "一件",
        "opened_at": "2024-03-06T10:00:00+08:00",
    }
    with pytest.raises(ArchiveProblem) as problem:
        parse_archive(json.dumps({**LEDGER, "disputes": [{**dispute, **change}]}).encode())
    assert place in {one.path for one in problem.value.problems}


def test_the_files_of_a_dispute_are_in_the_zip(ctx, dispute, tmp_path):
    kept = paper(ctx)
    add_items(ctx, dispute, [kept])
    write_archive(ctx.owner, tmp_path / "ledger.zip", NOW)
    with zipfile.ZipFile(tmp_path / "ledger.zip") as container:
        assert f"files/{kept.sha256}" in container.namelist()
