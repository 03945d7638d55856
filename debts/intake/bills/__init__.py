"""Bills of payment apps and banks into rows of money, and from these to repayments of loans: bytes in, rows out."""

from debts.intake.bills.containers import read_rows, unlock
from debts.intake.bills.guessing import Guess, guess_mapping, look
from debts.intake.bills.reading import CHINA, read_bill
from debts.intake.bills.types import (
    BillItem,
    BillProblem,
    BillProblemCode,
    BillRow,
    ColumnMapping,
    DayOrder,
    Direction,
    Family,
    Outcome,
    PassedOver,
    Place,
    ProblemCode,
    Role,
    Sign,
    Statement,
    UnreadableRow,
)

__all__ = [
    "CHINA",
    "BillItem",
    "BillProblem",
    "BillProblemCode",
    "BillRow",
    "ColumnMapping",
    "DayOrder",
    "Direction",
    "Family",
    "Guess",
    "Outcome",
    "PassedOver",
    "Place",
    "ProblemCode",
    "Role",
    "Sign",
    "Statement",
    "UnreadableRow",
    "guess_mapping",
    "look",
    "read_bill",
    "read_rows",
    "unlock",
]
