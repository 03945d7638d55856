"""A loan on its way into the book: its timeline, its accounts, and the moment as of which it is written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from debts.dossier.accounting.names import Names, names_of
from debts.dossier.accounting.types import Balance, Entry, Posting
from debts.finance import Position, Timeline
from debts.models import Loan, Settlement

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Case:
    """``settlement`` is the one in force by ``at``, a moment of the owner's own clock."""

    loan: Loan
    course: Timeline
    at: datetime
    settlement: Settlement | None

    @cached_property
    def names(self) -> Names:
        """The accounts."""
        return names_of(self.loan)

    @cached_property
    def position(self) -> Position:
        """How the loan stands."""
        return self.course.at(self.at)

    @property
    def is_card(self) -> bool:
        """Whether statements stand in for a schedule."""
        return bool(self.course.terms.statements)

    @property
    def is_over(self) -> bool:
        """Whether the ledger takes the loan as ended."""
        return self.settlement is not None or self.position.is_covered

    @cached_property
    def first_day(self) -> date:
        """The day of drawing; where it is unknown the earliest day on which anything is known to have happened."""
        if self.loan.drawn_on:
            return min(self.loan.drawn_on, self.at.date())
        days = [self.day(one.paid_at) for one in self.course.payments]
        days += [line.due_on for line in self.course.plan(self.at)[:1]]
        return min([self.at.date(), *days])

    def day(self, moment: datetime) -> date:
        """The owner's day of a moment."""
        return self.course.day(moment)

    def entry(self, day: date, text: str, *moves: tuple[str, Decimal], ref: str = "") -> Entry:
        """An entry in the loan's currency; sums of nothing are left out."""
        currency = self.loan.currency
        postings = tuple(Posting(account, amount, currency) for account, amount in moves if amount)
        return Entry(day, self.loan.lender.name, text, postings, ref)

    def balance(self, account: str, amount: Decimal) -> Balance:
        """What an account must hold at the end."""
        return Balance(account, amount, self.loan.currency)
