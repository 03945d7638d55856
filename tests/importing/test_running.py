from datetime import timedelta

import pytest
from django.db import connection

from debts.actions import Route, StillNeeded, TakenBack, WriteContext, decide, open_dispute, take_back
from debts.actions.imports import Import, Overtaken, begin_import, decided_in, undo_messages, unfinished
from debts.actions.rows import ROOM, room_for_rows
from debts.dossier.verification import verify
from debts.importing.chunks import chunks
from debts.importing.running import run
from debts.intake.detect import UnknownFormat
from debts.models import BatchState, EvidenceEntry, ImportBatch, Message, Twin, Verdict
from debts.models.messages import DecisionKind
from tests.importing.backups import FIRST, TEXTS, backup, many, row
from tests.web.ledgers import NOW, SHANGHAI, lender_of

DEMAND = "【够花】您的借款已逾期3天，请还款。"


@pytest.fixture
def ctx(owner):
    return WriteContext(owner, Route.IMPORT, NOW)


def bring_in(ctx, path, **options):
    job = Import(ctx, source=path.name, sha256=path.name, form="auto", batch=options.pop("batch", None))
    run(ctx, job, path, **options)
    return job


def counts(job):
    tally = job.tally
    return (tally.read, tally.new, tally.duplicates, tally.skipped, tally.unreadable)


def is_sound(owner):
    report = verify(owner)
    return not report.problems, report.problems


def test_a_file_is_kept_judged_and_counted_in_whatever_chunks(ctx, tmp_path):
    job = bring_in(ctx, many(tmp_path / "a.xml", 100), size=7)
    assert counts(job) == (100, 90, 0, 10, 0)
    assert (job.batch.state, job.batch.new, job.batch.report["skipped"]) == (BatchState.DONE, 90, {"sent": 10})
    assert Verdict.objects.count() == Message.objects.filter(batch=job.batch).count() == 90
    assert is_sound(ctx.owner) == (True, ())


def test_chunks_and_one_piece_give_the_same_verdicts(ctx, stranger, tmp_path):
    path = many(tmp_path / "a.xml", 60)
    bring_in(ctx, path, size=5)
    bring_in(WriteContext(stranger, Route.IMPORT, NOW), path)
    verdicts = [
        sorted(Verdict.objects.filter(owner=one).values_list("message__fingerprint", "code", "plain_text"))
        for one in (ctx.owner, stranger)
    ]
    assert verdicts[0] == verdicts[1]


def test_a_second_run_adds_nothing_and_leaves_no_batch(ctx, tmp_path):
    path = many(tmp_path / "a.xml", 40)
    bring_in(ctx, path, size=10)
    lines = EvidenceEntry.objects.count()
    again = bring_in(ctx, path, size=10)
    assert (counts(again), again.batch) == ((40, 0, 36, 4, 0), None)
    assert (ImportBatch.objects.count(), EvidenceEntry.objects.count()) == (1, lines)


def test_the_same_message_of_another_app_is_one(ctx, tmp_path):
    bring_in(ctx, backup(tmp_path / "a.xml", [row(DEMAND, FIRST, "+86 139-0000-0000")]))
    again = bring_in(ctx, backup(tmp_path / "b.xml", [row(DEMAND, FIRST.replace(microsecond=0), "13900000000")]))
    assert (again.tally.new, Message.objects.count()) == (0, 1)


def test_the_same_row_twice_is_one_and_another_second_is_another_message(ctx, tmp_path):
    rows = [row(DEMAND, FIRST), row(DEMAND, FIRST), row(DEMAND, FIRST + timedelta(seconds=30))]
    job = bring_in(ctx, backup(tmp_path / "a.xml", rows))
    assert (job.tally.new, job.tally.duplicates) == (2, 1)


def test_rows_with_ids_of_their_own_are_two_messages_even_to_the_letter(ctx, tmp_path):
    path = tmp_path / "a.jsonl"
    line = '{"id": "%s", "text": "还钱", "received_at": "2025-03-05T10:22:05+08:00"}\n'
    path.write_text(line % "a" + line % "b" + line % "a", encoding="utf-8")
    assert bring_in(ctx, path).tally.new == 2
    assert bring_in(ctx, path).tally.new == 0
    assert is_sound(ctx.owner) == (True, ())


