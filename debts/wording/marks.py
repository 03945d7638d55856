"""What the marked words of a message say, and short names for the parts of a score."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.reconciler.types import DateRole, MatchOutcome

DATE_ROLES: Mapping[DateRole, Promise] = {
    DateRole.DUE: _("应还日"),
    DateRole.OVERDUE_SINCE: _("逾期起算日"),
    DateRole.PAID: _("付款日"),
    DateRole.DEADLINE: _("期限"),
    DateRole.AS_OF: _("截至日"),
    DateRole.EVENT: _("提到的日子"),
}

OUTCOMES: Mapping[MatchOutcome, Promise] = {
    MatchOutcome.ONE_LOAN: _("账本里只有一笔借款与消息相符。"),
    MatchOutcome.SEVERAL: _("账本里有几笔借款可能与消息相符。"),
    MatchOutcome.LENDER_ONLY: _("认出了机构，但账本里没有与消息相符的借款。"),
    MatchOutcome.NOBODY: _("没有认出账本里的机构，也没有可以比对的借款。"),
}

# The parts of an explanation, in the order in which they are read.
HEADINGS: Mapping[str, Promise] = {
    "words": _("原文和标出的词"),
    "search": _("说的是哪一笔借款"),
    "accounts": _("消息到达时账本上的数字"),
    "reasons": _("为什么这样判定"),
    "causes": _("也可能只是"),
    "findings": _("催收方式可能不妥的地方"),
    "advice": _("现在可以做什么"),
}

# Each part of a score in a word or two, by the code of its reason.
PARTS: Mapping[str, Promise] = {
    "matched_contract": _("合同号相符"),
    "matched_card": _("卡尾号相符"),
    "matched_product": _("产品相符"),
    "matched_assignee": _("受让方相符"),
    "matched_sender": _("号码相符"),
    "matched_signature": _("署名相符"),
    "matched_lender": _("机构相符"),
    "matched_amount": _("金额相符"),
    "matched_due_date": _("还款日相符"),
    "matched_phone": _("手机号相符"),
    "matched_drawn": _("借出日相符"),
    "matched_balance": _("余额相符"),
    "matched_waived": _("减免的差额相符"),
    "matched_collector": _("催收方相符"),
    "matched_domain": _("链接域名相符"),
    "matched_borrower": _("借款人相符"),
    "matched_role": _("担保身份相符"),
    "vetoed_drawn": _("借出日不符"),
    "vetoed_contract": _("合同号不符"),
    "vetoed_card": _("卡尾号不符"),
    "vetoed_product": _("产品不符"),
    "decided_by_owner": _("您的确认"),
}
