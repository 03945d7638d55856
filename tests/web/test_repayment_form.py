"""The form for entries about money: kinds, purposes, the split on a receipt, and payments that went back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from debts.finance import Parts
from debts.models import EvidenceEntry, Repayment
from tests.conftest import NOW
from tests.web.ledgers import at, open_loan

pytestmark = pytest.mark.usefixtures("clock")

USUAL = {"amount": "1060", "paid_at_date": "2024-02-05", "paid_at_time": "09:03"}


@pytest.fixture
def loan(owner):
    return open_loan(owner)


def send(client, loan, **fields):
    return client.post(reverse("repayment_new", args=[loan.pk]), {**USUAL, **fields})


def problems(answer, field):
    return " ".join(answer.context["form"].errors[field])


def kept(loan):
    return Repayment.objects.get(loan=loan)


def test_who_has_many_to_record_is_led_to_the_import_of_a_bill(browser, loan):
    page = browser.get(reverse("repayment_new", args=[loan.pk])).content.decode()
    assert reverse("bills") in page.split("<main", 1)[1]


def test_what_is_overdue_is_told_with_a_word_while_no_repayment_is_recorded(browser, loan):
    told, word = reverse("loan", args=[loan.pk]), "还没有记过还款"
    assert word in browser.get(told).content.decode()
    send(browser, loan)
    assert word not in browser.get(told).content.decode()


def next_form(browser, loan, **fields):
    answer = send(browser, loan, another="1", **fields)
    return browser.get(answer.url).context["form"].initial


def test_who_records_several_is_offered_the_same_sum_a_month_later(browser, loan):
    offered = next_form(browser, loan)
    assert (offered["amount"], offered["paid_at"]) == (Decimal(1060), at("2024-03-05 09:03"))


def test_a_month_later_is_never_a_day_to_come(browser, loan):
    offered = next_form(browser, loan, paid_at_date="2025-10-20")
    assert offered["paid_at"].date() == NOW.date()


def test_anothers_repayment_offers_nothing(client_of, stranger, browser, loan):
    send(browser, loan)
    theirs = open_loan(stranger)
    page = client_of(stranger).get(reverse("repayment_new", args=[theirs.pk]) + f"?after={kept(loan).pk}")
    assert page.context["form"].initial["paid_at"].date() == NOW.date()


@pytest.mark.parametrize("kind", ["", "waiver", "refund", "third_party", "failed"])
def test_every_kind_of_entry_can_be_recorded(browser, loan, kind):
    send(browser, loan, kind=kind)
    assert kept(loan).kind == kind


def test_what_a_payment_was_meant_for_is_kept(browser, loan):
    send(browser, loan, purpose="payoff")
    assert kept(loan).purpose == "payoff"


def test_only_a_payment_has_a_purpose(browser, loan):
    assert "只有还款才分用途" in problems(send(browser, loan, kind="waiver", purpose="payoff"), "purpose")
    assert not Repayment.objects.exists()


def test_the_split_of_a_receipt_is_kept_and_what_was_left_out_is_nothing(browser, loan):
    send(browser, loan, interest_part="60", principal_part="1000")
    assert kept(loan).agreed == Parts(interest=Decimal("60.00"), principal=Decimal("1000.00"))


def test_without_any_part_there_is_no_split(browser, loan):
    send(browser, loan)
    assert kept(loan).agreed is None


@pytest.mark.parametrize(("principal", "words"), [("990", "差 ¥10.00"), ("1010", "差 ¥10.00")])
def test_a_split_that_does_not_add_up_says_by_how_much(browser, loan, principal, words):
    answer = send(browser, loan, interest_part="60", principal_part=principal)
    assert words in problems(answer, "fee_part")
    assert f'value="{principal}"' in answer.content.decode()
    assert not Repayment.objects.exists()


def test_a_refund_has_no_split(browser, loan):
    assert "没有明细可分" in problems(send(browser, loan, kind="refund", principal_part="1060"), "fee_part")


def test_a_part_with_three_decimals_is_refused(browser, loan):
    assert "小数超过两位" in problems(send(browser, loan, interest_part="60.005"), "interest_part")


def test_a_payment_that_went_back_keeps_when(browser, loan):
    send(browser, loan, reversed_at_date="2024-02-07", reversed_at_time="12:00")
    assert kept(loan).reversed_at == at("2024-02-07 12:00")


@pytest.mark.parametrize(
    ("day", "words"), [("2024-02-04", "早于还款时间"), ("2025-11-02", "在将来"), ("2024-02-30", "日历上没有")]
)
def test_a_payment_cannot_go_back_before_it_was_made_or_tomorrow(browser, loan, day, words):
    assert words in problems(send(browser, loan, reversed_at_date=day), "reversed_at")
    assert not Repayment.objects.exists()


def test_a_payment_that_is_corrected_to_have_gone_back_counts_no_more(browser, loan):
    send(browser, loan)
    fields = {**USUAL, "reversed_at_date": "2024-02-07"}
    browser.post(reverse("repayment_edit", args=[kept(loan).pk]), fields)
    text = browser.get(reverse("loan", args=[loan.pk])).content.decode()
    assert "到现在共还 ¥0.00" in text


def test_opening_an_entry_and_saving_it_changes_nothing(browser, owner, loan):
    send(browser, loan, interest_part="60", principal_part="1000", reversed_at_date="2024-02-07")
    form = browser.get(reverse("repayment_edit", args=[kept(loan).pk])).context["form"]
    assert form.split_is_open
    assert form.rest_is_open
    moments = {"reversed_at_date": "2024-02-07", **USUAL}
    plain = {one.html_name: one.value() or "" for one in form if one.name not in {"paid_at", "reversed_at"}}
    browser.post(reverse("repayment_edit", args=[kept(loan).pk]), {**plain, **moments})
    assert not EvidenceEntry.objects.filter(owner=owner, action="corrected").exists()
