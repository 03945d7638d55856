"""Names of accounts that beancount and hledger both take: letters, digits and hyphens, a capital letter first.

招联消费金融 / 好期贷 "Pro"  ->  M3-招联消费金融:L12-好期贷-Pro
"""

import re
import unicodedata
from dataclasses import dataclass

from debts.models import Loan

CASH = "Assets:Cash"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Names:
    """The accounts of one loan."""

    tail: str

    @property
    def loan(self) -> str:
        """The principal that is owed."""
        return f"Liabilities:Loans:{self.tail}"

    @property
    def overpaid(self) -> str:
        """What the lender would have to give back."""
        return f"Assets:Overpaid:{self.tail}"

    @property
    def on_the_way(self) -> str:
        """Money that was taken and came back."""
        return f"Assets:Returned:{self.tail}"

    @property
    def interest(self) -> str:
        """Interest paid."""
        return f"Expenses:Interest:{self.tail}"

    @property
    def fees(self) -> str:
        """Fees paid to the lender, those kept back at the start among them."""
        return f"Expenses:Fees:{self.tail}"

    @property
    def penalty(self) -> str:
        """Penalties paid."""
        return f"Expenses:Penalty:{self.tail}"

    @property
    def third_party(self) -> str:
        """What others took."""
        return f"Expenses:Third-Party:{self.tail}"

    @property
    def spending(self) -> str:
        """What a card was used for and cost, which the ledger does not tell apart."""
        return f"Expenses:Card:{self.tail}"

    @property
    def waived(self) -> str:
        """What the lender let go of."""
        return f"Income:Waived:{self.tail}"

    @property
    def refunded(self) -> str:
        """What the lender gave back beyond what was overpaid."""
        return f"Income:Refunds:{self.tail}"

    @property
    def rounding(self) -> str:
        """Rounding that the lender did not ask for."""
        return f"Income:Rounding:{self.tail}"

    @property
    def unexplained(self) -> str:
        """What was open when the loan ended and has no payment on record."""
        return f"Equity:Unexplained:{self.tail}"


def names_of(loan: Loan) -> Names:
    """The accounts of a loan. The row numbers keep loans of one name apart."""
    lender = _part(f"M{loan.lender_id}", loan.lender.name)
    return Names(f"{lender}:{_part(f'L{loan.pk}', loan.product)}")


def _part(number: str, name: str) -> str:
    folded = unicodedata.normalize("NFKC", name)
    kept = "".join(sign if unicodedata.category(sign)[0] == "L" or sign.isdecimal() else " " for sign in folded)
    words = re.sub(r"\s+", "-", kept.strip())[:_LONGEST].strip("-")
    return f"{number}-{words}" if words else number
