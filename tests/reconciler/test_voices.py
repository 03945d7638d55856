"""Who speaks in a note, what two scripts call one lender, and which words of everyday name nobody."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import judge_messages, normalise
from debts.reconciler.types import AmountRole, Channel, DateRole, IncomingMessage, Kind
from debts.rulebook import load_rulebook
from tests.reconciler.late_loan import reading_of
from tests.scenarios.ledgers import ledger_from

NOON = datetime(2025, 9, 6, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_what_the_owner_answers_takes_no_demand_back():
    note = "对方说招联金融的欠款今天必须还，我说已经收到结清证明，账户无欠款。"
    assert reading_of(note, channel=Channel.CALL).is_claim
    assert not reading_of("客服说账户无欠款，结清证明已寄出。", channel=Channel.CALL).is_claim


@pytest.mark.parametrize(
    ("text", "claims"),
    [("接通，招联金融的人，让我这周内补上", True), ("接通，招联金融的人，问我要不要借款", False)],
)
def test_a_note_tells_that_something_was_asked_of_the_owner(text, claims):
    assert reading_of(text, channel=Channel.CALL).is_claim is claims


@pytest.mark.parametrize("text", ["经核算，您仍有欠款", "应贵方要求，您的账单", "方案：您的借款", "付款人：某某"])
def test_a_word_that_begins_with_a_surname_is_no_name(text):
    assert reading_of(text).addressees == ()


@pytest.mark.parametrize("text", ["于海涛，您的欠款", "应小姐，您的欠款", "单雪梅您好，您的欠款"])
def test_a_name_that_begins_with_a_word_is_still_a_name(text):
    assert len(reading_of(text).addressees) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("马上消费马上省", []),
        ("【马上消费】您的借款已逾期", ["马上消费"]),
        ("马上消费打来，催我还款", ["马上消费"]),
        ("还呗最后通牒", ["还呗"]),
        ("你赶快还呗", []),
    ],
)
def test_a_weak_name_needs_a_sentence_that_treats_it_as_a_lender(text, names):
    assert [one.name for one in reading_of(text).lenders] == names


def test_a_lender_of_hong_kong_is_known_by_the_latin_half_of_its_name():
    sketch = (
        "lender l1 亞洲聯合財務有限公司 / UA亞聯財 / UA亞聯財\n"
        "loan x1 l1 - 24000 2025-01-08 0.18 equal_instalment 12 2025-02-08 region="
    )
    demand = IncomingMessage("m", "UA: Your loan is overdue. Please pay now or call us.", NOON)
    hong_kong, mainland = (
        judge_messages(ledger_from(sketch + region), [demand], rulebook=load_rulebook())[0] for region in ("HK", "CN")
    )
    assert (hong_kong.verdict.loan_id, mainland.verdict.loan_id) == ("x1", None)


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("Total overdue amount HKD4,400.64.", "4400.64", AmountRole.CLAIMED),
        ("minimum payment HKD220.00", "220", AmountRole.MINIMUM),
        ("A payment of HKD318.00 was made", "318", AmountRole.PAID),
        ("HKD500.00 is overdue", "500", AmountRole.CLAIMED),
    ],
)
def test_an_english_sum_has_the_part_that_its_words_give_it(text, value, role):
    (amount,) = reading_of(text).amounts
    assert (amount.value, amount.role) == (Decimal(value), role)


@pytest.mark.parametrize("text", ["due on 10SEP2025", "due on 10 Sep", "due date: Sep 10, 2025", "缴款截止日9/10"])
def test_an_english_or_short_day_is_placed_in_the_calendar(text):
    (mention,) = reading_of(text).dates
    assert (mention.value, mention.role) == (date(2025, 9, 10), DateRole.DUE)


def test_a_word_spelt_out_with_signs_is_put_together():
    assert normalise("拍.拍.贷").text == "拍拍贷"
    assert normalise("1.2.3").text == "1.2.3"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("【招联金融】您的借款已结清，结清信息已报送征信系统。", Kind.SETTLEMENT_NOTICE),
        ("【招联金融】您的借款已逾期，逾期信息已报送征信系统。", Kind.CREDIT_THREAT),
        ("【招联金融】您的逾期款项1,100.16元已还清。", Kind.REPAYMENT_RECEIPT),
        ("【招联金融】您的逾期款项1,100.16元未还清。", Kind.COLLECTION),
        ("【招联金融】再不还就起诉。", Kind.LEGAL_THREAT),
    ],
)
def test_both_sides_of_a_word_that_turns_the_meaning(text, kind):
    assert reading_of(text).kind is kind


def test_a_threat_that_is_taken_back_is_none():
    reading = reading_of("【招联金融】不起诉您，但请尽快还款。")
    assert reading.kind in {Kind.REMINDER, Kind.COLLECTION}
    assert "legal" not in reading.threats


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("您已欠费，两小时内停机，请转接人工核实银行卡号和密码", True),
        ("您的号码两小时后停机，请转接人工核实银行卡号和密码", False),
    ],
)
def test_a_fraud_about_a_telephone_claims_money_where_it_speaks_of_arrears(text, claims):
    reading = reading_of(text)
    assert reading.kind is Kind.FRAUD
    assert reading.is_claim is claims


@pytest.mark.parametrize(
    ("text", "kind"),
    [("您好，房租该交了，方便的时候转给我", Kind.OTHER), ("您的贷款该还了，1500元转给我", Kind.FRAUD)],
)
def test_a_landlord_may_ask_to_be_paid_himself_and_a_lender_may_not(text, kind):
    assert reading_of(text).kind is kind


def test_advertising_to_somebody_who_refused_is_named():
    text = "【招联金融】虽然您已退订，仍想送您30天免息券，拒收请回复R"
    ledger = ledger_from("lender l1 招联金融")
    asked_again, plain = judge_messages(
        ledger,
        [
            IncomingMessage("a", text, NOON),
            IncomingMessage("b", "【招联金融】送您30天免息券，拒收请回复R", NOON),
        ],
        rulebook=load_rulebook(),
    )
    assert [one.id for one in asked_again.findings] == ["M9"]
    assert plain.findings == ()
