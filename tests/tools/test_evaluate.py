import json

import pytest

from tools import evaluate, readings

SCENARIO = {
    "id": "t1",
    "ledger": {"format": "jieqing-archive", "version": 1},
    "messages": [
        {
            "id": "m1",
            "text": "【吉用花】您本期账单688.00元将于明天到期，请按时还款。",
            "received_at": "2026-03-10T10:00:00+08:00",
        }
    ],
    "expect": [
        {
            "id": "m1",
            "verdict": "unknown_debt",
            "kind": ["reminder", "collection"],
            "loan": None,
            "findings_include": [],
            "findings_exclude": ["M8"],
        }
    ],
}
SMS = {"id": "s1", "text": "【招商银行】您账户1356于09月26日支出20.00元。", "channel": "sms"}


@pytest.fixture(autouse=True)
def no_corpus(monkeypatch):
    """The corpus takes long and has figures of its own (`tests/corpus`); here they would hide those of the folder."""
    monkeypatch.setattr(evaluate, "report_corpus", lambda _folder: {})


@pytest.fixture
def folder(tmp_path):
    def write(verdict):
        scenario = SCENARIO | {"expect": [SCENARIO["expect"][0] | {"verdict": verdict}]}
        (tmp_path / "sms").mkdir(exist_ok=True)
        (tmp_path / "scenarios.jsonl").write_text(json.dumps(scenario), "utf-8")
        (tmp_path / "sms" / "messages.jsonl").write_text(json.dumps(SMS), "utf-8")
        (tmp_path / "sms" / "labels.jsonl").write_text(
            json.dumps({"id": "s1", "kind": "bank_transaction", "is_claim": False}), "utf-8"
        )
        return tmp_path

    return write


def test_a_right_answer_is_counted_and_written(folder, tmp_path):
    (answered,) = evaluate.answer_scenarios(folder("unknown_debt") / "scenarios.jsonl")
    assert all(answered.parts.values())
    evaluate.main([str(tmp_path), "--answers", str(tmp_path / "answers.jsonl")])
    assert json.loads((tmp_path / "answers.jsonl").read_text("utf-8"))["verdict"] == "unknown_debt"


def test_a_figure_below_its_floor_fails_and_names_the_miss(folder, capsys):
    assert evaluate.main([str(folder("consistent"))]) == 1
    assert "t1/m1 verdict" in capsys.readouterr().out


def test_a_settled_answer_to_an_owed_debt_is_costly(folder):
    (answered,) = evaluate.answer_scenarios(folder("consistent") / "scenarios.jsonl")
    assert not answered.is_costly


def test_macro_f1_leaves_out_rare_kinds():
    pairs = [("other", "other")] * 10 + [("fraud", "other")]
    assert readings.macro_f1(pairs) == pytest.approx(20 / 21)
