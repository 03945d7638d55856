"""What to say of something that a letter needs and the ledger does not have, and where to add it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from debts.access import Access
from debts.dossier.letters import Gap
from debts.models import Dispute, Lender, Loan

# The words, and the page on which it is filled in; none for what only the letter itself can hold.
GAPS = {
    Gap.SETTLEMENT: (
        _("账本里还没有记结清的日期。信里说的是“已经结清”，请先确认确实还清了。"),
        "settlement_edit",
    ),
    Gap.MESSAGES: (
        _("没有存下与账本不符的消息。信里要一条一条写清时间、号码和原文，请先把收到的消息存为证据。"),
        "check",
    ),
    Gap.OWNER_NAME: (_("没有您的姓名。在设置里写上，以后的信都会带上。"), "settings"),
    Gap.FULL_NAME: (_("收信方的名字看上去不是公司全称。请对照合同改成全称，寄错了会被退回。"), "lender"),
    Gap.REAL_LENDER: (
        _("平台往往不是出借人。请在合同或信用报告里查清实际出借机构；信里已经请平台告知，查到后最好也给它寄一份。"),
        "",
    ),
    Gap.CONTRACT: (_("没有合同号或借据号。对方没有它也能查，但会慢一些。"), "loan_edit"),
    Gap.DRAWN_ON: (_("没有借款日期。"), "loan_edit"),
    Gap.PHONE: (_("没有借款时预留的手机号。"), "loan_edit"),
    Gap.PROOF: (
        _("还没有还款记录，也没有可用的证明。附上最后几笔还款的流水，对方核对起来快得多。"),
        "proof_new",
    ),
    Gap.ASSIGNEE: (_("没有记债权转给了谁。"), "assignment_new"),
    Gap.COLLECTOR: (_("没有记替它催收的机构叫什么。只写对方自己报出的名称。"), "lender_edit"),
    Gap.CREDIT_REPORT: (_("信里要写信用报告的日期、编号和有误的记录。请先取得近期的详版报告，照着填。"), ""),
    Gap.LENDER_ANSWER: (
        _("这个渠道要先看机构的答复。请写明何时向机构投诉、受理号和答复；还没有投诉的，先向机构投诉。"),
        "dispute_answer",
    ),
    Gap.OBJECTION: (
        _("还没有记过征信异议。征信投诉要写明何时提出异议、对方怎样答复；还没有提出的，先提出异议。"),
        "dispute_answer",
    ),
    Gap.STORY: (_("还没有写事情的经过。写几句您自己的话，看信的人更容易明白。"), "dispute_edit"),
    Gap.ADDRESS: (_("没有机构的地址。这个渠道要求写明，请对照合同或者官网填写。"), "dispute_edit"),
}
# Where a dispute has a page of its own for what is missing.
IN_A_DISPUTE = {Gap.MESSAGES: "dispute_what"}
OF_A_LENDER = frozenset({"lender", "lender_edit"})
OF_NOBODY = frozenset({"settings", "check"})


@dataclass(frozen=True, slots=True)
class GapLine:
    """Something that is missing, and where to add it; no ``url`` where only the letter can hold it."""

    words: str
    url: str = ""


def gap_lines(gaps: Iterable[Gap], lender: Lender, loan: Loan | None, access: Access | None = None) -> list[GapLine]:
    """The gaps in words; without a ``loan`` the way leads to the lender, whose page lists its loans.

    A guest of a dispute is led to its own pages only.
    """
    dispute = access.dispute if access else None
    lines = [GapLine(str(GAPS[gap][0]), _url(gap, lender, loan, dispute)) for gap in gaps]
    if access is None or access.may_keep:
        return lines
    inside = reverse("dispute", args=[access.dispute.pk])
    return [line if line.url.startswith(inside) and access.may_write else replace(line, url="") for line in lines]


def _url(gap: Gap, lender: Lender, loan: Loan | None, dispute: Dispute | None) -> str:
    page = IN_A_DISPUTE.get(gap, GAPS[gap][1]) if dispute else GAPS[gap][1]
    if page.startswith("dispute"):
        return reverse(page, args=[dispute.pk]) if dispute else ""
    if not page:
        return ""
    if page in OF_NOBODY:
        return reverse(page)
    if page in OF_A_LENDER or loan is None:
        return reverse(page if page in OF_A_LENDER else "lender", args=[lender.pk])
    return reverse(page, args=[loan.pk])
