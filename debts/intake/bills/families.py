"""Which export a table is, told by its header and the lines above it: family, bank, whose card, what a minus means."""

import re
from collections.abc import Iterable

from debts.intake.bills.columns import Header, key_of
from debts.intake.bills.types import Family, Role, Sign, Statement
from debts.intake.bills.values import clean, currency_of
from debts.reconciler.normalise import normalise
from debts.rulebook.bills import load_bill_book

LONGEST_TITLE = 400
# Names of columns that only one family has together.
SIGNATURES: tuple[tuple[Family, frozenset[str]], ...] = (
    (Family.ALIPAY_WEB, frozenset({"交易号", "交易来源地", "资金状态"})),
    (Family.ALIPAY_WEB, frozenset({"交易号", "商品名称", "资金状态"})),
    (Family.MEITUAN, frozenset({"订单标题", "实付金额"})),
    (Family.JD, frozenset({"商户名称", "交易说明", "收/支"})),
    (Family.WECHAT, frozenset({"交易类型", "支付方式", "当前状态"})),
    (Family.ALIPAY_APP, frozenset({"交易对方", "商品说明", "收/支"})),
)
CARD_COLUMNS = re.compile(r"卡号?末四位|卡号后四位|信用卡")
SETTLED_COLUMNS = re.compile(r"交易地金额|(?:入账|结算)(?:币种|货币|金额)")
# The currency of all sums, where the lines above the table name it and no column does.
OWN_CURRENCY = re.compile(
    r"(?:币种|币别|货币|currency)\W{0,6}(?P<currency>新台币|台币|港币|港元|澳门元|美元|hkd|twd|mop|usd)"
)
CARD_TITLE = re.compile(r"信用卡|贷记卡|creditcard|credit card")
# A number of an account: at least eight figures, or some of them hidden. A year is none.
OWN_ACCOUNT = re.compile(
    r"(?:卡\s*号|账\s*号|帐\s*号|账户|卡片)[^0-9*xX,]{0,12}(?P<number>\d[\d ]{6,28}\d|[\d ]*[*xX]+[\d ]{4,})"
)
TAIL = 4


def statement_of(header: Header, above: Iterable[str]) -> Statement:
    """What all rows below this header share."""
    title = " ".join(filter(None, (" ".join(clean(line).split()) for line in above)))[:LONGEST_TITLE]
    keys = frozenset(map(key_of, header.names))
    family = _family(keys, header, title)
    is_bank = family in (Family.BANK_ACCOUNT, Family.BANK_CARD)
    return Statement(
        family=family,
        columns=header.names,
        title=title,
        bank=_bank(keys, title) if is_bank else "",
        card_tail=own_tail(title) if is_bank else "",
    )


def _family(keys: frozenset[str], header: Header, title: str) -> Family:
    for family, names in SIGNATURES:
        if names <= keys:
            return family
    if CARD_TITLE.search(title.lower()) or _has_card_columns(keys, header):
        return Family.BANK_CARD
    is_account = Role.BALANCE in header or (Role.AMOUNT_IN in header and Role.AMOUNT_OUT in header)
    return Family.BANK_ACCOUNT if is_account or _bank(keys, title) else Family.OTHER


def _has_card_columns(keys: frozenset[str], header: Header) -> bool:
    """An account has a balance after each row; a card tells what it settled a purchase abroad for."""
    if Role.BALANCE in header:
        return False
    is_settled = Role.AMOUNT_OUT not in header and any(map(SETTLED_COLUMNS.search, keys))
    return is_settled or any(map(CARD_COLUMNS.search, keys))


def _bank(keys: frozenset[str], title: str) -> str:
    banks, small = load_bill_book().banks, title.lower()
    by_title = next((bank.name for bank in banks if bank.words.search(small)), "")
    return by_title or next((bank.name for bank in banks if any(names <= keys for names in bank.columns)), "")


def own_tail(title: str) -> str:
    """The last four figures of the account that a statement is about, where its title tells them."""
    hit = OWN_ACCOUNT.search(title)
    figures = re.sub(r"\D", "", hit["number"])[-TAIL:] if hit else ""
    return figures if len(figures) == TAIL else ""


def currency_in(title: str) -> str:
    """The currency that the lines above a table name for all of its sums, by its letters; else the yuan."""
    hit = OWN_CURRENCY.search(normalise(title).text.lower())
    return currency_of(hit["currency"]) if hit else "CNY"


def sign_of(family: Family) -> Sign:
    """What a minus means in tables of this family."""
    if family is Family.BANK_CARD:
        return Sign.CARD
    return Sign.ACCOUNT if family is Family.BANK_ACCOUNT else Sign.NONE
