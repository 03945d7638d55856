"""Which lenders and loans have messages that contradict the ledger, and how many."""

from collections import Counter
from dataclasses import dataclass

from debts.models import Lender, Loan, User, Verdict
from debts.queries import loans_of


@dataclass(frozen=True, slots=True)
class DisputedLoan:
    """A loan with the number of flagged messages about it."""

    loan: Loan
    flagged: int


@dataclass(frozen=True, slots=True)
class DisputedLender:
    """A lender with its flagged messages, those without a loan included."""

    lender: Lender
    flagged: int
    loans: tuple[DisputedLoan, ...]


def disputed_lenders(owner: User) -> list[DisputedLender]:
    """Lenders with flagged messages, most messages first."""
    flagged = Verdict.objects.filter(owner=owner, is_flagged=True, message__removed_at=None)
    by_loan = Counter(flagged.exclude(loan=None).values_list("loan", flat=True))
    loose = Counter(
        ref for refs in flagged.filter(loan=None).values_list("detail__match__lender_ids", flat=True) for ref in refs
    )
    loans = [DisputedLoan(loan, by_loan[loan.pk]) for loan in loans_of(owner) if by_loan[loan.pk]]
    rows = [_lender(lender, loans, loose[lender.ref]) for lender in Lender.objects.of(owner)]
    return sorted((row for row in rows if row.flagged), key=lambda row: -row.flagged)


def _lender(lender: Lender, loans: list[DisputedLoan], loose: int) -> DisputedLender:
    own = tuple(row for row in loans if row.loan.lender_id == lender.pk)
    return DisputedLender(lender, loose + sum(row.flagged for row in own), own)
