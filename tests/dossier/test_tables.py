"""Everything as tables: complete, in an encoding that spreadsheets know, and nothing that they would run."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from debts.actions import decide, load_archive, record_repayment
from debts.dossier.tables import write_tables
from debts.dossier.tables.cells import cell
from debts.intake.archive import parse_archive
from debts.models import Message
from debts.models.messages import DecisionKind
from tests.actions.ledger_text import LEDGER
from tests.web.ledgers import AFTER, NOW, SHANGHAI, at, certificate, lender_of, open_loan, receive, settled_loan, write

pytestmark = pytest.mark.django_db


def tables(owner, now=NOW):
    """Each table as a list of rows by column."""
    found = io.BytesIO()
    write_tables(owner, found, now)
    with zipfile.ZipFile(found) as container:
        assert container.testzip() is None
        return {name: rows(container.read(name)) for name in container.namelist()}


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86 139", "'+86 139"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n一", "'\n一"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\u200b=1", "'\u200b=1"),
        ("一=1", "一=1"),
        ("'=1", "'=1"),
        ("", ""),
        (None, ""),
        (Decimal("-5.00"), "-5.00"),
        (Decimal("1E+3"), "1000"),
        (12, "12"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 3, 1, 1, 2, 3, tzinfo=UTC), "2024-03-01 09:02:03+08:00"),
    ],
)
def test_a_cell_is_shown_and_never_run(value, shown):
    assert cell(value, SHANGHAI) == shown


def test_every_table_is_there_even_of_an_empty_ledger(owner):
    assert [name.removesuffix(".csv") for name in tables(owner)] == [
        *("lenders", "loans", "schedule", "repayments", "settlements", "proofs", "assignments", "messages", "decisions")
    ]
    assert not any(tables(owner).values())


def test_a_loan_stands_with_its_terms_and_its_figures(owner):
    open_loan(owner)
    (loan,) = tables(owner)["loans.csv"]
    assert (loan["币种"], loan["借款金额"], loan["年利率"], loan["还款方式"]) == ("CNY", "6000.00", "0.12", "等额本金")
    assert (loan["按约定还差"], loan["结清时间"]) == ("6210.00", "")


def test_a_settled_loan_owes_nothing(owner):
    settled_loan(owner)
    found = tables(owner)
    assert found["loans.csv"][0]["按约定还差"] == "0"
    assert found["loans.csv"][0]["结清时间"] == "2024-03-10 15:20:00+08:00"
    assert {row["还差"] for row in found["schedule.csv"]} == {"0"}


def test_a_repayment_is_split(owner):
    loan = open_loan(owner)
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1060.00"))
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-06 09:00"), amount=Decimal(10), kind="failed")
    paid, failed = tables(owner)["repayments.csv"]
    assert (paid["其中本金"], paid["其中利息"], paid["金额"]) == ("1000.00", "60.00", "1060.00")
    assert (failed["种类"], failed["其中本金"]) == ("扣款失败", "")


def test_the_schedule_says_what_is_left_of_each_instalment(owner):
    loan = open_loan(owner)
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1060.00"))
    first, second, *_ = tables(owner)["schedule.csv"]
    assert (first["还款日"], first["合计"], first["还差"]) == ("2024-02-05", "1060.00", "0")
    assert (second["合计"], second["还差"]) == ("1050.00", "1050.00")


def test_messages_stand_with_their_verdicts(owner):
    settled_loan(owner)
    (kept,) = receive(owner, AFTER)
    (row,) = tables(owner)["messages.csv"]
    assert (row["编号"], row["原文"]) == (kept.ref, AFTER)
    assert (row["判定"], row["借款"]) == ("结清后催收", "任性贷")
    assert "结清后催收" in row["行为提示"]


def test_what_a_stranger_writes_is_harmless(owner):
    receive(owner, '=HYPERLINK("http://example.org","请还款")', '+甲\n-乙,"丙"')
    assert [row["原文"][:2] for row in tables(owner)["messages.csv"]] == ["'=", "'+"]


def test_names_of_loans_are_harmless_in_every_table(owner):
    loan = settled_loan(owner, product="=cmd|' /C calc'!A0")
    certificate(owner, loan, issuer="@x")
    for found in tables(owner).values():
        for row in found:
            assert not any(value.startswith(("=", "@")) for value in row.values())


def test_decisions_and_assignments_are_told(owner):
    load_archive(write(owner), parse_archive(json.dumps(LEDGER).encode()))
    decide(write(owner), Message.objects.get(), DecisionKind.NOT_MINE, reason="不是我")
    found = tables(owner)
    assert found["decisions.csv"][0]["理由"] == "不是我"
    assert found["assignments.csv"][0]["受让方"] == "远山资产管理有限公司"


def test_nothing_of_another_ledger_is_in_a_table(owner, stranger):
    settled_loan(stranger)
    receive(stranger, AFTER)
    assert not any(tables(owner).values())


def test_the_tables_of_two_hundred_loans_take_no_more_questions(owner, django_assert_max_num_queries):
    lender = lender_of(owner)
    for number in range(200):
        open_loan(owner, lender=lender, product=f"第{number}笔")
    with django_assert_max_num_queries(12):
        assert len(tables(owner)["loans.csv"]) == 200
