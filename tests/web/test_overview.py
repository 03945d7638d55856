"""The first page: first steps for an empty ledger, then what is owed, settled, flagged and asked."""

import pytest
from django.urls import reverse

from debts.actions import receive_messages, take_back
from debts.reconciler.types import FLAGGED, IncomingMessage
from debts.upkeep import note_backup
from debts.web.messages.filters import GROUPS
from debts.web.overview.views import newest, verdict_counts
from tests.conftest import NOW
from tests.web.ledgers import AFTER, certificate, introduce, open_loan, receive, settled_loan, write

UNKNOWN = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"


def shown(client):
    return client.get(reverse("overview")).content.decode()


@pytest.fixture
def own(client_of, owner, clock):
    return client_of(owner)


def test_an_empty_ledger_shows_three_first_steps(own):
    page = shown(own)
    assert "从这三步开始" in page
    assert reverse("loan_new") in page
    assert reverse("check") in page


def test_what_is_owed_is_summed_up(own, owner):
    loan = open_loan(owner)
    open_loan(owner, lender=loan.lender, product="第二笔")
    page = shown(own)
    assert "还欠（2 笔借款）" in page
    assert "¥12," in page


def test_each_currency_has_its_own_sum(own, owner):
    loan = open_loan(owner)
    open_loan(owner, lender=loan.lender, currency="HKD", region="HK")
    page = shown(own)
    assert "¥6," in page
    assert "HK$6," in page


def test_settled_loans_are_counted_with_their_proofs(own, owner):
    loan = settled_loan(owner)
    assert "已结清，0 笔有证明" in shown(own)
    certificate(owner, loan)
    assert "已结清，1 笔有证明" in shown(own)


def test_what_was_flagged_is_shown_with_the_way_to_the_dispute(own, owner):
    settled_loan(owner)
    receive(owner, AFTER)
    page = shown(own)
    assert "1 条" in page
    assert "结清后催收" in page
    assert reverse("disputes") in page


def test_what_needs_an_answer_is_said_first(own, owner):
    receive(owner, UNKNOWN)
    page = shown(own)
    assert "有 1 条消息要您确认。" in page
    assert "账本无此借款" in page


def test_what_is_overdue_is_said_plainly(own, owner):
    open_loan(owner)
    assert "2024-02-05 起逾期" in shown(own)


def test_nothing_of_another_ledger_is_counted(own, stranger):
    settled_loan(stranger)
    receive(stranger, AFTER)
    assert "从这三步开始" in shown(own)


def test_the_page_asks_the_database_a_fixed_number_of_times(own, owner, django_assert_max_num_queries):
    loan = settled_loan(owner)
    for number in range(5):
        open_loan(owner, lender=loan.lender, product=f"第{number}笔")
    receive(owner, AFTER, UNKNOWN)
    with django_assert_max_num_queries(12):
        shown(own)


def test_a_paper_of_somebody_else_is_no_proof(own, owner):
    introduce(owner)
    loan = settled_loan(owner)
    certificate(owner, loan, holder="李四")
    assert "已结清，0 笔有证明" in shown(own)
    certificate(owner, loan)
    assert "已结清，1 笔有证明" in shown(own)


def test_who_runs_the_installation_sees_when_it_was_backed_up_last(own, owner, settings, tmp_path):
    settings.HOME = tmp_path
    owner.is_staff = True
    owner.save()
    open_loan(owner)
    assert "这里的数据还没有备份过" in shown(own)
    note_backup(tmp_path / "jieqing.zip", NOW)
    assert "上次备份：2025-11-01 10:00" in shown(own)


def test_others_are_not_bothered_with_backups(own, owner):
    open_loan(owner)
    assert "备份" not in shown(own)


def test_the_icon_is_told_the_number_and_nothing_else(own, owner):
    assert own.get(reverse("waiting")).json() == {"waiting": 0}
    receive(owner, UNKNOWN)
    answer = own.get(reverse("waiting"))
    assert answer.json() == {"waiting": 1}
    assert "no-store" in answer["Cache-Control"]


def test_messages_that_were_taken_back_are_not_counted(owner):
    introduce(owner)
    settled_loan(owner)
    kept, gone, other = receive(owner, AFTER, AFTER + "！", UNKNOWN)
    before = verdict_counts(owner)
    for message in (gone, other):
        take_back(write(owner), message)
    assert sum(before.values()) == 3
    assert verdict_counts(owner) == {kept.verdict.code: 1}


@pytest.mark.parametrize("spread", [10**6, 0], ids=["by their verdicts", "among all"])
def test_each_group_has_its_newest_first_and_none_of_the_other(owner, monkeypatch, spread):
    monkeypatch.setattr("debts.web.overview.views.SPREAD", spread)
    settled_loan(owner)
    (undated,) = receive_messages(write(owner), [IncomingMessage("", AFTER, None)], source="paste").new
    dated = [receive(owner, f"{AFTER}（{day}）", received_at=f"2025-09-0{day} 09:00")[0] for day in (3, 1)]
    assert newest(owner, verdict_counts(owner), FLAGGED, GROUPS["ask"]) == [dated, [undated]]
