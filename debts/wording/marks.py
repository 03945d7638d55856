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

# What a phrase of the rulebook stands for, by its concept.
CONCEPTS: Mapping[str, Promise] = {
    "overdue": _("说已经逾期"),
    "unpaid": _("说有欠款"),
    "pending": _("说有款待还"),
    "due": _("说快到还款日"),
    "failed": _("说扣款没有成功"),
    "chase": _("催收的说法"),
    "transfer": _("说债权已经转让"),
    "delegated": _("说已经委托他人催收"),
    "friend": _("像是亲友之间的话"),
    "status": _("说的是申请进度"),
    "joke": _("像是玩笑话"),
    "story": _("像是在讲别人的事"),
    "investor": _("说的是出借或投资"),
    "loan_word": _("说的是借款"),
    "pay": _("要求还款或处理"),
    "call": _("要求回电"),
    "click": _("让您点链接"),
    "agreement": _("要求签协议或确认欠款"),
    "private_channel": _("让您改用私人渠道"),
    "private_payee": _("要求付到个人账户"),
    "legal": _("提到诉讼或法律程序"),
    "credit": _("提到上报征信"),
    "visit": _("提到上门"),
    "contacts": _("提到联系他人"),
    "addressed_contact": _("把您当作别人的联系人"),
    "publish": _("说要公开信息"),
    "insult": _("侮辱的话"),
    "safety": _("威胁的话"),
    "bombing": _("说会不断联系"),
    "night": _("说到深夜"),
    "false_info": _("可能不实的说法"),
    "filed_now": _("说已经立案或采取措施"),
    "authority": _("以国家机关的名义"),
    "court": _("以法院自称"),
    "pseudo_authority": _("以仲裁、调解机构的名义"),
    "fraud": _("诈骗常见的说法"),
    "receipt": _("收到还款的说法"),
    "settled": _("说已经结清"),
    "zero": _("说没有欠款"),
    "if_paid": _("说已还可忽略"),
    "moved": _("账户收支的说法"),
    "disbursed": _("放款的说法"),
    "offer": _("推广的说法"),
    "opt_out": _("拒收的方式"),
    "opted_out": _("提到您已拒收或注销"),
    "code": _("验证码"),
    "code_care": _("验证码的提示"),
    "anti_fraud": _("防骗提示"),
    "not_debt": _("不是借款的款项"),
    "credit_query": _("查询征信的说法"),
    "public_note": _("公告或宣传"),
    "complaint": _("处理投诉的说法"),
    "asked": _("转述别人的话"),
}
