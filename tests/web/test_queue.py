"""The inbox as a queue: several messages ticked, one decision about all of them, and the whole step taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from debts.models import Decision, Message
from tests.web.ledgers import AFTER, NOW, receive, settled_loan

pytestmark = pytest.mark.usefixtures("clock")

UNKNOWN = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"
OTHER = "【近处小贷】您的借款已逾期，请还款900元。"


@pytest.fixture
def rows(owner):
    return receive(owner, UNKNOWN, OTHER, AFTER)


def decide(client, rows, kind="not_mine", **given):
    chosen = [row.pk for row in rows]
    query = given.pop("query", "")
    return client.post(reverse("messages_decide") + query, {"chosen": chosen, "kind": kind, **given})


def decided(owner):
    return {row.message_id for row in Decision.objects.of(owner)}


def inbox(client, **asked):
    return client.get(reverse("messages"), asked).content.decode()


def test_each_message_can_be_ticked_by_its_words(browser, rows):
    page = inbox(browser)
    assert page.count('name="chosen"') == 3
    assert "选中：【远方小贷】" in page


def test_the_ticked_messages_are_decided_about_and_no_other(browser, owner, rows):
    decide(browser, rows[:2])
    assert decided(owner) == {rows[0].pk, rows[1].pk}
    assert "刚才一起确认了 2 条消息" in inbox(browser)


def test_they_can_be_about_one_loan(browser, owner, rows):
    loan = settled_loan(owner)
    decide(browser, rows[:2], "about_loan", loan=loan.pk)
    assert set(Decision.objects.of(owner).values_list("loan", flat=True)) == {loan.pk}


def test_the_way_leads_back_to_where_one_was(browser, rows):
    answer = decide(browser, rows[:1], query="?group=ask&before=~9")
    assert answer["Location"] == reverse("messages") + "?group=ask&before=~9"


def test_the_whole_step_is_undone(browser, owner, rows):
    decide(browser, rows)
    browser.post(reverse("messages_undo"))
    assert not decided(owner)
    assert "刚才一起确认了" not in inbox(browser)


def test_undoing_twice_says_that_nothing_is_left(browser, owner, rows):
    decide(browser, rows)
    browser.post(reverse("messages_undo"))
    assert "没有可以撤回的这一步" in browser.post(reverse("messages_undo"), follow=True).content.decode()


def test_an_old_step_is_no_longer_offered(browser, rows, clock):
    decide(browser, rows)
    clock.move_to(NOW + timedelta(minutes=61))
    assert "刚才一起确认了" not in inbox(browser)


def test_a_loan_is_asked_for_and_the_ticks_stay(browser, owner, rows):
    page = decide(browser, rows[:2], "about_loan").content.decode()
    assert "请选出是哪一笔借款。" in page
    assert page.count(" checked>") == 2 + 1  # and the box that turns the keys on
    assert not decided(owner)


@pytest.mark.parametrize(
    ("chosen", "said"), [([], "还没有选"), ([999999], "已经不在了"), (["x"], "已经不在了"), (["9" * 30], "已经不在了")]
)
def test_without_a_message_it_says_what_to_do(browser, rows, chosen, said):
    page = browser.post(reverse("messages_decide"), {"chosen": chosen, "kind": "not_mine"})
    assert said in page.content.decode()


def test_messages_and_loans_of_somebody_else_cannot_be_decided_about(browser, owner, rows, stranger):
    theirs = receive(stranger, UNKNOWN)
    assert "已经不在了" in decide(browser, theirs).content.decode()
    decide(browser, rows[:1], "about_loan", loan=settled_loan(stranger).pk)
    assert not Decision.objects.exists()
    assert Message.objects.of(owner).count() == 3


def test_nothing_waiting_for_the_owner_is_said_as_such(browser, owner):
    receive(owner, "【菜鸟】您的包裹已到驿站")
    assert "没有等您确认的消息" in inbox(browser, group="ask")
