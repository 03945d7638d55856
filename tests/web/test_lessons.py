"""What a choice can teach, on its page: offered after deciding, accepted and undone with one tap each."""

import pytest
from django.urls import reverse

from debts.models import Decision, Lender, Lesson, Message, Verdict
from tests.web.ledgers import introduce, open_loan, receive, settled_loan

pytestmark = pytest.mark.usefixtures("clock")
TEXT = "【小苏管家】您的借款已逾期，请还款1,234.56元。"
OTHER = "【小苏管家】您的借款已逾期多日，请立即还款。"


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


@pytest.fixture
def row(owner, loan):
    row, _other = receive(owner, TEXT, OTHER)
    return row


def decide(client, row, **given):
    return client.post(reverse("message_decide", args=[row.pk]), given, follow=True)


def about(client, row, loan):
    return decide(client, row, kind="about_loan", loan=loan.pk).content.decode()


def lessons(client, row, **headers):
    return client.get(reverse("message_lessons", args=[row.pk]), headers=headers).content.decode()


def learn(client, row, kind="signatures", value="小苏管家", **more):
    given = {"kind": kind, "value": value, **more}
    return client.post(reverse("message_learn", args=[row.pk]), given, follow=True).content.decode()


def test_deciding_offers_what_could_be_learnt_and_adds_nothing(browser, row, loan):
    page = about(browser, row, loan)
    assert "“小苏管家”是苏宁消费金融有限公司的短信签名" in page
    assert "写着“小苏管家”的消息会重新判定。" in page
    assert Lender.objects.get().signatures == ["苏宁消金"]


def test_a_decision_with_nothing_to_learn_goes_back_to_its_message(browser, owner, loan):
    row, _other = receive(owner, "【苏宁消金】您的借款已逾期，请还款。", "【菜鸟】您的包裹已到。")
    answer = decide(browser, row, kind="about_loan", loan=loan.pk)
    assert answer.redirect_chain[-1][0] == reverse("message", args=[row.pk])


def test_one_tap_accepts_and_tells_what_was_judged_again(browser, row, loan):
    about(browser, row, loan)
    page = learn(browser, row)
    assert "给“苏宁消费金融有限公司”添上“小苏管家”后，有 1 条消息改判为“结清后催收”。" in page
    assert Verdict.objects.get(message__text=OTHER).code == "after_settlement"
    assert "已经记住" in page


def test_one_tap_undoes_it(browser, row, loan):
    about(browser, row, loan)
    learn(browser, row)
    page = browser.post(reverse("lesson_undo", args=[Lesson.objects.get().pk]), follow=True).content.decode()
    assert "“小苏管家”是苏宁消费金融有限公司的短信签名" in page
    assert Verdict.objects.get(message__text=OTHER).code == "unknown_debt"
    assert not Lesson.objects.filter(removed_at=None).exists()


def test_what_was_not_offered_is_not_learnt(browser, row, loan):
    about(browser, row, loan)
    learn(browser, row, kind="aliases", value="招联金融")
    learn(browser, row, kind="__class__", value="小苏管家")
    assert Lender.objects.get().signatures == ["苏宁消金"]
    assert not Lesson.objects.exists()


def test_a_second_tap_changes_nothing(browser, row, loan):
    about(browser, row, loan)
    learn(browser, row)
    assert "这一项现在不用再记了。" in learn(browser, row)
    assert Lesson.objects.count() == 1


def test_the_owners_own_number_is_never_offered(browser, owner, loan, row):
    introduce(owner)
    Message.objects.filter(pk=row.pk).update(sender="13900000000")
    assert "13900000000" not in about(browser, row, loan)


def test_the_message_loads_its_lessons_or_links_to_them(browser, row, loan):
    about(browser, row, loan)
    page = browser.get(reverse("message", args=[row.pk])).content.decode()
    assert page.count(reverse("message_lessons", args=[row.pk])) == 2
    part = lessons(browser, row, HX_Request="true")
    assert "<html" not in part
    assert 'name="from" value="message"' in part


def test_a_tap_on_the_message_comes_back_to_the_message(browser, row, loan):
    about(browser, row, loan)
    given = {"kind": "signatures", "value": "小苏管家", "from": "message"}
    answer = browser.post(reverse("message_learn", args=[row.pk]), given)
    assert answer["Location"] == reverse("message", args=[row.pk])


def test_without_a_decision_there_is_nothing_to_learn(browser, row):
    assert browser.get(reverse("message_lessons", args=[row.pk]))["Location"] == reverse("message", args=[row.pk])
    assert browser.post(reverse("message_learn", args=[row.pk])).status_code == 404


def test_a_decision_about_no_loan_teaches_nothing(browser, row):
    page = decide(browser, row, kind="not_mine").content.decode()
    assert "记住" not in page
    assert browser.get(reverse("message_lessons", args=[row.pk])).status_code == 302


def test_undoing_the_decision_forgets_what_it_taught(browser, row, loan):
    about(browser, row, loan)
    learn(browser, row)
    browser.post(reverse("message_undo", args=[row.pk]))
    assert Lender.objects.get().signatures == ["苏宁消金"]
    assert not Decision.objects.filter(removed_at=None).exists()


def test_markup_in_a_name_is_only_text(browser, owner, loan):
    (row,) = receive(owner, "【<b>小苏</b>】您的借款已逾期，请还款。")
    assert "<b>小苏" not in about(browser, row, loan)


def test_the_page_asks_the_database_a_fixed_number_of_times(browser, owner, row, loan, django_assert_max_num_queries):
    about(browser, row, loan)
    learn(browser, row)
    for number in range(3):
        open_loan(owner, lender=loan.lender, product=f"第{number}笔")
    with django_assert_max_num_queries(12):
        lessons(browser, row)


def test_collectors_are_shown_and_corrected_on_the_lenders_page(browser, loan):
    given = {"name": "苏宁消费金融有限公司", "collectors": "山海律师事务所\n13912345678", "is_kept": "on"}
    page = browser.post(reverse("lender_edit", args=[loan.lender_id]), given, follow=True).content.decode()
    assert "山海律师事务所、13912345678" in page
    assert Lender.objects.get().collectors == ["山海律师事务所", "13912345678"]
