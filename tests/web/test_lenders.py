"""Lenders: the list, the form, and the search behind the type-ahead."""

import pytest
from django.urls import reverse

from debts.models import Lender, Verdict
from tests.web.ledgers import AFTER, lender_of, open_loan, receive, settled_loan

pytestmark = pytest.mark.usefixtures("clock")


def post(client, page, /, *args, **fields):
    return client.post(reverse(page, args=args), fields, follow=True).content.decode()


def search(client, text):
    return client.get(reverse("lender_search"), {"lender": text}).content.decode()


def test_a_lender_is_added_with_a_list_of_names(browser, owner):
    post(browser, "lender_new", name="老王小贷", aliases="王贷\r\n王小贷\n", signatures="【王贷】", is_kept="on")
    lender = Lender.objects.get(owner=owner)
    assert (lender.aliases, lender.signatures, lender.is_kept) == (["王贷", "王小贷"], ["王贷"], True)


def test_a_second_lender_of_the_same_name_is_refused(browser, owner):
    lender_of(owner)
    assert "账本里已经有" in post(browser, "lender_new", name="苏宁消费金融有限公司", aliases="苏宁")
    assert Lender.objects.of(owner).count() == 1


def test_the_name_of_somebody_elses_lender_is_free(browser, owner, stranger):
    lender_of(stranger)
    post(browser, "lender_new", name="苏宁消费金融有限公司")
    assert Lender.objects.of(owner).count() == 1


def test_new_names_are_used_to_read_the_messages_again(browser, owner):
    loan = settled_loan(owner)
    receive(owner, AFTER.replace("苏宁消金", "小苏管家").replace("任性贷", "借款"))
    assert Verdict.objects.get().loan is None
    post(browser, "lender_edit", loan.lender_id, name="苏宁消费金融有限公司", signatures="小苏管家", is_kept="on")
    assert Verdict.objects.get().loan == loan


def test_a_correction_shows_in_the_history(browser, owner):
    lender = lender_of(owner)
    answer = post(browser, "lender_edit", lender.pk, name="苏宁消费金融", aliases="任性贷")
    assert "<del>苏宁消费金融有限公司</del>" in answer


def test_a_lender_with_loans_is_not_taken_back(browser, owner):
    loan = open_loan(owner)
    assert "下面还有借款" in post(browser, "lender_remove", loan.lender_id)
    assert Lender.objects.of(owner).exists()


def test_a_lender_without_loans_is_taken_back_after_asking(browser, owner):
    lender = lender_of(owner)
    assert browser.get(reverse("lender_remove", args=[lender.pk])).status_code == 200
    assert Lender.objects.of(owner).exists()
    post(browser, "lender_remove", lender.pk)
    assert not Lender.objects.of(owner).exists()


def test_the_search_finds_a_lender_by_any_of_its_names(browser):
    for name in ("招联", "好期贷", "招联消费金融股份有限公司"):
        assert "book:zhaolian-cf" in search(browser, name)


def test_the_search_offers_the_owners_lenders_first_and_once(browser, owner):
    browser.post(reverse("loan_new"), {"lender": "招联金融", "principal": "1"})
    answer = search(browser, "招联")
    assert f"own:{Lender.objects.get(owner=owner).pk}" in answer
    assert "book:zhaolian-cf" not in answer


def test_the_search_offers_nothing_of_a_stranger(browser, stranger):
    lender = lender_of(stranger)
    assert f"own:{lender.pk}" not in search(browser, "苏宁消金")


def test_an_unknown_name_is_said_to_become_a_new_lender(browser):
    assert "会用这个名字新建一家" in search(browser, "村口老王")


@pytest.mark.parametrize("text", ["", "  ", "<b>", "%", "'", "消" * 5000, "\x00", "😀"])
def test_no_typed_text_upsets_the_search(browser, text):
    answer = browser.get(reverse("lender_search"), {"lender": text})
    assert answer.status_code == 200
    assert "<b><b>" not in answer.content.decode()


@pytest.mark.parametrize("name", ["lenders", "lender_search"])
def test_pages_that_only_show_refuse_to_be_written_to(browser, name):
    assert browser.post(reverse(name)).status_code == 405


def test_the_list_names_each_lender_with_its_loans(browser, owner):
    open_loan(owner)
    answer = browser.get(reverse("lenders")).content.decode()
    assert "苏宁消费金融有限公司" in answer
    assert "1 笔借款" in answer
