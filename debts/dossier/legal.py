"""The legal side of a dispute summary: what may be cited, with its rank, in the cautious words that the rank allows."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debts.dossier.summary import Language, LegalPart
from debts.models import Message
from debts.reconciler.dates import CHINA
from debts.reconciler.standing import MAINLAND, RELEASED, Standing, region_of
from debts.reconciler.types import Finding, Judgement
from debts.rulebook import Citation, LenderKind, Verification, in_script, load_rulebook
from debts.wording import say_missing, say_rule
from debts.wording.stored import in_words

# Rules that count by the day mean the day in China (law sheet, section 11), and so do days of coming into force.


def language_now() -> Language:
    """The language of documents that fits the active one; the mainland reads them, so none is in traditional."""
    return "en" if (get_language() or "").lower().startswith("en") else "zh-hans"


@contextmanager
def in_language_of_documents() -> Iterator[None]:
    """Word things as documents do until the block ends, or while the function lasts that bears this as a decorator."""
    with translation.override(language_now()):
        yield


def legal_basis(
    cases: Sequence[tuple[Message, Judgement]], standings: Iterable[Standing], kind: LenderKind | None
) -> tuple[LegalPart, ...]:
    """What the summary relies on, each provision once: the end of the debt first, then what the findings cite.

    Only provisions that were in force on the day of a message count. Loans of other regions have none: mainland rules
    do not apply to them.
    """
    book = load_rulebook()
    grounds: dict[str, Citation] = {}
    for standing in standings:
        for day in _days(standing, cases):
            lists = (book.basis(name, day, kind) for name in _bases(standing))
            grounds |= {citation.id: citation for citations in lists for citation in citations}
    cited = {one.id: one for _, case in cases for finding in case.findings for one in _citations(finding)}
    every = {**grounds, **cited}
    return tuple(
        legal_part(citation, is_ground=name in grounds, is_cited=name in cited) for name, citation in every.items()
    )


def _citations(finding: Finding) -> list[Citation]:
    """What the finding cites, without what this rulebook does not know any more."""
    book = load_rulebook()
    found = (in_words(book.citation, one, None) for one in finding.citations)
    return [citation for citation in found if citation]


def _bases(standing: Standing) -> Iterator[str]:
    """The lists of the rulebook that speak of a loan as it stands."""
    if region_of(standing.loan) != MAINLAND:
        return
    settlement = standing.settlement
    if standing.settled_at:
        yield "waived_debt" if settlement and settlement.basis in RELEASED else "settled_debt"
    if standing.loan.assignments:
        yield "assigned_debt"


def _days(standing: Standing, cases: Sequence[tuple[Message, Judgement]]) -> list[date]:
    """The days of the messages about a loan; without any, the day of the summary."""
    own = [message for message, judgement in cases if judgement.verdict.loan_id == standing.loan.id]
    days = {message.received_at.astimezone(CHINA).date() for message in own if message.received_at}
    return sorted(days) or [standing.day]


def legal_part(citation: Citation, *, is_ground: bool = False, is_cited: bool = False) -> LegalPart:
    """One provision with its rank: a ground of the requests, a rule that a message may breach, both, or neither."""
    language, rank = get_language() or "", load_rulebook().rank(citation.rank)
    summary = citation.summary.in_language(language)
    if citation.verification is not Verification.VERIFIED:
        summary = _("%(summary)s（本条未能核对原文，提交前请查官方文本。）") % {"summary": summary}
    roles = [_("请求的依据")] if is_ground else []
    roles += [rank.wording.in_language(language)] if is_cited else []
    return LegalPart(
        instrument=in_script(citation.instrument, language),
        article=in_script(citation.article, language),
        rank=rank.letter,
        rank_name=rank.name.in_language(language),
        wording=_("；").join(roles),
        summary=summary,
    )


def finding_sentences(judgement: Judgement) -> tuple[str, ...]:
    """One sentence for each finding: 可能, the rule's name, the ranks behind it, and what nobody knows yet."""
    return tuple(_sentence(finding) for finding in judgement.findings)


def _sentence(finding: Finding) -> str:
    book, language = load_rulebook(), get_language() or ""
    parts = [_("行为类型 %(rule)s") % {"rule": finding.id}]
    if citations := _citations(finding):
        letters = sorted({citation.rank for citation in citations})
        ranks = [f"{letter} {book.rank(letter).name.in_language(language)}" for letter in letters]
        parts.append(_("依据的效力级别：%(ranks)s") % {"ranks": _("、").join(ranks)})
    if questions := [in_words(say_missing, code, code) for code in finding.missing]:
        parts.append(_("尚需核实：%(facts)s") % {"facts": _("、").join(questions)})
    return _("%(sentence)s（%(grounds)s）。") % {
        "sentence": in_words(say_rule, finding.id, finding.id).rstrip("。."),
        "grounds": _("；").join(parts),
    }
