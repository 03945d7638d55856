"""Texts of few words, and what makes or unmakes a claim: length, signature, a bill beside an offer."""

from decimal import Decimal

import pytest

from debts.reconciler import harmless_signs, kind_signs, normalise, read
from debts.reconciler.types import Channel, Kind
from debts.rulebook import load_rulebook


def reading_of(text, channel=Channel.SMS):
    return read(text, load_rulebook(), channel=channel)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("咱们法庭上见", Kind.LEGAL_THREAT),
        ("后天就上征信", Kind.CREDIT_THREAT),
        ("不还就把照片群发出去", Kind.VISIT_OR_CONTACTS),
        ("那笔钱今天能到吗", Kind.COLLECTION),
        ("催收的车已经到你们村了，把钱备好", Kind.VISIT_OR_CONTACTS),
    ],
)
def test_one_word_of_pressure_is_enough_where_nothing_else_is_said(text, kind):
    assert (reading_of(text).kind, reading_of(text).is_claim) == (kind, True)


def test_a_long_letter_between_people_claims_nothing():
    letter = "你还记得那年夏天吗？我们说好一起去海边，你却一直不接电话，害我活该等了一夜。" * 5
    assert not reading_of(letter).is_claim


def test_bare_figures_are_a_sum_where_they_are_said_to_be_owed():
    assert [one.value for one in reading_of("你那2600都拖仨月了").amounts] == [Decimal(2600)]
    assert not reading_of("你那2600天都过去了").amounts


def test_the_supplier_of_a_household_lends_nothing():
    text = "】您本月账单96元，将于6日从您绑定的银行卡自动扣缴，请保证余额充足。"
    assert reading_of("【中国电信" + text).kind is Kind.OTHER
    assert reading_of("【大新信贷" + text).is_claim


def test_a_bill_stays_a_bill_beside_an_offer():
    bill = "您信用卡本期应还512.40元，9月3日到期。"
    assert reading_of(bill + "也可回复FQ办理账单分期。").kind is Kind.REMINDER
    assert reading_of("您的消费512.40元可分12期，回复FQ办理账单分期，手续费5折。").kind is Kind.MARKETING


def test_a_shop_that_jokes_about_debts_only_sells():
    joke = "【毛球宠物】主人您好，本喵向您催收：罐头2罐已逾期未还。全场5折，退订回T"
    assert reading_of(joke).kind is Kind.MARKETING


def test_a_code_that_warns_of_swindlers_is_a_code():
    text = "【众安小贷】您正在申请借款，验证码552019。谨防以消除征信为由索要验证码的诈骗。"
    assert reading_of(text).kind is Kind.VERIFICATION_CODE


def test_figures_between_spelt_out_signs_hide_no_word():
    assert normalise("您-已-逾-期-9-天").text == "您已逾期9天"


def test_every_phrase_that_a_rule_names_is_in_the_lists():
    known = {phrase.id for phrase in load_rulebook().phrases.phrases}
    signs = [*vars(kind_signs).values(), *vars(harmless_signs).values()]
    named = {one for value in signs if isinstance(value, frozenset) for one in value}
    assert {one for one in named if isinstance(one, str) and "." in one} <= known
