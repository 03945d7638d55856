"""A judgement taken apart: what was read, which loans were weighed and by what, what was concluded and why.

One structure, worded once in the language that is active. The message's page, ``explain_message`` and the dispute
summary are all made of it, so none of them can say something else than the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debts.dossier.facts import Fact, named
from debts.dossier.figures import Account, accounts_of, summary_of
from debts.dossier.known import Event, Known, events_of, moment
from debts.dossier.marks import Mark, marks_of, numbers_at
from debts.dossier.weighing import Line, Place, Weighed, adds_up, place_of, steps_of, without_weights
from debts.reconciler.types import Finding, IncomingMessage, Judgement, Match, Reason, Recipient, Verdict, VerdictCode
from debts.rulebook import in_script, load_rulebook
from debts.wording import (
    ADVICE,
    CAUSES,
    CHANNELS,
    KINDS,
    RECIPIENTS,
    STAGES,
    VERDICT_SENTENCES,
    VERDICTS,
    name_rule,
    say,
    say_missing,
    say_rule,
)
from debts.wording.marks import OUTCOMES
from debts.wording.stored import in_words, words_of

# These answers are the same whichever loan the message is about.
WITHOUT_LEDGER = frozenset({VerdictCode.SUSPECTED_FRAUD, VerdictCode.WRONG_PERSON, VerdictCode.NO_CLAIM})


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision that a finding rests on, with its rank: how strongly it binds."""

    name: str
    rank: str
    summary: str
    rank_name: str = ""


