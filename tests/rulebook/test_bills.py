import pytest

from debts.intake.bills import Role
from debts.intake.bills.columns import column_of
from debts.reconciler import normalise
from debts.rulebook import load_rulebook
from debts.rulebook.bills import load_bill_book

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
        ("心情", None),
    ],
)
def test_a_column_is_known_by_what_is_in_its_name(name, role):
    column = column_of(name)
    assert (column.role if column else None) == role
