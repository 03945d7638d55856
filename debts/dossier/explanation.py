"""A judgement taken apart, line by line: what was read, which loans were weighed and by what, and what was concluded.

匹配
  够花 · 海尔消费金融有限公司：50 分
    +20  消息以“够花”署名；署名只供参考，不能证明发送人。  〔够花〕
    +30  消息提到的产品是“够花”。  〔够花〕
"""

from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from debts.models import Loan, Message
from debts.reconciler.types import Candidate, Finding, Judgement, Reading, Reason, Span
from debts.rulebook import load_rulebook
from debts.wording import (
    AMOUNT_ROLES,
    CAUSES,
    FINDING_SENTENCES,
    KINDS,
    PROOF_LEVELS,
    VERDICT_SENTENCES,
    VERDICTS,
    say,
    say_amount,
)


def explain(message: Message) -> list[str]:
    """Explain the stored judgement of a kept message; its loans are named by product and lender."""
    judgement = message.verdict.judgement
    loans = Loan.objects.of(message.owner).select_related("lender")
    names = {loan.ref: f"{loan.product or loan.lender.name} · {loan.lender.name}" for loan in loans}
    return [
        *_head(message),
        *_section(_("读到的"), _reading(judgement.reading, message.text)),
        *_section(_("匹配"), _match(judgement, names, message.text)),
        *_section(_("判定"), _verdict(judgement, message.text)),
        *_section(_("行为提示"), _findings(judgement.findings, message.text)),
        _("规则版本 %(version)s") % {"version": judgement.verdict.rulebook_version},
    ]


def _head(message: Message) -> Iterator[str]:
    at = localtime(message.received_at).isoformat(" ", "seconds") if message.received_at else _("时间未知")
    yield " · ".join(part for part in (message.get_channel_display(), message.sender, at) if part)
    yield message.text


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield title
        yield from (f"  {line}" for line in body)


def _reading(reading: Reading, text: str) -> Iterator[str]:
    demand = _("提出了要求") if reading.is_claim else _("没有提出要求")
    yield f"{KINDS[reading.kind]} · {demand}"
    for amount in reading.amounts:
        yield f"{AMOUNT_ROLES[amount.role]} {say_amount(amount.value, amount.currency)}{_words(text, (amount.span,))}"
    hits = [hit.span for hit in reading.phrases]
    if hits:
        yield _("起作用的词句：") + _words(text, hits).strip()


def _match(judgement: Judgement, names: dict[str, str], text: str) -> Iterator[str]:
    for candidate in judgement.match.candidates:
        yield _("%(loan)s：%(score)d 分") % {
            "loan": names.get(candidate.loan_id, candidate.loan_id),
            "score": candidate.score,
        }
        yield from _parts(candidate, text)


def _parts(candidate: Candidate, text: str) -> Iterator[str]:
    """The parts that make up the score, what speaks against the loan with a bare minus."""
    parts = load_rulebook().weights.parts
    for reason in candidate.reasons:
        points = str(parts[reason.code].weight) if reason.code in parts else ""
        weight = f"+{points}" if reason.speaks_for else "−"
        yield f"  {weight:>4}  {say(reason)}{_words(text, reason.spans)}"


def _verdict(judgement: Judgement, text: str) -> Iterator[str]:
    verdict = judgement.verdict
    yield f"{VERDICTS[verdict.code]}：{VERDICT_SENTENCES[verdict.code]}"
    if verdict.proof_level:
        yield _("结清的依据：%(level)s") % {"level": PROOF_LEVELS[verdict.proof_level]}
    yield from _reasons(verdict.reasons, text)
    for cause in verdict.causes:
        yield f"?  {CAUSES[cause]}"


def _reasons(reasons: Iterable[Reason], text: str) -> Iterator[str]:
    for reason in reasons:
        yield f"{'+' if reason.speaks_for else '−'}  {say(reason)}{_words(text, reason.spans)}"


def _findings(findings: Iterable[Finding], text: str) -> Iterator[str]:
    for finding in findings:
        yield f"{finding.id}  {FINDING_SENTENCES[finding.id]}{_words(text, finding.spans)}"
        yield from (f"    {line}" for line in _reasons(finding.reasons, text))


def _words(text: str, spans: Iterable[Span]) -> str:
    """The words of the message that a line rests on, in brackets behind it."""
    quoted = dict.fromkeys(text[span.start : span.end] for span in spans)
    return "".join(f"  〔{words}〕" for words in quoted)