@dataclass(frozen=True, slots=True)
class FindingPart:
    """A conduct rule that the message may break, the messages that make it up, and what nobody knows yet."""

    id: str
    name: str
    text: str
    lines: tuple[Line, ...]
    events: tuple[Event, ...]
    rules: tuple[Rule, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that can be said about one judgement, in the order in which it is read."""

    came: tuple[str, ...]
    text: str
    code: str
    verdict: str
    answer: str
    loan: Fact | None
    summary: tuple[str, ...]
    kind: str
    is_claim: bool
    stage: str
    marks: tuple[Mark, ...]
    outcome: str
    weighed: tuple[Weighed, ...]
    accounts: tuple[Account, ...]
    reasons: tuple[Line, ...]
    rulebook_version: str
    causes: tuple[str, ...] = ()
    findings: tuple[FindingPart, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def own_reasons(self) -> tuple[Line, ...]:
        """The reasons without those that only found the loan, which the loan's own steps show."""
        found = {step.line for one in self.weighed for step in one.steps}
        return tuple(line for line in self.reasons if line not in found)

    @property
    def reading(self) -> str:
        """What the message was read as: what it wants and, where it claims a debt, how far the pressing has gone."""
        return " · ".join(filter(None, (_("要您还款") if self.is_claim else _("没有要您还款"), self.stage)))

    @property
    def rests_on_the_ledger(self) -> bool:
        """Whether another loan could have given another answer."""
        return self.code not in WITHOUT_LEDGER

    @property
    def search(self) -> str:
        """How the search for the loan ended, and whether it matters."""
        return sentences(() if self.rests_on_the_ledger else (_("这个结论不取决于是哪一笔借款。"),), (self.outcome,))


def sentences(*groups: Iterable[str]) -> str:
    """Sentences in a row; Chinese sets no space between them."""
    space = " " if (get_language() or "").startswith("en") else ""
    return space.join(sentence for group in groups for sentence in group)


class Depth(Enum):
    """How much of an explanation is wanted: what stands on a card, what goes into a document, or all of it."""

    CARD = "card"
    DOCUMENT = "document"
    FULL = "full"


def explain(message: IncomingMessage, judgement: Judgement, known: Known, depth: Depth = Depth.FULL) -> Explanation:
    """Take a judgement of ``message`` apart. Codes that have no words any more are shown as they are.

    A card does without marks, loans and figures; a document does without figures, causes, findings and advice, which
    it tells in its own place, and without the loans that were left out.
    """
    verdict, is_full = judgement.verdict, depth is Depth.FULL
    sayer = _Sayer(() if depth is Depth.CARD else marks_of(message.text, judgement), known)
    return Explanation(
        came=tuple(_came(message, known.zone)),
        text=message.text,
        code=str(verdict.code),
        verdict=words_of(VERDICTS, verdict.code),
        answer=words_of(VERDICT_SENTENCES, verdict.code),
        loan=known.facts.get(("loan", verdict.loan_id or "")),
        summary=tuple(summary_of(verdict, _currency(verdict.loan_id, known))),
        kind=words_of(KINDS, judgement.reading.kind),
        is_claim=judgement.reading.is_claim,
        stage=words_of(STAGES, judgement.reading.stage) if judgement.reading.stage else "",
        marks=sayer.marks,
        outcome=words_of(OUTCOMES, judgement.match.outcome),
        weighed=() if depth is Depth.CARD else tuple(_weighed(judgement.match, verdict, sayer, depth)),
        accounts=tuple(accounts_of(judgement, known)) if is_full and verdict.code not in WITHOUT_LEDGER else (),
        reasons=sayer.lines(verdict.reasons),
        rulebook_version=verdict.rulebook_version,
        **({} if depth is Depth.DOCUMENT else _consequences(judgement, sayer)),
    )


def _consequences(judgement: Judgement, sayer: "_Sayer") -> dict[str, Any]:
    verdict = judgement.verdict
    return {
        "causes": tuple(words_of(CAUSES, code) for code in verdict.causes),
        "findings": tuple(_finding(finding, sayer) for finding in judgement.findings),
        "advice": tuple(words_of(ADVICE, code) for code in verdict.advice),
    }


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Says reasons of one message, each with its marked words and its facts."""

    marks: tuple[Mark, ...]
    known: Known

    def line(self, reason: Reason) -> Line:
        return Line(
            code=reason.code,
            text=in_words(say, reason, reason.code),
            speaks_for=reason.speaks_for,
            numbers=numbers_at(self.marks, reason.spans),
            facts=named(self.known.facts, reason.facts),
        )

    def lines(self, reasons: Iterable[Reason]) -> tuple[Line, ...]:
        return tuple(map(self.line, reasons))


def _came(message: IncomingMessage, zone: tzinfo) -> Iterator[str]:
    yield words_of(CHANNELS, message.channel)
    if message.sender:
        yield message.sender
    yield moment(message.received_at, zone)
    if message.recipient is not Recipient.SELF:
        yield _("发给：%(who)s") % {"who": words_of(RECIPIENTS, message.recipient)}


def _currency(loan_id: str | None, known: Known) -> str:
    loan = known.loans.get(loan_id or "")
    return loan.facts.currency if loan else "CNY"


def _weighed(match: Match, verdict: Verdict, sayer: _Sayer, depth: Depth) -> Iterator[Weighed]:
    """The loans that were weighed, the one that was taken first, those left out last."""
    candidates = sorted(match.candidates, key=lambda one: (one.loan_id != verdict.loan_id, -one.score))
    matters = verdict.code not in WITHOUT_LEDGER
    for one in (*candidates, *(match.set_aside if depth is Depth.FULL else ())):
        place, steps = place_of(one, match, verdict.loan_id, matters=matters), steps_of(one, sayer.line)
        fits = place is Place.DECIDED or adds_up(one, steps)
        loan = sayer.known.loans.get(one.loan_id)
        yield Weighed(
            label=loan.label if loan else one.loan_id,
            lender=loan.lender if loan else "",
            fact=sayer.known.facts.get(("loan", one.loan_id)),
            place=place,
            score=one.score,
            steps=steps if fits else without_weights(steps),
            adds_up=fits,
        )


def _finding(finding: Finding, sayer: _Sayer) -> FindingPart:
    return FindingPart(
        id=finding.id,
        name=in_words(name_rule, finding.id, finding.id),
        text=in_words(say_rule, finding.id, finding.id),
        lines=sayer.lines(finding.reasons),
        events=tuple(event for one in events_of(finding) if (event := sayer.known.events.get(one))),
        rules=tuple(in_words(_rule, citation, Rule(citation, "", "")) for citation in finding.citations),
        missing=tuple(in_words(say_missing, code, code) for code in finding.missing),
    )


def _rule(citation_id: str) -> Rule:
    book, language = load_rulebook(), get_language() or "zh"
    citation = book.citation(citation_id)
    rank = book.rank(citation.rank)
    return Rule(
        name=f"{in_script(citation.instrument, language)}{in_script(citation.article, language)}",
        rank=f"{rank.letter} {rank.name.in_language(language)}",
        summary=citation.summary.in_language(language),
        rank_name=rank.name.in_language(language),
    )
