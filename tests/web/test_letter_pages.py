"""The pages of letters: which ones fit, each with what is missing, changed and taken along."""

import pytest
from django.urls import reverse

from debts.actions import correct
from debts.models import Lender, Loan
from tests.dossier.letter_cases import assignee, consumer_finance
from tests.web.ledgers import introduce, lender_of, open_loan, page, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


def letter(kind):
    return reverse("letter_of_lender", args=[Lender.objects.get().pk, kind])


def test_the_letters_that_fit_are_listed_with_when_to_use_them(browser, owner):
    consumer_finance(owner)
    text = page(browser, "letters_of_lender", Lender.objects.get().pk)
    assert "向机构投诉，并提出个人信息请求" in text
    assert "银行保险消费者投诉（12378）" in text
    assert "给债权受让方的通知" not in text
    assert f'href="{reverse("certificate_letter", args=[Loan.objects.get().pk])}"' in text


def test_what_not_to_do_is_said_first_with_its_grounds(browser, owner):
    consumer_finance(owner)
    text = page(browser, "letters_of_loan", Loan.objects.get().pk)
    assert text.index("不要签还款协议") < text.index("向机构提出")
    assert "不要回复“1”" in text
    assert "第九百八十五条" in text


def test_where_nothing_is_disputed_the_page_says_so(browser, owner):
    lender = lender_of(owner)
    open_loan(owner, lender=lender)
    text = page(browser, "letters_of_lender", lender.pk)
    assert "现在没有要写的信" in text
    assert "不要签还款协议" not in text


def test_a_letter_that_does_not_fit_is_no_page(browser, owner):
    loan = settled_loan(owner)
    for kind in ("assignee_notice", "nothing"):
        assert browser.get(reverse("letter_of_loan", args=[loan.pk, kind])).status_code == 404


def test_a_letter_shows_what_is_missing_its_channel_and_what_to_mind(browser, owner):
    settled_loan(owner)
    text = page(browser, "letter_of_loan", Loan.objects.get().pk, "lender_complaint")
    assert "没有合同号或借据号" in text
    assert "受理号或回执" in text
    assert "投诉电话、官方应用、邮件" in text
    assert "只供参考，不是法定期限" in text


def test_periods_are_shown_only_for_lenders_that_the_rule_binds(browser, owner):
    consumer_finance(owner)
    decision = "收到投诉后作出处理决定"
    assert decision in browser.get(letter("lender_complaint")).content.decode()
    correct(write(owner), Lender.objects.get(), kind="microloan")
    assert decision not in browser.get(letter("lender_complaint")).content.decode()


def test_a_loan_of_hong_kong_has_no_word_of_the_mainlands_offices(browser, owner):
    loan = settled_loan(owner, currency="HKD")
    text = page(browser, "letter_of_loan", loan.pk, "lender_complaint")
    assert "交到哪里" not in text
    assert "法律只要求" not in text
    assert "不要签还款协议" not in page(browser, "letters_of_loan", loan.pk)


def test_provisions_to_check_are_shown_beside_the_letter(browser, owner):
    consumer_finance(owner)
    text = browser.get(letter("police_statement")).content.decode()
    assert "治安管理处罚法（2012年修正）" in text
    assert "没有写进信里" in text


def test_open_places_are_pointed_out_before_the_letter_goes_out(browser, owner):
    consumer_finance(owner)
    answer = browser.post(letter("lender_complaint"), {"text": "标题\n地址：（请填写）\n已改的一句", "as": "txt"})
    text = answer.content.decode()
    assert "信里还有 1 行没有填完" in text
    assert "<li>地址：（请填写）</li>" in text
    assert "已改的一句" in text


def test_who_fills_them_by_hand_gets_the_letter(browser, owner):
    consumer_finance(owner)
    answer = browser.post(letter("lender_complaint"), {"text": "标题\n地址：（请填写）", "as": "txt", "anyway": "on"})
    assert b"".join(answer.streaming_content).decode() == "标题\n地址：（请填写）"


def test_the_letter_goes_out_as_pdf_and_to_print(browser, owner):
    assignee(owner)
    pdf = browser.post(letter("assignee_notice"), {"text": "通知\n正文", "as": "pdf"})
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert "正文" in browser.post(letter("assignee_notice"), {"text": "通知\n正文", "as": "print"}).content.decode()


@pytest.mark.parametrize(("length", "is_sent"), [(100, True), (101, False)])
def test_a_limit_of_the_channel_is_held(browser, owner, length, is_sent):
    consumer_finance(owner)
    answer = browser.post(letter("credit_statement"), {"text": "字" * length, "as": "txt"})
    assert answer.streaming is is_sent
    assert is_sent or "现在有 101 字，最多收 100 字" in answer.content.decode()


def test_the_pages_stay_within_their_queries(browser, owner, django_assert_max_num_queries):
    consumer_finance(owner)
    with django_assert_max_num_queries(12):
        browser.get(reverse("letters_of_lender", args=[Lender.objects.get().pk]))
    with django_assert_max_num_queries(12):
        browser.get(letter("lender_complaint"))


def test_the_way_to_the_letters_is_on_the_summary(browser, owner):
    introduce(owner)
    loan = settled_loan(owner)
    assert reverse("letters_of_loan", args=[loan.pk]) in page(browser, "dispute_loan", loan.pk)
    assert reverse("letters_of_lender", args=[loan.lender_id]) in page(browser, "dispute_lender", loan.lender_id)


def test_the_page_is_english_and_the_letter_stays_chinese(browser, owner):
    consumer_finance(owner)
    text = browser.get(letter("lender_complaint"), headers={"accept-language": "en"}).content.decode()
    assert "Complaint to the lender" in text
    assert "投诉和个人信息权利请求" in text
