"""The table of a bill: what it offers, confirming, importing again, undoing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from debts.actions import record_repayment
from debts.models import Attachment, EvidenceEntry, ImportBatch, Loan, Message, Repayment
from tests.intake.bills.files import alipay
from tests.web.bill_pages import FIRST, NAME, hand_in, imported, kept, line, lines, loan, page, record, said
from tests.web.ledgers import at, lender_of, open_loan, receive, write

__all__ = ["imported", "loan"]

pytestmark = pytest.mark.usefixtures("clock")


# --- the table -------------------------------------------------------------------------------------------------------


def test_sure_rows_are_ticked_with_loan_and_instalment_and_doubtful_ones_are_not(browser, owner, loan):
    first, second, other = lines(page(browser, kept(owner)))
    assert (first.is_ticked, second.is_ticked, other.is_ticked) == (True, True, False)
    assert (first.instalments, second.instalments) == ("第 1 期", "第 2 期")
    assert f'value="{loan.pk}" selected' in first.options
    assert "账单提到的产品是“任性贷”。" in [reason.text for reason in first.reasons]


def test_failed_and_unreadable_rows_are_shown_and_not_offered(browser, owner, loan):
    answer = page(browser, kept(owner))
    assert [one.remark for one in answer.context["noted"]] == ["没有成功的还款"]
    assert answer.context["unreadable"] == ["第 11 行的“交易时间”：不是有效的日期（写的是“2024-13-07 09:30:00”）"]


def test_a_lender_without_a_loan_leads_to_recording_one_and_back(browser, owner, loan):
    file = kept(owner)
    text = page(browser, file).content.decode()
    assert "账本里没有“重庆度小满小额贷款有限公司”的借款。" in text
    address = f"{reverse('loan_new')}?next={reverse('bill', args=[file.pk])}&lender=重庆度小满小额贷款有限公司"
    assert 'value="重庆度小满小额贷款有限公司"' in browser.get(address).content.decode()
    answer = browser.post(address, {"lender": "重庆度小满小额贷款有限公司", "principal": "3000", "lender_pick": "new"})
    assert answer["Location"] == reverse("bill", args=[file.pk])
    assert f'value="{Loan.objects.get(principal=3000).pk}" selected' in lines(page(browser, file))[2].options


def test_without_any_loan_the_table_leads_to_recording_one(browser, owner):
    answer = page(browser, kept(owner, alipay(FIRST)))
    assert "先记下这笔借款" in answer.content.decode()
    assert "<select" not in answer.content.decode()


def test_another_site_is_not_come_back_to(browser):
    answer = browser.post(f"{reverse('loan_new')}?next=https://example.org/", {"lender": "某某", "principal": "3000"})
    assert answer["Location"] == reverse("loan", args=[Loan.objects.get().pk])


def test_loans_of_another_currency_are_no_choice(browser, owner, loan):
    open_loan(owner, product="港元贷", currency="HKD", lender=loan.lender)
    assert "港元贷" not in lines(page(browser, kept(owner)))[0].options


def test_a_row_that_is_about_no_loan_can_be_taken_in_and_the_ticks_stay(browser, owner, loan):
    file = kept(owner)
    (lunch,) = page(browser, file).context["aside"]
    form = {"add": lunch.key, "take": ["8"], "loan-7": str(loan.pk), "loan-8": str(loan.pk), "loan-9": ""}
    answer = browser.post(reverse("bill", args=[file.pk]), form)
    ticks = {row.words.whom: row.is_ticked for row in lines(answer)}
    assert ticks == {NAME: True, "重庆度小满小额贷款有限公司": False, "楼下面馆": True}
    assert [row.is_ticked for row in lines(answer)] == [False, True, False, True]


def test_the_rest_can_be_searched(browser, owner, loan):
    file = kept(owner)
    assert len(page(browser, file, find="面馆").context["aside"]) == 1
    assert page(browser, file, find="药店").context["aside"] == []


@pytest.mark.parametrize(
    "query", [{"also": "x"}, {"also": "99999999999999"}, {"page": "z"}, {"header": "no", "c0": "z"}]
)
def test_nonsense_in_the_address_is_no_error(browser, owner, loan, query):
    assert page(browser, kept(owner), **query).status_code in {200, 302}


def test_the_page_asks_the_database_a_fixed_number_of_times(browser, owner, django_assert_max_num_queries):
    lender = lender_of(owner)
    for number in range(12):
        open_loan(owner, lender=lender, product=f"任性贷{number}", principal=Decimal(6000 + number))
    file = kept(owner)
    record(browser, file, "7", **{"loan-7": str(Loan.objects.first().pk)})
    for address in (reverse("bill", args=[file.pk]), reverse("bills")):
        with django_assert_max_num_queries(12):
            assert browser.get(address).status_code == 200


# --- confirming ------------------------------------------------------------------------------------------------------


def test_the_ticked_rows_are_recorded_as_one_batch(browser, owner, loan):
    file = kept(owner)
    answer = record(browser, file, "7", "8", **{"loan-7": loan.pk, "loan-8": loan.pk, "loan-9": ""})
    batch = ImportBatch.objects.get()
    assert (batch.sha256, batch.repayments.count()) == (file.sha256, 2)
    assert "已记入 2 笔还款。" in said(answer)
    assert [row.amount for row in Repayment.objects.of(owner)] == [Decimal("1060.00"), Decimal("1050.00")]
    assert [row.words.amount for row in lines(answer)] == ["¥120.50"]


def test_all_sure_rows_are_recorded_with_one_button(browser, owner, loan):
    file = kept(owner)
    browser.post(reverse("bill", args=[file.pk]), {"record": "sure"})
    assert {row.loan for row in Repayment.objects.of(owner)} == {loan}
    assert Repayment.objects.count() == 2


def test_the_person_may_choose_another_loan_and_is_not_asked_again(browser, owner, loan):
    file = kept(owner)
    answer = record(browser, file, "9", **{"loan-9": loan.pk})
    assert Repayment.objects.get().amount == Decimal("120.50")
    assert [row.words.amount for row in lines(answer)] == ["¥1,060.00", "¥1,050.00"]


def test_a_ticked_row_without_a_loan_is_said_and_nothing_is_recorded(browser, owner, loan):
    file = kept(owner)
    answer = record(browser, file, "7", "9", **{"loan-7": loan.pk, "loan-8": loan.pk, "loan-9": ""})
    assert [row.error for row in lines(answer)] == ["", "", "请先选这笔钱还的是哪笔借款。"]
    assert [row.is_ticked for row in lines(answer)] == [True, False, True]
    assert not Repayment.objects.exists()


def test_a_loan_of_somebody_else_cannot_be_chosen(browser, owner, stranger, loan):
    foreign = open_loan(stranger)
    answer = record(browser, kept(owner), "7", **{"loan-7": foreign.pk})
    assert lines(answer)[0].error
    assert not Repayment.objects.exists()


def test_a_payment_of_tomorrow_is_not_recorded(browser, owner, loan):
    answer = record(browser, kept(owner, alipay(line("2025-11-02", "1060.00"))), "7", **{"loan-7": loan.pk})
    assert "在将来" in lines(answer)[0].error


def test_handing_in_the_same_file_again_changes_nothing_and_says_so(browser, owner, loan):
    hand_in(browser)
    file = Attachment.objects.get()
    record(browser, file, "7", "8", **{"loan-7": loan.pk, "loan-8": loan.pk})
    before = (Repayment.objects.count(), ImportBatch.objects.count(), EvidenceEntry.objects.count())
    answer = hand_in(browser)
    assert "这份账单已经导入过" in answer.content.decode()
    again = record(browser, file, "7", "8", **{"loan-7": loan.pk, "loan-8": loan.pk})
    assert "没有记入新的还款" in said(again)[0]
    assert (Repayment.objects.count(), ImportBatch.objects.count(), EvidenceEntry.objects.count()) == before


def test_two_payments_without_numbers_to_chosen_loans_are_known_again(browser, owner, loan):
    second = open_loan(owner, lender=loan.lender, product="另一笔")
    bank = "交易日期,摘要,支出金额,收入金额,余额,对方户名\n" + "2024-05-05,还款,77.00,,{},某某公司\n" * 2
    file = kept(owner, bank.format(1, 2))
    record(browser, file, "2", "3", **{"loan-2": loan.pk, "loan-3": second.pk})
    assert Repayment.objects.count() == 2
    assert lines(page(browser, file)) == []


def test_the_person_is_told_which_verdicts_changed(browser, owner, loan):
    receive(owner, "【苏宁消金】您的任性贷已逾期，欠款1060.00元，请立即还款。", received_at="2024-02-20 10:00")
    assert Message.objects.get().verdict.code == "consistent"
    answer = record(browser, kept(owner), "7", **{"loan-7": loan.pk})
    assert any("改判为“未逾期却催收”" in one for one in said(answer))


def test_a_waiver_of_the_same_sum_is_not_the_payment(browser, owner, loan):
    paid_at = at("2024-02-05 09:30")
    record_repayment(write(owner), loan=loan, paid_at=paid_at, amount=Decimal("1060.00"), kind="waiver")
    assert lines(page(browser, kept(owner, alipay(FIRST))))[0].words.amount == "¥1,060.00"
    record_repayment(write(owner), loan=loan, paid_at=paid_at, amount=Decimal("1060.00"))
    assert lines(page(browser, kept(owner, alipay(FIRST)))) == []


def test_a_failed_payment_that_was_taken_in_is_not_among_the_sure_ones(browser, owner, loan):
    file = kept(owner)
    browser.post(reverse("bill", args=[file.pk]), {"record": "sure", "also": "12"})
    assert sorted(row.amount for row in Repayment.objects.all()) == [Decimal("1050.00"), Decimal("1060.00")]


# --- undoing ---------------------------------------------------------------------------------------------------------


def test_an_import_is_listed_with_what_it_brought(browser, imported, loan):
    (one,) = browser.get(reverse("bills")).context["imports"]
    assert (one.name, one.count, one.is_undone) == ("账单.csv", 2, False)
    assert [(share.loan, share.sum) for share in one.shares] == [(loan, "¥2,110.00")]


def test_an_import_is_undone_only_after_asking(browser, owner, imported):
    address = reverse("bill_import_undo", args=[imported.pk])
    assert "2 笔还款会全部撤回" in browser.get(address).content.decode()
    assert Repayment.objects.of(owner).count() == 2
    answer = browser.post(address, follow=True)
    assert "撤回了 2 笔还款" in said(answer)[0]
    assert not Repayment.objects.of(owner).exists()
    assert browser.post(address).status_code == 404


def test_an_import_that_was_undone_can_be_done_again(browser, owner, imported, loan):
    browser.post(reverse("bill_import_undo", args=[imported.pk]))
    first, second, _ = lines(page(browser, Attachment.objects.get()))
    assert first.is_ticked
    assert second.is_ticked


def test_a_batch_of_messages_is_no_import_of_a_bill(browser, owner, loan):
    receive(owner, "一条消息")
    address = reverse("bill_import_undo", args=[ImportBatch.objects.get().pk])
    assert browser.get(address).status_code == 404


def test_the_list_leads_back_to_the_bill(browser, imported):
    address = reverse("bill", args=[Attachment.objects.get().pk])
    assert f'<a href="{address}">账单.csv</a>' in browser.get(reverse("bills")).content.decode()
