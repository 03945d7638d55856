"""The words for what a dispute says in codes: causes, states, channels' turns, and how well a statement was checked."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.disputes.course import Fit, Stage, State
from debts.disputes.diagnosis import Cause
from debts.disputes.types import StepKind
from debts.rulebook import Verification

LIKELY_CAUSES: Mapping[Cause, Promise] = {
    Cause.FRAUD: _("可能是诈骗，不一定来自这家机构"),
    Cause.WRONG_PERSON: _("可能找错了人"),
    Cause.NOT_SYNCHRONISED: _("可能是对方的系统或催收名单没有更新"),
    Cause.NOT_BOOKED: _("可能有还款没有入账，或者记到了别处"),
    Cause.ASSIGNED: _("可能是债权转让、移交或者代偿时弄错了"),
    Cause.OTHER_LOAN: _("说的可能是另一笔借款"),
    Cause.RESIDUAL: _("可能是零头、费用或者算法不同"),
}

NEXT_STEPS: Mapping[Cause, tuple[Promise, ...]] = {
    Cause.FRAUD: (
        _("不要转账，不要点链接，不要提供验证码，也不要共享屏幕。"),
        _("从机构的官方应用或者公布的客服电话核实这条消息是不是它发的。"),
        _("可以拨打反诈专线96110咨询；已经付了钱的，立即拨打110。"),
    ),
    Cause.WRONG_PERSON: (
        _("告诉对方找错了人，请其停止联系并更正号码或者联系人信息；不要替别人还款，也不要透露别人的情况。"),
        _("如果是别人把您填作联系人，可以要求机构说明信息来源。"),
    ),
    Cause.NOT_SYNCHRONISED: (
        _("请机构核对并书面确认已结清，把内部系统和外包催收名单都更新为已结清。"),
        _("附上结清证明或者还款凭证；还没有结清证明的，一并申请一份。"),
    ),
    Cause.NOT_BOOKED: (
        _("请机构提供还款流水和入账明细，说明每一笔还款记到了哪里。"),
        _("附上银行流水或者扣款截图，写明日期、金额和流水号。"),
    ),
    Cause.ASSIGNED: (
        _("请原机构书面说明有没有转让、转给了谁、是哪一天转让的；请自称受让方的出示转让证明。"),
        _("在弄清楚之前，不要向新的账户付款，也不要签字确认欠款。"),
    ),
    Cause.OTHER_LOAN: (
        _("请机构写明说的是哪一笔：合同号、放款日、金额和出资机构。"),
        _("账本里没有录入的借款请补录；确实没有借过的，请明确否认。"),
    ),
    Cause.RESIDUAL: (
        _("请机构列明本金、利息、罚息和费用各多少，依据哪一条约定，怎么算出来的。"),
        _("对照合同和还款记录；确实还欠的，按合同约定的账户还，并保留凭证。"),
    ),
}

STATES: Mapping[State, Promise] = {
    State.WAITING: _("等待答复"),
    State.LATE: _("首个期限已过，还没有答复"),
    State.OVERDUE: _("期限已过，还没有答复"),
    State.NO_PERIOD: _("没有法定的答复期限"),
    State.ANSWERED: _("已经答复"),
    State.UNSATISFIED: _("答复了，但没有解决"),
}

STEP_TITLES: Mapping[StepKind, Promise] = {
    StepKind.SENT: _("记一次递交"),
    StepKind.ANSWERED: _("记一次答复"),
    StepKind.CALLED: _("记一次通话"),
    StepKind.NOTE: _("记一笔"),
}

FITS: Mapping[Fit, Promise] = {
    Fit.AT_ONCE: _("现在就联系"),
    Fit.NOW: _("现在可以递交"),
    Fit.BESIDE: _("可以同时进行"),
    Fit.IF: _("视情况"),
    Fit.LATER: _("以后再说"),
    Fit.TRIED: _("已经递交"),
}

STAGES_OF_DISPUTE: Mapping[Stage, Promise] = {
    Stage.WHAT: pgettext_lazy("stage", "发生了什么"),
    Stage.CAUSE: pgettext_lazy("stage", "可能的原因"),
    Stage.LETTER: pgettext_lazy("stage", "准备材料"),
    Stage.SENT: pgettext_lazy("stage", "递交到哪里"),
    Stage.ANSWER: pgettext_lazy("stage", "答复和期限"),
    Stage.OUTCOME: pgettext_lazy("stage", "结果"),
}

VERIFICATIONS: Mapping[Verification, Promise] = {
    Verification.VERIFIED: _("已核对规定原文"),
    Verification.SECONDARY: _("只看到转述，未核对原文，递交前请确认"),
    Verification.MEMORY: _("未能核对，递交前请向该渠道确认"),
}

# Said on every page where something is about to be sent: law sheet, section 13.
CAUTIONS: tuple[Promise, ...] = (
    _("只写事实，有证据的写清证据；不确定的写“不确定”。不要夸大，也不要编造。"),
    _("不要因为被催就再付一次钱、回复“1”或者在电话里承认欠款；签任何东西之前先弄清楚写的是什么。"),
    _("不需要花钱请人“代理投诉”“修复征信”，遇到这样招揽的请当心。"),
    _("不要公开催收人员的姓名、电话和照片，也不要反复拨打热线。"),
    _("收到真实的法院文书，一定要按期应对。"),
)
