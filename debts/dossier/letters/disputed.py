"""From a dispute to a case: its own exhibits under its own numbers, its story and requests, and what was answered.

1 October handed in to the lender, number A1; 20 October answered, refused
->  2025年10月1日，本人向机构递交了材料，受理号A1。2025年10月20日收到答复：不同意本人的请求。
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import translation

from debts.disputes.types import Response, StepKind
from debts.dossier.casefile import items_of, requests_of
from debts.dossier.casework import is_of_the_mainland
from debts.dossier.letters.case import Case, CaseExhibit
from debts.dossier.letters.gathering import case_of, message_part
from debts.dossier.letters.phrasing import say_day, say_moment
from debts.models import Dispute, DisputeItem, DisputeStep, Loan, User
from debts.models.messages import Channel as ChannelChoices
from debts.queries import zone_of
from debts.reconciler.types import ProofKind
from debts.wording import PROOF_KINDS

LENDER = "lender"
OBJECTION = "credit-objection"
# What an answer came to, in the voice of the person who writes.
RESPONSES = {
    Response.ACKNOWLEDGED: "对方只说已收到、已受理或者已转办",
    Response.GRANTED: "对方同意本人的请求",
    Response.PARTLY: "对方只同意一部分请求",
    Response.EMPTY: "答复没有回应本人的请求",
    Response.REFUSED: "对方不同意本人的请求",
}
LONGEST_ANSWER = 400


def case_of_dispute(owner: User, dispute: Dispute, now: datetime, loans: Sequence[Loan]) -> Case:
    """The matter of a dispute; ``loans`` came from ``queries.loans_of`` and hold all those with its lender.

    Messages that agree with the ledger are exhibits and nothing to complain of: they are named, not listed.
    """
    items = items_of(dispute)
    about = [loan for loan in loans if loan == dispute.loan] if dispute.loan else list(loans)
    disputed = [item for item in items if item.message and item.message.verdict.is_flagged]
    others = [item for item in items if item not in disputed]
    steps = list(DisputeStep.objects.of(owner).filter(dispute=dispute).order_by("day", "time", "pk"))
    with translation.override("zh-hans"):
        asked = requests_of(dispute, mainland=is_of_the_mainland(dispute, loans))
        exhibits = tuple(_exhibit(item, owner) for item in others)
    whole = case_of(owner, lender=dispute.lender, now=now, rows=about, messages=())
    return replace(
        whole,
        lender=replace(whole.lender, address=dispute.lender_address),
        messages=tuple(message_part(item.number, item.message) for item in disputed if item.message),
        story=dispute.story,
        asked=asked,
        lender_answer=told_of(steps, LENDER, "机构"),
        objection=told_of(steps, OBJECTION, "信息提供者或者征信机构"),
        exhibits=exhibits,
        is_dispute=True,
    )


def _exhibit(item: DisputeItem, owner: User) -> CaseExhibit:
    return CaseExhibit(item.number, "，".join(filter(None, _told(item, owner))))


def _told(item: DisputeItem, owner: User) -> Iterator[str]:
    if item.message:
        channel = ChannelChoices(item.message.channel).label
        yield f"{channel}（{say_moment(item.message.received_at, zone_of(owner))}）"
    elif item.proof:
        yield str(PROOF_KINDS[ProofKind(item.proof.kind)])
        yield say_day(item.proof.issued_on) if item.proof.issued_on else ""
        yield f"编号{item.proof.number}" if item.proof.number else ""
    else:
        yield f"文件“{item.attachment.original_name}”" if item.attachment else ""
    yield item.note


def told_of(steps: Iterable[DisputeStep], channel: str, whom: str) -> str:
    """What was handed in to a channel and what came of it, in sentences; empty where nothing was handed in."""
    steps = list(steps)
    sent = [step for step in steps if step.kind == StepKind.SENT and step.channel == channel]
    lines = (f"{_handed_in(one, whom)}{_answered(one, steps)}" for one in sent)
    return "\n".join(lines)


def _handed_in(sent: DisputeStep, whom: str) -> str:
    number = f"，受理号或单号{sent.reference}" if sent.reference else ""
    return f"{say_day(sent.day)}，本人向{whom}递交了材料{number}。"


def _answered(sent: DisputeStep, steps: Iterable[DisputeStep]) -> str:
    answers = [step for step in steps if step.answers_id == sent.pk]
    if not answers:
        return "至今没有收到答复。"
    told = "".join(map(_answer, answers))
    return told if any(Response(one.response).is_final for one in answers) else f"{told}至今没有收到处理结果。"


def _answer(step: DisputeStep) -> str:
    """An answer; its own words come whole or not at all, for what is cut can mislead."""
    number = f"（编号{step.reference}）" if step.reference else ""
    words = step.text.strip()
    quoted = f"，内容记录：{words.rstrip('。')}" if words and len(words) <= LONGEST_ANSWER else ""
    return f"{say_day(step.day)}收到答复{number}：{RESPONSES[Response(step.response)]}{quoted}。"
