"""The papers of a dispute: its own exhibits and numbers in summary and bundle, and its deadlines as a calendar."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from debts.actions import add_items, correct, keep_file, open_dispute, record_step, remove_item, take_back
from debts.dossier.bundle import VERIFIERS, build_bundle
from debts.dossier.casefile import build_case_summary
from debts.dossier.casework import alarms_of, kind_of_lender, matters_of, symptoms_of
from debts.dossier.deadline_calendar import deadline_calendar
from debts.dossier.pdf import render_pdf
from debts.models import DisputeItem, DisputeStep, Message
from tests.web.ledgers import AFTER, NOW, certificate, introduce, receive, settled_loan, write

STORY = "三月十日还清。\n九月起又被催。"


def arrived(owner, number):
    return receive(owner, f"{AFTER}{number}", received_at=f"2024-05-0{number} 10:00")[0]


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="consumer_finance")
    file = keep_file(write(owner), io.BytesIO(b"%PDF-1.7 certificate"), "结清证明.pdf")
    proof = certificate(owner, loan, attachment=file)
    first, _left_out, third = (arrived(owner, number) for number in (1, 2, 3))
    return open_dispute(
        write(owner),
        loan.lender,
        title="结清后催收",
        story=STORY,
        requests=["stop", "of_a_later_version"],
        own_requests=["删掉旧号码"],
        things=[first, proof, third],
    )


def send(owner, dispute, day):
    return record_step(write(owner), dispute, kind="sent", channel="lender", day=day)


def matters(dispute, today):
    kind = kind_of_lender(dispute.lender)
    return matters_of(DisputeStep.objects.filter(dispute=dispute), kind, today, is_mainland=True)


def events(dispute, now):
    content = deadline_calendar(dispute, matters(dispute, now.date()), now)
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_the_summary_has_the_chosen_messages_under_the_numbers_of_the_exhibits(owner, dispute):
    document = build_case_summary(owner, dispute, NOW)
    assert [(part.number, part.text[-1]) for part in document.messages] == [(1, "1"), (3, "3")]
    assert [(part.number, part.title) for part in document.exhibits] == [(2, "结清证明"), (1, "争议消息原文")]


def test_the_summary_asks_for_what_the_owner_chose_and_nothing_else(owner, dispute):
    document = build_case_summary(owner, dispute, NOW)
    assert len(document.requests) == 2
    assert "第四十七条" in document.requests[0]
    assert document.requests[1] == "删掉旧号码"
    assert document.story == STORY


def test_the_story_stands_in_the_pdf(owner, dispute):
    pages = PdfReader(io.BytesIO(render_pdf(build_case_summary(owner, dispute, NOW)))).pages
    text = "".join(page.extract_text() for page in pages)
    assert "事情的经过" in text
    assert "三月十日还清" in text


def test_an_exhibit_that_was_removed_is_in_no_paper(owner, dispute):
    remove_item(write(owner), DisputeItem.objects.get(number=1))
    assert [part.number for part in build_case_summary(owner, dispute, NOW).messages] == [3]


def test_a_dispute_without_anything_in_it_still_has_its_papers(owner, dispute):
    empty = open_dispute(write(owner), dispute.lender, title="还没有证据")
    document = build_case_summary(owner, empty, NOW)
    assert (document.messages, document.requests, document.exhibits) == ((), (), ())
    assert render_pdf(document).startswith(b"%PDF")


def test_the_bundle_holds_the_dispute_with_its_steps_and_is_found_sound(owner, dispute, tmp_path):
    send(owner, dispute, date(2025, 10, 1))
    path = tmp_path / "bundle.zip"
    path.write_bytes(build_bundle(owner, dispute=dispute, now=NOW).content)
    with zipfile.ZipFile(path) as container:
        kinds = {row["type"] for row in json.loads(container.read("records.json"))["records"]}
        assert "files/001-结清证明.pdf" in container.namelist()
    assert {"dispute", "disputeitem", "disputestep", "message", "settlementproof"} <= kinds
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIERS / "verify.py"), str(path)], capture_output=True, check=False
    )
    assert done.returncode == 0


def test_the_bundle_leaves_out_messages_that_are_no_exhibits(owner, dispute):
    content = build_bundle(owner, dispute=dispute, now=NOW).content
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        records = json.loads(container.read("records.json"))["records"]
    texts = {row["facts"]["text"][-1] for row in records if row["type"] == "message"}
    assert texts == {"1", "3"}


def test_the_bundle_is_the_same_twice(owner, dispute):
    first, second = (build_bundle(owner, dispute=dispute, now=NOW).content for _ in range(2))
    assert first == second


def test_the_calendar_names_the_legal_deadlines_and_no_lender(owner, dispute):
    send(owner, dispute, date(2025, 10, 25))
    found = events(dispute, NOW)
    assert [event["dtstart"].dt for event in found] == [date(2025, 11, 9), date(2025, 11, 24), date(2025, 12, 24)]
    assert not any("苏宁" in str(event) for event in found)
    assert all(event.walk("VALARM") for event in found)


def test_a_deadline_keeps_its_name_in_the_calendar_and_goes_when_it_is_past(owner, dispute):
    send(owner, dispute, date(2025, 10, 25))
    later = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)
    assert [event["uid"] for event in events(dispute, later)] == [event["uid"] for event in events(dispute, NOW)][1:]


def test_an_answered_matter_has_no_date_in_the_calendar(owner, dispute):
    sent = send(owner, dispute, date(2025, 10, 25))
    record_step(write(owner), dispute, kind="answered", answers=sent, response="granted", day=date(2025, 10, 30))
    assert events(dispute, NOW) == []


def test_what_the_messages_show_is_gathered_from_the_exhibits_alone(owner, dispute):
    threat = receive(
        owner, "【苏宁消金】许大江，再不还钱就让你全家不得安宁，知道你家住哪。", received_at="2024-06-01 10:00"
    )
    assert not alarms_of(dispute).danger
    add_items(write(owner), dispute, threat)
    assert alarms_of(dispute).danger
    assert len(symptoms_of(dispute)) == 3


def test_a_message_taken_back_after_the_end_is_left_out(owner, dispute):
    item = DisputeItem.objects.get(number=1)
    DisputeItem.objects.filter(pk=item.pk).update(removed_at=NOW)
    take_back(write(owner), Message.objects.get(pk=item.message_id))
    DisputeItem.objects.filter(pk=item.pk).update(removed_at=None)
    assert [part.number for part in build_case_summary(owner, dispute, NOW).messages] == [3]
