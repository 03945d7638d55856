"""A judgement as a card: everything in words, each fact with its address, nothing left for the template to work out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debts.reconciler.types import Finding, IncomingMessage, Judgement, Reason, Verdict, VerdictCode
from debts.rulebook import load_rulebook
from debts.web.facts import FactIndex, Link, LoanName
from debts.web.marking import Quote, quote_of
from debts.wording import (
    ADVICE,
    CAUSES,
    FINDING_SENTENCES,
    FINDINGS,
    KINDS,
    PROOF_LEVELS,
    VERDICT_SENTENCES,
    VERDICTS,
    say,
    say_amount,
    say_missing,
)

UNREMARKABLE = frozenset({VerdictCode.SUPPORTING, VerdictCode.NO_CLAIM})


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason in words with the facts that it rests on."""

    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision that a finding rests on, with its rank: how strongly it binds."""

    name: str
    rank: str
    summary: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A conduct rule that the message may break, and what nobody knows yet."""

    id: str
    name: str
    text: str
    reasons: tuple[str, ...]
    rules: tuple[Rule, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What is said about one message, in the order in which it is read."""

    code: VerdictCode
    tone: str
    label: str
    kind: str
    answer: str
    facts: tuple[str, ...]
    loan: LoanName | None
    quote: Quote
    reasons_for: tuple[ReasonLine, ...]
    reasons_against: tuple[ReasonLine, ...]
    causes: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    advice: tuple[str, ...]


def tone_of(code: VerdictCode) -> str:
    """The colour of a verdict: red offends, amber asks, green speaks for the owner, the rest is calm."""
    if code.is_flagged:
        return "seal"
    if code.asks:
        return "ask"
    return "ok" if code is VerdictCode.SUPPORTING else "calm"


def card_of(message: IncomingMessage, judgement: Judgement, index: FactIndex) -> Card:
    """Put a judgement into words."""
    verdict = judgement.verdict
    return Card(
        code=verdict.code,
        tone=tone_of(verdict.code),
        label=str(VERDICTS[verdict.code]),
        kind=str(KINDS[judgement.reading.kind]),
        answer=str(VERDICT_SENTENCES[verdict.code]),
        facts=tuple(_facts(verdict, index.loans.get(verdict.loan_id or ""))),
        loan=index.loans.get(verdict.loan_id or ""),
        quote=quote_of(message, judgement),
        reasons_for=tuple(_reasons(verdict.reasons, index, speaking_for=True)),
        reasons_against=tuple(_reasons(verdict.reasons, index, speaking_for=False)),
        causes=tuple(str(CAUSES[code]) for code in verdict.causes),
        findings=tuple(_finding(finding) for finding in judgement.findings),
        advice=tuple(str(ADVICE[code]) for code in verdict.advice),
    )


def _facts(verdict: Verdict, loan: LoanName | None) -> Iterator[str]:
    currency = loan.currency if loan else "CNY"
    if verdict.days_since_settlement is not None:
        days = verdict.days_since_settlement
        yield _("结清 %(days)d 天后收到") % {"days": days} if days else _("结清后不到一天收到")
    if verdict.claimed is not None:
        yield _("消息要 %(sum)s") % {"sum": say_amount(verdict.claimed, currency)}
    if verdict.owed is not None:
        yield _("账本上应还 %(sum)s") % {"sum": say_amount(verdict.owed, currency)}
    if verdict.proof_level:
        yield str(PROOF_LEVELS[verdict.proof_level])


def _reasons(reasons: Iterable[Reason], index: FactIndex, *, speaking_for: bool) -> Iterator[ReasonLine]:
    for reason in reasons:
        if reason.speaks_for is speaking_for:
            yield ReasonLine(say(reason), index.links_to(reason.facts))


def _finding(finding: Finding) -> FindingLine:
    return FindingLine(
        id=finding.id,
        name=str(FINDINGS[finding.id]),
        text=str(FINDING_SENTENCES[finding.id]),
        reasons=tuple(say(reason) for reason in finding.reasons),
        rules=tuple(_rule(citation) for citation in finding.citations),
        missing=tuple(say_missing(code) for code in finding.missing),
    )


def _rule(citation_id: str) -> Rule:
    book, language = load_rulebook(), get_language() or "zh"
    citation = book.citation(citation_id)
    rank = book.rank(citation.rank)
    return Rule(
        name=f"{citation.instrument}{citation.article}",
        rank=f"{rank.letter} {rank.name.in_language(language)}",
        summary=citation.summary.in_language(language),
    )
