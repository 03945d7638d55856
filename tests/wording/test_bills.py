import re
from pathlib import Path

import pytest

import debts.intake.bills
from debts import wording
from debts.intake.bills import BillProblemCode, ProblemCode, Role
from debts.intake.bills.proposals import State
from debts.intake.bills.relation import BillKind
from debts.reconciler.types import Reason
from debts.rulebook.bills import load_bill_book

SOURCES = "\n".join(path.read_text("utf-8") for path in Path(debts.intake.bills.__file__).parent.glob("*.py"))


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (BillProblemCode, wording.BILL_PROBLEMS),
        (ProblemCode, wording.BILL_ROW_PROBLEMS),
        (Role, wording.BILL_COLUMNS),
        (BillKind, wording.BILL_KINDS),
        (State, wording.BILL_STATES),
    ],
)
def test_every_code_of_bills_has_words(codes, words):
    assert set(codes) == set(words)


def test_every_reason_has_a_sentence_and_every_sentence_a_reason():
    assert set(re.findall(r'"(bill_[a-z_]+)"', SOURCES)) == set(wording.BILL_REASONS)
    assert set(load_bill_book().scores.parts) <= set(wording.BILL_REASONS)


def test_a_reason_is_said_with_its_figures():
    reason = Reason("bill_amount_instalment", {"amount": "916.80", "numbers": "3", "currency": "CNY"})
    assert wording.say(reason) == "金额与第3期应还的¥916.80相同。"
    near = Reason("bill_day_near", {"day": "2025-02-05", "number": "1"})
    assert wording.say(near) == "日期与第1期的还款日2025年2月5日相近。"
