"""The page that shows what is turned on and where it sends."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from debts.actions import add_forwarder, add_webhook, create_token, set_alerts, set_reminders
from debts.actions.mailboxes import set_mailbox
from debts.models import ForwarderKind, TokenScope
from tests.web.ledgers import NOW, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def page(client_of, owner):
    def shown():
        return client_of(owner).get(reverse("connections")).content.decode()

    return shown


def on(page):
    """The names of what is said to be on."""
    lines = re.findall(r"<li class=\"split\">(.*?)</li>", page, re.DOTALL)
    return {re.search(r"<b>(.*?)</b>", line)[1] for line in lines if "开着" in line}


def test_everything_is_off_until_somebody_turns_it_on(page):
    text = page()
    assert on(text) == set()
    assert text.count("没有打开") >= 10


def test_what_is_on_is_said_with_where_it_sends(page, owner, settings):
    settings.CAN_SEND_MAIL = True
    settings.TIME_STAMP_AUTHORITY = "https://tsa.example.org/x"
    ctx = write(owner)
    set_reminders(ctx, email="a@example.org", days=3, language="")
    set_alerts(ctx, mail_address="b@example.org", push_addresses=["bark://geheim@api.day.app"])
    set_mailbox(ctx, host="imap.example.org", port=993, user="c", folder="INBOX", is_on=True, password="geheim")
    add_webhook(ctx, "https://home.example.org/geheim")
    text = page()
    assert on(text) == {"提醒邮件", "有问题时发邮件", "有问题时推送", "通知自己的程序", "从邮箱收取", "时间戳"}
    for place in ("a@example.org", "b@example.org", "bark", "c @ imap.example.org", "home.example.org", "tsa.example"):
        assert place in text
    assert "geheim" not in text


def test_who_can_come_in_is_said(page, owner):
    add_forwarder(write(owner), ForwarderKind.JSON, "小米14")
    create_token(write(owner), TokenScope.READ, name="备份脚本")
    create_token(write(owner, NOW - timedelta(days=2)), TokenScope.READ, name="旧的", lasts=timedelta(days=1))
    text = page()
    assert on(text) == {"手机转发", "给程序用的钥匙"}
    assert "备份脚本" in text
    assert "旧的" not in text


def test_nothing_of_another_person_is_shown(page, stranger):
    add_webhook(write(stranger), "https://home.example.org/x")
    assert on(page()) == set()
