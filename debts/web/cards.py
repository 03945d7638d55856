"""A judgement as a card: everything in words, each fact with its address, nothing left for the template to work out."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from debts.dossier.explanation import Depth, FindingPart, explain
from debts.dossier.weighing import Line
from debts.reconciler.types import IncomingMessage, Judgement, VerdictCode
from debts.web.facts import FactIndex, LoanName
from debts.web.marking import Quote, quote_of
from debts.web.why import Why, why_of
from debts.web.worded import tone_of
from debts.wording import KINDS, VERDICTS
from debts.wording.stored import words_of

logger = logging.getLogger(__name__)

UNREMARKABLE = frozenset({VerdictCode.SUPPORTING, VerdictCode.NO_CLAIM})


# Where what is advised can be done at once: the page about the loan.
PAGES = {"ask_certificate": "certificate_letter"}


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next, in words; ``url`` is where it is done, empty where that is outside of the app."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is said about one message, in the order in which it is read; ``why`` takes it apart where that is wanted."""

    code: str
    tone: str
    label: str
    kind: str
    answer: str
    facts: tuple[str, ...]
    loan: LoanName | None
    quote: Quote
    reasons: tuple[Line, ...] = ()
    causes: tuple[str, ...] = ()
    findings: tuple[FindingPart, ...] = ()
    advice: tuple["Advice", ...] = ()
    why: Why | None = None


def card_of(message: IncomingMessage, judgement: Judgement, index: FactIndex, *, apart: bool = False) -> Card:
    """Put a judgement into words; with ``apart`` it is taken apart as well, which costs several times as much."""
    verdict = judgement.verdict
    loan = index.loans.get(verdict.loan_id or "")
    explanation = explain(message, judgement, index.known, Depth.FULL if apart else Depth.CARD)
    return Card(
        code=verdict.code,
        tone=tone_of(verdict.code),
        label=explanation.verdict,
        kind=explanation.kind,
        answer=explanation.answer,
        facts=explanation.summary,
        loan=loan,
        quote=quote_of(message, judgement),
        reasons=tuple(sorted(explanation.reasons, key=lambda line: not line.speaks_for)),
        causes=explanation.causes,
        findings=explanation.findings,
        advice=tuple(_advice(verdict.advice, explanation.advice, loan)),
        why=why_of(explanation, prefix=f"{message.id}-") if apart else None,
    )


def _advice(codes: Iterable[str], words: Iterable[str], loan: LoanName | None) -> Iterator[Advice]:
    for code, told in zip(codes, words, strict=True):
        page = PAGES.get(code)
        yield Advice(told, reverse(page, args=[loan.pk]) if page and loan else "")


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
    )
