import io
import re
import zipfile
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from debts.actions import (
    ArchiveConflict,
    attach_proof,
    correct,
    decide,
    keep_file,
    load_archive,
    receive_messages,
    settle,
    take_back,
)
from debts.actions.loans import record_fact
from debts.actions.pictures import keep_picture
from debts.dossier.archive import archive_of, write_archive
from debts.intake.archive import ArchiveProblem, archive_messages, parse_archive
from debts.models import (
    Decision,
    EvidenceEntry,
    Lender,
    Lesson,
    Loan,
    Message,
    MessageFile,
    SettlementProof,
    Sitting,
    Source,
    Verdict,
)
from debts.models.messages import DecisionKind
from tests.actions.conftest import NOW
from tests.actions.ledger_text import LEDGER, parsed


def facts(ledger):
    """What must be the same in every dump: all but the moment of the export and the log of the writes."""
    return {name: value for name, value in ledger.items() if name not in {"exported_at", "evidence_log"}}


def contains(whole, part):
    """Whether every fact of ``part`` stands in ``whole``; a dump may name more than the archive did."""
    if isinstance(part, dict):
        return all(name in whole and contains(whole[name], value) for name, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(contains, whole, part))
    return whole == part


def test_a_dump_gives_back_the_facts_that_were_loaded(ctx):
    load_archive(ctx, parsed(LEDGER))
    assert contains(archive_of(ctx.owner, NOW), facts(LEDGER))


def test_a_dump_loaded_elsewhere_dumps_the_same(ctx, stranger_ctx):
    load_archive(ctx, parsed(LEDGER))
    correct(ctx, Lender.objects.get(), collectors=["远山法务", "02188886666"])
    decide(ctx, Message.objects.get(), DecisionKind.ABOUT_LOAN, loan=Loan.objects.get(), reason="合同号相同")
    first = archive_of(ctx.owner, NOW)
    load_archive(stranger_ctx, parsed(first))
    assert facts(archive_of(stranger_ctx.owner, NOW)) == facts(first)
    assert first["lenders"][0]["collectors"] == ["远山法务", "02188886666"]


def test_loading_twice_changes_nothing(ctx):
    load_archive(ctx, parsed(LEDGER))
    lines = EvidenceEntry.objects.count()
    assert load_archive(ctx, parsed(LEDGER)) == 0
    assert EvidenceEntry.objects.count() == lines


def test_loading_judges_the_messages(ctx):
    load_archive(ctx, parsed(LEDGER))
    assert Verdict.objects.get().code == "after_settlement"


def test_another_loan_under_a_known_id_is_refused_and_nothing_is_loaded(ctx):
    load_archive(ctx, parsed(LEDGER))
    other = deepcopy(LEDGER)
    other["loans"][0]["principal"] = "7000.00"
    other["lenders"].append({"id": "l2", "name": "别家"})
    with pytest.raises(ArchiveConflict, match="x1"):
        load_archive(ctx, parsed(other))
    assert [lender["id"] for lender in archive_of(ctx.owner, NOW)["lenders"]] == ["l1"]


def test_the_same_ids_in_two_ledgers_stay_apart(ctx, stranger_ctx):
    load_archive(ctx, parsed(LEDGER))
    load_archive(stranger_ctx, parsed(LEDGER))
    assert Loan.objects.of(ctx.owner).get() != Loan.objects.of(stranger_ctx.owner).get()


def test_files_travel_with_the_archive(ctx, stranger_ctx, tmp_path):
    load_archive(ctx, parsed(LEDGER))
    kept = keep_file(ctx, io.BytesIO(b"%PDF-1.7 certificate"), "结清证明.pdf")
    attach_proof(ctx, Loan.objects.get(), kind="settlement_certificate", attachment=kept)
    write_archive(ctx.owner, tmp_path / "a.zip", NOW)
    load_archive(stranger_ctx, parse_archive(tmp_path / "a.zip"))
    proof = SettlementProof.objects.of(stranger_ctx.owner).exclude(attachment=None).get()
    assert (proof.attachment.sha256, proof.attachment.original_name) == (kept.sha256, "结清证明.pdf")


