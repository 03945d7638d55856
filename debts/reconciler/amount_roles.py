"""The part that a sum plays in a text: the words before and behind it, and the other sums of the text.

本期应还1,200元，含罚息12.4元  ->  an instalment, and a penalty
"""

import re
from collections.abc import Sequence

from debts.reconciler.types import AmountRole
from debts.rulebook.phrases import in_small_letters

LENT_WORDS = frozenset({"借款", "贷款", "借款金额", "贷款金额"})
OWED_ROLES = frozenset({AmountRole.CLAIMED, AmountRole.INSTALMENT})
GENERAL_WORDS = frozenset({"还款", "借款", "贷款", "金额", "账单", "归还", "偿还"})
KEPT_ROLES = frozenset(
    {AmountRole.INSTALMENT, AmountRole.MINIMUM, AmountRole.PENALTY, AmountRole.PRINCIPAL, AmountRole.INTEREST}
)

ROLE_WORDS = {
    AmountRole.PENALTY: "罚息 违约金 滞纳金 逾期费 逾期费用 逾期利息 复利 罚金",
    AmountRole.INTEREST: "利息 息费 手续费 服务费 担保费 管理费 催收费 律师费 诉讼费 公证费 评估费 咨询费 账户费",
    AmountRole.PRINCIPAL: "本金 未还本金 剩余本金",
    AmountRole.MINIMUM: "最低 最低还款 最低应还 最低还款额",
    AmountRole.LIMIT: "额度 最高 可借 可贷 备用金 授信 至高 高达 提升至 预估 提额 券 红包 满",
    AmountRole.PAID: (
        "已还 已收到 收到 还款成功 成功还款 已支付 支付 扣款成功 成功扣款 已扣 存入 转入 转出 支出 消费 收入 入账 "
        "已归还 还款金额 已偿还 已发放 发放 放款 退款 交易金额 代发 预约还款 一次性支付 "
    ),
    AmountRole.WAIVED: "减免 优惠 免除 立减 免收 减 折扣 抵扣",
    AmountRole.OTHER: "原欠 原应还 原价 减免前 原欠款",
    AmountRole.BALANCE: "余额 可用余额 账户余额 活期余额 结余",
    AmountRole.INSTALMENT: "本期 本期应还 每期 月供 期供 每月 当期 本月应还 下期",
    AmountRole.CLAIMED: (
        "应还 待还 逾期 欠款 尚欠 结欠 还欠 欠 "
        "借款金额 贷款金额 逾期金额 逾期应还 应还总额 总额 共计 合计 尾款 欠款金额 未还 应还款 "
        "本息 应缴 须还 需还 借款 贷款 账单 账单金额 逾期欠款 剩余未还 补缴 还款 金额 应扣 归还 偿还 债权 债务 "
        "代偿 垫付 待还金额 减免后 减免后应还 结清金额 仅需 只需 "
    ),
}  # fmt: skip
ENGLISH_ROLE_WORDS = {
    AmountRole.PENALTY: "late charge|late fee|penalty|overdue interest|default interest",
    AmountRole.INTEREST: "interest|handling fee|admin fee|service fee",
    AmountRole.PRINCIPAL: "principal",
    AmountRole.MINIMUM: "minimum payment|min payment|min. payment|minimum amount|minimum due",
    AmountRole.LIMIT: "up to|credit limit|cash rebate|limit",
    AmountRole.PAID: (
        "payment of|repayment of|purchase of|received|transfer of|deposit of|withdrawal of|paid|spent|loan of"
    ),
    AmountRole.BALANCE: "available balance|account balance",
    AmountRole.INSTALMENT: "instalment|instalment of|installment of|monthly repayment|monthly payment",
    AmountRole.CLAIMED: (
        "statement balance|overdue amount|amount overdue|amount due|payment due|total due|balance due|owe|owing"
        "|outstanding balance|outstanding amount|outstanding|overdue|total|overdue payment of|pay|settle|repay"
    ),
}
_ROLE_OF = {
    **{word: role for role, words in ROLE_WORDS.items() for word in words.split()},
    **{word: role for role, words in ENGLISH_ROLE_WORDS.items() for word in words.split("|")},
}
ROLE_WORD = re.compile("|".join(sorted(map(re.escape, _ROLE_OF), key=len, reverse=True)))
# What stands behind a sum, each group named for the role that it gives; the first that fits counts.
AFTER = re.compile(
    r"(?:的)?(?P<limit>额度|备用金|免息券|红包|优惠券|券|现金|低息)"
    r"|(?:已)?(?P<paid>到账|入账|发放|放款|转入|成功)|还款成功(?P<paid2>)|已(?:收到|扣|还清)(?P<paid3>)"
    r"|(?:扣款|还款|划扣)?(?:失败|未成功|不成功|未能)(?P<claimed>)"
    r"|(?:的)?(?P<waived>优惠|减免)"
    r"|(?:现|还|仍|目前|都|至今)?(?:已|的)?"
    r"(?P<claimed2>逾期|未还|未结|欠款|待还|拖欠|没还|尚未|未归还|到期|将于|即将)"
    r"| ?(?:is|was|are|remains|still)? ?(?P<claimed3>due|overdue|past due|outstanding|unpaid)\b"
    r"| (?:has been|have been|was|were|is)? ?(?P<paid4>received|credited|made|debited|paid)\b"
    r"|(?P<principal>本金)|(?P<penalty>罚息|违约金|滞纳金)"
)
WINDOW = 14
# What takes fourteen Chinese characters takes twice as many letters.
LATIN_WINDOW = 28
CLAUSE = re.compile(r"[。!?;,\n()]")


def weighed(roles: Sequence[tuple[AmountRole, str]]) -> list[AmountRole]:
    """借款10000元 is what was lent, and not what is claimed, where another sum is said to be owed."""
    is_owed = any(role in OWED_ROLES and word not in LENT_WORDS for role, word in roles)
    lent = (AmountRole.CLAIMED, *LENT_WORDS) if is_owed else ()
    return [AmountRole.PRINCIPAL if role in lent[:1] and word in lent[1:] else role for role, word in roles]


def role_of(text: str, start: int, end: int) -> tuple[AmountRole, str]:
    """The part that a sum plays, and the word that says so."""
    hit = AFTER.match(text, end, end + WINDOW)
    told = AmountRole(hit.lastgroup.rstrip("234")) if hit and hit.lastgroup else None
    if told in (AmountRole.LIMIT, AmountRole.PAID):
        return told, ""
    words = ROLE_WORD.findall(in_small_letters(_words_before(text, start)))
    if words:
        role = _ROLE_OF[words[-1]]
        if told is AmountRole.CLAIMED and words[-1] in LENT_WORDS:
            return told, words[-1]
        return (_joined(words) if role is AmountRole.CLAIMED and len(words) > 1 else role), words[-1]
    return told or AmountRole.OTHER, ""


def _words_before(text: str, start: int) -> str:
    """The clause before a sum, as far as it can tell what the sum is."""
    reach = LATIN_WINDOW if text[max(0, start - 3) : start].strip().isascii() else WINDOW
    return CLAUSE.split(text[max(0, start - reach) : start])[-1]


def _joined(words: list[str]) -> AmountRole:
    """本期…应还 is an instalment and 最低…还款 a minimum: a general word keeps the meaning of the one before it."""
    role = _ROLE_OF[words[-2]]
    if role is AmountRole.PAID:
        return role if words[-1] in GENERAL_WORDS else AmountRole.CLAIMED
    return role if role in KEPT_ROLES else AmountRole.CLAIMED
