"""A row of a bill as the repayment that it is: how the money went, and the number that it is known by."""

import re
from collections.abc import Mapping

from debts.intake.bills.types import BillRow, Family

# The portable archive's names of the ways to pay.
ALIPAY, WECHAT, BANK_CARD, TRANSFER, OTHER = "alipay", "wechat", "bank_card", "transfer", "other"
LONGEST_REFERENCE = 200

OF_FAMILY: Mapping[Family, str] = {
    Family.ALIPAY_APP: ALIPAY,
    Family.ALIPAY_WEB: ALIPAY,
    Family.WECHAT: WECHAT,
}
SAID = (
    (re.compile("支付宝"), ALIPAY),
    (re.compile("微信|财付通"), WECHAT),
    (re.compile("转账|转帐|汇款|网转"), TRANSFER),
)
A_CARD = re.compile("储蓄卡|借记卡|银行")


def way_of(row: BillRow) -> str:
    """How the money went, by the names of the portable archive."""
    if way := OF_FAMILY.get(row.statement.family):
        return way
    if row.statement.family is Family.BANK_ACCOUNT:
        return TRANSFER if SAID[2][0].search(f"{row.category} {row.description}") else BANK_CARD
    if row.statement.family is Family.BANK_CARD:
        return next((way for words, way in SAID if words.search(row.description)), OTHER)
    return BANK_CARD if A_CARD.search(row.method) else OTHER


def reference_of(row: BillRow) -> str:
    """The number that the payment is known by, empty where the bill gives none."""
    return (row.order_number or row.merchant_number)[:LONGEST_REFERENCE]
