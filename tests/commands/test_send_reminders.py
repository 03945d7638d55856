"""Reminders by mail: to whom, when, once, and what they keep to themselves."""

import io
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from debts.actions import claim_reminders, record_repayment, set_profile, set_reminders
from debts.dossier.reminders import remind
from debts.models import SentReminder
from tests.web.ledgers import NOW, at, open_loan, write
from tests.web.test_planning import PLAIN

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.CAN_SEND_MAIL = True


@pytest.fixture
def loan(owner):
    """200 due on 5 November, four days after the stopped clock; the owner wants to know three days before."""
    set_reminders(write(owner), email="a@example.org", days=3, language="zh-hans")
    return open_loan(owner, **PLAIN)


def send(**options):
    out = io.StringIO()
    call_command("send_reminders", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("moment", "count"),
    [("2025-11-01 23:59", 0), ("2025-11-02 00:00", 1), ("2025-11-05 23:59", 1), ("2025-11-06 00:00", 0)],
)
def test_a_mail_goes_from_the_first_day_to_the_due_day(loan, clock, moment, count):
    clock.move_to(at(moment))
    send()
    assert len(mail.outbox) == count


def test_the_days_are_those_of_the_owners_zone(loan, owner, clock):
    set_profile(write(owner), time_zone="America/New_York")
    clock.move_to(at("2025-11-02 11:59"))  # a minute before midnight of the 1st there
    send()
    assert mail.outbox == []
    clock.move_to(at("2025-11-02 12:00"))
    send()
    assert len(mail.outbox) == 1


def test_the_mail_says_when_and_how_much_and_not_for_what(loan, clock):
    clock.move_to(at("2025-11-04 09:00"))
    send()
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("日程提醒", ["a@example.org"])
    assert "2025年11月5日（明天）  ¥200.00" in sent.body
    assert not any(word in sent.subject + sent.body for word in ("苏宁", "任性贷", "借款", "逾期", "欠"))


def test_the_mail_is_in_the_owners_language(loan, owner, clock):
    set_profile(write(owner), language="en")
    clock.move_to(at("2025-11-05 09:00"))
    send()
    assert "5 November 2025 (today)  ¥200.00" in mail.outbox[0].body


def test_nobody_is_told_twice(loan, clock):
    for moment in ("2025-11-02 09:00", "2025-11-03 09:00", "2025-11-05 09:00"):
        clock.move_to(at(moment))
        send()
    assert len(mail.outbox) == 1
    assert SentReminder.objects.get().sent_at == at("2025-11-02 09:00")


def test_the_next_instalment_is_a_new_reminder(loan, clock):
    for moment in ("2025-11-03 09:00", "2025-12-03 09:00"):
        clock.move_to(at(moment))
        send()
    assert len(mail.outbox) == 2


def test_several_payments_come_in_one_mail(loan, owner, clock):
    open_loan(owner, **PLAIN, lender=loan.lender)
    clock.move_to(at("2025-11-03 09:00"))
    assert "2 payments" in send()
    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.count("¥200.00") == 2


def test_what_is_paid_already_needs_no_reminder(loan, owner, clock):
    record_repayment(write(owner), loan=loan, paid_at=NOW, amount=200)
    clock.move_to(at("2025-11-03 09:00"))
    send()
    assert mail.outbox == []


def test_off_means_off(loan, owner, clock):
    set_profile(write(owner), remind_days=None)
    clock.move_to(at("2025-11-05 09:00"))
    send()
    assert mail.outbox == []


def test_a_closed_account_gets_no_mail(loan, owner, clock):
    owner.is_active = False
    owner.save()
    clock.move_to(at("2025-11-05 09:00"))
    send()
    assert mail.outbox == []


def test_a_trial_says_who_would_be_told_and_sends_nothing(loan, clock):
    clock.move_to(at("2025-11-03 09:00"))
    assert send(dry_run=True) == "zhangsan would be told of 1 payments\n"
    assert mail.outbox == []
    assert not SentReminder.objects.exists()


def test_a_mail_that_fails_is_tried_again_and_holds_up_nobody(loan, stranger, clock, monkeypatch):
    set_reminders(write(stranger), email="b@example.org", days=3, language="zh-hans")
    open_loan(stranger, **PLAIN)
    clock.move_to(at("2025-11-03 09:00"))
    refused = {"a@example.org"}
    send_one = mail.EmailMessage.send

    def fail(self, *args, **options):
        if self.to[0] in refused:
            raise SMTPServerDisconnected("gone")
        return send_one(self, *args, **options)

    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    with pytest.raises(CommandError, match="zhangsan"):
        send()
    refused.clear()
    send()
    assert [sent.to[0] for sent in mail.outbox] == ["b@example.org", "a@example.org"]


def test_of_two_processes_only_one_gets_a_payment(loan, owner):
    dues = [(loan, PLAIN["first_due_on"])]
    assert len(claim_reminders(write(owner), dues)) == 1
    assert claim_reminders(write(owner), dues) == []


@pytest.mark.parametrize(("minutes", "count"), [(59, 0), (60, 1)])
def test_a_claim_that_was_given_up_is_taken_over(loan, owner, clock, minutes, count):
    moment = at("2025-11-03 09:00")
    claim_reminders(write(owner, moment), [(loan, PLAIN["first_due_on"])])
    assert remind(owner, moment + timedelta(minutes=minutes)) == count


def test_a_claim_out_of_the_future_is_that_of_a_clock_that_was_set_back(loan, owner, clock):
    moment = at("2025-11-03 09:00")
    claim_reminders(write(owner, moment + timedelta(days=365)), [(loan, PLAIN["first_due_on"])])
    assert remind(owner, moment) == 1


def test_a_strangers_loan_is_refused(loan, stranger):
    with pytest.raises(PermissionDenied):
        claim_reminders(write(stranger), [(loan, PLAIN["first_due_on"])])


def test_without_a_mail_server_the_command_says_what_is_missing(loan, settings):
    settings.CAN_SEND_MAIL = False
    with pytest.raises(CommandError, match="EMAIL_URL"):
        send()