def test_what_its_owner_deleted_stays_deleted(ctx, tmp_path):
    path = many(tmp_path / "a.xml", 3)
    bring_in(ctx, path)
    take_back(ctx, Message.objects.first())
    again = bring_in(ctx, path, batch=begin_import(ctx, source="a", sha256="a", form="auto", upload="a"))
    assert (again.tally.new, Message.objects.of(ctx.owner).count(), again.batch.report["deleted"]) == (0, 2, 1)


def test_a_run_that_was_stopped_goes_on_where_it_was(ctx, tmp_path):
    path = many(tmp_path / "a.xml", 100)
    bring_in(ctx, path, size=10, go_on=lambda: False)
    begun = unfinished(ctx.owner, sha256="a.xml", form="auto")
    assert (begun.read, begun.state) == (10, BatchState.READING)
    job = bring_in(ctx, path, size=10, batch=begun)
    assert (counts(job), ImportBatch.objects.count()) == ((100, 90, 0, 10, 0), 1)
    assert unfinished(ctx.owner, sha256="a.xml", form="auto") is None


def test_of_two_runs_of_one_batch_the_slower_one_gives_way(ctx, tmp_path):
    path = many(tmp_path / "a.xml", 40)
    batch = begin_import(ctx, source="a", sha256="a", form="auto", upload="a")
    slow, quick = Import(ctx, source="a", batch=batch), Import(ctx, source="a", batch=ImportBatch.objects.get())
    first, *_ = chunks(path, zone=SHANGHAI, size=10)
    quick.take(first)
    with pytest.raises(Overtaken):
        slow.take(first)
    assert Message.objects.count() == 9


def test_what_cannot_be_read_is_counted_with_its_place(ctx, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "还钱"}\n{"text": 3}\nnonsense\n', encoding="utf-8")
    report = bring_in(ctx, path).batch.report
    assert [place[:3] for place in report["places"]] == [["line", 2, ""], ["line", 3, ""]]
    assert sum(report["unreadable"].values()) == 2


