"""The one table to confirm: each row of a bill with its words, the loan that is filled in, and the reasons."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from debts.dossier.facts import loan_label
from debts.intake.bills import BillRow
from debts.intake.bills.matching import moment_of
from debts.intake.bills.proposals import Proposal, State
from debts.models import Loan
from debts.web.bills.asking import key_of
from debts.web.bills.reading import Reading
from debts.web.bills.words import (
    Told,
    instalments_of,
    lender_named,
    loan_option,
    question_of,
    say_place,
    say_sum,
    say_unreadable,
    told,
)
from debts.web.loans.standing import repayments_of
from debts.wording import BILL_KINDS, BILL_STATES

OFFERED = (State.NEW, State.ASK)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person has ticked and chosen on the page; ``errors`` say by row what is wrong with it.

    ``focus`` is the row to look at next. Every row on the page has an answer in ``loans``, be it empty.
    """

    ticked: frozenset[str] = frozenset()
    loans: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A row of a bill as people read it: when, with whom, what for, how much; how it was paid and where it stands."""

    key: str
    when: str
    whom: str
    what: str
    amount: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row to confirm. ``lender`` names one of whom the ledger has no loan, for the link that records it."""

    number: int
    words: Words
    is_sure: bool
    is_ticked: bool
    has_loans: bool
    options: SafeString
    instalments: str
    reasons: tuple[Told, ...]
    question: str
    lender: str
    error: str
    has_focus: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """A row that is only shown, with what it is and, where it is on record, the loan.

    What was taken for no repayment ``can_be_taken`` for one all the same.
    """

    words: Words
    remark: str
    loan: Loan | None = None
    can_be_taken: bool = False


class Table:
    """Lays the rows of a reading out."""

    def __init__(self, reading: Reading, choices: Choices | None = None) -> None:
        self._reading = reading
        self._choices = choices
        self._loans = {loan.ref: loan for loan in reading.loans}
        self._paid = {row.ref: loan for loan in reading.loans for row in repayments_of(loan)}
        self._named: defaultdict[str, list[tuple[int, SafeString]]] = defaultdict(list)
        names = Counter(map(loan_label, reading.loans))
        for loan in reading.loans:
            option = loan_option(loan, is_alone=names[loan_label(loan)] == 1)
            self._named[loan.currency].append((loan.pk, conditional_escape(option)))
        self._options: dict[tuple[str, str], SafeString] = {}

    def lines(self, proposals: Sequence[Proposal]) -> list[Line]:
        """The rows to confirm."""
        return [self._line(number, one) for number, one in enumerate(proposals, start=1)]

    def noted(self) -> list[Noted]:
        """The rows that are on record already, stand twice, or are no repayments."""
        return [self._noted(one) for one in self._reading.plan.proposals if one.state not in OFFERED]

    def aside(self) -> list[Words]:
        """The latest payments that are about no loan."""
        return list(map(self._words, self._reading.aside.rows))

    def unreadable(self) -> list[str]:
        """The rows that cannot be read."""
        return list(map(say_unreadable, self._reading.plan.unreadable))

    def _line(self, number: int, one: Proposal) -> Line:
        key = key_of(one.row.place)
        best = one.match.candidates[0].reasons if one.match.candidates else ()
        return Line(
            number=number,
            words=self._words(one.row),
            is_sure=one.state is State.NEW,
            is_ticked=self._is_ticked(key, one),
            has_loans=bool(self._named[one.row.currency]),
            options=self._options_of(one.row.currency, self._chosen(key, one)),
            instalments=instalments_of(one),
            reasons=told((*best, *one.remarks)),
            question=question_of(one),
            lender=lender_named(one),
            error=self._choices.errors.get(key, "") if self._choices else "",
            has_focus=bool(self._choices and self._choices.focus == key),
        )

    def _is_ticked(self, key: str, one: Proposal) -> bool:
        """As the person left it; on a page not seen yet, where it is sure or was taken in by hand."""
        if self._choices and key in self._choices.loans:
            return key in self._choices.ticked
        return one.state is State.NEW or one.row.place in self._reading.taken

    def _chosen(self, key: str, one: Proposal) -> str:
        """The loan that was chosen, else the one that fits, else none: of several a person chooses."""
        if self._choices and key in self._choices.loans:
            return self._choices.loans[key]
        return str(self._loans[one.match.loan_id].pk) if one.match.loan_id else ""

    def _options_of(self, currency: str, chosen: str) -> SafeString:
        """The loans to choose from, written once for all rows with the same answer."""
        if (currency, chosen) not in self._options:
            rows = self._named[currency]
            marked = ((pk, SafeString(" selected" if str(pk) == chosen else ""), name) for pk, name in rows)
            self._options[currency, chosen] = format_html_join("", '<option value="{}"{}>{}</option>', marked)
        return self._options[currency, chosen]

    def _noted(self, one: Proposal) -> Noted:
        is_here = one.state in (State.RECORDED, State.REPEATED)
        remark = BILL_STATES[one.state] if is_here else BILL_KINDS[one.relation.kind]
        return Noted(self._words(one.row), str(remark), self._paid.get(one.repayment_id), can_be_taken=not is_here)

    def _words(self, row: BillRow) -> Words:
        at = moment_of(row, self._reading.zone).astimezone(self._reading.zone)
        whom, *rest = dict.fromkeys(filter(None, (row.counterparty, row.description or row.category))) or [
            _("没有写明对方")
        ]
        return Words(
            key=key_of(row.place),
            when=date_format(at, "Y-m-d H:i" if row.at else "Y-m-d"),
            whom=whom,
            what=" · ".join(rest),
            amount=say_sum(row),
            place=" · ".join(filter(None, (row.method, say_place(row.place)))),
        )
