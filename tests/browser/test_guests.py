"""A dispute that is opened to somebody at home, in two browsers at once: its owner's and the guest's."""

from importlib import import_module

import pytest
from django.conf import settings
from django.urls import reverse

from debts.actions import open_dispute
from debts.web.signing.sureness import SIGNED_IN_AT
from tests.browser.conftest import DESKTOP, PHONE, sign_in
from tests.web.ledgers import AFTER, introduce, receive, settled_loan, write

HOUR = 3600  # seconds
OTHER = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"
OWNER, GUEST = ("zhangsan", "jie-qing-le-2025"), ("lisi", "jie-qing-le-2026")


@pytest.fixture
def dispute(transactional_db, django_user_model):
    owner, _ = (django_user_model.objects.create_user(name, password=word) for name, word in (OWNER, GUEST))
    introduce(owner)
    loan = settled_loan(owner)
    receive(owner, OTHER)
    return open_dispute(write(owner), loan.lender, loan=loan, title="结清后催收", things=receive(owner, AFTER))


@pytest.fixture
def at_the_owners(open_page, dispute, live_server):
    """The owner's phone, signed in an hour ago."""
    page = sign_in(open_page(PHONE), dispute.owner, live_server.url)
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session[SIGNED_IN_AT] -= HOUR
    session.save()
    return page


@pytest.fixture
def at_the_guests(open_page, dispute, django_user_model, live_server):
    return sign_in(open_page(DESKTOP), django_user_model.objects.get(username=GUEST[0]), live_server.url)


def let_in(page, dispute):
    """Let the guest read; the owner's password is asked for in between, and nothing has to be typed twice."""
    page.goto(reverse("dispute_what", args=[dispute.pk]))
    page.get_by_role("link", name="让家里人帮忙").click()
    page.get_by_label("对方的账户名").fill(GUEST[0])
    page.get_by_role("button", name="给对方看").click()
    page.locator("main input[type=password]").fill(OWNER[1])
    page.locator("main form .btn.primary").first.click()
    page.get_by_text("“lisi”现在能看到这件争议了。").wait_for()


def let_out(page):
    page.locator("main").get_by_role("link", name="停止").click()
    page.locator("main").get_by_role("button", name="停止", exact=True).click()
    page.get_by_text("已经停止。").wait_for()


def open_shared(page):
    page.goto(reverse("overview"))
    page.get_by_role("region", name="别人给您看的争议").get_by_role("link").click()
    page.get_by_text("这是“zhangsan”的争议，您只能看，不能改。").wait_for()


def status_of(page, name, *args):
    return page.request.get(reverse(name, args=args)).status


def test_a_guest_sees_the_one_dispute_and_nothing_else(at_the_owners, at_the_guests, dispute):
    let_in(at_the_owners, dispute)
    open_shared(at_the_guests)
    at_the_guests.get_by_role("link", name="发生了什么").click()
    at_the_guests.get_by_role("link", name=AFTER).click()
    at_the_guests.get_by_role("heading", name="证据 1").wait_for()
    at_the_guests.goto(reverse("messages"))
    assert "已逾期" not in at_the_guests.locator("main").inner_text()
    about = (("loan", dispute.loan_id), ("lender", dispute.lender_id), ("dispute_guests", dispute.pk))
    assert [status_of(at_the_guests, *one) for one in about] == [404, 404, 403]


def test_what_is_taken_back_is_gone_with_the_next_click(at_the_owners, at_the_guests, dispute):
    let_in(at_the_owners, dispute)
    open_shared(at_the_guests)
    let_out(at_the_owners)
    at_the_guests.get_by_role("link", name="下一步").click()
    at_the_guests.get_by_role("heading", name="没有找到这一页").wait_for()
    at_the_guests.goto(reverse("disputes"))
    assert "结清后催收" not in at_the_guests.locator("main").inner_text()
