"""The command-line client against a server that runs."""

import io
import os
import stat
import zipfile

import pytest

from debts.models import Message, TokenScope
from jieqing.main import FAILED, FINE, FLAGGED, main
from tests.api.ledgers import whole_ledger

DEMAND = "【杭银消金】您的轻享贷已逾期，欠款6360.00元，请立即还款。"


@pytest.fixture
def ledger(transactional_db):
    return whole_ledger("changqing")


@pytest.fixture
def signed_in(ledger, live_server, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(ledger.token(TokenScope.WRITE) + "\n"))
    assert main(["login", live_server.url]) == FINE
    return tmp_path


def test_the_token_is_kept_where_nobody_else_reads_it(signed_in):
    kept = signed_in / "config" / "jieqing" / "client.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_message_is_checked_and_a_false_claim_is_told_by_the_status(signed_in, capsys):
    assert main(["check", "--at", "2025-10-20T10:22:00+08:00", DEMAND]) == FLAGGED
    assert "after_settlement" in capsys.readouterr().out


def test_a_message_comes_from_a_pipe(signed_in, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("您的快递到了"))
    assert main(["check"]) == FINE
    assert "no_claim" in capsys.readouterr().out


def test_a_file_is_imported_with_its_report(signed_in, capsys):
    file = signed_in / "短信.jsonl"
    file.write_text('{"text": "您的快递到了"}\n{"text": 5}\n', encoding="utf-8")
    assert main(["import", str(file)]) == FINE
    assert "1 条新的" in capsys.readouterr().out
    assert Message.objects.filter(text="您的快递到了").exists()


def test_the_ledger_is_exported_whole(signed_in):
    assert main(["export", "--output", str(signed_in / "a.zip")]) == FINE
    assert "ledger.json" in zipfile.ZipFile(signed_in / "a.zip").namelist()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN.UTF-8", "还没有登录"), ("zh_HK.UTF-8", "還沒有登入"), ("en_GB.UTF-8", "Not logged in")],
)
def test_whoever_has_not_logged_in_is_told_how(monkeypatch, tmp_path, capsys, language, words):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", language)
    assert main(["check", "欠款"]) == FAILED
    assert words in capsys.readouterr().err


def test_what_the_server_refuses_is_told(ledger, live_server, monkeypatch, capsys):
    monkeypatch.setenv("JIEQING_URL", live_server.url)
    monkeypatch.setenv("JIEQING_TOKEN", ledger.token(TokenScope.READ))
    assert main(["check", "欠款"]) == FAILED
    assert "403" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_told(monkeypatch, capsys):
    monkeypatch.setenv("JIEQING_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JIEQING_TOKEN", "jq_x")
    assert main(["check", "欠款"]) == FAILED
    assert capsys.readouterr().err


def test_a_command_of_the_server_is_run_with_all_that_follows_it(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["manage", "rejudge", "--help"])
    assert "--settings" in capsys.readouterr().out


def test_the_server_is_started_with_the_address_asked_for(monkeypatch):
    served = []
    monkeypatch.setenv("PORT", "8000")
    monkeypatch.setattr("ledger.serving.main", lambda: served.append(os.environ["PORT"]))
    assert main(["serve", "--port", "8123"]) == FINE
    assert served == ["8123"]
