"""What is proposed to be recorded: facts with the messages that prove them, by lender and loan."""

from collections.abc import Mapping
from dataclasses import dataclass

from debts.reconciler.houses import House
from debts.reconciler.told import Told

Answered = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One fact that messages prove. ``messages`` has those that say so, the first of them named in ``key``.

    ``loan`` is the key of the loan that it belongs to; where ``choices`` has several, of the likely one, or empty.
    ``doubts`` are codes: ``day_assumed`` (the day is that of the message), ``no_day``, ``by_bank``,
    ``several_loans``, ``by_sum`` (several, and the sum is an instalment of one), ``no_amount``, ``names_differ``.
    """

    key: str
    told: Told
    messages: tuple[str, ...]
    loan: str = ""
    choices: tuple[str, ...] = ()
    doubts: frozenset[str] = frozenset()

    @property
    def is_sure(self) -> bool:
        """Whether it can be recorded as it stands; that a day is that of the message is said and no obstacle."""
        return not self.doubts - {"day_assumed"}


@dataclass(frozen=True, slots=True)
class ProposedLoan:
    """A loan with what is proposed about it: a new one, or one of the ledger (``known``, by its id).

    ``granted`` is None where no message tells of the lending and only what came after shows that there was a loan.
    """

    key: str
    known: str = ""
    granted: Proposed | None = None
    contract: str = ""
    product: str = ""
    repayments: tuple[Proposed, ...] = ()
    settlement: Proposed | None = None
    assignments: tuple[Proposed, ...] = ()

    @property
    def parts(self) -> tuple[Proposed, ...]:
        """All that is proposed about it but the loan itself."""
        return (*self.repayments, *((self.settlement,) if self.settlement else ()), *self.assignments)


@dataclass(frozen=True, slots=True)
class ProposedHouse:
    """A lender with its loans, and with what belongs to one of several loans."""

    house: House
    loans: tuple[ProposedLoan, ...]
    unclear: tuple[Proposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that can be confirmed, and the messages that prove something without naming a lender.

    ``names`` are those by which the messages call their reader, where the ledger does not know the owner's name.
    """

    houses: tuple[ProposedHouse, ...] = ()
    unplaced: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many facts are proposed, new loans among them."""
        return sum(
            len(house.unclear) + sum(len(loan.parts) + (not loan.known) for loan in house.loans)
            for house in self.houses
        )
