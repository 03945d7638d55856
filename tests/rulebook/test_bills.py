import pytest

from debts.intake.bills import Role
from debts.intake.bills.columns import column_of
from debts.reconciler import normalise
from debts.rulebook import load_rulebook
from debts.rulebook.bills import load_bill_book, scores_from
from debts.rulebook.entries import RulebookError, parse

BOOK = load_bill_book()
NAMES = {name for lender in load_rulebook().lenders for name in lender.names}


@pytest.mark.parametrize("phrase", BOOK.phrases.phrases, ids=lambda phrase: phrase.id)
def test_a_phrase_finds_its_example_and_leaves_the_other(phrase):
    assert any(found.phrase is phrase for found in BOOK.phrases.scan(normalise(phrase.yes).text)), phrase.yes
    assert not any(found.phrase is phrase for found in BOOK.phrases.scan(normalise(phrase.no).text)), phrase.no


def test_every_column_has_a_role_that_readers_know():
    assert {column.role for column in BOOK.columns} - {""} <= set(Role)


def test_the_banks_are_those_of_the_directory():
    assert {bank.name for bank in BOOK.banks} <= NAMES


def test_names_that_need_words_are_names_of_lenders():
    assert BOOK.need_words <= NAMES


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("金额（元）", Role.AMOUNT),
        ("成功退款（元）", Role.REFUNDED),
        ("服务费（元）", None),
        ("联机余额", Role.BALANCE),
        ("借方发生额/元(支取)", Role.AMOUNT_OUT),
        ("贷方发生额/元(收入)", Role.AMOUNT_IN),
        ("Dc Flg\n借贷", Role.DIRECTION),
        ("日 志 号", Role.ORDER),
        ("商家单号", Role.MERCHANT_ORDER),
        ("对方卡号/账号", Role.COUNTERPARTY_ACCOUNT),
        ("对方开户行", None),
        ("借记卡号", Role.CARD),
        ("资金流向(转入/转出)", Role.DIRECTION),
        ("交易金额(收入/支出)", Role.AMOUNT),
        ("记账金额/币种", Role.AMOUNT),
        ("优惠金额", None),
        ("实付", Role.AMOUNT),
        ("交易方账户名", Role.COUNTERPARTY),
        ("交易方账号", Role.COUNTERPARTY_ACCOUNT),
        ("收/付款方", Role.COUNTERPARTY),
        ("收/付款方式", Role.METHOD),
        ("往账", Role.AMOUNT_OUT),
        ("发生时间", Role.CLOCK),
        ("处理结果", Role.STATUS),
        ("心情", None),
    ],
)
def test_a_column_is_known_by_what_is_in_its_name(name, role):
    column = column_of(name)
    assert (column.role if column else None) == role


PART = '[[part]]\ncode = "a"\nweight = 5\n'


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (PART.replace("5", "0"), "bills.toml, a: weight is no whole number"),
        (PART.replace("5", "-5") + "decisive = true\n", "bills.toml, a: what speaks against a loan points at none"),
        (PART + "tells_whose = true\n", "bills.toml, a: only what names a loan can tell whose it is"),
        (PART + "colour = 1\n", "bills.toml, a: unknown keys: colour"),
        (PART + PART, "bills.toml, a: stands twice"),
    ],
)
def test_a_part_of_a_score_that_contradicts_itself_is_refused(broken, said):
    with pytest.raises(RulebookError) as caught:
        scores_from(parse("bills.toml", broken))
    assert str(caught.value).startswith(said)


def test_a_contract_number_tells_most():
    scores = BOOK.scores
    assert scores.decisive[0] == "bill_contract"
    assert scores.total(["bill_contract"]) > scores.total(["bill_lender", "bill_day_near"]) > 0
    assert scores.whose < scores.naming
