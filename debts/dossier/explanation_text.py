"""An explanation as plain text: all of it for a terminal, a few lines of it for the dispute summary.

说的是哪一笔借款
  够花 · 海尔消费金融有限公司：50 分，说的是这一笔
    +20  署名相符：消息以“够花”署名；署名只供参考，不能证明发送人。  〔1 够花〕 → 海尔消费金融有限公司
    +30  产品相符：消息提到的产品是“够花”。  〔3 够花〕 → 够花
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from debts.dossier.explanation import Explanation, FindingPart, sentences
from debts.dossier.marks import Mark
from debts.dossier.weighing import Line, Weighed
from debts.wording.excerpts import shortened
from debts.wording.marks import HEADINGS

# So much of a message's own words, and so many reasons, go beside it in a document that is to be read by others.
WORDS_SHOWN = 6
FACTS_SHOWN = 4
LONGEST_QUOTED = 24


def lines_of(explanation: Explanation) -> list[str]:
    """The whole explanation, a line each, as the page shows it."""
    words = {mark.number: mark.text for mark in explanation.marks}
    return [
        " · ".join(explanation.came),
        explanation.text,
        *_section(explanation.verdict, (explanation.answer, " · ".join(_about(explanation)))),
        *_section(HEADINGS["words"], (f"{explanation.kind} · {explanation.reading}", *map(_mark, explanation.marks))),
        *_section(HEADINGS["search"], (explanation.search, *_loans(explanation.weighed, words))),
        *_section(HEADINGS["accounts"], _accounts(explanation)),
        *_section(HEADINGS["reasons"], (_reason(line, words) for line in explanation.own_reasons)),
        *_section(HEADINGS["causes"], (f"?  {cause}" for cause in explanation.causes)),
        *_section(HEADINGS["findings"], _findings(explanation.findings, words)),
        *_section(HEADINGS["advice"], explanation.advice),
        _("规则版本 %(version)s") % {"version": explanation.rulebook_version},
    ]


def _section(title: object, lines: Iterable[str]) -> Iterator[str]:
    body = [line for line in lines if line]
    if body:
        yield str(title)
        yield from (f"  {line}" for line in body)


def _about(explanation: Explanation) -> Iterator[str]:
    if explanation.loan:
        yield explanation.loan.label
    yield from explanation.summary


def _mark(mark: Mark) -> str:
    read = _("（读作 %(words)s）") % {"words": mark.read_as} if mark.read_as else ""
    return f"{mark.number:>2}  {mark.text}{read}  {mark.group.label}{_('：')}{_('；').join(mark.meanings)}"


def _loans(weighed: Iterable[Weighed], words: dict[int, str]) -> Iterator[str]:
    for one in weighed:
        name = f"{one.label} · {one.lender}" if one.lender else one.label
        yield f"{name}{_('：')}{_('，').join(part for part in (one.points, one.place.label) if part)}"
        yield from (f"  {step.gives:>4}  {step.name}{_('：')}{_said(step.line, words)}" for step in one.steps)
        if one.remark:
            yield f"  {one.remark}"


def _accounts(explanation: Explanation) -> Iterator[str]:
    for account in explanation.accounts:
        yield account.label
        yield from (f"  {figure.name}{_('：')}{figure.value}" for figure in account.figures)


def _reason(line: Line, words: dict[int, str]) -> str:
    return f"{'+' if line.speaks_for else '−'}  {_said(line, words)}"


def _said(line: Line, words: dict[int, str]) -> str:
    """A reason with the words and the facts behind it."""
    quoted = "".join(f"  〔{number} {words[number]}〕" for number in line.numbers)
    facts = _("、").join(fact.label for fact in line.facts)
    return f"{line.text}{quoted}{' → ' if facts else ''}{facts}"


def _findings(findings: Iterable[FindingPart], words: dict[int, str]) -> Iterator[str]:
    for finding in findings:
        yield f"{finding.id}  {finding.name}{_('：')}{finding.text}"
        yield from (f"  {_said(line, words)}" for line in finding.lines)
        yield from (f"  · {event.label}" for event in finding.events)
        yield from (f"  {rule.name} · {rule.rank}" for rule in finding.rules)
        yield from (f"  ?  {question}" for question in finding.missing)


def compact(explanation: Explanation) -> tuple[str, ...]:
    """At most three lines for a document: which words, what was weighed, which facts."""
    return tuple(line for line in (_words(explanation), _weighing(explanation), _facts(explanation)) if line)


def _words(explanation: Explanation) -> str:
    """The words that the answer itself rests on; where it names none, those that were read at all."""
    used = {number for line in explanation.reasons for number in line.numbers}
    marks = [mark for mark in explanation.marks if mark.number in used] or list(explanation.marks)
    quoted = _("、").join(
        _("“%(words)s”") % {"words": shortened(mark.text, LONGEST_QUOTED)} for mark in marks[:WORDS_SHOWN]
    )
    return _("依据的词：%(words)s") % {"words": quoted} if quoted else ""


def _weighing(explanation: Explanation) -> str:
    loans = [one for one in explanation.weighed if one.decides]
    parts = [
        _("%(loan)s（%(parts)s）") % {"loan": one.label, "parts": _("、").join(step.name for step in one.steps)}
        for one in loans
    ]
    return _("对应的借款：%(loans)s") % {"loans": _("；").join(parts)} if parts else ""


def _facts(explanation: Explanation) -> str:
    """What the ledger says, without what only repeats the message."""
    lines = [line.text for line in explanation.own_reasons if line.facts or not line.numbers][:FACTS_SHOWN]
    return _("所据的事实：%(facts)s") % {"facts": sentences(lines)} if lines else ""
