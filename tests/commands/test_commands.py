import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from debts.actions import Route, WriteContext
from debts.actions.imports import undo_messages
from debts.models import ImportBatch, Message, User, Verdict
from tests.actions.ledger_text import LEDGER

DEMAND = {"id": "q1", "text": LEDGER["messages"][0]["text"], "received_at": "2025-10-20T10:22:00+08:00"}
CHAT = {"id": "q2", "text": "晚上吃什么"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return User.objects.create_user("changqing")


@pytest.fixture
def loaded(owner, tmp_path):
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps(LEDGER), encoding="utf-8")
    call_command("load_archive", path, user="changqing", stdout=io.StringIO())
    return path


@pytest.fixture
def messages(tmp_path):
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in (DEMAND, CHAT)), encoding="utf-8")
    return path


def output(*args, **options):
    out = io.StringIO()
    call_command(*args, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_create_user_reads_the_password_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("jiu-wan-li-feng-peng\n"))
    output("create_user", "zhangsan", password_stdin=True)
    assert User.objects.get(username="zhangsan").check_password("jiu-wan-li-feng-peng")


def test_create_user_refuses_a_password_that_everybody_knows(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("password123\n"))
    with pytest.raises(CommandError):
        output("create_user", "zhangsan", password_stdin=True)


def test_check_messages_answers_a_line_for_each_and_keeps_nothing(loaded, messages):
    lines = [json.loads(line) for line in output("check_messages", messages, user="changqing", json=True).splitlines()]
    assert [(line["id"], line["verdict"], line["loan"]) for line in lines] == [
        ("q1", "after_settlement", "x1"),
        ("q2", "no_claim", None),
    ]
    assert Message.objects.count() == 1


def test_check_messages_answers_in_the_stable_form(loaded, messages):
    line = json.loads(output("check_messages", messages, user="changqing", json=True).splitlines()[0])
    names = {"id", "kind", "is_claim", "amounts", "lender", "loan", "verdict", "proof_level", "reasons", "findings"}
    assert names <= set(line)
    assert line["amounts"][0]["value"] == "6360.00"
    assert line["owed"] == "0.00"
    assert "M8" in {finding["id"] for finding in line["findings"]}


def test_import_messages_counts_and_a_second_run_adds_nothing(loaded, messages):
    first = json.loads(output("import_messages", messages, user="changqing", json=True))
    second = json.loads(output("import_messages", messages, user="changqing", json=True))
    assert (first["read"], first["new"], first["flagged"]) == (2, 2, 1)
    assert (second["new"], second["duplicates"]) == (0, 2)


def test_a_file_with_something_unreadable_is_read_again(loaded, messages):
    messages.write_text(messages.read_text(encoding="utf-8") + "\nnonsense", encoding="utf-8")
    first = json.loads(output("import_messages", messages, user="changqing", json=True))
    second = json.loads(output("import_messages", messages, user="changqing", json=True))
    assert [first[name] for name in ("read", "new", "duplicates", "unreadable")] == [3, 2, 0, 1]
    assert [second[name] for name in ("read", "new", "duplicates", "unreadable", "batch")] == [3, 0, 2, 1, None]


def test_a_file_whose_import_was_undone_comes_again(loaded, messages, owner):
    output("import_messages", messages, user="changqing")
    undo_messages(WriteContext(owner, Route.WEB, timezone.now()), ImportBatch.objects.last())
    assert json.loads(output("import_messages", messages, user="changqing", json=True))["new"] == 2


def test_a_dry_run_says_what_would_happen_and_changes_nothing(loaded, messages):
    before = Message.objects.count()
    counts = json.loads(output("import_messages", messages, user="changqing", json=True, dry_run=True))
    assert (counts["new"], counts["batch"], Message.objects.count()) == (2, None, before)


def test_an_unknown_account_is_named_with_what_to_do(messages):
    with pytest.raises(CommandError, match="create_user nobody"):
        output("check_messages", messages, user="nobody")


def test_dump_archive_writes_what_load_archive_reads(loaded, tmp_path):
    output("dump_archive", tmp_path / "dump.json", user="changqing")
    assert json.loads((tmp_path / "dump.json").read_text(encoding="utf-8"))["loans"][0]["id"] == "x1"


def test_verify_evidence_finds_a_loaded_ledger_sound(loaded):
    assert json.loads(output("verify_evidence", user="changqing", json=True))["ok"]


def test_verify_evidence_fails_where_a_record_was_changed(loaded):
    Message.objects.update(text="改过的")
    with pytest.raises(SystemExit):
        output("verify_evidence")


def test_explain_message_takes_the_answer_apart(loaded):
    lines = output("explain_message", "m1", user="changqing").splitlines()
    assert any(line.startswith("  轻享贷") and "65 分" in line for line in lines)
    assert any(line.strip().startswith("+20") and "〔1 杭银消金〕" in line for line in lines)
    assert "结清后催收" in lines


def test_explain_message_finds_a_message_by_the_number_of_its_page(loaded):
    row = Message.objects.get()
    assert output("explain_message", str(row.pk), user="changqing") == output("explain_message", "m1", user="changqing")


def test_explain_message_names_a_message_that_is_not_there(loaded):
    with pytest.raises(CommandError, match="no kept message m9"):
        output("explain_message", "m9", user="changqing")


def test_rejudge_brings_verdicts_of_an_older_rulebook_up_to_date(loaded):
    Verdict.objects.update(code="no_claim", rulebook_version="2020-01-01")
    assert "changqing: 1 verdicts changed {'after_settlement': 1}" in output("rejudge")
    assert output("rejudge") == ""
