from datetime import date
from decimal import Decimal

import pytest

from debts.reconciler import normalise, read
from debts.reconciler.amounts import names_masked_sum
from debts.reconciler.types import AmountRole, Channel, DateRole, Kind
from debts.rulebook import load_rulebook
from tests.reconciler.late_loan import reading_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("欠款1,234.56元", "1234.56"),
        ("应还¥888", "888"),
        ("欠款1.2万元", "12000"),
        ("欠8万元", "80000"),
        ("尚欠壹仟贰佰元整", "1200"),
        ("欠1千2", "1200"),
        ("欠1200多", "1200"),
        ("应还RMB138.20元", "138.20"),
        ("应还人民币36614.17", "36614.17"),
        ("逾期金额１２３元", "123"),
        ("尚欠三千五百元", "3500"),
        ("欠款1.5w", "15000"),
        ("欠人民币壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67"),
        ("未还款项1053元1角5分", "1053.15"),
        ("尚欠三万五", "35000"),
        ("欠3万5千元", "35000"),
        ("逾期金额[1053.15]元", "1053.15"),
        ("待还金额(元)：1053.15", "1053.15"),
    ],
)
def test_a_sum_is_read_in_every_usual_notation(text, value):
    (amount,) = reading_of(text).amounts
    assert amount.value == Decimal(value)


@pytest.mark.parametrize("text", ["欠款1,23.4元", "欠款12**元", "欠款xxx元", "逾期12天", "合同号20250105", "第3期"])
def test_what_is_no_readable_sum_is_left_out(text):
    assert reading_of(text).amounts == ()


def test_both_ends_of_a_range_are_sums():
    assert [one.value for one in reading_of("一次性还500-800元").amounts] == [500, 800]
    assert [one.value for one in reading_of("每期1至2万元").amounts] == [10000, 20000]
    assert [one.value for one in reading_of("9-10点付800元").amounts] == [800]


@pytest.mark.parametrize("text", ["贷款逾期，欠款xxx.xx元，请尽快还款", "您的账单{amount}元已逾期，请尽快还款"])
def test_a_masked_sum_is_named_without_a_value(text):
    assert names_masked_sum(normalise(text).text)
    reading = reading_of(text)
    assert (reading.kind, reading.amounts) == (Kind.COLLECTION, ())


@pytest.mark.parametrize("text", ["您的xxx账单已逾期", "欠款未还", "张**元旦快乐", "box元"])
def test_what_is_masked_without_being_a_sum_is_none(text):
    assert not names_masked_sum(normalise(text).text)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("尚欠HK$7,100", "HKD"), ("尚欠港币7100元", "HKD"), ("应缴新台币500元", "TWD"), ("欠500元", "CNY")],
)
def test_a_sum_keeps_its_currency(text, currency):
    assert reading_of(text).amounts[0].currency == currency


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("逾期金额1833.60元", AmountRole.CLAIMED),
        ("本期应还916.80元", AmountRole.INSTALMENT),
        ("罚息12.40元", AmountRole.PENALTY),
        ("最低还款额68.82元", AmountRole.MINIMUM),
        ("额度已提升至48000元", AmountRole.LIMIT),
        ("已收到您的还款702.10元", AmountRole.PAID),
        ("余额3204.77元", AmountRole.BALANCE),
        ("您的借款4300元已逾期", AmountRole.CLAIMED),
        ("原欠3500元，可减免", AmountRole.OTHER),
        ("还款500元成功", AmountRole.PAID),
        ("还款500元失败", AmountRole.CLAIMED),
    ],
)
def test_a_sum_has_the_part_that_its_words_give_it(text, role):
    assert reading_of(text).amounts[0].role is role


def test_what_was_lent_is_not_claimed_where_another_sum_is_owed():
    lent_and_owed = reading_of("您的借款10000元已逾期，应还1053.15元").amounts
    assert [one.role for one in lent_and_owed] == [AmountRole.PRINCIPAL, AmountRole.CLAIMED]


