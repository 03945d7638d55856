"""Short names for every code of the core."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.reconciler.types import (
    AmountRole,
    Channel,
    DecisionKind,
    Kind,
    ProofKind,
    ProofLevel,
    Recipient,
    SettlementBasis,
    Stage,
    VerdictCode,
)
from debts.rulebook.parties import PartyKind

KINDS: Mapping[Kind, Promise] = {
    Kind.REMINDER: _("还款提醒"),
    Kind.COLLECTION: _("催收"),
    Kind.LEGAL_THREAT: _("提及诉讼或法律程序"),
    Kind.CREDIT_THREAT: _("提及上报征信"),
    Kind.AGREEMENT_DEMAND: _("要求签署协议或确认欠款"),
    Kind.VISIT_OR_CONTACTS: _("提及上门或联系他人"),
    Kind.TRANSFER_NOTICE: _("债权转让通知"),
    Kind.MARKETING: _("营销推广"),
    Kind.REPAYMENT_RECEIPT: _("还款凭证"),
    Kind.SETTLEMENT_NOTICE: _("结清通知"),
    Kind.VERIFICATION_CODE: _("验证码"),
    Kind.BANK_TRANSACTION: _("账户变动"),
    Kind.FRAUD: _("疑似诈骗"),
    Kind.OTHER: _("其他"),
}

STAGES: Mapping[Stage, Promise] = {
    Stage.WARNING: _("预警沟通"),
    Stage.COLLECTION: _("正式催收"),
    Stage.TRANSFER: _("债务转移或委外"),
    Stage.LITIGATION: _("诉讼或执行"),
}

PARTY_KINDS: Mapping[PartyKind, Promise] = {
    PartyKind.LAW_FIRM: _("律师事务所"),
    PartyKind.ASSIGNEE: _("债权受让方"),
    PartyKind.GUARANTOR: _("担保或保险方"),
    PartyKind.COLLECTOR: _("催收机构"),
    PartyKind.MEDIATOR: _("调解或仲裁机构"),
}

VERDICTS: Mapping[VerdictCode, Promise] = {
    VerdictCode.SUSPECTED_FRAUD: _("疑似诈骗"),
    VerdictCode.WRONG_PERSON: _("非本人债务"),
    VerdictCode.AFTER_SETTLEMENT: _("结清后催收"),
    VerdictCode.NOT_OVERDUE: _("未逾期却催收"),
    VerdictCode.OVERSTATED: _("金额不符"),
    VerdictCode.UNKNOWN_DEBT: _("账本无此借款"),
    VerdictCode.UNDECIDED: _("待本人确认"),
    VerdictCode.WITHIN_GRACE: _("结清处理期内"),
    VerdictCode.CONSISTENT: _("与账本一致"),
    VerdictCode.SUPPORTING: _("有利证据"),
    VerdictCode.NO_CLAIM: _("非催收消息"),
}

# The answer to "do I owe this?" in one sentence.
VERDICT_SENTENCES: Mapping[VerdictCode, Promise] = {
    VerdictCode.SUSPECTED_FRAUD: _("这条消息可能是诈骗，请先不要付款，也不要提供个人信息。"),
    VerdictCode.WRONG_PERSON: _("这条消息说的可能是别人的债务，不是您的。"),
    VerdictCode.AFTER_SETTLEMENT: _("按您的账本，这笔借款在消息到达之前已经结清，您不欠这笔钱。"),
    VerdictCode.NOT_OVERDUE: _("按您的账本，消息到达时这笔借款没有逾期。"),
    VerdictCode.OVERSTATED: _("这笔借款尚未还清，但消息所说的金额比账本上的应还金额多。"),
    VerdictCode.UNKNOWN_DEBT: _("账本里没有与此相符的借款，请您补录，或者说明这不是您的债务。"),
    VerdictCode.UNDECIDED: _("仅凭这条消息还不能判断，请您确认它说的是哪一笔借款、何时收到。"),
    VerdictCode.WITHIN_GRACE: _("这笔借款刚刚结清，对方的系统可能还没有更新。"),
    VerdictCode.CONSISTENT: _("按您的账本，消息到达时这笔借款确实没有还清。"),
    VerdictCode.SUPPORTING: _("这条消息对您有利，请保留为证据。"),
    VerdictCode.NO_CLAIM: _("这条消息没有向您催要款项。"),
}

PROOF_LEVELS: Mapping[ProofLevel, Promise] = {
    ProofLevel.CLAIMED: _("本人陈述"),
    ProofLevel.PAID: _("还款记录足额"),
    ProofLevel.CONFIRMED: _("有机构通知或凭证"),
    ProofLevel.CERTIFIED: _("有结清证明或法院文书"),
    ProofLevel.CREDIT_REPORT: _("征信报告显示结清"),
}

PROOF_KINDS: Mapping[ProofKind, Promise] = {
    ProofKind.SETTLEMENT_CERTIFICATE: _("结清证明"),
    ProofKind.SETTLEMENT_NOTICE: _("机构的结清通知"),
    ProofKind.RECEIPT: _("还款凭证"),
    ProofKind.SCREENSHOT: _("应用截图"),
    ProofKind.RECORDING: _("通话录音"),
    ProofKind.SERVICE_RECORD: _("客服答复记录"),
    ProofKind.CREDIT_REPORT: _("征信报告"),
    ProofKind.COURT_PAPER: _("法院或调解文书"),
    ProofKind.OTHER: _("其他材料"),
}

SETTLEMENT_BASES: Mapping[SettlementBasis, Promise] = {
    SettlementBasis.PAID_IN_FULL: _("按期还清"),
    SettlementBasis.EARLY_PAYOFF: _("提前结清"),
    SettlementBasis.DISCOUNTED: _("协商减免后结清"),
    SettlementBasis.WAIVED: _("机构免除"),
    SettlementBasis.COURT: _("法院或调解文书"),
    SettlementBasis.OTHER: _("其他"),
}

CHANNELS: Mapping[Channel, Promise] = {
    Channel.SMS: _("短信"),
    Channel.CALL: _("电话"),
    Channel.EMAIL: _("邮件"),
    Channel.CHAT: _("聊天"),
    Channel.PUSH: _("应用通知"),
    Channel.LETTER: _("信函"),
    Channel.VISIT: _("上门"),
}

RECIPIENTS: Mapping[Recipient, Promise] = {
    Recipient.SELF: _("本人"),
    Recipient.RELATIVE: _("亲属"),
    Recipient.COLLEAGUE: _("同事"),
    Recipient.OTHER: _("其他人"),
}

DECISIONS: Mapping[DecisionKind, Promise] = {
    DecisionKind.ABOUT_LOAN: _("说的是这笔借款"),
    DecisionKind.NOT_MINE: _("不是我的债务"),
    DecisionKind.LENDER_NOT_KEPT: _("这家的借款不在这里记"),
}

AMOUNT_ROLES: Mapping[AmountRole, Promise] = {
    AmountRole.CLAIMED: _("催要金额"),
    AmountRole.INSTALMENT: _("本期应还"),
    AmountRole.PRINCIPAL: _("本金"),
    AmountRole.INTEREST: _("利息或费用"),
    AmountRole.PENALTY: _("罚息或违约金"),
    AmountRole.MINIMUM: _("最低还款额"),
    AmountRole.LIMIT: _("额度"),
    AmountRole.PAID: _("已付金额"),
    AmountRole.WAIVED: _("减免金额"),
    AmountRole.BALANCE: _("余额"),
    AmountRole.OTHER: _("其他金额"),
}

ZONES: Mapping[str, Promise] = {"Asia/Shanghai": _("北京时间")}

REGIONS: Mapping[str, Promise] = {"CN": _("中国大陆"), "HK": _("香港"), "TW": _("台湾")}
