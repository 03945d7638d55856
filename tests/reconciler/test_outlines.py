"""Readings of texts that share a template: each has its own figures, and nothing else of the other's."""

import gc
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from debts.reconciler import judge_messages, normalise, read
from debts.reconciler.amounts import AMOUNT, MASKED, RANGE
from debts.reconciler.identifiers import CONTRACT
from debts.reconciler.parties import read_parties
from debts.reconciler.people import people_matchers, read_people
from debts.reconciler.signs import CODE, OWN_SPEECH
from debts.reconciler.types import Channel, IncomingMessage, Kind, Ledger, Recipient
from debts.rulebook import load_rulebook

BOOK = load_rulebook()
AT = datetime(2025, 9, 6, 4, tzinfo=UTC)
FILES = sorted((Path(__file__).parents[1] / "corpus").glob("readings_*.jsonl"))
TEXTS = [json.loads(line)["text"] for path in FILES for line in path.read_text("utf-8").splitlines()]
WITH_FIGURES = [text for text in TEXTS if re.search("[0-9]", text)]
PATTERNS = (AMOUNT, RANGE, MASKED, CODE, OWN_SPEECH, CONTRACT)


def reading_of(text, **circumstances):
    return read(text, BOOK, received_at=AT, **circumstances)


def test_sums_of_one_template_are_read_each_by_itself():
    sums = [reading_of(f"【招联金融】您的借款已逾期，欠款{one}元，请尽快还款").amounts for one in ("123.45", "678.90")]
    assert [one.value for (one,) in sums] == [Decimal("123.45"), Decimal("678.90")]


def test_numbers_of_one_template_are_read_each_by_itself():
    text = "您合同号HT{0}的贷款已逾期{1}天，请联系4008{0}还款"
    readings = [reading_of(text.format(*numbers)) for numbers in (("201234", 20), ("309876", 31))]
    assert [one.contract_numbers[0].name for one in readings] == ["HT201234", "HT309876"]
    assert [one.overdue_days for one in readings] == [20, 31]
    assert [one.phones[0].name for one in readings] == ["4008201234", "4008309876"]


def test_days_of_one_template_are_read_each_by_itself():
    dates = [reading_of(f"【招联金融】您的账单将于9月{day}日到期，请及时还款").dates for day in (15, 26)]
    assert [(one.value.day, one.role) for (one,) in dates] == [(15, "due"), (26, "due")]


def test_nothing_owed_is_told_from_a_sum_of_one_figure():
    kinds = [reading_of(f"【招联金融】您的待还款为{owed}元，感谢您的信任").kind for owed in (0, 5, 0)]
    assert kinds[0] is kinds[2] is not kinds[1]


def test_whom_it_reached_is_part_of_what_a_template_says():
    text = "【招联金融】张三的借款已逾期，请转告他还款5元"
    kinds = [reading_of(text, recipient=one).kind for one in (Recipient.SELF, Recipient.RELATIVE, Recipient.SELF)]
    assert kinds[1] is Kind.VISIT_OR_CONTACTS
    assert kinds[0] is kinds[2]


def test_how_it_came_is_part_of_what_a_template_says():
    said = "招联金融打来电话催我还款，我说贷款已结清。"
    as_text, as_note = (
        {hit.id for hit in reading_of(said, channel=one).phrases} for one in (Channel.SMS, Channel.CALL)
    )
    assert {one.partition(".")[0] for one in as_text - as_note} == {"settled"}


def places(pattern, normalised):
    return [hit.regs for hit in pattern.finditer(normalised.text)]


def test_what_is_kept_for_a_template_hangs_on_no_figure(subtests):
    for text in WITH_FIGURES[::3]:
        normalised = normalise(text)
        blank = replace(normalised, text=normalised.template)
        with subtests.test(text):
            assert [places(one, normalised) for one in PATTERNS] == [places(one, blank) for one in PATTERNS]
            assert read_people(normalised, people_matchers(BOOK)) == read_people(blank, people_matchers(BOOK))
            assert read_parties(normalised, BOOK.parties) == read_parties(blank, BOOK.parties)


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_collector_is_left_as_it_was(is_enabled):
    (gc.enable if is_enabled else gc.disable)()
    try:
        judge_messages(Ledger(), [IncomingMessage("m1", "您的借款已逾期")], rulebook=BOOK)
        assert gc.isenabled() is is_enabled
    finally:
        gc.enable()
