"""A judgement as a card: everything in words, each fact with its address, nothing left for the template to work out."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debts.reconciler.types import Finding, IncomingMessage, Judgement, Reason, Verdict, VerdictCode
from debts.rulebook import load_rulebook
from debts.web.facts import FactIndex, Link, LoanName
from debts.web.marking import Quote, quote_of
from debts.web.worded import in_words, tone_of, words_of
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

logger = logging.getLogger(__name__)

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

    code: str
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


def card_of(message: IncomingMessage, judgement: Judgement, index: FactIndex) -> Card:
    """Put a judgement into words."""
    verdict = judgement.verdict
    return Card(
        code=verdict.code,
        tone=tone_of(verdict.code),
        label=words_of(VERDICTS, verdict.code),
        kind=words_of(KINDS, judgement.reading.kind),
        answer=words_of(VERDICT_SENTENCES, verdict.code),
        facts=tuple(_facts(verdict, index.loans.get(verdict.loan_id or ""))),
        loan=index.loans.get(verdict.loan_id or ""),
        quote=quote_of(message, judgement),
        reasons_for=tuple(_reasons(verdict.reasons, index, speaking_for=True)),
        reasons_against=tuple(_reasons(verdict.reasons, index, speaking_for=False)),
        causes=tuple(words_of(CAUSES, code) for code in verdict.causes),
        findings=tuple(_finding(finding) for finding in judgement.findings),
        advice=tuple(words_of(ADVICE, code) for code in verdict.advice),
    )


def bare_card(message: IncomingMessage, code: str, kind: str) -> Card:
    """A message whose stored judgement cannot be read any more: its words, and the codes that stand beside it."""
    logger.warning("The stored judgement with the verdict %r cannot be read.", code)
    return Card(
        code=code,
        tone=tone_of(code),
        label=words_of(VERDICTS, code),
        kind=words_of(KINDS, kind),
        answer=_("这条判定是以前的版本存下的，细节现在读不出来"),
        facts=(_("原文没有变。在下面确认一次，或者改动相关的借款，就会重新判定。"),),
        loan=None,
        quote=quote_of(message, None),
        reasons_for=(),
        reasons_against=(),
        causes=(),
        findings=(),
        advice=(),
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
        yield words_of(PROOF_LEVELS, verdict.proof_level)


def _reasons(reasons: Iterable[Reason], index: FactIndex, *, speaking_for: bool) -> Iterator[ReasonLine]:
    for reason in reasons:
        if reason.speaks_for is speaking_for:
            yield ReasonLine(_said(reason), index.links_to(reason.facts))


def _said(reason: Reason) -> str:
    return in_words(say, reason, reason.code)


def _finding(finding: Finding) -> FindingLine:
    return FindingLine(
        id=finding.id,
        name=words_of(FINDINGS, finding.id),
        text=words_of(FINDING_SENTENCES, finding.id),
        reasons=tuple(map(_said, finding.reasons)),
        rules=tuple(in_words(_rule, citation, Rule(citation, "", "")) for citation in finding.citations),
        missing=tuple(in_words(say_missing, code, code) for code in finding.missing),
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
