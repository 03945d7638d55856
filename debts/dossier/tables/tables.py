"""What stands in each table. Money stands beside its currency, and facts go by the names that the archive uses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from debts.dossier.tables.courses import entry_rows, loan_rows, schedule_rows
from debts.models import Decision, Lender, Loan, Message, User
from debts.models.messages import Channel, Recipient
from debts.queries import loans_of, zone_of
from debts.wording import KINDS, VERDICTS, name_rule
from debts.wording.stored import in_words, words_of

Row = Sequence[Any]
PIECE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table by the name of its file; the rows can be gone through once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


def tables_of(owner: User, now: datetime) -> Iterator[Table]:
    """Every table of the owner's ledger, figures as known at ``now``."""
    loans = list(loans_of(owner).order_by("pk"))
    yield _lenders(owner)
    yield _loans(loans, now, owner)
    yield Table("schedule", _schedule_columns(), schedule_rows(loans, now, zone_of(owner)))
    yield Table("repayments", _entry_columns(), entry_rows(loans, now, zone_of(owner)))
    yield _settlements(loans)
    yield _proofs(loans)
    yield _assignments(loans)
    yield _messages(owner)
    yield _decisions(owner)


def _lenders(owner: User) -> Table:
    columns = (_("编号"), _("机构名称"), _("机构类型"), _("别名"), _("短信签名"), _("发送号码"))
    rows = (
        (row.ref, row.name, row.get_kind_display(), *map(_listed, (row.aliases, row.signatures, row.senders)))
        for row in Lender.objects.of(owner).order_by("pk")
    )
    return Table("lenders", columns, rows)


def _loans(loans: Sequence[Loan], now: datetime, owner: User) -> Table:
    columns = (
        *(_("编号"), _("出借机构"), _("产品"), _("合同号或借据号"), _("币种"), _("借款金额"), _("实际到手金额")),
        *(_("借款日期"), _("年利率"), _("还款方式"), _("期数（月）"), _("首期还款日"), _("您的身份")),
        *(_("结清时间"), _("已还"), _("按约定还差"), _("逾期金额"), _("多付"), _("备注")),
    )
    return Table("loans", columns, loan_rows(loans, now, zone_of(owner)))


def _schedule_columns() -> tuple[str, ...]:
    return (
        *(_("借款编号"), _("借款"), _("币种"), _("期"), _("还款日")),
        *(_("本金"), _("利息"), _("费用"), _("合计"), _("还差")),
    )


def _entry_columns() -> tuple[str, ...]:
    return (
        *(_("借款编号"), _("借款"), _("编号"), _("还款时间"), pgettext("entry", "种类"), _("币种"), _("金额")),
        *(_("其中本金"), pgettext("entry", "其中利息"), pgettext("entry", "其中费用"), pgettext("entry", "其中罚息")),
        *(_("多付"), _("付款方式"), _("流水号"), _("被退回的时间")),
    )


def _settlements(loans: Sequence[Loan]) -> Table:
    columns = (_("借款编号"), _("借款"), _("结清时间"), _("结清方式"), _("谁确认的"), _("备注"), _("撤回的时间"))
    rows = (
        (
            loan.ref,
            str(loan),
            row.settled_at,
            row.get_basis_display(),
            row.get_confirmed_by_display(),
            row.note,
            row.removed_at,
        )
        for loan in loans
        for row in loan.settlements_on_record  # type: ignore[attr-defined]  # set by the prefetch
    )
    return Table("settlements", columns, rows)


def _proofs(loans: Sequence[Loan]) -> Table:
    columns = (
        *(_("借款编号"), _("借款"), _("材料种类"), _("出具日期"), _("出具方"), _("编号"), _("材料上的姓名")),
        *(_("材料上的合同号"), _("写明的范围"), _("币种"), _("材料上的金额"), _("内容或说明"), _("文件名"), "SHA-256"),
    )
    rows = (
        _proof(loan, row)
        for loan in loans
        for row in loan.proofs_in_force  # type: ignore[attr-defined]  # set by the prefetch
    )
    return Table("proofs", columns, rows)


def _proof(loan: Loan, row: Any) -> Row:
    file = row.attachment
    return (
        *(loan.ref, str(loan), row.get_kind_display(), row.issued_on, row.issuer, row.number, row.holder),
        *(row.contract_number, row.get_scope_display(), loan.currency, row.amount, row.note),
        *((file.original_name, file.sha256) if file else ("", "")),
    )


def _assignments(loans: Sequence[Loan]) -> Table:
    columns = (_("借款编号"), _("借款"), _("受让方"), _("受让方的其他名称"), _("收到通知的日期"), _("备注"))
    rows = (
        (loan.ref, str(loan), row.assignee, _listed(row.aliases), row.notified_on, row.note)
        for loan in loans
        for row in loan.assignments_in_force  # type: ignore[attr-defined]  # set by the prefetch
    )
    return Table("assignments", columns, rows)


def _messages(owner: User) -> Table:
    columns = (
        *(_("编号"), _("收到时间"), _("发送时间"), _("渠道"), _("收到的人"), _("发送方"), _("原文")),
        *(_("消息种类"), _("判定"), _("借款"), _("行为提示"), _("规则库版本")),
    )
    kept = Message.objects.of(owner).select_related("verdict__loan__lender").prefetch_related("verdict__findings")
    # What a verdict rests on is a page of its own for each message, and many times larger than all else.
    kept = kept.defer("verdict__detail", "verdict__plain_text").order_by("pk")
    say = _Words()
    return Table("messages", columns, (_message(row, say) for row in kept.iterator(chunk_size=PIECE)))


class _Words:
    """The words of the codes in messages, each looked up once: of a hundred thousand rows that is half the time."""

    def __init__(self) -> None:
        self.channel = cache(lambda value: str(dict(Channel.choices).get(value, value)))
        self.recipient = cache(lambda value: str(dict(Recipient.choices).get(value, value)))
        self.kind = cache(partial(words_of, KINDS))
        self.verdict = cache(partial(words_of, VERDICTS))
        self.finding = cache(lambda rule: in_words(name_rule, rule, rule))


def _message(row: Message, say: _Words) -> Row:
    told = (row.ref, row.received_at, row.sent_at, say.channel(row.channel), say.recipient(row.recipient), row.sender)
    verdict = getattr(row, "verdict", None)
    if verdict is None:
        return (*told, row.text, "", "", "", "", "")
    findings = _listed(say.finding(finding.rule) for finding in verdict.findings.all())
    loan = str(verdict.loan) if verdict.loan else ""
    return (
        *told,
        row.text,
        say.kind(verdict.kind),
        say.verdict(verdict.code),
        loan,
        findings,
        verdict.rulebook_version,
    )


def _decisions(owner: User) -> Table:
    columns = (_("消息编号"), _("本人确认"), _("借款"), _("理由"), _("时间"))
    rows = Decision.objects.of(owner).select_related("message", "loan__lender").order_by("pk")
    return Table("decisions", columns, map(_decision, rows))


def _decision(row: Decision) -> Row:
    return (row.message.ref, row.get_kind_display(), str(row.loan or ""), row.reason, row.recorded_at)


def _listed(values: Iterable[str]) -> str:
    return _("；").join(values)