@pytest.mark.parametrize(
    ("text", "day", "role"),
    [
        ("还款日为9月15日", date(2025, 9, 15), DateRole.DUE),
        ("截至2025年8月1日", date(2025, 8, 1), DateRole.AS_OF),
        ("请于3天内还款", date(2025, 9, 9), DateRole.DEADLINE),
        ("借款已逾期12天", date(2025, 8, 25), DateRole.OVERDUE_SINCE),
        ("明日自动扣款", date(2025, 9, 7), DateRole.DUE),
        ("12月30日已还", date(2025, 12, 30), DateRole.PAID),
        ("请于48小时内还款", date(2025, 9, 8), DateRole.DEADLINE),
        ("请于今日下午5点前还款", date(2025, 9, 6), DateRole.DEADLINE),
        ("下周五前还清", date(2025, 9, 12), DateRole.DEADLINE),
        ("周一前还清", date(2025, 9, 8), DateRole.DEADLINE),
        ("月底前还清", date(2025, 9, 30), DateRole.DEADLINE),
        ("下月底前还清", date(2025, 10, 31), DateRole.DEADLINE),
        ("年底前还清", date(2025, 12, 31), DateRole.DEADLINE),
        ("本周内还清", date(2025, 9, 7), DateRole.DEADLINE),
        ("5号之前还清", date(2025, 10, 5), DateRole.DEADLINE),
        ("10日前还款", date(2025, 9, 10), DateRole.DEADLINE),
        ("将于15号到期", date(2025, 9, 15), DateRole.DUE),
        ("最后还款日九月十日", date(2025, 9, 10), DateRole.DUE),
        ("将于20250910到期", date(2025, 9, 10), DateRole.DUE),
        ("9.10前还款", date(2025, 9, 10), DateRole.DEADLINE),
        ("请于5个工作日内付清", None, DateRole.DEADLINE),
        ("还款日x月x日", None, DateRole.DUE),
    ],
)
def test_a_day_is_placed_by_the_time_of_the_message(text, day, role):
    (mention,) = reading_of(f"您的借款，{text}").dates
    assert (mention.value, mention.role) == (day, role)


@pytest.mark.parametrize("text", ["资金周转", "第15号窗口", "1.5折", "逾期3期", "年化利率"])
def test_what_is_no_day_is_left_out(text):
    assert reading_of(text).dates == ()


def test_a_relative_day_without_a_time_has_no_value():
    (mention,) = read("明日自动扣款", load_rulebook()).dates
    assert mention.value is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("【招联金融】您好", ["招联金融"]),
        ("您在中银消费金融的借款", ["中银消费金融"]),
        ("请马上还款", []),
        ("祝您平安", []),
        ("【平安普惠】您的借款已逾期", ["平安普惠"]),
        ("钱不够花，找我", []),
    ],
)
def test_lenders_are_found_by_whole_names(text, names):
    assert [one.name for one in reading_of(text).lenders] == names


@pytest.mark.parametrize("text", ["【招联金融】您好", "您好【招联金融】", "[招联金融]您好", "〔招联金融〕您好"])
def test_a_signature_stands_at_either_end(text):
    assert reading_of(text).signature.name == "招联金融"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赵宏伟先生，您的借款", ["赵宏伟"]),
        ("尊敬的张*，您的借款", ["张*"]),
        ("欧阳修女士您好，您的借款", ["欧阳修"]),
        ("尊敬的客户，您的借款", []),
        ("温馨提示，您的借款", []),
        ("请联系李先生处理", []),
        ("*三您好，您的借款", ["*三"]),
    ],
)
def test_the_addressee_is_found_and_staff_is_not(text, names):
    assert [one.name for one in reading_of(text).addressees] == names


def test_identifiers_are_read():
    reading = reading_of(
        "您的借款，合同编号DXM202410100087，尾号8830的银行卡，电话400-123-4567，点 t.example.cn/a1 查看"
    )
    assert [one.name for one in reading.contract_numbers] == ["DXM202410100087"]
    assert [one.name for one in reading.card_tails] == ["8830"]
    assert [one.name for one in reading.phones] == ["400-123-4567"]
    assert [one.name for one in reading.links] == ["t.example.cn/a1"]


def test_all_contracts_of_a_list_are_read():
    reading = reading_of("您合同号DXM2024100、DXM2024101及DXM2024102的借款已逾期")
    assert [one.name for one in reading.contract_numbers] == ["DXM2024100", "DXM2024101", "DXM2024102"]


@pytest.mark.parametrize("text", ["【京东】您的订单9月15日送达，尾号8830", "张三先生，您的快递到了，电话400-123-4567"])
def test_a_text_about_no_debt_is_not_searched_for_days_and_numbers(text):
    reading = reading_of(text)
    assert (reading.dates, reading.card_tails, reading.phones, reading.addressees) == ((), (), (), ())


def test_the_gravest_part_names_the_message():
    reading = reading_of("您的借款已逾期，将上报征信并提起诉讼，外访人员将上门，请签署还款协议")
    assert reading.kind is Kind.LEGAL_THREAT
    assert {"legal", "credit", "visit"} <= reading.threats
    assert "sign" in reading.demands


def test_a_condition_is_no_assertion():
    assert not reading_of("如您的借款已逾期，请联系客服").says_overdue
    assert reading_of("您的借款已逾期，请联系客服").says_overdue


def test_a_call_about_a_debt_is_collection():
    assert reading_of("接通，说我有一笔贷款未还", channel=Channel.CALL).kind is Kind.COLLECTION
