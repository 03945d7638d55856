"""Loans: the list, one loan, and the forms for what happens to it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from debts.models import EvidenceEntry, Lender, Loan, Repayment, Settlement, Verdict
from tests.web.ledgers import (
    AFTER,
    SHANGHAI,
    at,
    certificate,
    lender_of,
    open_loan,
    page,
    receive,
    settled_loan,
)

pytestmark = pytest.mark.usefixtures("clock")


def post(client, name, *args, **fields):
    return client.post(reverse(name, args=args), fields, follow=True)


def words(answer):
    return answer.content.decode()


def test_an_empty_ledger_says_how_to_begin(browser):
    assert "还没有借款" in page(browser, "loans")


def test_a_lender_and_an_amount_are_enough(browser, owner):
    post(browser, "loan_new", lender="老王小额贷款", principal="１２３元")
    loan = Loan.objects.get(owner=owner)
    assert (loan.lender.name, loan.principal, loan.currency) == ("老王小额贷款", Decimal("123.00"), "CNY")
    assert loan.annual_rate is loan.drawn_on is loan.term_months is None


def test_a_name_of_the_directory_brings_its_other_names_along(browser, owner):
    post(browser, "loan_new", lender="招联金融", principal="10000")
    lender = Lender.objects.get(owner=owner)
    assert lender.name == "招联消费金融股份有限公司"
    assert "招联金融" in lender.aliases
    assert "招联金融" in lender.signatures


def test_a_product_in_place_of_a_lender_is_taken_as_both(browser, owner):
    post(browser, "loan_new", lender="好期贷", principal="10000")
    loan = Loan.objects.get(owner=owner)
    assert (loan.product, loan.lender.name) == ("好期贷", "招联消费金融股份有限公司")


def test_a_lender_of_the_ledger_is_used_again(browser, owner):
    lender = lender_of(owner)
    post(browser, "loan_new", lender=" 苏宁消金 ", principal="500")
    assert Loan.objects.get(owner=owner).lender == lender
    assert Lender.objects.of(owner).count() == 1


def test_where_several_lenders_fit_the_page_offers_them_and_saves_nothing(browser, owner):
    answer = post(browser, "loan_new", lender="消费金融", principal="500.00")
    assert "请在下面选一个" in words(answer)
    assert 'type="radio" name="lender_pick"' in words(answer)
    assert 'value="500.00"' in words(answer)
    assert not Loan.objects.filter(owner=owner).exists()


def test_the_chosen_lender_is_taken(browser, owner):
    post(browser, "loan_new", lender="招联", principal="500", lender_pick="book:zhaolian-cf", lender_asked="招联")
    assert Loan.objects.get(owner=owner).lender.name == "招联消费金融股份有限公司"


def test_none_of_them_makes_a_new_lender(browser, owner):
    post(browser, "loan_new", lender="消费金融", principal="500", lender_pick="new", lender_asked="消费金融")
    assert Loan.objects.get(owner=owner).lender.name == "消费金融"


def test_a_choice_made_for_another_text_does_not_count(browser, owner):
    post(browser, "loan_new", lender="老王借条", principal="500", lender_pick="book:zhaolian-cf", lender_asked="招联")
    assert Loan.objects.get(owner=owner).lender.name == "老王借条"


def test_a_strangers_lender_cannot_be_chosen(browser, owner, stranger):
    theirs = lender_of(stranger)
    post(browser, "loan_new", lender="甲", principal="500", lender_pick=f"own:{theirs.pk}", lender_asked="甲")
    assert Loan.objects.get(owner=owner).lender.name == "甲"


def test_a_rate_is_typed_in_percent(browser, owner):
    post(browser, "loan_new", lender="老王", principal="500", annual_rate="18", daily_penalty_rate="0.05")
    loan = Loan.objects.get(owner=owner)
    assert (loan.annual_rate, loan.daily_penalty_rate) == (Decimal("0.18"), Decimal("0.0005"))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"principal": "1,23.4"}, "逗号"),
        ({"principal": "-5"}, "负数"),
        ({"principal": ""}, "请填写金额"),
        ({"lender": ""}, "请填写出借机构"),
        ({"drawn_on": "2025-11-02"}, "在将来"),
        ({"drawn_on": "2025-02-30"}, "没有"),
        ({"drawn_on": "2025-03-01", "first_due_on": "2025-02-01"}, "早于借款日期"),
        ({"term_months": "十二"}, "整数"),
        ({"term_months": "0"}, "至少是 1"),
        ({"card_tail": "12ab"}, "卡尾号"),
        ({"phone": "我的手机"}, "手机号"),
        ({"annual_rate": "很高"}, "不像一个利率"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(browser, owner, fields, complaint):
    answer = post(browser, "loan_new", **{"lender": "老王", "principal": "500", "note": "别弄丢", **fields})
    assert complaint in words(answer)
    assert "别弄丢" in words(answer)
    assert all(value in words(answer) for value in fields.values())
    assert not Loan.objects.filter(owner=owner).exists()


def test_today_is_a_possible_day_of_drawing(browser, owner):
    post(browser, "loan_new", lender="老王", principal="500", drawn_on="2025-11-01")
    assert Loan.objects.get(owner=owner).drawn_on == date(2025, 11, 1)


def test_a_correction_keeps_what_was_there_before(browser, owner):
    loan = open_loan(owner)
    fields = {"lender": loan.lender.name, "principal": "8000", "annual_rate": "24", "term_months": "6"}
    answer = post(browser, "loan_edit", loan.pk, **fields, repayment_method="equal_principal")
    assert "6,000.00" in words(answer)
    assert "8,000.00" in words(answer)
    assert "12%" in words(answer)
    assert EvidenceEntry.objects.filter(owner=owner, action="corrected", record_ref=loan.ref).count() == 1


def test_opening_the_form_and_saving_it_changes_nothing(browser, owner):
    loan = open_loan(owner, daily_penalty_rate=Decimal("0.0005"), phone="13900000000")
    form = browser.get(reverse("loan_edit", args=[loan.pk])).context["form"]
    shown = {field.html_name: field.value() for field in form}
    fields = {name: "" if value is None else value for name, value in shown.items()}
    post(browser, "loan_edit", loan.pk, **fields)
    assert not EvidenceEntry.objects.filter(owner=owner, action="corrected").exists()


def test_an_open_loan_says_what_is_overdue_and_since_when(browser, owner):
    loan = open_loan(owner)
    text = page(browser, "loan", loan.pk)
    assert "逾期" in text
    assert "2024年2月5日" in text
    assert "第 6 期应还" in text


def test_what_is_not_known_is_said_to_be_unknown(browser, owner):
    loan = open_loan(owner, annual_rate=None, term_months=None, repayment_method="free")
    text = page(browser, "loan", loan.pk)
    assert "是否逾期不清楚" in text
    assert "账本里还缺：还款方式、期数、利率" in text


def test_a_settled_loan_bears_the_seal_on_its_page_and_in_the_list(browser, owner):
    loan = settled_loan(owner)
    assert 'class="stamp"' in page(browser, "loan", loan.pk)
    assert 'class="stamp"' in page(browser, "loans")
    assert "2024年3月10日已结清" in page(browser, "loans")


def test_the_list_counts_the_messages_that_contradict_the_ledger(browser, owner):
    settled_loan(owner)
    receive(owner, AFTER, AFTER.replace("3天", "4天"))
    assert "2 条消息与账本不符" in page(browser, "loans")


def test_the_page_tells_the_life_of_the_loan_in_order(browser, owner):
    loan = settled_loan(owner)
    certificate(owner, loan)
    receive(owner, AFTER)
    text = page(browser, "loan", loan.pk)
    timeline = text[text.index('<ol class="timeline">') :]
    places = [timeline.index(part) for part in ("2024-01-05", "2024-03-10", "2024-03-12", "2024-05-05")]
    assert places == sorted(places)
    assert "结清后催收" in timeline


def test_a_message_is_shown_as_text_and_never_as_markup(browser, owner):
    loan = settled_loan(owner)
    receive(owner, AFTER + "<script>alert(1)</script>")
    text = page(browser, "loan", loan.pk)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_page_holds_no_inline_style_or_script(browser, owner):
    text = page(browser, "loan", settled_loan(owner).pk)
    assert " style=" not in text
    assert " onclick=" not in text


def test_the_number_of_queries_does_not_grow_with_the_loans(browser, owner, django_assert_max_num_queries):
    lender = lender_of(owner)
    for _ in range(12):
        open_loan(owner, lender=lender)
    with django_assert_max_num_queries(12):
        page(browser, "loans")


def test_one_loan_takes_a_fixed_number_of_queries(browser, owner, django_assert_max_num_queries):
    loan = settled_loan(owner)
    certificate(owner, loan)
    receive(owner, *(AFTER.replace("3天", f"{days}天") for days in range(3, 13)))
    with django_assert_max_num_queries(12):
        page(browser, "loan", loan.pk)


def test_a_loan_is_taken_back_only_after_asking(browser, owner):
    loan = open_loan(owner)
    assert "撤回这笔借款" in page(browser, "loan_remove", loan.pk)
    assert Loan.objects.of(owner).exists()
    post(browser, "loan_remove", loan.pk)
    assert not Loan.objects.of(owner).exists()
    assert Loan.objects.filter(owner=owner).exists()


def test_a_loan_with_repayments_is_not_taken_back(browser, owner):
    loan = settled_loan(owner)
    assert "前三样请先逐一撤回" in words(post(browser, "loan_remove", loan.pk))
    assert Loan.objects.of(owner).exists()


# --- repayments ---


def test_a_repayment_is_recorded_with_its_time(browser, owner):
    loan = open_loan(owner)
    post(browser, "repayment_new", loan.pk, amount="1,060.00", paid_at_date="2024-02-05", paid_at_time="09:03")
    row = Repayment.objects.get(loan=loan)
    assert (row.amount, row.paid_at) == (Decimal("1060.00"), at("2024-02-05 09:03"))


def test_the_sum_that_is_due_is_filled_in(browser, owner):
    loan = open_loan(owner, drawn_on=date(2025, 9, 15), first_due_on=date(2025, 10, 15))
    assert 'value="1060.00"' in page(browser, "repayment_new", loan.pk)


def test_a_repayment_before_the_drawing_is_kept_and_said(browser, owner):
    loan = open_loan(owner)
    answer = post(browser, "repayment_new", loan.pk, amount="10", paid_at_date="2024-01-04")
    assert words(answer).count("早于借款日期") >= 2
    assert Repayment.objects.filter(loan=loan).exists()


def test_a_repayment_on_the_day_of_drawing_is_not_odd(browser, owner):
    loan = open_loan(owner)
    answer = post(browser, "repayment_new", loan.pk, amount="10", paid_at_date="2024-01-05", paid_at_time="00:00")
    assert "早于借款日期" not in words(answer)


def test_a_repayment_after_the_settlement_is_kept_and_said(browser, owner):
    loan = settled_loan(owner)
    answer = post(browser, "repayment_new", loan.pk, amount="10", paid_at_date="2024-03-10", paid_at_time="15:21")
    assert "在结清之后" in words(answer)
    assert "在结清之后" in page(browser, "loan", loan.pk)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"amount": "-5"}, "负数"),
        ({"paid_at_date": "2025-11-02"}, "在将来"),
        ({"paid_at_time": "25:00"}, "24 小时制"),
        ({"paid_at_date": ""}, "请填写日期"),
    ],
)
def test_a_repayment_that_cannot_be_is_refused(browser, owner, fields, complaint):
    loan = open_loan(owner)
    given = {"amount": "10", "paid_at_date": "2024-02-05", "reference": "流水-77", **fields}
    answer = post(browser, "repayment_new", loan.pk, **given)
    assert complaint in words(answer)
    assert "流水-77" in words(answer)
    assert not Repayment.objects.filter(loan=loan).exists()


def test_a_repayment_is_corrected_and_taken_back(browser, owner):
    row = Repayment.objects.filter(loan=settled_loan(owner)).first()
    post(browser, "repayment_edit", row.pk, amount="1070", paid_at_date="2024-02-05", paid_at_time="09:00")
    row.refresh_from_db()
    assert row.amount == Decimal("1070.00")
    post(browser, "repayment_remove", row.pk)
    assert not Repayment.objects.of(owner).filter(pk=row.pk).exists()


# --- the settlement ---


def test_a_settlement_without_a_time_counts_from_the_end_of_its_day(browser, owner):
    loan = open_loan(owner)
    post(browser, "settlement_edit", loan.pk, settled_at_date="2024-03-10", settled_at_time="", basis="waived")
    settled_at = Settlement.objects.get(loan=loan).settled_at.astimezone(SHANGHAI)
    assert f"{settled_at:%Y-%m-%d %H:%M:%S}" == "2024-03-10 23:59:59"
    assert "那一天结束时算" in page(browser, "settlement_edit", loan.pk)


def test_a_settlement_in_the_future_is_refused_with_what_to_do(browser, owner):
    loan = open_loan(owner)
    fields = {"settled_at_date": "2026-01-01", "basis": "early_payoff", "note": "客服说的"}
    answer = post(browser, "settlement_edit", loan.pk, **fields)
    assert "结清时间在将来" in words(answer)
    assert "等结清那天再来记" in words(answer)
    assert "2026-01-01" in words(answer)
    assert "客服说的" in words(answer)
    assert not Settlement.objects.exists()


@pytest.mark.parametrize(("clock_time", "is_kept"), [("10:00", True), ("10:01", False)])
def test_the_present_minute_is_no_future(browser, owner, clock_time, is_kept):
    loan = open_loan(owner)
    fields = {"settled_at_date": "2025-11-01", "settled_at_time": clock_time, "basis": "waived"}
    post(browser, "settlement_edit", loan.pk, **fields)
    assert Settlement.objects.exists() is is_kept


def test_a_settlement_before_the_loan_is_refused(browser, owner):
    loan = open_loan(owner)
    answer = post(browser, "settlement_edit", loan.pk, settled_at_date="2024-01-04", basis="waived")
    assert "早于借款日期" in words(answer)


def test_recording_a_settlement_judges_the_messages_again(browser, owner):
    loan = open_loan(owner)
    receive(owner, AFTER)
    assert Verdict.objects.get().code != "after_settlement"
    post(browser, "settlement_edit", loan.pk, settled_at_date="2024-03-10", basis="early_payoff")
    assert Verdict.objects.get().code == "after_settlement"


def test_moving_a_settlement_tells_which_messages_are_judged_differently(browser, owner):
    loan = open_loan(owner)
    receive(owner, AFTER)
    answer = post(browser, "settlement_edit", loan.pk, settled_at_date="2024-03-10", basis="early_payoff")
    assert "后，有 1 条消息改判为“结清后催收”。" in words(answer)


def test_correcting_a_settlement_leaves_one_in_force(browser, owner):
    loan = settled_loan(owner)
    post(browser, "settlement_edit", loan.pk, settled_at_date="2024-04-01", basis="court")
    assert Settlement.objects.of(owner).get().basis == "court"


def test_a_loan_is_opened_again_only_after_asking(browser, owner):
    loan = settled_loan(owner)
    assert "撤回结清之后" in page(browser, "settlement_reopen", loan.pk)
    assert Settlement.objects.of(owner).exists()
    post(browser, "settlement_reopen", loan.pk)
    assert not Settlement.objects.of(owner).exists()


def test_a_loan_that_is_covered_by_its_repayments_says_so(browser, owner):
    loan = open_loan(owner, repayment_method="free", term_months=None, annual_rate=Decimal(0))
    write_repayment = {"amount": "6000", "paid_at_date": "2024-06-01"}
    post(browser, "repayment_new", loan.pk, **write_repayment)
    assert "还没有记结清" in page(browser, "loan", loan.pk)


@pytest.mark.parametrize("name", ["loans", "loan"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_that_only_show_refuse_to_be_written_to(browser, owner, name, method):
    args = [open_loan(owner).pk] if name == "loan" else []
    assert getattr(browser, method)(reverse(name, args=args)).status_code == 405


def test_a_form_from_elsewhere_is_refused(client_of, owner):
    client = client_of(owner, enforce_csrf_checks=True)
    answer = client.post(reverse("loan_new"), {"lender": "老王", "principal": "5"})
    assert answer.status_code == 403
    assert not Loan.objects.exists()
