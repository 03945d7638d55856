"""The law in a letter: what held on the days of the messages, what holds on the day of the letter, and for whom.

A message of 2025 is held to the rules of 2025; a request of today rests on the rules of today. What rests on memory
alone is not cited, it is only told to the owner. Criminal law is never cited: that is for others to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from debts.dossier.letters.case import Case, CaseFinding, CaseLoan
from debts.dossier.letters.letter import titled
from debts.dossier.letters.phrasing import say_list, say_numbers
from debts.reconciler.dates import CHINA
from debts.reconciler.standing import RELEASED
from debts.rulebook import Citation, Verification, load_rulebook
from debts.rulebook.letters import LetterKind

RELEASED_LISTS = {"settled_debt": "waived_debt"}
NEEDS_A_SETTLEMENT = frozenset({"settled_debt"})


@dataclass(frozen=True)
class Provisions:
    """What one letter about one case may cite."""

    kind: LetterKind
    case: Case

    @cached_property
    def grounds(self) -> tuple[Citation, ...]:
        """What the letter rests on: each provision once, in the order of its lists."""
        return _unique([*self._of_the_messages(), *self._of_the_letter()]) if self.case.is_mainland else ()

    @cached_property
    def of_findings(self) -> dict[str, tuple[Citation, ...]]:
        """What the messages may breach, by rule, in the order of the rules."""
        rules = sorted({one.rule for one in self._findings()}, key=lambda rule: int(rule[1:]))
        return {rule: _unique(self._citations(rule)) for rule in rules}

    @cached_property
    def cited(self) -> tuple[Citation, ...]:
        """Everything that stands in the letter."""
        every = _unique([*self.grounds, *(one for several in self.of_findings.values() for one in several)])
        return tuple(one for one in every if one.verification is not Verification.MEMORY)

    @property
    def left_out(self) -> tuple[Citation, ...]:
        """What may fit as well and was read nowhere."""
        every = [*self.grounds, *(one for several in self.of_findings.values() for one in several)]
        return tuple(one for one in _unique(every) if one.verification is Verification.MEMORY)

    def findings(self) -> Iterator[str]:
        """A sentence for each rule: which messages, what it may be, and the provisions with their ranks."""
        book = load_rulebook()
        for rule, citations in self.of_findings.items():
            numbers = say_numbers(
                one.number for one in self.case.messages if rule in {had.rule for had in one.findings}
            )
            known = [one for one in citations if one.verification is not Verification.MEMORY]
            basis = f"可能涉及{_named(known)}。" if known else ""
            yield f"{numbers}：{book.rule(rule).in_letters}。{basis}"

    def provisions(self) -> Iterator[str]:
        """The contents of what is cited: a line for each instrument with its rank, then its provisions."""
        for instrument, several in groupby(sorted(self.cited, key=self._place), key=lambda one: one.instrument):
            rows = list(several)
            yield f"{titled(instrument)}（效力级别：{_rank(rows[0])}）"
            yield from (f"{one.article}：{one.summary.zh}" for one in rows)

    def _place(self, citation: Citation) -> tuple[str, int, int]:
        instruments = list(dict.fromkeys(one.instrument for one in self.cited))
        every = [one.id for one in load_rulebook().citations]
        return citation.rank, instruments.index(citation.instrument), every.index(citation.id)

    def _of_the_messages(self) -> Iterator[Citation]:
        book, kind = load_rulebook(), self.case.lender.kind
        for name in self.kind.grounds:
            for loan in self.case.concerned:
                if loan.settled_at is None and name in NEEDS_A_SETTLEMENT:
                    continue
                chosen = _for_loan(name, loan)
                yield from (one for day in self._days(loan) for one in book.basis(chosen, day, kind))

    def _of_the_letter(self) -> Iterator[Citation]:
        for name in self.kind.asking:
            yield from load_rulebook().basis(name, self.case.day, self.case.lender.kind)

    def _days(self, loan: CaseLoan) -> list[date]:
        """The days of the messages about a loan; without any, the day of the letter."""
        own = (one.received_at for one in self.case.messages if one.loan_id == loan.id)
        return sorted({at.astimezone(CHINA).date() for at in own if at}) or [self.case.day]

    def _findings(self) -> Iterator[CaseFinding]:
        known = {rule.id for rule in load_rulebook().conduct}
        every = (one for message in self.case.messages for one in message.findings)
        return (one for one in every if one.rule in known and self.kind.tells(one.rule))

    def _citations(self, rule: str) -> Iterator[Citation]:
        book = load_rulebook()
        known = {one.id: one for one in book.citations}
        severe = book.rule(rule).severe
        ids = (name for one in self._findings() if one.rule == rule for name in one.citations)
        return (known[name] for name in ids if name in known and name not in severe)


def _for_loan(name: str, loan: CaseLoan) -> str:
    return RELEASED_LISTS.get(name, name) if loan.basis in RELEASED else name


def _unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple({one.id: one for one in citations}.values())


def _named(citations: list[Citation]) -> str:
    """The provisions by instrument, strongest first, each instrument with its rank."""
    order = [one.id for one in load_rulebook().citations]
    rows = groupby(sorted(citations, key=lambda one: (one.rank, order.index(one.id))), key=lambda one: one.instrument)
    several = [(instrument, list(group)) for instrument, group in rows]
    return "，".join(
        f"{titled(name)}{say_list(one.article for one in group)}（{_rank(group[0])}）" for name, group in several
    )


def _rank(citation: Citation) -> str:
    return load_rulebook().rank(citation.rank).name.zh