def test_a_file_that_nobody_reads_ends_the_batch_with_its_reason(ctx, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x7fELF\x02\x01\x01")
    with pytest.raises(UnknownFormat):
        bring_in(ctx, path)
    batch = begin_import(ctx, source="a", sha256="a", form="auto", upload="a")
    bring_in(ctx, path, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.report["problem"]) == (BatchState.FAILED, "unknown")


def test_a_file_that_is_gone_ends_the_batch_with_its_reason(ctx, tmp_path):
    job = bring_in(ctx, tmp_path / "gone", batch=begin_import(ctx, source="a", sha256="a", form="auto", upload="a"))
    assert (job.batch.state, job.batch.report["problem"]) == (BatchState.FAILED, "gone")


def test_an_import_is_undone_as_one_and_may_come_again(ctx, tmp_path):
    path = many(tmp_path / "a.xml", 40)
    batch = bring_in(ctx, path).batch
    take_back(ctx, Message.objects.first())
    assert undo_messages(WriteContext(ctx.owner, Route.WEB, NOW + timedelta(hours=1)), batch)
    assert not Message.objects.of(ctx.owner).exists()
    again = bring_in(WriteContext(ctx.owner, Route.IMPORT, NOW + timedelta(hours=2)), path)
    assert (again.tally.new, Message.objects.of(ctx.owner).count()) == (35, 35)
    assert is_sound(ctx.owner) == (True, ())


def test_an_undoing_that_was_stopped_goes_on(ctx, tmp_path, monkeypatch):
    monkeypatch.setattr("debts.actions.imports.PIECE", 10)
    batch = bring_in(ctx, many(tmp_path / "a.xml", 40)).batch
    assert not undo_messages(ctx, batch, go_on=lambda: False)
    assert (batch.state, Message.objects.of(ctx.owner).count()) == (BatchState.UNDOING, 26)
    assert undo_messages(ctx, batch)
    assert not Message.objects.of(ctx.owner).exists()


def test_an_import_about_which_something_was_decided_is_not_undone(ctx, tmp_path):
    batch = bring_in(ctx, many(tmp_path / "a.xml", 8)).batch
    message = Message.objects.last()
    decide(ctx, message, DecisionKind.NOT_MINE)
    with pytest.raises(StillNeeded):
        undo_messages(ctx, batch)
    assert list(decided_in(batch)) == [message]
    assert Message.objects.of(ctx.owner).count() == 8


def test_what_becomes_evidence_or_is_decided_about_while_the_rest_is_undone_stays(ctx, tmp_path, monkeypatch):
    monkeypatch.setattr("debts.actions.imports.PIECE", 10)
    batch = bring_in(ctx, many(tmp_path / "a.xml", 40)).batch
    assert not undo_messages(ctx, batch, go_on=lambda: False)
    exhibit, decided = Message.objects.of(ctx.owner).order_by("-pk")[:2]
    open_dispute(ctx, lender_of(ctx.owner), title="争议", things=[exhibit])
    decide(ctx, decided, DecisionKind.NOT_MINE)
    assert undo_messages(ctx, batch)
    assert set(Message.objects.of(ctx.owner)) == {exhibit, decided}
    assert is_sound(ctx.owner) == (True, ())


def test_an_import_that_was_undone_meanwhile_goes_no_further(ctx, tmp_path):
    batch = begin_import(ctx, source="a", sha256="a", form="auto", upload="a")
    undo_messages(ctx, ImportBatch.objects.get())
    with pytest.raises(TakenBack):
        bring_in(ctx, many(tmp_path / "a.xml", 8), batch=batch)


def test_nearly_the_same_message_of_another_source_is_proposed_for_joining(ctx, tmp_path):
    bring_in(ctx, backup(tmp_path / "a.xml", [row(DEMAND, FIRST)]))
    bring_in(ctx, backup(tmp_path / "b.xml", [row(DEMAND, FIRST + timedelta(seconds=70))]))
    twin = Twin.objects.get()
    assert twin.first.received_at < twin.second.received_at
    assert (Message.objects.of(ctx.owner).count(), twin.answer) == (2, "")
    assert is_sound(ctx.owner) == (True, ())


MAIL = """From: a@example.com
To: b@example.com
Subject: notice {number}
Date: Tue, 5 Mar 2024 02:22:33 +0000
Message-ID: <{number}@example.com>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

{number}
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=notice.pdf

%PDF-1.4 {number}
--b--
"""


def test_what_is_attached_to_a_mail_is_kept_beside_it_once(ctx, tmp_path):
    path = tmp_path / "a.mbox"
    path.write_text("".join(f"From a@b Tue Mar  5 02:22:33 2024\n{MAIL.format(number=n)}\n" for n in range(3)), "utf-8")
    bring_in(ctx, path, size=2)
    bring_in(ctx, path, size=1)
    kept = [file for message in Message.objects.order_by("pk") for file in message.files.all()]
    assert [(one.attachment.original_name, one.message.text[-1]) for one in kept] == [
        ("notice.pdf", "0"),
        ("notice.pdf", "1"),
        ("notice.pdf", "2"),
    ]
    assert is_sound(ctx.owner) == (True, ())


def test_many_attachments_are_not_in_memory_together(tmp_path, monkeypatch):
    monkeypatch.setattr("debts.importing.chunks.MAX_FILE_BYTES", 20)
    path = tmp_path / "a.mbox"
    mails = [MAIL.format(number=n).replace("02:22", f"02:{n:02}") for n in range(6)]
    path.write_text("".join(f"From a@b Tue Mar  5 02:22:33 2024\n{mail}\n" for mail in mails), "utf-8")
    assert [len(chunk) for chunk in chunks(path, zone=SHANGHAI)] == [2, 2, 2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases have their own memory")
def test_the_room_that_an_import_takes_is_given_back(ctx):
    def room():
        with connection.cursor() as cursor:
            return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ROOM}

    before = room()
    with room_for_rows():
        inside = room()
    assert (inside, room()) == (ROOM, before)


def test_messages_are_found_again_in_a_file_that_goes_to_and_fro_in_time(ctx, tmp_path, monkeypatch):
    monkeypatch.setattr("debts.actions.arrivals.PIECE", 2)
    bring_in(ctx, many(tmp_path / "a.xml", 20))
    ends = [row(TEXTS[n % 4].format(n=n), FIRST + timedelta(minutes=10 * n)) for n in (18, 0)]
    assert counts(bring_in(ctx, backup(tmp_path / "b.xml", ends))) == (2, 0, 2, 0, 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
@pytest.mark.parametrize(("fewest", "is_counted"), [(18, True), (19, False)])
def test_after_many_new_messages_the_database_knows_how_they_lie(ctx, tmp_path, monkeypatch, fewest, is_counted):
    monkeypatch.setattr("debts.importing.running.MANY", fewest)
    bring_in(ctx, many(tmp_path / "a.xml", 20))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        (tables,) = cursor.fetchone()
        if tables:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'debts_message'")
            (tables,) = cursor.fetchone()
    assert bool(tables) is is_counted
