"""What is proposed, laid out for the page: lender by lender and loan by loan, each with its form and its messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from debts.models import Loan, Message
from debts.reconciler.proposal_types import Proposed, ProposedHouse, ProposedLoan
from debts.reconciler.told import ToldKind
from debts.web.proposals.forms import AssignmentItem, HouseForm, ItemForm, LoanItem, RepaymentItem, SettlementItem
from debts.web.proposals.proposed import Shown
from debts.wording.money import say_amount
from debts.wording.proposals import DOUBTS

ITEMS_ON_A_PAGE = 150
FORMS: Mapping[ToldKind, type[ItemForm]] = {
    ToldKind.REPAYMENT: RepaymentItem,
    ToldKind.SETTLEMENT: SettlementItem,
    ToldKind.ASSIGNMENT: AssignmentItem,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to confirm. ``remarks`` say what to look at."""

    proposed: Proposed
    form: Any
    messages: tuple[Message, ...]
    remarks: tuple[Promise, ...]

    @property
    def kind(self) -> str:
        """What it is, for the template."""
        return self.proposed.told.kind.value


@dataclass(frozen=True, slots=True)
class LoanCard:
    """A loan with what is proposed about it. ``form`` is None where it is on record, ``known`` where it is not."""

    proposed: ProposedLoan
    title: str
    form: Any
    known: Loan | None
    granted: Line | None
    repayments: tuple[Line, ...]
    others: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything about it."""
        return (*self.repayments, *self.others)

    @property
    def paid(self) -> str:
        """The sum of its repayments in words."""
        told = [line.proposed.told for line in self.repayments]
        total = sum((one.amount for one in told if one.amount), Decimal(0))
        return say_amount(total, told[0].currency) if total else ""

    @property
    def is_open(self) -> bool:
        """Whether the list of repayments has something to look at."""
        return any(line.form.errors or not line.proposed.is_sure for line in self.repayments)


@dataclass(frozen=True, slots=True)
class HouseCard:
    """A lender; ``form`` asks for the name of one that nobody knows."""

    proposed: ProposedHouse
    form: Any
    loans: tuple[LoanCard, ...]
    unclear: tuple[Line, ...]

    @property
    def name(self) -> str:
        """How it is called."""
        return self.proposed.house.name

    @property
    def wrong(self) -> list[Any]:
        """The forms with mistakes, all of them checked; what hangs on a loan that is not ticked is not recorded."""
        wrong = [form for form in self._own_forms if not form.is_valid()]
        for loan in self.loans:
            mistaken = [line.form for line in loan.lines if not line.form.is_valid()]
            wrong += mistaken if loan.form is None or loan.form.is_taken else []
        return wrong

    @property
    def _own_forms(self) -> Iterator[Any]:
        yield from ([self.form] if self.form else [])
        yield from (loan.form for loan in self.loans if loan.form)
        yield from (line.form for line in self.unclear)


class Table:
    """Lays a page of proposals out, with what was typed where the form was handed in."""

    def __init__(
        self,
        shown: Shown,
        loans: Iterable[Loan],
        *,
        today: date,
        page: int,
        typed: Any = None,
    ) -> None:
        pages = _pages(shown.proposals.houses)
        self.page = min(max(page, 1), len(pages))
        self.pages = len(pages)
        self._today, self._typed = today, typed
        self._messages = shown.messages
        self._loans = {loan.ref: loan for loan in loans}
        self.houses = [self._house(house) for house in pages[self.page - 1]]

    @property
    def is_valid(self) -> bool:
        """Whether all that is ticked can be recorded; of every form, so that all mistakes are shown at once."""
        return not [form for house in self.houses for form in house.wrong]

    def _house(self, house: ProposedHouse) -> HouseCard:
        form = None
        if house.house.key.startswith("name:"):
            prefix = f"house-{house.loans[0].key if house.loans else house.unclear[0].key}"
            form = HouseForm(self._typed, prefix=prefix, initial={"lender": house.house.name})
        loans = tuple(self._loan(loan, house) for loan in house.loans)
        choices = [(key, self._title_of(key, house)) for key in _choices(house)]
        unclear = (self._line(one, [pair for pair in choices if pair[0] in one.choices]) for one in house.unclear)
        return HouseCard(house, form, loans, tuple(unclear))

    def _loan(self, loan: ProposedLoan, house: ProposedHouse) -> LoanCard:
        known = self._loans.get(loan.known) if loan.known else None
        form = None if known else self._loan_form(loan)
        granted = self._granted(loan, form) if loan.granted else None
        others = [*([loan.settlement] if loan.settlement else []), *loan.assignments]
        return LoanCard(
            loan,
            self._title_of(loan.key, house),
            form,
            known,
            granted,
            tuple(self._line(one, []) for one in loan.repayments),
            tuple(self._line(one, []) for one in others),
        )

    def _loan_form(self, loan: ProposedLoan) -> LoanItem:
        told = loan.granted.told if loan.granted else None
        initial = {
            "take": bool(loan.granted and loan.granted.is_sure),
            "principal": told.amount if told else None,
            "day": told.day if told else None,
            "product": loan.product,
            "contract_number": loan.contract,
        }
        return LoanItem(self._typed, prefix=loan.key, initial=initial, today=self._today)

    def _granted(self, loan: ProposedLoan, form: Any) -> Line | None:
        return Line(loan.granted, form, self._shown(loan.granted), _remarks(loan.granted)) if loan.granted else None

    def _line(self, one: Proposed, choices: Sequence[tuple[str, str]]) -> Line:
        told = one.told
        initial = {"take": one.is_sure, "day": told.day, "amount": told.amount, "assignee": told.assignee}
        initial |= {"basis": told.basis.value, "loan": one.loan}
        options: dict[str, Any] = {"prefix": one.key, "initial": initial, "today": self._today, "loans": choices}
        return Line(one, FORMS[told.kind](self._typed, **options), self._shown(one), _remarks(one))

    def _shown(self, one: Proposed) -> tuple[Message, ...]:
        return tuple(self._messages[ref] for ref in one.messages if ref in self._messages)

    def _title_of(self, key: str, house: ProposedHouse) -> str:
        known = self._loans.get(key.removeprefix("own-")) if key.startswith("own-") else None
        if known:
            return " · ".join(filter(None, (str(known), say_amount(known.principal, known.currency))))
        loan = next((one for one in house.loans if one.key == key), None)
        if loan is None:
            return _("另一笔借款")
        told = loan.granted.told if loan.granted else None
        amount = say_amount(told.amount, told.currency) if told and told.amount else _("金额不清楚")
        return " · ".join(filter(None, (loan.product, amount, f"{told.day}" if told and told.day else "")))


def _choices(house: ProposedHouse) -> list[str]:
    return list(dict.fromkeys(key for one in house.unclear for key in one.choices))


def _remarks(one: Proposed) -> tuple[Promise, ...]:
    return tuple(words for code, words in DOUBTS.items() if code in one.doubts)


def _pages(houses: Sequence[ProposedHouse]) -> list[list[ProposedHouse]]:
    """The lenders in pages; one lender always stands on one page, since its loans are chosen between."""
    pages: list[list[ProposedHouse]] = [[]]
    count = 0
    for house in houses:
        size = len(house.unclear) + sum(1 + len(loan.parts) for loan in house.loans)
        if pages[-1] and count + size > ITEMS_ON_A_PAGE:
            pages.append([])
            count = 0
        pages[-1].append(house)
        count += size
    return pages
