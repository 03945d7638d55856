import hashlib
import json
from dataclasses import replace
from datetime import datetime

import pytest

from debts.intake.webhooks import HookKind
from tests.api.phones import SHANGHAI, default_form
from tools import backups, webhooks

AT = datetime(2025, 3, 5, 10, 22, 33, tzinfo=SHANGHAI)
WORDS = "请还款"


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def sample():
    request = {"method": "POST", "headers": {"Content-Type": "application/json"}}
    request["body"] = json.dumps(default_form("s3cret", sender="95001234", text=WORDS, at=AT))
    return {"request": request, "secret": "s3cret"}


@pytest.fixture
def expected():
    return webhooks.Expected("a.json", HookKind.SMSFORWARDER, sha(WORDS), "95001234", AT, "sms")


def test_a_request_that_is_read_as_expected_is_right(tmp_path, sample, expected):
    (tmp_path / "a.json").write_text(json.dumps(sample), encoding="utf-8")
    assert webhooks.report_webhooks(tmp_path, [expected]) == {"webhooks read": 1.0}


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"text": sha("x")}, "text"), ({"sender": "1"}, "sender"), ({"channel": "push"}, "channel")],
)
def test_what_is_read_otherwise_is_named(sample, expected, change, fault):
    assert webhooks.fault_of(replace(expected, **change), sample) == fault


def test_a_wrong_signature_and_a_body_that_cannot_be_read_are_named(sample, expected):
    assert webhooks.fault_of(expected, {**sample, "secret": "other"}) == "signature"
    sample["request"]["body"] = "{"
    assert webhooks.fault_of(expected, sample) == "not_json"


ROWS = '{"text": "请还款"}\n{"text": "已结清"}\n[]\n'


@pytest.mark.parametrize(("messages", "figure"), [(2, 1.0), (3, 0.0)])
def test_a_backup_is_right_when_it_is_read_as_counted(tmp_path, messages, figure):
    (tmp_path / "a.jsonl").write_text(ROWS, encoding="utf-8")
    counted = backups.Counted(messages, sha("请还款"), sha("已结清"), unreadable=1)
    assert backups.report_backups(tmp_path, {"a.jsonl": counted}) == {"backups read": figure}


def test_the_tables_of_samples_can_be_used():
    assert all(one.received_at.utcoffset() is not None for one in webhooks.load_expected())
    assert all(one.messages > 0 for one in backups.load_expected().values())
