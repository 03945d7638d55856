"""A dispute as a guided path on a phone: from a flagged message to a complaint that was sent, with its deadline."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from debts.actions import correct
from debts.models import DisputeStep
from tests.browser.test_main_job import make_first_account
from tests.web.ledgers import AFTER, certificate, introduce, receive, settled_loan, write

pytestmark = pytest.mark.django_db(transaction=True)
WIDTH = 390


@pytest.fixture
def flagged(page, django_user_model):
    """The first account with a settled loan that is still chased."""
    make_first_account(page)
    owner = django_user_model.objects.get()
    introduce(owner)
    loan = settled_loan(owner, contract_number="HT-2024-0001")
    correct(write(owner), loan.lender, kind="consumer_finance")
    certificate(owner, loan)
    receive(owner, AFTER)


def test_from_a_flagged_message_to_a_complaint_with_a_deadline(page, flagged):
    open_dispute(page)
    page.get_by_role("link", name="下一步：可能的原因").click()
    expect_heading(page, "可能是对方的系统或催收名单没有更新")
    page.get_by_role("link", name="下一步：准备材料").click()
    page.get_by_role("link", name="向机构投诉，并提出个人信息请求").click()
    write_letter(page)
    send_letter(page)
    due = timezone.localdate() + timedelta(days=15)
    assert due.isoformat() in page.locator("main").inner_text()
    assert DisputeStep.objects.get().attachment.original_name.endswith(".pdf")


def expect_heading(page, words):
    page.get_by_role("heading", name=words).wait_for()
    fits(page)


def fits(page):
    """Nothing has to be moved sideways to be read."""
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def open_dispute(page):
    page.goto("/disputes/")
    fits(page)
    page.get_by_role("link", name="建立争议，一步步处理").click()
    page.get_by_label("事情的经过").fill("三月还清，五月又被催。")
    page.get_by_role("button", name="建立", exact=True).click()
    page.wait_for_url(re.compile(r"/what/$"))
    fits(page)


def write_letter(page):
    """The letter is filled in already; what only the person knows is typed, and the count follows."""
    page.wait_for_load_state()
    field = page.get_by_label("信的内容")
    text = field.input_value()
    assert "三月还清，五月又被催。" in text
    assert AFTER in text
    before = page.locator("[data-count]").inner_text()
    field.fill(re.sub("（请填写[^（）]*）", "见附件", text))
    assert page.locator("[data-count]").inner_text() != before
    fits(page)


def send_letter(page):
    page.get_by_label("受理号或单号").fill("A-2025-1")
    page.get_by_role("button", name="已经寄出，记下来").click()
    page.wait_for_url(re.compile(r"/answer/$"))
    fits(page)
    page.get_by_text("看寄出的原文").click()
    assert "三月还清，五月又被催。" in page.locator(".letter-sheet").inner_text()