def test_a_failed_dump_leaves_nothing_that_looks_whole(ctx, tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_archive(ctx.owner, tmp_path / "a.zip", NOW)
    assert list(tmp_path.iterdir()) == []


def with_decision(ledger):
    return {**ledger, "decisions": [{"message": "m1", "kind": "not_mine"}]}


def test_a_message_that_was_pasted_before_is_the_one_that_the_archive_decides_about(ctx):
    (pasted,) = archive_messages(parsed(LEDGER))
    receive_messages(ctx, [replace(pasted, id="")], source="粘贴")
    load_archive(ctx, parsed(with_decision(LEDGER)))
    assert Decision.objects.get().message == Message.objects.get()


def test_the_same_id_from_another_sender_is_a_conflict(ctx):
    load_archive(ctx, parsed(LEDGER))
    other = deepcopy(LEDGER)
    other["messages"][0]["sender"] = "95555"
    with pytest.raises(ArchiveConflict, match="m1"):
        load_archive(ctx, parsed(other))


def test_a_loan_that_was_settled_here_already_is_a_conflict(ctx):
    load_archive(ctx, parsed(LEDGER))
    settle(ctx, Loan.objects.get(), settled_at=NOW, basis="court")
    with pytest.raises(ArchiveConflict, match="x1-settlement"):
        load_archive(ctx, parsed(LEDGER))


def test_a_note_and_a_loan_from_elsewhere_travel_too(ctx, stranger_ctx):
    load_archive(ctx, parsed(LEDGER))
    correct(ctx, Loan.objects.get(), note="客服说已注销", region="other")
    load_archive(stranger_ctx, parsed(archive_of(ctx.owner, NOW)))
    loan = Loan.objects.of(stranger_ctx.owner).get()
    assert (loan.note, loan.region) == ("客服说已注销", "other")


def test_a_decision_keeps_the_time_at_which_it_was_made(ctx, stranger_ctx):
    load_archive(ctx, parsed(with_decision(LEDGER)))
    first = archive_of(ctx.owner, NOW)
    load_archive(replace(stranger_ctx, now=NOW + timedelta(days=3)), parsed(first))
    assert archive_of(stranger_ctx.owner, NOW)["decisions"] == first["decisions"]
    assert EvidenceEntry.objects.filter(owner=stranger_ctx.owner).last().at == NOW + timedelta(days=3)


def test_a_decision_about_a_message_that_was_taken_back_is_not_dumped(ctx):
    load_archive(ctx, parsed(with_decision(LEDGER)))
    take_back(ctx, Message.objects.get())
    assert archive_of(ctx.owner, NOW)["decisions"] == []


@pytest.fixture
def beside(ctx):
    """A ledger with something of every kind that stands beside its messages."""
    load_archive(ctx, parsed(LEDGER))
    message, loan = Message.objects.get(), Loan.objects.get()
    picture = keep_picture(ctx, io.BytesIO(b"\x89PNG a screen"), "截图.png", [message], read="欠款", corrected="欠 款")
    keep_file(ctx, io.BytesIO(b"%PDF-1.7 loose"), "散页.pdf")
    decision = decide(ctx, message, DecisionKind.ABOUT_LOAN, loan=loan, reason="合同号相同")
    sitting = record_fact(ctx, Sitting, facts=[["loan", loan.ref]])
    told = {"message": message, "sitting": sitting}
    record_fact(ctx, Source, **told, kind="loan", fact_type="loan", fact_ref=loan.ref)
    record_fact(ctx, Source, **told, kind="settlement")
    record_fact(ctx, Lesson, decision=decision, lender=loan.lender, kind="aliases", value="够花")
    return picture


def test_what_stands_beside_messages_travels_with_the_archive(beside, ctx, stranger_ctx, tmp_path):
    write_archive(ctx.owner, tmp_path / "ledger.zip", NOW)
    load_archive(stranger_ctx, parse_archive(tmp_path / "ledger.zip"))
    first, second = archive_of(ctx.owner, NOW), archive_of(stranger_ctx.owner, NOW)
    assert facts(second) == facts(first)
    names = ("attachments", "message_files", "picture_texts", "sittings", "lessons")
    assert [len(second[name]) for name in names] == [2, 1, 1, 1, 1]
    assert second["sittings"][0]["sources"][0]["fact"] == Loan.objects.of(stranger_ctx.owner).get().ref
    assert load_archive(stranger_ctx, parse_archive(tmp_path / "ledger.zip")) == 0


def test_a_bare_ledger_warns_of_the_files_that_it_cannot_hold(beside, ctx, stranger_ctx):
    archive = parsed(archive_of(ctx.owner, NOW))
    load_archive(stranger_ctx, archive)
    assert {problem.path.partition("[")[0] for problem in archive.warnings} == {
        "attachments",
        "message_files",
        "picture_texts",
    }
    assert not MessageFile.objects.of(stranger_ctx.owner).exists()


@pytest.mark.parametrize(
    ("name", "change", "path"),
    [
        ("message_files", {"message": "nobody"}, "message_files[0].message"),
        ("lessons", {"decision": "nobody"}, "lessons[0].decision"),
        ("lessons", {"lender": "nobody"}, "lessons[0].lender"),
        ("sittings", {"facts": [["loan"]]}, "sittings[0].facts[0]"),
    ],
)
def test_what_points_at_nothing_is_named(beside, ctx, name, change, path):
    ledger = archive_of(ctx.owner, NOW)
    ledger[name][0] |= change
    with pytest.raises(ArchiveProblem, match=re.escape(path)):
        parsed(ledger)


FULL_TERMS = {
    "received": "9200.00",
    "rate_unit": "month",
    "day_count": "actual_365",
    "first_period": "by_days",
    "due_day": 5,
    "grace_days": 3,
    "penalty_multiple": "1.500000",
    "penalty_base": "principal",
    "early_fee_rate": "0.030000",
    "fees_stay_on_payoff": True,
    "allocation_order": "law",
    "fees": [{"timing": "each", "amount": "25.00", "to_third_party": True, "name": "担保费"}],
    "plan": [{"due_on": "2023-02-05", "total": "916.80", "principal": "766.80", "interest": "150.00"}],
    "statements": [{"day": "2023-02-01", "due_on": "2023-02-20", "balance": "300.00", "minimum": "30.00"}],
    "role": "guarantor",
    "other_names": ["李四"],
    "is_secured": True,
}


def test_every_term_travels_with_the_archive(ctx):
    ledger = deepcopy(LEDGER)
    ledger["loans"][0] |= FULL_TERMS
    load_archive(ctx, parsed(ledger))
    assert contains(archive_of(ctx.owner, NOW)["loans"][0], FULL_TERMS)
    assert load_archive(ctx, parsed(archive_of(ctx.owner, NOW))) == 0


def test_what_an_entry_is_and_what_a_paper_says_travel_with_the_archive(ctx):
    entry = {"id": "r9", "paid_at": "2023-03-05T09:00:00+08:00", "amount": "80.00", "kind": "waiver"}
    entry |= {"fee_part": "0.00", "penalty_part": "80.00", "interest_part": "0.00", "principal_part": "0.00"}
    paper = {"id": "p9", "kind": "settlement_certificate", "holder": "张三", "scope": "instalment", "amount": "916.80"}
    ledger = deepcopy(LEDGER)
    ledger["loans"][0] |= {"repayments": [entry], "proofs": [paper]}
    load_archive(ctx, parsed(ledger))
    dumped = archive_of(ctx.owner, NOW)["loans"][0]
    assert contains(dumped["repayments"], [entry])
    assert contains(dumped["proofs"], [paper])


def many(day, count):
    """Demands of one day by SMS, twenty minutes apart, and one of which nobody knows when it came."""
    text = "【招联金融】您的好期贷已逾期12天，欠款916.80元，请立即还款。"
    demand = {"text": text, "sender": "1069000101", "channel": "sms"}
    times = [f"{day}T{9 + place // 3:02}:{place % 3 * 20:02}:00+08:00" for place in range(count)]
    dated = [{**demand, "id": f"{day}-{place}", "received_at": at} for place, at in enumerate(times)]
    return [*dated, {**demand, "id": f"{day}-undated", "text": f"{text}（{day}）"}]


def stored(owner):
    """Every stored answer with its findings, by the message's name."""
    rows = Verdict.objects.filter(owner=owner).select_related("message").prefetch_related("findings", "grounds")
    return {
        row.message.ref: (
            row.code,
            sorted(finding.rule for finding in row.findings.all()),
            sorted(ground.key for ground in row.grounds.all()),
        )
        for row in rows
    }


def test_days_that_are_judged_apart_are_judged_as_all_at_once(ctx, stranger_ctx, monkeypatch):
    ledger = {**LEDGER, "messages": [*many("2025-10-05", 7), *many("2025-10-04", 6), *many("2025-10-03", 1)]}
    load_archive(ctx, parsed(ledger))
    monkeypatch.setattr("debts.actions.storing.PIECE", 2)
    load_archive(stranger_ctx, parsed(ledger))
    assert stored(stranger_ctx.owner) == stored(ctx.owner)
    assert len(stored(ctx.owner)) == len(ledger["messages"])
    assert "M1" in stored(ctx.owner)["2025-10-05-6"][1]
    assert "M1" not in stored(ctx.owner)["2025-10-03-0"][1]


def test_what_was_kept_of_a_day_is_judged_with_what_an_archive_brings_of_it(ctx, stranger_ctx):
    first, second = many("2025-10-05", 7)[:3], many("2025-10-05", 7)[3:]
    for messages in (first, second):
        load_archive(ctx, parsed({**LEDGER, "messages": messages}))
    load_archive(stranger_ctx, parsed({**LEDGER, "messages": [*first, *second]}))
    assert stored(stranger_ctx.owner) == stored(ctx.owner)
