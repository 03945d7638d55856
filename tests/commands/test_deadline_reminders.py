"""Reminders of the days until which an answer in a dispute is due: when, once, off by default, and without a name."""

from datetime import date
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from debts.actions import (
    claim_deadlines,
    close_dispute,
    correct,
    open_dispute,
    record_step,
    renew_calendar,
    set_profile,
    set_reminders,
)
from debts.models import DeadlineStage, SentDeadline, TokenScope
from debts.models.disputes import Outcome
from tests.commands.test_send_reminders import send
from tests.web.ledgers import at, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.CAN_SEND_MAIL = True


@pytest.fixture
def dispute(owner):
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="consumer_finance")
    return open_dispute(write(owner), loan.lender, title="苏宁还在催")


@pytest.fixture
def step(owner, dispute):
    """Handed in on 28 October: a decision is due on 12 November, in complex cases on the 27th."""
    set_reminders(write(owner), email="a@example.org", days=3, language="zh-hans")
    return record_step(write(owner), dispute, kind="sent", channel="lender", day=date(2025, 10, 28))


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2025-11-08 23:59", 0),
        ("2025-11-09 00:00", 1),
        ("2025-11-12 23:59", 1),
        ("2025-11-13 00:00", 1),
        ("2025-11-27 00:00", 1),
        ("2026-03-01 00:00", 0),
    ],
)
def test_a_mail_goes_before_the_day_and_when_it_has_passed(step, clock, moment, count):
    clock.move_to(at(moment))
    send()
    assert len(mail.outbox) == count


def test_the_mail_says_until_when_and_not_what_it_is_about(step, clock):
    clock.move_to(at("2025-11-11 09:00"))
    assert send() == "zhangsan was told of 1 deadlines\n"
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("日程提醒", ["a@example.org"])
    assert "2025年11月12日（明天）  答复的期限到这一天" in sent.body
    assert not any(word in sent.subject + sent.body for word in ("苏宁", "争议", "投诉", "催", "借款", "机构"))


def test_an_answer_that_has_not_come_is_told_once_more(step, clock):
    for day in range(9, 20):
        clock.move_to(at(f"2025-11-{day:02} 09:00"))
        send()
    assert len(mail.outbox) == 2
    assert "2025年11月12日  答复的期限已过，账本里还没有记到答复" in mail.outbox[1].body


def test_the_mail_is_in_the_owners_language(step, owner, clock):
    set_profile(write(owner), language="en")
    clock.move_to(at("2025-11-12 09:00"))
    send()
    assert "12 November 2025 (today)" in mail.outbox[0].body


def test_off_means_off_and_is_the_default(owner, dispute, clock):
    record_step(write(owner), dispute, kind="sent", channel="lender", day=date(2025, 10, 28))
    clock.move_to(at("2025-11-12 09:00"))
    send()
    assert mail.outbox == []


def test_what_was_answered_or_closed_needs_no_reminder(step, owner, dispute, clock):
    given = {"kind": "answered", "answers": step, "response": "granted", "day": date(2025, 11, 1)}
    record_step(write(owner), dispute, **given)
    clock.move_to(at("2025-11-12 09:00"))
    send()
    other = open_dispute(write(owner), dispute.lender, title="二")
    record_step(write(owner), other, kind="sent", channel="lender", day=date(2025, 10, 28))
    close_dispute(write(owner), other, Outcome.WITHDRAWN)
    send()
    assert mail.outbox == []


def test_yardsticks_that_no_law_sets_are_no_reminder(step, clock):
    clock.move_to(at("2025-11-18 09:00"))  # fifteen working days for a request about data
    send()
    assert all("11月18日" not in sent.body for sent in mail.outbox)


def test_days_right_across_spring_festival(step, owner, dispute, clock):
    """Seven working days from 12 February 2026: the 14th and the 28th were worked, the 15th to the 23rd was holiday."""
    record_step(write(owner), dispute, kind="sent", channel="nfra-12378", day=date(2026, 2, 12))
    clock.move_to(at("2026-02-25 09:00"))
    send()
    assert "2026年2月28日（3 天后）" in mail.outbox[-1].body


def test_a_mail_that_fails_is_tried_again(step, clock, monkeypatch):
    clock.move_to(at("2025-11-12 09:00"))
    monkeypatch.setattr(mail.EmailMessage, "send", gone)
    with pytest.raises(CommandError, match="zhangsan"):
        send()
    monkeypatch.undo()
    assert not SentDeadline.objects.exists()
    send()
    assert len(mail.outbox) == 1


def gone(self):
    raise SMTPServerDisconnected("gone")


def test_a_trial_says_who_would_be_told(step, clock):
    clock.move_to(at("2025-11-12 09:00"))
    assert send(dry_run=True) == "zhangsan would be told of 1 deadlines\n"
    assert mail.outbox == []


def test_of_two_processes_only_one_gets_a_deadline(step, owner):
    claim = [(step, "decision", date(2025, 11, 12), DeadlineStage.SOON)]
    assert len(claim_deadlines(write(owner), claim)) == 1
    assert claim_deadlines(write(owner), claim) == []


def test_a_strangers_step_is_refused(step, stranger):
    with pytest.raises(PermissionDenied):
        claim_deadlines(write(stranger), [(step, "decision", date(2025, 11, 12), DeadlineStage.SOON)])


@pytest.mark.parametrize("scope", [TokenScope.CALENDAR, TokenScope.CALENDAR_NAMED])
def test_the_calendar_feed_shows_deadlines_without_what_they_are_about(step, owner, scope):
    token = renew_calendar(write(owner), scope)
    content = Client().get(reverse("calendar", args=[token])).content
    events = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [event["dtstart"].dt for event in events] == [date(2025, 11, 12), date(2025, 11, 27), date(2025, 12, 27)]
    assert "苏宁" not in content.decode()
